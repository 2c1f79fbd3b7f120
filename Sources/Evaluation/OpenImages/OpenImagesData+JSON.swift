import Annotations
import Foundation
import JSON

extension OpenImagesData {
  /// Reads a JSON file of categories (id, name) and images (gt: box, class, group_of; det: box, class, score;
  /// verified: classes); boxes are top, left, bottom, right.
  public init(contentsOf url: URL) throws {
    do {
      try self.init(JSONParser().parse(Data(contentsOf: url)), file: url.path)
    } catch let error as JSONError {
      throw OpenImagesError.json(file: url.path, error)
    }
  }

  init(_ value: JSONValue, file: String) throws {
    classes = try value.member("categories").elements().map {
      Class(id: try $0.member("id").integer(), name: try $0.member("name").string())
    }
    let reader = CaseReader(
      file: file,
      indices: Dictionary(zip(classes.map(\.id), classes.indices), uniquingKeysWith: { first, _ in first }))
    images = try value.member("images").elements().map(reader.image)
  }
}

/// Reads the images of a case.
private struct CaseReader {
  let file: String
  let indices: [Int: Int]

  func image(_ value: JSONValue) throws -> OpenImagesData.Image {
    OpenImagesData.Image(
      truths: try value.member("gt").elements().map(truth),
      verified: try Set(value["verified"]?.elements().map(category) ?? []),
      detections: try value.member("det").elements().map(detection))
  }

  private func truth(_ value: JSONValue) throws -> OpenImagesData.Truth {
    OpenImagesData.Truth(
      category: try category(value.member("class")), box: try corners(value.member("box")),
      isGroup: try value["group_of"]?.boolean() ?? false)
  }

  private func detection(_ value: JSONValue) throws -> OpenImagesData.Detection {
    OpenImagesData.Detection(
      category: try category(value.member("class")), box: try corners(value.member("box")),
      score: try score(value.member("score")))
  }

  private func score(_ value: JSONValue) throws -> Double {
    let score = try value.double()
    guard score.isFinite else {
      throw OpenImagesError.badScore(file: file, byte: value.byteRange.lowerBound, score: score)
    }
    return score
  }

  private func category(_ value: JSONValue) throws -> Int {
    let id = try value.integer()
    guard let index = indices[id] else {
      throw OpenImagesError.unknownClass(file: file, byte: value.byteRange.lowerBound, id: id)
    }
    return index
  }

  private func corners(_ value: JSONValue) throws -> OpenImagesData.Corners {
    let numbers = try value.doubles()
    guard numbers.count == 4, numbers.allSatisfy(\.isFinite) else {
      throw OpenImagesError.badBox(file: file, byte: value.byteRange.lowerBound, numbers: numbers)
    }
    return OpenImagesData.Corners(top: numbers[0], left: numbers[1], bottom: numbers[2], right: numbers[3])
  }
}

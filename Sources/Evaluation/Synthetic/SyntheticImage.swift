import Annotations
import Foundation
import JSON

/// An image of a synthetic case: what it shows, and what it is known not to show.
struct SyntheticImage {
  /// A bumpy ellipse.
  struct Blob {
    let category: Int
    var x, y, width, height: Double
    let phase: Double

    /// Corners x₀, y₀, x₁, y₁, … in pixels to a hundredth.
    var ring: [Double] {
      (0..<48).flatMap { corner -> [Double] in
        let angle = 2 * Double.pi * Double(corner) / 48
        let reach = 0.44 + 0.03 * sin(3 * angle + phase) + 0.03 * sin(11 * angle)
        let across = x + width * (0.5 + reach * cos(angle))
        let down = y + height * (0.5 + reach * sin(angle))
        return [across.hundredths, down.hundredths]
      }
    }
  }

  private static let width = 640
  private static let height = 480

  private let id: Int
  private let blobs: [Blob]
  private let absent: [Int]

  init(id: Int, classes: Int, using random: inout SplitMix) {
    let known = (0..<12).map { _ in Int.random(in: 1...classes, using: &random) }
    let shown = Set(known.prefix(6))
    self.id = id
    absent = Set(known).subtracting(shown).sorted()
    blobs = (0..<12).map { Self.blob(of: known[$0 % 6], using: &random) }
  }

  private static func blob(of category: Int, using random: inout SplitMix) -> Blob {
    let (width, height) = (exp(random.uniform(2.5..<5.8)), exp(random.uniform(2.5..<5.5)))
    return Blob(
      category: category, x: random.uniform(0..<Double(Self.width) - width),
      y: random.uniform(0..<Double(Self.height) - height), width: width, height: height,
      phase: random.uniform(0..<6))
  }

  private func mask(of blob: Blob) -> RunLengthMask {
    RunLengthMask(polygons: [blob.ring], height: Self.height, width: Self.width)
  }
}

// MARK: - Records

extension SyntheticImage {
  func writeRecord(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("width", Self.width)
      writer.member("height", Self.height)
      writer.member("file_name", "\(id).jpg")
      writer.member("neg_category_ids", absent)
      writer.member("not_exhaustive_category_ids", [blobs[0].category])
    }
  }

  func writeTruths(to writer: inout JSONWriter) {
    for (index, blob) in blobs.enumerated() {
      let mask = mask(of: blob)
      writer.object { writer in
        writer.member("id", id * blobs.count + index)
        writer.member("image_id", id)
        writer.member("category_id", blob.category)
        writer.member("bbox", mask.box.numbers)
        writer.member("area", mask.area)
        writer.member("segmentation", [blob.ring])
      }
    }
  }

  /// One detection: of ten three lie on an object, three anywhere under a known class's name, four under any.
  func writeDetection(to writer: inout JSONWriter, classes: Int, using random: inout SplitMix) {
    let kind = Int.random(in: 0..<10, using: &random)
    var blob = blobs[Int.random(in: 0..<blobs.count, using: &random)]
    if kind < 3 {
      let shift = 0.1
      blob.x += random.normal(deviation: shift * blob.width)
      blob.y += random.normal(deviation: shift * blob.height)
      blob.width *= exp(random.normal(deviation: shift))
      blob.height *= exp(random.normal(deviation: shift))
    } else {
      let known = blobs.map(\.category) + absent
      let category =
        kind < 6
        ? known[Int.random(in: 0..<known.count, using: &random)]
        : Int.random(in: 1...classes, using: &random)
      blob = Self.blob(of: category, using: &random)
    }
    let mask = mask(of: blob)
    let score = min(max(random.normal(deviation: 0.2) + (kind < 3 ? 0.5 : 0.3), 0.001), 0.999)
    writer.object { writer in
      writer.member("image_id", id)
      writer.member("category_id", blob.category)
      writer.member("bbox", mask.box.numbers)
      writer.member("score", (score * 1e5).rounded() / 1e5)
      writer.object("segmentation") { writer in
        writer.member("size", [Self.height, Self.width])
        writer.member("counts", mask.compressed)
      }
    }
  }
}

extension Box {
  fileprivate var numbers: [Double] { [x, y, width, height] }
}

extension Double {
  fileprivate var hundredths: Double { (self * 100).rounded() / 100 }
}

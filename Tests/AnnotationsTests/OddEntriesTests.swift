import Annotations
import Foundation
import Testing

/// Entries as exporters and scripts write them: taken, with what was made of them counted.
@Suite struct OddEntriesTests {
  // MARK: - Ids

  @Test func repeatedAndMissingIDsOfAnnotationsAreReplacedAndNothingIsDropped() throws {
    let anonymous = #"{"image_id": 2, "category_id": 4, "bbox": [1, 2, 3, 4], "area": 12}"#
    let named = anonymous.replacingOccurrences(of: #"{"image"#, with: #"{"id": "x9", "image"#)
    let file = try read(annotations: [annotation(5), annotation(5), anonymous, named, annotation(3)])
    #expect(file.dataset.instances.map(\.id) == [5, 6, 7, 8, 3])
    #expect(file.skipped.isEmpty)
    #expect(
      [AnnotationRemark.duplicateID, .missingID, .textID].map(file.remarks.count(of:)) == [1, 1, 1])
    #expect(file.remarks.entries[.duplicateID]?.examples[0].description.contains("annotations[1] at") == true)
  }

  @Test func entriesOfImagesAndCategoriesThatSayTheSameAreMerged() throws {
    let file = try read(
      images: [image(2), image(3, "b.jpg"), image(2)], categories: [category(4), category(4)])
    #expect(file.dataset.images.map(\.id) == [2, 3])
    #expect(file.dataset.categories.map(\.id) == [4])
    #expect(file.remarks.count(of: .repeatedImage) == 1)
    #expect(file.remarks.count(of: .repeatedCategory) == 1)
  }

  @Test func idsMayBeTextsWhichKeepTheirOrder() throws {
    func text(_ id: String) -> String {
      #"{"id": "\#(id)", "file_name": "\#(id).jpg", "width": 64, "height": 48}"#
    }
    func object(_ id: Int, _ image: String) -> String {
      #"{"id": \#(id), "image_id": \#(image), "category_id": "cat", "bbox": [1, 2, 3, 4], "area": 12}"#
    }
    let file = try read(
      images: [text("b10"), text("b9"), text("0a")],
      annotations: [object(1, #""b9""#), object(2, #""0a""#), object(3, #""nowhere""#)],
      categories: [#"{"id": "cat", "name": "cat"}"#])
    #expect(file.dataset.images.map(\.fileName) == ["0a.jpg", "b10.jpg", "b9.jpg"])
    #expect(file.dataset.images.map { file.dataset.imageTexts.original(of: $0.id) } == ["0a", "b10", "b9"])
    #expect(file.dataset.instances.map(\.image) == [0, 2])
    #expect(file.skipped.count(of: .unknownImage) == 1)
    #expect(file.remarks.isEmpty == false)
    #expect(file.remarks.count(of: .otherKindOfID) == 0)
  }

  /// Of numbers beyond 64 bits the longer is the greater.
  @Test func idsOfTwentyDigitsAreKeptWhole() throws {
    let long = ["123456789012345678901", "99999999999999999998", "99999999999999999999"]
    let file = try read(
      images: long.map { #"{"id": \#($0), "file_name": "\#($0.suffix(2))", "width": 64, "height": 48}"# },
      annotations: [#"{"id": 1, "image_id": \#(long[2]), "category_id": 4, "bbox": [1, 2, 3, 4]}"#])
    #expect(file.dataset.images.map(\.fileName) == ["98", "99", "01"])
    #expect(file.dataset.instances.map(\.image) == [1])
  }

  @Test func idsThatAreWrittenAsTextInOnePlaceAndAsNumbersInAnotherAreTheSame() throws {
    let file = try read(
      images: [image(2), #"{"id": "7", "file_name": "b.jpg", "width": 64, "height": 48}"#],
      annotations: [
        #"{"id": 1, "image_id": "2", "category_id": 4.0, "bbox": [1, 2, 3, 4], "area": 1}"#,
        #"{"id": 2, "image_id": 7, "category_id": "4", "bbox": [1, 2, 3, 4], "area": 1}"#,
      ])
    #expect(Set(file.dataset.instances.map { file.dataset.images[$0.image].fileName }) == ["a.jpg", "b.jpg"])
    #expect(file.remarks.count(of: .otherKindOfID) == 3)
  }

  @Test func listsOfCategoriesMayBeTextsOrNull() throws {
    let file = try read(
      images: [image(2, "a.jpg", #""neg_category_ids": ["4", "8"], "not_exhaustive_category_ids": null"#)])
    #expect(file.dataset.images[0].negatives == [0])
    #expect(file.dataset.images[0].notExhaustive == [])
  }

  // MARK: - Parts

  @Test(arguments: ["[]", "[ ]", "{}", "null", "[[]]", "[ [\n] ]"])
  func anEmptySegmentationIsNoMask(text: String) throws {
    let file = try read(annotations: [annotation(1, segmentation: text)])
    #expect(!file.hasSegmentation(0))
    #expect(try file.segmentation(of: 0) == nil)
    #expect(file.remarks.count(of: .noMask) == 1)
  }

  @Test func ringsThatEncloseNothingAreLeftOutOfAMask() throws {
    let ring = "[1, 1, 3, 1, 3, 4.5]"
    let file = try read(annotations: [
      annotation(1, segmentation: "[\(ring), [1, 2, 3, 4], [1, 2, 3, 4, 5, 6, 7]]")
    ])
    #expect(try file.segmentation(of: 0) == .polygons([[1, 1, 3, 1, 3, 4.5]]))
    #expect(
      try file.segmentation(of: 0, rings: .all)
        == .polygons([[1, 1, 3, 1, 3, 4.5], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6, 7]]))
    #expect(!file.remarks.entries.keys.contains(.noMask))
  }

  @Test func whatIsNotSaidIsFilledInAndCounted() throws {
    let file = try read(
      annotations: [
        #"{"id": 1, "image_id": 2, "category_id": 4, "bbox": [1, 2, 3, 4], "iscrowd": null, "ignore": true}"#
      ], categories: [#"{"id": 4, "frequency": "rare"}"#])
    #expect(file.dataset.categories[0].name == "4")
    #expect(file.dataset.categories[0].frequency == .rare)
    #expect(file.dataset.instances[0].area == 12)
    #expect(file.dataset.instances[0].isIgnored && !file.dataset.instances[0].isCrowd)
    #expect(
      [AnnotationRemark.unnamedCategory, .unknownFrequency, .noArea].map(file.remarks.count(of:)) == [
        1, 1, 1,
      ])
  }

  // MARK: - Evaluation takes what the benchmarks' tools take

  @Test func evaluationNeedsNeitherNamesNorSizesAndKeepsEveryBox() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: url) }
    let file = text(
      images: [#"{"id": 2, "width": null}"#],
      annotations: [annotation(1, box: "[1, 2, -3, 4]"), annotation(2, box: "[900, 2, 3, 4]")])
    try Data(file.utf8).write(to: url)
    let read = try AnnotationFile(contentsOf: url, for: .evaluation)
    #expect(read.dataset.instances.map(\.id) == [1, 2])
    #expect(read.dataset.images[0].width == 0)
    #expect(read.remarks.count(of: .negativeBox) == 1)
    #expect(throws: AnnotationError.self) { try AnnotationFile(contentsOf: url) }
  }

  // MARK: - Hints

  @Test func boxesThatAreCornersAreRecognised() {
    var corners = BoxPattern(), right = BoxPattern()
    for box in [(10.0, 20.0, 110.0, 100.0), (400, 300, 450, 350), (30, 40, 230, 340), (5, 5, 45, 45)] {
      corners.add(Box(x: box.0, y: box.1, width: box.2, height: box.3), width: 640, height: 480)
      right.add(
        Box(x: box.0, y: box.1, width: box.2 - box.0, height: box.3 - box.1), width: 640, height: 480)
    }
    #expect(corners.hint == .corners)
    #expect(right.hint == nil)
  }

  /// Boxes from the image's corner to its middle are the same either way: there is nothing to say of them.
  @Test func largeBoxesThatStayInsideAreNoCornersUnlessTheirAreasSaySo() {
    var silent = BoxPattern(), telling = BoxPattern()
    for x in stride(from: 10.0, through: 60, by: 10) {
      let box = Box(x: x, y: x, width: x + 20, height: x + 30)
      silent.add(box, width: 640, height: 480)
      telling.add(box, width: 640, height: 480, area: 600)
    }
    #expect(silent.hint == nil)
    #expect(telling.hint == .corners)
  }

  @Test func boxesOfSharesAreRecognised() {
    var pattern = BoxPattern()
    for _ in 0..<3 { pattern.add(Box(x: 0.2, y: 0.6, width: 0.3, height: 0.25), width: 320, height: 240) }
    #expect(pattern.hint == .shares)
  }

  // MARK: - Lines

  @Test func linesAreCountedInPrettyPrintedFiles() throws {
    let file = try read(
      "{\n\"images\": [],\n \"categories\": [],\n\"annotations\": [\n\n\(annotation(1, category: 9))]}"
        .replacingOccurrences(
          of: "\"images\": []", with: "\"images\": [\(image(2))]"
        ).replacingOccurrences(of: "\"categories\": []", with: "\"categories\": [\(category(4))]")
        .replacingOccurrences(of: "]}", with: ",\n\(annotation(2))]}"))
    #expect(file.skipped.entries[.unknownCategory]?.examples[0].line == 6)
  }
}

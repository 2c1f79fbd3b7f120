import Annotations
import Foundation
import JSON
import Testing

@Suite struct AnnotationFileErrorTests {
  // MARK: - A single bad annotation is skipped

  @Test(arguments: [
    (annotation(7, image: 3), SkippedAnnotations.Reason.unknownImage, "image 3"),
    (annotation(7, category: 5), .unknownCategory, "category 5"),
    (annotation(1), .duplicateID, "annotation 1 at"),
    (annotation(7, box: "[1, NaN, 3, 4]"), .boxNotFinite, "[1.0, nan, 3.0, 4.0]"),
    (annotation(7, box: "[1, 2, Infinity, 4]"), .boxNotFinite, "inf"),
    (annotation(7, box: "[1, 2, -3, 4]"), .boxNegative, "-3.0"),
    (annotation(7, box: "[64, 2, 3, 4]"), .boxOutside, "[64.0"),
    (annotation(7, box: "[-9, 2, 3, 4]"), .boxOutside, "[-9.0"),
    (annotation(7, box: "[1, 2, 3]"), .malformed, "annotation 7: Byte"),
    (annotation(7, box: "\"1, 2, 3, 4\""), .malformed, "type array, found string"),
    (#"{"id": 7, "image_id": 2}"#, .malformed, "category_id"),
    ("null", .malformed, "object, found null"),
    (
      #"{"id": 7, "image_id": 2, "category_id": 3, "bbox": [1, 2, 3, 4], "area": "12"}"#, .malformed,
      "found string"
    ),
  ])
  func aBadAnnotationIsSkippedAndCounted(
    bad: String, reason: SkippedAnnotations.Reason, example: String
  ) throws {
    let file = try read(annotations: [annotation(1), bad, bad, annotation(2)])
    #expect(file.dataset.instances.map(\.id) == [1, 2])
    #expect(file.skipped.count == 2)
    #expect(file.skipped.entries.values.reduce(0) { $0 + $1.count } == 2)
    #expect(file.skipped.entries[reason]?.example.contains(example) == true, "\(file.skipped)")
  }

  @Test(arguments: ["[-5, -5, 10, 10]", "[60, 40, 100, 100]", "[3, 3, 0, 0]"])
  func aBoxThatLeavesTheImageInPartOrIsEmptyIsKept(box: String) throws {
    let file = try read(annotations: [annotation(1, box: box)])
    #expect(file.dataset.instances.count == 1)
    #expect(file.skipped.isEmpty)
  }

  // MARK: - Structural damage is an error

  @Test func aMissingFileIsSaid() {
    let url = URL(filePath: "/nowhere/lvis.json")
    #expect(throws: AnnotationError.json(file: url.path, .missing(file: url.path))) {
      try AnnotationFile(contentsOf: url)
    }
  }

  @Test func anEmptyFileIsSaid() {
    #expect { try read("") } throws: {
      if case AnnotationError.json(_, .ended(byte: 0, _)) = $0 { true } else { false }
    }
  }

  /// Wherever the file is cut, it is an error that says where; never a smaller dataset.
  @Test func aTruncatedFileIsAnErrorWhereverItIsCut() throws {
    let bytes = Array(text().utf8)
    for length in 0..<bytes.count {
      #expect {
        try read(String(decoding: bytes.prefix(length), as: UTF8.self))
      } throws: {
        if case AnnotationError.json = $0 { true } else { false }
      }
    }
  }

  @Test func aResultsFileIsRecognised() {
    #expect { try read(#"[{"image_id": 1, "score": 0.5}]"#) } throws: {
      if case AnnotationError.resultsFile = $0 { true } else { false }
    }
  }

  @Test(arguments: [
    (#"{"images": [], "annotations": []}"#, "categories"),
    (#"{"images": {}, "annotations": [], "categories": []}"#, "images"),
    (#"{"images": [], "categories": []}"#, "annotations"),
  ])
  func aMissingSectionIsNamed(text: String, section: String) {
    #expect { try read(text) } throws: {
      if case AnnotationError.missingSection(_, name: section) = $0 { true } else { false }
    }
  }

  @Test(arguments: [
    (
      #"{"id": 2, "file_name": "a.jpg", "height": 48}"#, "images: id 2: Byte 13: the object has no \"width\"."
    ),
    (
      #"{"id": 2, "file_name": "a.jpg", "width": "64", "height": 48}"#,
      "images: id 2: Byte 55: expected a value"
    ),
    (#"{"id": 2, "width": 64, "height": 48}"#, "images: id 2: Byte 13: the object has no \"file_name\"."),
    (#"{"id": 2, "file_name": "a.jpg", "width": 64, "height": 0}"#, "images: id 2: a size of 64×0"),
    ("7", "images: a record: Byte 13: expected a value of type object, found number."),
  ])
  func anImageWithoutAPartIsAnError(image: String, message: String) {
    #expect { try read(images: [image]) } throws: { "\($0)".contains(message) }
  }

  @Test func duplicateImagesAndCategoriesAreErrors() {
    #expect { try read(images: [image(2), image(2)]) } throws: {
      if case AnnotationError.duplicateID(_, section: "images", id: 2) = $0 { true } else { false }
    }
    #expect { try read(categories: [category(4), category(4)]) } throws: {
      if case AnnotationError.duplicateID(_, section: "categories", id: 4) = $0 { true } else { false }
    }
  }

  @Test func noAnnotationsAreAnError() {
    #expect { try read(annotations: []) } throws: { "\($0)".hasSuffix("no annotations.") }
  }

  @Test func nothingButBadAnnotationsAreAnErrorThatSaysWhy() {
    #expect { try read(annotations: [annotation(1, category: 5), annotation(2, category: 6)]) } throws: {
      "\($0)".contains(
        "none of its annotations can be used: 2 × unknown category (first: annotation 1 at byte")
    }
  }
}

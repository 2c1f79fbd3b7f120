import Annotations
import Foundation
import JSON
import Testing

@Suite struct AnnotationFileErrorTests {
  // MARK: - A single bad annotation is skipped

  @Test(arguments: [
    (
      annotation(7, image: 3), AnnotationFlaw.unknownImage,
      "annotations[1], id 7 at line 1, byte 188: image 3"
    ),
    (annotation(7, category: 5), .unknownCategory, "category 5"),
    (
      #"{"id": 7, "image_id": 2, "category_id": null, "bbox": [1, 2, 3, 4]}"#, .noCategory,
      "annotations[1] at"
    ),
    (#"{"id": 7, "image_id": 2, "category_id": [4], "bbox": [1, 2, 3, 4]}"#, .noCategory, "a list"),
    (annotation(7, box: "[1, NaN, 3, 4]"), .boxNotFinite, "[1.0, nan, 3.0, 4.0]"),
    (annotation(7, box: "[1, 2, Infinity, 4]"), .boxNotFinite, "inf"),
    (annotation(7, box: "[1, 2, -3, 4]"), .boxNegative, "-3.0"),
    (annotation(7, box: "[64, 2, 3, 4]"), .boxOutside, "[64.0"),
    (annotation(7, box: "[-9, 2, 3, 4]"), .boxOutside, "[-9.0"),
    (annotation(7, box: "[1, 2, 3]"), .malformed, "annotations[1].bbox, id 7 at"),
    (annotation(7, box: "\"1, 2, 3, 4\""), .malformed, "type array, found string"),
    (#"{"id": 7, "image_id": 2}"#, .malformed, "category_id"),
    ("null", .malformed, "object, found null"),
    (
      #"{"id": 7, "image_id": 2, "category_id": 3, "bbox": [1, 2, 3, 4], "area": "12"}"#, .malformed,
      "annotations[1].area, id 7"
    ),
  ])
  func aBadAnnotationIsSkippedAndCounted(bad: String, flaw: AnnotationFlaw, example: String) throws {
    let file = try read(annotations: [annotation(1), bad, bad, bad, bad, annotation(2)])
    #expect(file.dataset.instances.map(\.id) == [1, 2])
    #expect(file.skipped.count == 4)
    #expect(file.skipped.count(of: flaw) == 4)
    let examples = try #require(file.skipped.entries[flaw]).examples
    #expect(examples.count == 3)
    #expect(examples[0].description.contains(example), "\(file.skipped)")
    #expect(examples[2].entry.hasPrefix("annotations[3]"))
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
    #expect(throws: AnnotationError.json(file: url.path, line: nil, .missing(file: url.path))) {
      try AnnotationFile(contentsOf: url)
    }
  }

  @Test func anEmptyFileIsSaid() {
    #expect { try read("") } throws: {
      if case AnnotationError.json(_, _, .ended(byte: 0, _)) = $0 { true } else { false }
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
      #"{"id": 2, "file_name": "a.jpg", "height": 48}"#,
      "images[0], id 2: line 1, byte 13: the object has no \"width\"."
    ),
    (
      #"{"id": 2, "file_name": "a.jpg", "width": "64", "height": 48}"#,
      "images[0].width, id 2: line 1, byte 55: expected a value"
    ),
    (
      #"{"id": 2, "width": 64, "height": 48}"#,
      "images[0], id 2: line 1, byte 13: the object has no \"file_name\"."
    ),
    (#"{"id": 2, "file_name": "a.jpg", "width": 64, "height": 0}"#, "images[0], id 2: a size of 64×0"),
    ("7", "images[0]: line 1, byte 13: expected a value of type object, found number."),
  ])
  func anImageWithoutAPartIsAnError(image: String, message: String) {
    #expect { try read(images: [image]) } throws: { "\($0)".contains(message) }
  }

  @Test func imagesAndCategoriesOfOneIDThatDifferAreErrorsThatShowBoth() {
    #expect { try read(images: [image(2), image(3), image(2, "b.jpg")]) } throws: {
      "\($0)".contains(
        "images[0] and images[2] both have id 2 and differ: \"a.jpg\" of 64×48 and \"b.jpg\" of 64×48.")
    }
    #expect { try read(categories: [category(4), #"{"id": 4, "name": "d"}"#]) } throws: {
      "\($0)".contains("categories[0] and categories[1] both have id 4 and differ: \"c4\" and \"d\".")
    }
  }

  @Test func noAnnotationsAreAnError() {
    #expect { try read(annotations: []) } throws: {
      "\($0)".contains("no annotations: there is nothing to learn from")
    }
  }

  @Test func nothingButBadAnnotationsAreAnErrorThatSaysWhy() {
    #expect { try read(annotations: [annotation(1, category: 5), annotation(2, category: 6)]) } throws: {
      "\($0)".contains(
        "none of its annotations can be used: 2 × unknown category (first: annotations[0], id 1 at line 1, byte"
      )
    }
  }
}

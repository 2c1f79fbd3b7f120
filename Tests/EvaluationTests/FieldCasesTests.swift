import Annotations
import Foundation
import JSON
import Testing

@testable import Evaluation

/// Public bug reports rebuilt: files as tools and scripts write them, with the numbers of pycocotools 2.0.11 and lvis
/// 0.5.3 where these give any.
@Suite struct FieldCasesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let style: String, gt: String, dt: String, type: String
    let numbers: [Double]
    var testDescription: String { "\(style) \(type) \(gt) \(dt)" }
  }

  static let cases: [Case] = {
    guard let url = Bundle.module.url(forResource: "field", withExtension: "json", subdirectory: "Golden"),
      let value = try? JSONParser().parse(Data(contentsOf: url)), let elements = try? value.elements()
    else { return [] }
    return elements.map { value in
      func text(_ key: String) -> String { value[key]?.asString ?? "" }
      return Case(
        style: text("style"), gt: text("gt"), dt: text("dt"), type: text("type"),
        numbers: (try? value["numbers"]?.doubles()) ?? [])
    }
  }()

  @Test func thereAreCases() { #expect(Self.cases.count > 60) }

  @Test(arguments: cases) func numbersAreThePeers(of field: Case) throws {
    let found = try evaluation(field.style, field.gt, field.dt, field.type).results.summary.map {
      $0.value ?? -1
    }
    #expect(found.count == field.numbers.count)
    for (found, expected) in zip(found, field.numbers) { #expect(abs(found - expected) < 1e-9) }
  }

  @Test(arguments: [
    ("06-odd-segmentations/gt-empty.json", "1 × annotation without a mask (first: annotations[2] at line"),
    ("06-odd-segmentations/gt-emptyring.json", "annotation without a mask"),
    ("06-odd-segmentations/gt-null.json", "annotation without a mask"),
    ("06-odd-segmentations/gt-obj.json", "annotation without a mask"),
    ("06-odd-segmentations/gt-missing.json", "take --type bbox"),
    ("06-odd-segmentations/gt-onlyfour.json", "expected three or more points, found 4 numbers"),
    ("06-odd-segmentations/gt-flat.json", "expected a value of type array, found number"),
    ("06-odd-segmentations/gt-pairs.json", "expected a value of type number, found array"),
  ])
  func truthsWithoutMasksAreSaidWhereMasksAreWanted(gt: String, message: String) {
    #expect { try evaluation("coco", gt, "06-odd-segmentations/dt-segm.json", "segm") } throws: {
      "\($0)".contains(message)
    }
  }

  @Test(arguments: [
    (
      "coco", "01-annotation-id-zero/gt.json", "01-annotation-id-zero/dt.json",
      "AP 0.7822 as it counts, 1.0 with"
    ),
    ("lvis", "15-lvis-fields/gt-id0.json", "15-lvis-fields/dt.json", "(--corrected)"),
    ("coco", "09-bad-boxes/gt-good.json", "09-bad-boxes/dt-xyxy.json", "look like left, top, right, bottom"),
    ("coco", "09-bad-boxes/gt-xyxy.json", "09-bad-boxes/dt.json", "look like left, top, right, bottom"),
    (
      "coco", "09-bad-boxes/gt-good.json", "09-bad-boxes/dt-negative.json",
      "1 × detection whose box has a neg"
    ),
    ("coco", "09-bad-boxes/gt-minusone.json", "09-bad-boxes/dt.json", "1 × box of negative size"),
    ("coco", "09-bad-boxes/gt-missingimage.json", "09-bad-boxes/dt.json", "left out, as the benchmark's own"),
    ("coco", "09-bad-boxes/gt-nullcategory.json", "09-bad-boxes/dt.json", "1 × no category"),
    ("coco", "09-bad-boxes/gt-noid.json", "09-bad-boxes/dt.json", "6 × annotation without an id"),
    ("coco", "09-bad-boxes/gt-noarea-nocrowd.json", "09-bad-boxes/dt.json", "annotation without an area"),
    ("coco", "02-string-image-ids/gt-b.json", "02-string-image-ids/dt-b.json", "taken as the same"),
    ("lvis", "15-lvis-fields/gt-badfreq.json", "15-lvis-fields/dt.json", "none of r, c, f"),
  ])
  func whatIsOddIsSaid(style: String, gt: String, dt: String, note: String) throws {
    let notes = try evaluation(style, gt, dt, "bbox").notes
    #expect(notes.contains { $0.contains(note) }, "\(notes)")
  }

  @Test(arguments: ["09-bad-boxes/gt-good.json", "09-bad-boxes/gt-zero.json"])
  func thereIsNothingToSayOfGoodFiles(gt: String) throws {
    #expect(try evaluation("coco", gt, "09-bad-boxes/dt.json", "bbox").notes == [])
  }

  @Test func correctedNumbersLetTheAnnotationOfIDZeroBeFound() throws {
    let folder = "01-annotation-id-zero/"
    let corrected = try evaluation(
      "coco", folder + "gt-single.json", folder + "dt-single.json", "bbox", .corrected)
    #expect(abs(try #require(corrected.results.averagePrecision()) - 1) < 1e-9)
    #expect(corrected.corrected == nil)
  }

  @Test func truthsOfUnusableBoxesStayAnError() {
    #expect { try evaluation("coco", "09-bad-boxes/gt-nan.json", "09-bad-boxes/dt.json", "bbox") } throws: {
      "\($0)".contains("1 × box not finite")
    }
  }
}

private func evaluation(
  _ style: String, _ gt: String, _ dt: String, _ type: String, _ counting: Counting = .asPeers
) throws -> FileEvaluation {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data/field/data").standardized
  return try FileEvaluation(
    truths: folder.appending(path: gt), detections: [folder.appending(path: dt)],
    content: type == "segm" ? .masks : .boxes, rules: style == "lvis" ? .lvis : .coco,
    depth: .errors, counting: counting)
}

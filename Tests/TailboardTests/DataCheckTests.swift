import Annotations
import Foundation
import JSON
import Testing

@testable import tailboard

/// Data sets of public bug reports, looked at as the command does.
@Suite struct DataCheckTests {
  @Test(arguments: [
    (
      "20-train-base/ann.json", "20-train-base/images", true, "pictures: 4 of 4 can be used, 0 of them turned"
    ),
    (
      "12-exif-orientation/ann-upright.json", "12-exif-orientation/images", true,
      "4 of 4 can be used, 1 of them"
    ),
    (
      "12-exif-orientation/ann-stored.json", "12-exif-orientation/images", true,
      "1 fit their annotations only as"
    ),
    (
      "13-image-formats/ann.json", "13-image-formats/images", true, "w.webp: a WebP, expected a JPEG or a PNG"
    ),
    ("13-image-formats/ann.json", "13-image-formats/images", true, "1 are missing:"),
    ("13-image-formats/ann.json", "13-image-formats/images", true, "truncated.jpg: a damaged JPEG"),
    ("11-label-studio-windows/ann-back.json", "11-label-studio-windows/images", true, "4 of 4"),
    ("11-label-studio-windows/ann-upload.json", "11-label-studio-windows/images", true, "4 of 4"),
    ("11-label-studio-windows/ann-localfiles.json", "11-label-studio-windows/images", true, "4 of 4"),
    ("11-label-studio-windows/ann-case.json", "11-label-studio-windows/images", true, "4 of 4"),
    ("11-label-studio-windows/ann-boxonly.json", "11-label-studio-windows/images", true, "\"faster-rcnn\""),
    ("21-file-names/special.json", "21-file-names/images", true, "4 of 4"),
    ("21-file-names/dup.json", "21-file-names/images", true, "4 of 4"),
    ("21-file-names/abs.json", "21-file-names/images", true, "4 of 4"),
    ("21-file-names/up.json", "21-file-names/images", true, "4 of 4"),
    ("21-file-names/emptyurl.json", "21-file-names/images", true, "4 of 4"),
    ("20-train-base/ann.json", "18-open-images", false, "none of the pictures can be used"),
    ("09-bad-boxes/train-normalized.json", "20-train-base/images", false, "boxes are shares of the image"),
    (
      "09-bad-boxes/train-xyxy.json", "20-train-base/images", true,
      "hint: boxes look like left, top, right, bottom"
    ),
    ("09-bad-boxes/train-negative.json", "20-train-base/images", true, "1 × box of negative size"),
    ("06-odd-segmentations/train-empty.json", "20-train-base/images", true, "2 × annotation without a mask"),
    ("06-odd-segmentations/train-onlyfour.json", "20-train-base/images", true, "2 masks cannot be read"),
  ])
  func aDataSetIsDescribed(annotations: String, images: String, isTrainable: Bool, line: String) throws {
    let check = try check(annotations, images)
    #expect(check.isTrainable == isTrainable, "\(check.obstacles)")
    #expect(check.page.contains { $0.contains(line) }, "\(check.page.joined(separator: "\n"))")
  }

  @Test func classesThatDifferAreListedAndNotTrainable() throws {
    let check = try check("20-train-base/ann.json", nil, against: "09-bad-boxes/gt-good.json")
    #expect(!check.isTrainable)
    #expect(
      check.page.contains("2 classes with another name in \(shared("09-bad-boxes/gt-good.json").path):"))
  }

  @Test func jsonSaysWhatThePageSays() throws {
    var writer = JSONWriter()
    writer.value(try check("13-image-formats/ann.json", "13-image-formats/images"))
    let value = try JSONParser().parse(writer.text)
    #expect(try value.member("trainable").boolean())
    let pictures = try value.member("pictures")
    #expect(try pictures.member("usable").integer() == 9)
    #expect(try pictures.member("missing").elements().underestimatedCount == 1)
    #expect(try pictures.member("unusable").elements().underestimatedCount == 8)
  }

  private func check(_ annotations: String, _ images: String?, against: String? = nil) throws -> DataCheck {
    try DataCheck(
      annotations: shared(annotations), images: images.map(shared), against: against.map(shared)
    ) { _, _ in }
  }
}

private func shared(_ path: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data/field/data/\(path)").standardized
}

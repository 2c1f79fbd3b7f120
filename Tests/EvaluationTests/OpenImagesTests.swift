import Annotations
import Foundation
import JSON
import Testing

@testable import Evaluation

@Suite struct OpenImagesTests {
  /// TensorFlow's Open Images evaluators on 50 cases, data/eval/oid_cases.json.
  @Test(
    arguments: [
      ("openimages_v2_group_of_weight_0", .v2(groupWeight: 0)),
      ("openimages_v2_group_of_weight_1", .v2(groupWeight: 1)),
      ("challenge_group_of_weight_1", .challenge(groupWeight: 1)),
    ] as [(String, OpenImagesRules)])
  func equalsTensorFlow(name: String, rules: OpenImagesRules) throws {
    let document = try JSONParser().parse(Data(contentsOf: shared("eval/oid_cases.json")))
    for golden in try document.member("cases").elements() {
      let results = try OpenImagesData(golden, file: "case").evaluated(by: rules)
      let title = try golden.member("name").string()
      for (key, value) in try golden.member("expected").member(name).members() {
        let found =
          key.contains("mAP")
          ? results.meanAveragePrecision
          : zip(results.classes, results.averagePrecisions).first { key.hasSuffix("/\($0.0.name)") }?.1
        let expected = value.asDouble.flatMap { $0.isNaN ? nil : $0 }
        #expect(abs((found ?? -1) - (expected ?? -1)) < 1e-9, "\(title): \(key)")
      }
    }
  }

  /// Worked by hand with the tree dog, cat < animal: image a shows a dog, which is found as a dog; b is known to show no
  /// animal, so that the cat found there counts against animals if detections are expanded; in c nobody looked for cats.
  @Test(
    arguments: [
      (.none, [0, 1, nil]), (.toParents, [0.5, 1, nil]),
    ] as [(OpenImagesData.Files.DetectionExpansion, [Double?])])
  func theHierarchyExpandsAnnotationsAndDetections(
    expansion: OpenImagesData.Files.DetectionExpansion, expected: [Double?]
  ) throws {
    let folder = try TemporaryFolder()
    let data = try OpenImagesData(
      OpenImagesData.Files(
        classes: folder.file("/m/animal,Animal\n/m/dog,\"Dog, tame\"\n/m/cat,Cat\n"),
        boxes: folder.file(
          "ImageID,Source,LabelName,XMin,XMax,YMin,YMax,IsGroupOf\na,x,/m/dog,0.1,0.5,0.1,0.5,0\n"),
        labels: folder.file("ImageID,LabelName,Confidence\r\na,/m/dog,1\r\nb,/m/animal,0\r\n"),
        detections: folder.file(
          """
          ImageID,LabelName,Score,XMin,XMax,YMin,YMax
          c,/m/cat,0.99,0.1,0.5,0.1,0.5
          b,/m/cat,0.95,0.1,0.5,0.1,0.5
          a,/m/dog,0.9,0.1,0.5,0.1,0.5
          """),
        hierarchy: folder.file(
          """
          {"LabelName": "/m/entity", "Subcategory": [{"LabelName": "/m/animal",
            "Subcategory": [{"LabelName": "/m/dog"}, {"LabelName": "/m/cat"}]}]}
          """),
        detectionExpansion: expansion))
    #expect(data.classes.map(\.name) == ["Animal", "Dog, tame", "Cat"])
    #expect(data.images.map(\.truths.count) == [2, 0])
    #expect(data.images.map(\.verified) == [[0, 1], [0, 1, 2]])
    #expect(data.remarks.count(of: .unknownImage) == 1)
    #expect(try data.evaluated(by: .challenge(groupWeight: 1)).averagePrecisions == expected)
  }

  /// A class in two places, and the class above both: oid_hierarchical_labels_expansion.py names each parent once.
  @Test func aClassBelowTwoOthersHasBothAsParents() throws {
    let folder = try TemporaryFolder()
    let hierarchy = try ClassHierarchy(
      contentsOf: folder.file(
        """
        {"LabelName": "root", "Subcategory": [{"LabelName": "top", "Subcategory": [
          {"LabelName": "left", "Subcategory": [{"LabelName": "both"}]},
          {"LabelName": "right", "Subcategory": [{"LabelName": "both"}]}]}]}
        """))
    #expect(hierarchy.parents(of: "both") == ["left", "right", "top"])
    #expect(hierarchy.children(of: "top") == ["left", "both", "right", "both"])
    #expect(hierarchy.parents(of: "top") == [])
    #expect(hierarchy.parents(of: "root") == [])
  }

  @Test(arguments: [
    ("", "an empty file"),
    ("ImageID,LabelName\n", "line 1: no column XMin"),
    (
      "\u{FEFF}ImageID,LabelName,Score,XMin,XMax,YMin,YMax\r\na,/m/dog,x,0,1,0,1\r\n",
      "line 2: Score is \"x\""
    ),
    ("ImageID,LabelName,Score,XMin,XMax,YMin,YMax\na,/m/dog,1,0,0,0\n", "line 2: 6 fields"),
    ("ImageID,LabelName,Score,XMin,XMax,YMin,YMax\n\na,/m/dog,nan,0,1,0,1\n", "line 3: Score is \"nan\""),
    ("ImageID;LabelName;Score;XMin;XMax;YMin;YMax\n", "separated by semicolons, expected commas"),
    ("ImageId,PredictionString\na,/m/dog 1 0 0 1 1\n", "expected one detection a line"),
    ("ImageID,LabelName,Score,XMin,XMax,YMin,YMax\na,\"/m/dog,1,0,1,0,1\nb\n", "line 2: a quote opens here"),
  ])
  func whatIsWrongIsSaidWithItsLine(detections: String, message: String) throws {
    let folder = try TemporaryFolder()
    let files = try OpenImagesData.Files(
      classes: folder.file("/m/dog,Dog\n"),
      boxes: folder.file("ImageID,LabelName,XMin,XMax,YMin,YMax,IsGroupOf\n"), labels: nil,
      detections: folder.file(detections), hierarchy: nil, detectionExpansion: .none)
    let error = #expect(throws: OpenImagesError.self) { try OpenImagesData(files) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
  }

  // MARK: - Files as users have them

  @Test(
    arguments: [
      ("boxes", "det", [:]), ("boxes-space", "det", [:]), ("boxes-crlf", "det", [:]),
      ("boxes-short", "det", [:]),
      ("boxes", "det-confidence", [:]), ("boxes", "det-imageid", [:]),
      ("boxes", "det-display", [.displayName: 7]), ("boxes", "det-swapped", [.emptyBox: 1]),
      ("boxes", "det-nolabelimage", [.unknownImage: 1]), ("boxes", "det-foreign", [.unknownDetected: 1]),
      ("boxes-unknownlabel", "det", [.unknownLabel: 1]), ("boxes-true", "det", [.oddFlag: 1]),
    ] as [(String, String, [OpenImagesRemark: Int])])
  func filesThatSayTheSameGiveTheSameNumbersAndWhatIsOddIsCounted(
    boxes: String, detections: String, remarks: [OpenImagesRemark: Int]
  ) throws {
    let plain = try fieldData("boxes", "det"), data = try fieldData(boxes, detections)
    for rules in [OpenImagesRules.v2(groupWeight: 0), .challenge(groupWeight: 1)] {
      #expect(try data.evaluated(by: rules).averagePrecisions == plain.evaluated(by: rules).averagePrecisions)
    }
    #expect(data.remarks.entries.mapValues(\.count) == remarks)
  }

  @Test func anUnknownGroupFlagCountsAsAGroup() throws {
    let data = try fieldData("boxes-minus1", "det")
    #expect(data.remarks.count(of: .oddFlag) == 1)
    #expect(data.images.flatMap(\.truths).count(where: \.isGroup) == 2)
  }

  @Test func boxesInPixelsAreHintedAt() throws {
    #expect(try fieldData("boxes", "det-pixels").hints.contains { $0.contains("look like pixels") })
    #expect(try !fieldData("boxes", "det").hints.contains { $0.contains("look like pixels") })
  }

  @Test func quotesInsideQuotedFieldsAreKept() throws {
    let names = try fieldData("boxes", "det", classes: "classes-quoted").classes.map(\.name)
    #expect(names == ["Person, human", "Man \"adult\"", "Woman", "Car"])
  }
}

private func fieldData(_ boxes: String, _ detections: String, classes: String = "classes") throws
  -> OpenImagesData
{
  func file(_ name: String) -> URL { shared("field/data/18-open-images/\(name).csv") }
  return try OpenImagesData(
    OpenImagesData.Files(
      classes: file(classes), boxes: file(boxes), labels: file("labels"), detections: file(detections),
      hierarchy: nil, detectionExpansion: .none))
}

/// A folder of a test's own, removed with it.
private final class TemporaryFolder {
  private let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ text: String) throws -> URL {
    let file = url.appending(path: "\(UUID())")
    try Data(text.utf8).write(to: file)
    return file
  }
}

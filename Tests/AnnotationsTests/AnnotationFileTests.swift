import Annotations
import Foundation
import JSON
import Testing

@Suite struct AnnotationFileTests {
  /// The LVIS authors' own sample of v0.5, whose ids, boxes and polygons are quoted here as Python's json reads them.
  @Test func realAnnotationsOfLVIS05() throws {
    let file = try AnnotationFile(contentsOf: shared("images/lvis-real-3/annotations.json"))
    let dataset = file.dataset
    #expect(dataset.categories.count == 1230)
    #expect(dataset.categories[0].name == "acorn")
    #expect(dataset.categories[0].frequency == .rare)
    #expect(dataset.images.map(\.id) == [6460, 6894, 11813])
    #expect(dataset.images[2].fileName == "val2017/000000011813.jpg")
    #expect(dataset.images[0].negatives == [1094, 423, 1195, 726, 279, 412].map { $0 - 1 })
    #expect(dataset.instanceRanges == [0..<1, 1..<3, 3..<8])
    #expect(dataset.instances.map(\.id) == [861, 975, 976, 642, 643, 644, 645, 646])
    #expect(dataset.instances[3].category == 1162)
    #expect(dataset.instances[3].box == Box(x: 0, y: 52.03, width: 153.94, height: 307.11))
    #expect(dataset.instances[3].area == 42929.57)
    #expect(file.skipped.isEmpty)
    guard case .polygons(let rings) = try file.segmentation(of: 3) else {
      Issue.record("expected polygons")
      return
    }
    #expect(rings[0].prefix(4) == [0.0, 55.83, 28.99, 52.03])
    let folder = ImageFolder(shared("images/lvis-real-3/images"), of: dataset)
    #expect(folder.url(of: dataset.images[2]).lastPathComponent == "000000011813.jpg")
    #expect(dataset.images.allSatisfy { FileManager.default.fileExists(atPath: folder.url(of: $0).path) })
  }

  @Test func categoriesAndImagesAreSortedAndReferredToByIndex() throws {
    let file = try read(
      images: [
        image(9, "b.jpg", #""neg_category_ids": [70, 4, 99], "not_exhaustive_category_ids": [70]"#), image(2),
      ],
      annotations: [annotation(1, image: 9, category: 70), annotation(2, image: 2), annotation(3, image: 9)],
      categories: [category(70, "f"), category(4, "r")])
    #expect(file.dataset.categories.map(\.id) == [4, 70])
    #expect(file.dataset.categories.map(\.frequency) == [.rare, .frequent])
    #expect(file.dataset.images.map(\.id) == [2, 9])
    #expect(file.dataset.images[1].negatives == [1, 0])
    #expect(file.dataset.images[1].notExhaustive == [1])
    #expect(file.dataset.instances.map(\.id) == [2, 1, 3])
    #expect(file.dataset.instances.map(\.category) == [0, 1, 0])
    #expect(file.dataset.instanceRanges == [0..<1, 1..<3])
  }

  @Test func categoriesWithoutAFrequencyTakeItFromTheFilesImages() throws {
    let images = (1...11).map { image($0) }
    let annotations =
      (1...11).map { annotation($0, image: $0, category: 4) } + [annotation(12, image: 1, category: 5)]
    let file = try read(images: images, annotations: annotations, categories: [category(4), category(5)])
    #expect(file.dataset.categories.map(\.frequency) == [.common, .rare])
  }

  @Test(arguments: [
    (#""file_name": "a.jpg""#, "a.jpg"),
    (#""file_name": "x/a.jpg", "coco_url": "http://c.org/train2017/b.jpg""#, "x/a.jpg"),
    (#""coco_url": "http://c.org/train2017/b.jpg""#, "train2017/b.jpg"),
    (#""file_name": "b.jpg", "coco_url": "http://c.org/train2017/b.jpg""#, "train2017/b.jpg"),
    (#""file_name": "COCO_val2014_b.jpg", "coco_url": "http://c.org/val2017/b.jpg""#, "val2017/b.jpg"),
  ])
  func imagesAreInTheFolderOfTheirSplit(names: String, expected: String) throws {
    let image = #"{"id": 2, "width": 64, "height": 48, \#(names)}"#
    #expect(try read(images: [image]).dataset.images[0].fileName == expected)
  }

  @Test(arguments: ["train2017", "."]) func imagesAreFoundInTheirSplitsFolderOrWithoutIt(split: String) throws
  {
    let root = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = root.appending(path: split)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let images = (1...2).map {
      #"{"id": \#($0), "width": 8, "height": 8, "coco_url": "http://c.org/train2017/\#($0).jpg"}"#
    }
    let dataset = try read(images: images, annotations: [annotation(1)]).dataset
    try Data().write(to: folder.appending(path: "2.jpg"))
    let found = ImageFolder(root, of: dataset).url(of: dataset.images[1])
    #expect(FileManager.default.fileExists(atPath: found.path))
  }

  /// A stranger's annotations do not say which files of this machine are read.
  @Test(arguments: ["../secret.jpg", "a/../../secret.jpg", "../images/secret.jpg", "..\\secret.jpg"])
  func noNameLeadsOutOfTheImageFolder(name: String) throws {
    let parent = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    defer { try? FileManager.default.removeItem(at: parent) }
    let root = parent.appending(path: "images")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try Data().write(to: parent.appending(path: "secret.jpg"))
    let escaped = name.replacing("\\", with: "\\\\")
    let images = [#"{"id": 2, "width": 64, "height": 48, "file_name": "\#(escaped)"}"#]
    let dataset = try read(images: images).dataset
    let found = ImageFolder(root, of: dataset).url(of: dataset.images[0]).standardizedFileURL.path
    #expect(found.hasPrefix(root.standardizedFileURL.path + "/"), "\(found)")
    try Data().write(to: root.appending(path: "secret.jpg"))
    let inside = ImageFolder(root, of: dataset).url(of: dataset.images[0])
    #expect(FileManager.default.fileExists(atPath: inside.path))
  }

  @Test func crowdsAreMarkedAndMissingAreasAreTheBoxes() throws {
    let file = try read(annotations: [
      #"{"id": 1, "image_id": 2, "category_id": 4, "bbox": [1, 2, 3, 4], "iscrowd": 1, "area": 7}"#,
      #"{"id": 2, "image_id": 2, "category_id": 4, "bbox": [1, 2, 3, 4]}"#,
    ])
    #expect(file.dataset.instances.map(\.isCrowd) == [true, false])
    #expect(file.dataset.instances.map(\.area) == [7, 12])
    #expect(try file.segmentation(of: 1) == nil)
  }

  /// Compressed runs as pycocotools encodes them: a 48×64 mask with runs of three pixels from 6 and 11.
  @Test(arguments: [
    (#"[[1, 1, 3, 1, 3, 4.5]]"#, Segmentation.polygons([[1, 1, 3, 1, 3, 4.5]])),
    (
      #"{"size": [48, 64], "counts": [6, 3, 2, 3, 3058]}"#,
      .runs(RunLengthMask(height: 48, width: 64, counts: [6, 3, 2, 3, 3058]))
    ),
    (
      #"{"counts": "6320`o2", "size": [48, 64]}"#,
      .runs(RunLengthMask(height: 48, width: 64, counts: [6, 3, 2, 3, 3058]))
    ),
  ])
  func masksAreRead(text: String, expected: Segmentation) throws {
    let file = try read(annotations: [annotation(1), annotation(2, segmentation: text)])
    #expect(try file.segmentation(of: 1) == expected)
  }

  @Test(arguments: [
    "[[1, 2, 3, 4]]", "[[1, 2, 3, 4, 5, 6, 7]]", "[[1, 2, 3, 4, 5, NaN]]", #"[["a"]]"#, "[7]", "[[], []]",
    #"{"size": [5, 4], "counts": [6, 14]}"#, #"{"size": [48, 64], "counts": [6, 3]}"#,
    #"{"size": [5, 4], "counts": "{"}"#,
    #"{"size": [5], "counts": [5]}"#,
    #"{"size": [-5, -4], "counts": [20]}"#, #"{"counts": [20]}"#,
  ])
  func aSegmentationThatIsNoMaskIsAnErrorOfItsOwn(text: String) throws {
    let file = try read(annotations: [annotation(7, segmentation: text)])
    #expect {
      try file.segmentation(of: 0)
    } throws: {
      if case AnnotationError.badSegmentation(_, annotation: 7, line: 1, _, _) = $0 { true } else { false }
    }
  }

  @Test func progressRisesToOne() throws {
    var reached: [Double] = []
    _ = try read(annotations: (1...500).map { annotation($0) }) { reached.append($0) }
    #expect(reached == reached.sorted())
    #expect(reached.last == 1)
    #expect(reached.count <= 100)
  }

  @Test func theClassesOfLVISAreKnown() {
    #expect(LVISClasses.all.count == 1203)
    #expect(
      LVISClasses.all[0]
        == Category(id: 1, name: "aerosol_can", frequency: .common, imageCount: 64, instanceCount: 109))
    #expect(
      Frequency.allCases.map { bin in LVISClasses.all.count { $0.frequency == bin } } == [337, 461, 405])
    #expect(
      LVISClasses.all.indices.allSatisfy {
        LVISClasses.frequencies.bin(of: $0) == LVISClasses.all[$0].frequency
      })
  }
}

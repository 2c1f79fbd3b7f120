import Annotations
import Foundation
import Testing

/// Worked by hand with the tree dog, cat < animal: image b shows a dog and a group of cats, a shows a cat.
@Suite struct OpenImagesAnnotationsTests {
  private let folder: TextFolder

  init() throws { folder = try TextFolder() }

  private func annotations(
    boxes: String = """
    ImageID,Source,LabelName,XMin,XMax,YMin,YMax,IsGroupOf
    b,x,/m/dog,0.25,0.5,0.5,1,0
    b,x,/m/cat,0,1,0,0.5,1
    b,x,/m/cow,0,1,0,0.5,0
    a,x,/m/cat,0,1,0,1,-1
    """,
    labels: String? =
      "ImageID,Source,LabelName,Confidence\nb,v,/m/plant,0\nb,v,/m/car,1\na,v,/m/animal,0\na,v,/m/tree,1\n"
  ) throws -> OpenImagesAnnotations {
    try OpenImagesAnnotations(
      OpenImagesFiles(
        classes: folder.file(
          "c.csv", "/m/animal,Animal\n/m/dog,Dog\n/m/cat,Cat\n/m/plant,Plant\n/m/tree,Tree\n/m/car,Car\n"),
        hierarchy: folder.file(
          "h.json",
          """
          {"LabelName": "/m/entity", "Subcategory": [{"LabelName": "/m/animal",
            "Subcategory": [{"LabelName": "/m/dog"}, {"LabelName": "/m/cat"}, {"LabelName": "/m/cow"}]},
            {"LabelName": "/m/plant", "Subcategory": [{"LabelName": "/m/tree"}]}, {"LabelName": "/m/car"}]}
          """),
        boxes: folder.file("b.csv", boxes), labels: labels.map { try folder.file("l.csv", $0) }))
  }

  private let extents: [ImageExtent?] = [
    ImageExtent(width: 400, height: 200), ImageExtent(width: 100, height: 50),
  ]

  @Test func boxesBecomePixelsAndGroupsCrowds() throws {
    let read = try annotations()
    #expect(read.imageIDs == ["b", "a"])
    #expect(read.remarks.count(of: .unknownLabel) == 1)
    #expect(read.remarks.count == 1)
    let dataset = read.dataset(extents, parents: .implied)
    #expect(dataset.images.map(\.fileName) == ["a.jpg", "b.jpg"])
    #expect(dataset.images.map(\.width) == [100, 400])
    #expect(dataset.images.map(\.height) == [50, 200])
    #expect(dataset.instances.map(\.category) == [2, 1, 2])
    #expect(dataset.instances.map(\.image) == [0, 1, 1])
    #expect(dataset.instances.map(\.isCrowd) == [false, false, true])
    #expect(dataset.instances.map(\.id) == [1, 2, 3])
    #expect(dataset.instances[1].box == Box(x: 100, y: 100, width: 100, height: 100))
    #expect(dataset.instances[1].area == 10_000)
    #expect(dataset.instanceRanges == [0..<1, 1..<3])
    #expect(dataset.categories.map(\.name) == ["Animal", "Dog", "Cat", "Plant", "Tree", "Car"])
  }

  @Test func objectsShowTheirParents() throws {
    let read = try annotations()
    #expect(read.parents == [[], [0], [0], [], [3], []])
    #expect(read.rules.parents(of: 4) == [3])
    let dataset = read.dataset(extents, parents: .asInstances)
    #expect(dataset.instances.map(\.category) == [2, 0, 1, 0, 2, 0])
    #expect(dataset.instances.map(\.isCrowd) == [false, false, false, false, true, true])
    #expect(dataset.instances[2].box == dataset.instances[3].box)
  }

  /// Tree and plant are below plant, which people did not find in b; a's cat outvotes that no animal was found there.
  @Test func whatPeopleFoundAbsentIsAbsentWithAllBelowIt() throws {
    let dataset = try annotations().dataset(extents, parents: .implied)
    #expect(dataset.images.map(\.negatives) == [[1], [3, 4]])
    #expect(dataset.images.map(\.notExhaustive) == [[3, 4], [5]])
  }

  @Test func imagesWithoutAnExtentAreLeftOut() throws {
    let dataset = try annotations().dataset([nil, ImageExtent(width: 10, height: 10)], parents: .implied)
    #expect(dataset.images.map(\.fileName) == ["a.jpg"])
    #expect(dataset.instances.map(\.category) == [2])
    #expect(dataset.instances.map(\.image) == [0])
  }

  @Test func theBoxFileMaySayExtents() throws {
    let read = try annotations(
      boxes: "ImageID,LabelName,XMin,XMax,YMin,YMax,IsGroupOf,Width,Height\nz,/m/dog,0,1,0,1,0,640,480\n",
      labels: nil)
    #expect(read.extents == [ImageExtent(width: 640, height: 480)])
    #expect(try annotations().extents == [nil, nil])
  }

  @Test func classesAreCountedWithTheirParentsAndWithoutGroups() throws {
    let read = try annotations()
    let counts = ClassFrequencies(countedIn: read.dataset(extents, parents: .implied), by: read.rules)
    #expect(counts.instanceCounts == [2, 1, 1, 0, 0, 0])
    #expect(counts.imageCounts == [2, 1, 1, 0, 0, 0])
    let groupless = ClassFrequencies(
      countedIn: try annotations(
        boxes: """
          ImageID,LabelName,XMin,XMax,YMin,YMax,IsGroupOf
          b,/m/dog,0,1,0,1,0
          b,/m/cat,0,1,0,1,0
          """, labels: nil
      ).dataset([extents[0]], parents: .implied), by: read.rules)
    #expect(groupless.instanceCounts == [2, 1, 1, 0, 0, 0])
    #expect(groupless.imageCounts == [1, 1, 1, 0, 0, 0])
  }
}

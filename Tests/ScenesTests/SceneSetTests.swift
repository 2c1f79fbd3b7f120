import Annotations
import Foundation
import Images
import Synchronization
import Testing

@testable import Scenes

/// On scenes few and small enough for an unoptimised build.
struct SceneSetTests {
  private let recipe = SceneRecipe(side: 48, trainImages: 24, validationImages: 12)

  @Test func theSameSeedGivesTheSameBytes() throws {
    try withTemporaryFolder { first in
      try withTemporaryFolder { second in
        let scenes = try prepare(in: first)
        let again = try prepare(in: second)
        #expect(try contents(of: scenes.folder) == contents(of: again.folder))
        #expect(try contents(of: scenes.folder).count == 24 + 12 + 2 + 1)
      }
    }
  }

  @Test func anotherSeedGivesOtherScenesInAnotherFolder() throws {
    try withTemporaryFolder { folder in
      let first = try prepare(seed: 1, in: folder)
      let second = try prepare(seed: 2, in: folder)
      #expect(first.folder != second.folder)
      #expect(try contents(of: first.folder) != contents(of: second.folder))
    }
  }

  @Test func finishedScenesAreNotWrittenAgain() throws {
    try withTemporaryFolder { folder in
      let scenes = try prepare(in: folder)
      let written = try contents(of: scenes.folder)
      _ = try SceneSet.prepare(recipe, seed: 1, in: folder) { _ in Issue.record("drew again") }
      #expect(try contents(of: scenes.folder) == written)
    }
  }

  @Test(arguments: ["train/000001.jpg", "validation.json", "inventory.txt", "train/000099.jpg"])
  func aSetThatWasDamagedSinceIsDrawnAnew(name: String) throws {
    try withTemporaryFolder { folder in
      let scenes = try prepare(in: folder)
      let written = try contents(of: scenes.folder)
      let file = scenes.folder.appendingPathComponent(name)
      var bytes = (try? Data(contentsOf: file)) ?? Data()
      if bytes.isEmpty { bytes = Data([1]) } else { bytes[bytes.count / 2] ^= 1 }
      try bytes.write(to: file)
      let drawn = Mutex(0)
      _ = try SceneSet.prepare(recipe, seed: 1, in: folder) { _ in drawn.withLock { $0 += 1 } }
      #expect(drawn.withLock { $0 } == 36)
      #expect(try contents(of: scenes.folder) == written)
    }
  }

  @Test func whatAKilledRunLeftIsClearedAwayAndTheScenesComeOutWhole() throws {
    try withTemporaryFolder { folder in
      let expected = try withTemporaryFolder { try contents(of: prepare(in: $0).folder) }
      let scenes = SceneSet(recipe, seed: 1, in: folder)
      let halfWritten = scenes.folder.appendingPathExtension("partial").appendingPathComponent("train")
      try FileManager.default.createDirectory(at: halfWritten, withIntermediateDirectories: true)
      try Data([0xFF]).write(to: halfWritten.appendingPathComponent("000999.jpg"))
      try FileManager.default.createDirectory(at: scenes.folder, withIntermediateDirectories: true)
      try Data().write(to: scenes.trainAnnotations)
      #expect(try contents(of: prepare(in: folder).folder) == expected)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(left) == [scenes.folder.lastPathComponent, "scenes.lock"])
    }
  }

  @Test func twoRunsAtOnceShareOneSetOfScenes() throws {
    try withTemporaryFolder { folder in
      let drawn = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: 2) { _ in
        #expect(throws: Never.self) {
          try SceneSet.prepare(recipe, seed: 1, in: folder) { _ in drawn.withLock { $0 += 1 } }
        }
      }
      #expect(drawn.withLock { $0 } == 36)
    }
  }

  @Test func progressEndsAtOne() throws {
    try withTemporaryFolder { folder in
      let parts = Mutex<[Double]>([])
      _ = try SceneSet.prepare(recipe, seed: 1, in: folder) { part in parts.withLock { $0.append(part) } }
      #expect(parts.withLock { $0.count } == 36)
      #expect(parts.withLock { $0.max() } == 1)
    }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file")
      try Data().write(to: file)
      let error = try #require(throws: SceneError.self) {
        try prepare(in: file.appendingPathComponent("cache"))
      }
      #expect("\(error)".hasPrefix(file.path))
    }
  }

  @Test func theCacheIsWhereTheEnvironmentSays() {
    let given = SceneSet.cacheFolder(environment: ["XDG_CACHE_HOME": "/var/cache/me", "HOME": "/home/me"])
    #expect(given.path == "/var/cache/me/tailboard")
    let usual = SceneSet.cacheFolder(environment: ["XDG_CACHE_HOME": "relative", "HOME": "/home/me"])
    #expect(usual.path == "/home/me/.cache/tailboard")
  }

  @Test func anImageReadsBackNearlyAsDrawn() throws {
    try withTemporaryFolder { folder in
      let scenes = try prepare(in: folder)
      let read = try Picture(contentsOf: scenes.trainImages.appendingPathComponent("000001.jpg")).decoded()
      let drawn = SceneSource(.train, of: recipe, seed: 1).drawn(0).image
      let errors = zip(read.pixels, drawn.pixels).map { abs(Int($0) - Int($1)) }
      #expect(errors.reduce(0, +) < 16 * errors.count)
    }
  }

  @Test func theAnnotationsReadBackAsWritten() throws {
    try withTemporaryFolder { folder in
      let scenes = try prepare(in: folder)
      let file = try AnnotationFile(contentsOf: scenes.validationAnnotations)
      let source = SceneSource(.validation, of: recipe, seed: 1)
      #expect(file.skipped.isEmpty)
      #expect(file.dataset.categories.map(\.name) == SceneClass.all.map(\.name))
      for (index, range) in file.dataset.instanceRanges.enumerated() {
        let drawn = source.drawn(index)
        #expect(file.dataset.images[index].negatives == drawn.negatives)
        #expect(file.dataset.images[index].notExhaustive == drawn.notExhaustive)
        #expect(file.dataset.instances[range].map(\.category) == drawn.instances.map(\.category))
        #expect(file.dataset.instances[range].map(\.box) == drawn.instances.map(\.mask.box))
        for (instance, expected) in zip(range, drawn.instances) {
          #expect(try file.segmentation(of: instance) == .runs(expected.mask))
        }
      }
    }
  }

  @Test func categoriesCarryTheCountsOfTheTrainingSplit() throws {
    try withTemporaryFolder { folder in
      let scenes = try prepare(in: folder)
      let train = try AnnotationFile(contentsOf: scenes.trainAnnotations).dataset
      let validation = try AnnotationFile(contentsOf: scenes.validationAnnotations).dataset
      let counted = ClassFrequencies(countedIn: train)
      #expect(train.categories.map(\.imageCount) == counted.imageCounts)
      #expect(train.categories.map(\.instanceCount) == counted.instanceCounts)
      #expect(train.categories == validation.categories)
    }
  }

  private func prepare(seed: UInt64 = 1, in folder: URL) throws -> SceneSet {
    try SceneSet.prepare(recipe, seed: seed, in: folder) { _ in }
  }
}

private func temporaryFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scenes-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}

private func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Every file below a folder by its path there.
private func contents(of folder: URL) throws -> [String: Data] {
  var files: [String: Data] = [:]
  for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
    let file = folder.appendingPathComponent(path)
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
    if !isFolder.boolValue { files[path] = try Data(contentsOf: file) }
  }
  return files
}

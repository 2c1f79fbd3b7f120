import Annotations
import Dispatch
import Foundation
import Images
import Synchronization

extension SceneSet {
  /// Draws and writes everything beside `folder`, then gives it its name.
  func write(
    _ recipe: SceneRecipe, seed: UInt64, progress: @Sendable (Double) -> Void
  ) throws(SceneError) {
    let partial = SceneSet(folder: folder.appendingPathExtension("partial"))
    for leftOver in [partial.folder, folder] where FileManager.default.fileExists(atPath: leftOver.path) {
      try onDisk(leftOver) { try FileManager.default.removeItem(at: leftOver) }
    }
    do {
      try partial.writeSplits(recipe, seed: seed, progress: progress)
      try onDisk(folder) { try FileManager.default.moveItem(at: partial.folder, to: folder) }
    } catch {
      try? FileManager.default.removeItem(at: partial.folder)
      throw error
    }
  }

  private func writeSplits(
    _ recipe: SceneRecipe, seed: UInt64, progress: @Sendable (Double) -> Void
  ) throws(SceneError) {
    let total = Double(recipe.trainImages + recipe.validationImages)
    let train = try writeImages(.train, of: recipe, seed: seed) { progress(Double($0) / total) }
    let validation = try writeImages(.validation, of: recipe, seed: seed) {
      progress(Double(recipe.trainImages + $0) / total)
    }
    let frequencies = ClassFrequencies(countedIn: train)
    for (split, parts) in [(Split.train, train), (.validation, validation)] {
      let file = annotations(of: split)
      try onDisk(file) {
        try Data(AnnotationText.file(parts, frequencies: frequencies).utf8).write(to: file)
      }
    }
    try onDisk(folder) {
      try Data(Inventory(of: folder).text.utf8).write(to: folder.appendingPathComponent(Inventory.fileName))
    }
  }

  /// Draws the images of a split on all cores and writes them.
  /// - Parameter progress: told how many are written.
  private func writeImages(
    _ split: Split, of recipe: SceneRecipe, seed: UInt64, progress: @Sendable (Int) -> Void
  ) throws(SceneError) -> [AnnotationText.Part] {
    let folder = images(of: split)
    try onDisk(folder) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let source = SceneSource(split, of: recipe, seed: seed)
    let written = Mutex(Written())
    DispatchQueue.concurrentPerform(iterations: source.count) { index in
      guard written.withLock({ $0.failure == nil }) else { return }
      do throws(ImageError) {
        let part = try write(source.drawn(index), imageID: index + 1, to: folder)
        progress(written.withLock { $0.add(part, at: index) })
      } catch {
        written.withLock { $0.failure = error }
      }
    }
    return try written.withLock { written throws(SceneError) in try written.inOrder() }
  }

  private func write(
    _ scene: DrawnScene, imageID: Int, to folder: URL
  ) throws(ImageError) -> AnnotationText.Part {
    let file = folder.appendingPathComponent(AnnotationText.fileName(ofImage: imageID))
    try scene.image.writeJPEG(to: file, quality: 90)
    return AnnotationText.part(scene, imageID: imageID)
  }
}

/// What the cores that draw a split have finished.
private struct Written {
  private var parts: [Int: AnnotationText.Part] = [:]
  var failure: ImageError?

  /// Notes a finished image and returns how many are.
  mutating func add(_ part: AnnotationText.Part, at index: Int) -> Int {
    parts[index] = part
    return parts.count
  }

  /// The parts of all images, or what failed first.
  func inOrder() throws(SceneError) -> [AnnotationText.Part] {
    if let failure { throw .image(failure) }
    return parts.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension ClassFrequencies {
  /// Counted from the annotations of a training split.
  fileprivate init(countedIn parts: [AnnotationText.Part]) {
    var images = [Int](repeating: 0, count: SceneClass.all.count)
    var instances = images
    for part in parts {
      for category in part.categories { instances[category] += 1 }
      for category in Set(part.categories) { images[category] += 1 }
    }
    self.init(imageCounts: images, instanceCounts: instances)
  }
}

/// Runs file operations whose failure is told with this path.
func onDisk(_ url: URL, _ operation: () throws -> Void) throws(SceneError) {
  do {
    try operation()
  } catch {
    throw .refused(path: url.path, reason: error.localizedDescription)
  }
}

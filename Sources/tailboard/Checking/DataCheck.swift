import Annotations
import Foundation

/// What is in a data set, and what is wrong with it.
struct DataCheck: Sendable {
  let file: AnnotationFile
  let frequencies: ClassFrequencies
  /// What the boxes look like instead of what they should be.
  let boxHint: BoxPattern.Hint?
  let masks: MaskScan
  /// Nil where no folder was given.
  let pictures: PictureScan?
  /// How the classes differ from those of the other file; nil where none was given.
  let difference: ClassDifference?
  let otherPath: String?

  /// Reads the files and looks at the pictures on all cores.
  ///
  /// - Parameter progress: told what is done and the share of it that is.
  init(
    annotations: URL, images: URL?, against: URL?, progress: (String, Double) -> Void
  ) throws {
    let file = try AnnotationFile(contentsOf: annotations) { progress("reading annotations", $0) }
    self.file = file
    frequencies = ClassFrequencies(countedIn: file.dataset)
    boxHint = BoxPattern(of: file.dataset).hint
    masks = MaskScan(of: file) { progress("reading masks", $0) }
    pictures = images.map { folder in
      PictureScan(of: file.dataset, in: ImageFolder(folder, of: file.dataset)) {
        progress("looking at pictures", $0)
      }
    }
    difference = try against.map { url in
      let other = try AnnotationFile(contentsOf: url) { progress("reading \(url.lastPathComponent)", $0) }
      return ClassDifference(file.dataset.categories, other.dataset.categories)
    }
    otherPath = against?.path
  }

  /// Objects that a detector learns from.
  var trainableCount: Int { file.dataset.instances.count(where: \.isLearnt) }

  /// Why training would not work; nothing where it would.
  var obstacles: [String] {
    var obstacles: [String] = []
    let instances = file.dataset.instances
    if trainableCount == 0 {
      obstacles.append(
        "of \(instances.count) objects \(instances.count(where: \.isCrowd)) are crowds and the boxes of "
          + "\(instances.count(where: \.isEmptyBox)) are empty: there is nothing to learn")
    }
    if boxHint == .shares {
      obstacles.append("boxes are shares of the image: multiply them by width and height")
    }
    if let pictures, pictures.usableCount == 0 { obstacles.append("none of the pictures can be used") }
    if let difference, !difference.isEmpty {
      obstacles.append("the classes differ from \(otherPath ?? ""): both files must list the same")
    }
    return obstacles
  }

  /// Whether training would work.
  var isTrainable: Bool { obstacles.isEmpty }
}

extension Instance {
  fileprivate var isEmptyBox: Bool { box.width <= 0 || box.height <= 0 }
  /// Whether a detector learns from it.
  fileprivate var isLearnt: Bool { !isCrowd && !isEmptyBox }
}

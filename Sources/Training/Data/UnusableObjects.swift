import Annotations

/// Why the objects of a file cannot be learnt.
struct UnusableObjects: Sendable, Equatable {
  let count: Int
  let crowds: Int
  let emptyBoxes: Int
  let withoutMask: Int

  init(count: Int, crowds: Int, emptyBoxes: Int, withoutMask: Int) {
    self.count = count
    self.crowds = crowds
    self.emptyBoxes = emptyBoxes
    self.withoutMask = withoutMask
  }

  init(of file: AnnotationFile) {
    let instances = file.dataset.instances
    self.init(
      count: instances.count, crowds: instances.count(where: \.isCrowd),
      emptyBoxes: instances.count { $0.box.width <= 0 || $0.box.height <= 0 },
      withoutMask: instances.indices.count { !file.hasSegmentation($0) })
  }
}

extension UnusableObjects: CustomStringConvertible {
  /// The reasons with their counts.
  var description: String {
    let reasons = [
      (crowds, "marked as crowds"), (emptyBoxes, "with an empty box"), (withoutMask, "without a mask"),
    ]
    return "of \(count) objects "
      + reasons.filter { $0.0 > 0 }.map { "\($0.0) are \($0.1)" }.joined(separator: ", ")
  }
}

import Foundation

/// The 1203 classes of LVIS v1 with their counts in its training set.
public enum LVISClasses {
  /// Every class, by ascending id.
  public static let all: [Category] = read()

  /// How often each class occurs in LVIS v1's training set.
  public static let frequencies = ClassFrequencies(
    imageCounts: all.map { $0.imageCount ?? 0 }, instanceCounts: all.map { $0.instanceCount ?? 0 })

  /// A table of the package: a line that cannot be read is a mistake of ours.
  private static func read() -> [Category] {
    let url = Bundle.module.url(
      forResource: "lvis-v1-classes", withExtension: "tsv", subdirectory: "Resources")
    guard let url else { preconditionFailure("lvis-v1-classes.tsv is not among the resources") }
    do {
      return try CountsTable(contentsOf: url).classes
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

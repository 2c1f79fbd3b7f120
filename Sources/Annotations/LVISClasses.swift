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
    guard let url, let text = try? String(contentsOf: url, encoding: .utf8) else {
      preconditionFailure("lvis-v1-classes.tsv is not among the resources")
    }
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t")
      guard fields.count == 5, let id = Int(fields[0]), let images = Int(fields[3]),
        let instances = Int(fields[4])
      else { preconditionFailure("lvis-v1-classes.tsv: \(line)") }
      return Category(
        id: id, name: String(fields[1]), frequency: fields[2].first.flatMap(Frequency.init),
        imageCount: images,
        instanceCount: instances)
    }
  }
}

import Foundation

/// Classes with how often each occurs in a training set: lines of fields between tabs, under a header that names the
/// columns id, name, image_count and instance_count, in any order among others; frequency may be one of them.
public struct CountsTable: Sendable {
  /// Every class, by ascending id, with both counts and its frequency bin: the table's, or its image count's.
  public let classes: [Category]

  /// Reads a file.
  public init(contentsOf url: URL) throws(CountsTableError) {
    let text: String?
    do {
      text = String(data: try Data(contentsOf: url), encoding: .utf8)
    } catch {
      throw .unreadable(file: url.path, reason: error.localizedDescription)
    }
    guard let text else { throw .unreadable(file: url.path, reason: "it is not UTF-8") }
    try self.init(text, file: url.path)
  }

  /// Reads a text; `file` is how errors call it.
  init(_ text: String, file: String) throws(CountsTableError) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var header: CountsHeader?
    var classes: [Int: Category] = [:]
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let place = CountsTableError.Place(file: file, line: index + 1)
      guard let header else {
        header = try CountsHeader(fields, at: place)
        continue
      }
      let category = try header.category(fields, at: place)
      guard classes.updateValue(category, forKey: category.id) == nil else {
        throw .duplicateID(place, id: category.id)
      }
    }
    guard !classes.isEmpty else { throw .noClasses(file: file) }
    self.classes = classes.values.sorted { $0.id < $1.id }
  }
}

/// Where each column of a table of counts is.
private struct CountsHeader {
  let count: Int
  let id, name, images, instances: Int
  let frequency: Int?

  init(_ fields: [String], at place: CountsTableError.Place) throws(CountsTableError) {
    func column(_ name: String) throws(CountsTableError) -> Int {
      guard let index = fields.firstIndex(of: name) else {
        throw .missingColumn(place, column: name, header: fields)
      }
      return index
    }
    count = fields.count
    id = try column("id")
    name = try column("name")
    images = try column("image_count")
    instances = try column("instance_count")
    frequency = fields.firstIndex(of: "frequency")
  }

  func category(_ fields: [String], at place: CountsTableError.Place) throws(CountsTableError) -> Category {
    guard fields.count == count else {
      throw .wrongFieldCount(place, found: fields.count, expected: count)
    }
    func wholeNumber(_ column: Int, _ name: String) throws(CountsTableError) -> Int {
      guard let number = Int(fields[column]), number >= 0 else {
        throw .notACount(place, column: name, text: fields[column])
      }
      return number
    }
    let imageCount = try wholeNumber(images, "image_count")
    return Category(
      id: try wholeNumber(id, "id"), name: fields[name],
      frequency: try bin(fields, at: place) ?? Frequency(imageCount: imageCount), imageCount: imageCount,
      instanceCount: try wholeNumber(instances, "instance_count"))
  }

  /// The bin that the line names, if any.
  private func bin(_ fields: [String], at place: CountsTableError.Place) throws(CountsTableError)
    -> Frequency?
  {
    guard let frequency, !fields[frequency].isEmpty else { return nil }
    let letter = fields[frequency]
    guard letter.count == 1, let bin = letter.first.flatMap(Frequency.init) else {
      throw .notABin(place, text: letter)
    }
    return bin
  }
}

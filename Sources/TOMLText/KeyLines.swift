/// The line each key of a TOML text stands on, which the parser does not tell.
///
/// Knows tables and plain or dotted keys, one a line, as recipes and themes are written; any other key gets its table's line.
public struct KeyLines: Sendable {
  private var lines: [String: Int] = [:]

  /// The lines of a text, counted from 1.
  public init(_ text: String) {
    var table = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        table = KeyLines.key(line[line.index(after: line.startIndex)..<end])
        note(table, at: index + 1)
      } else if let end = line.firstIndex(of: "="), !line.hasPrefix("#") {
        let key = KeyLines.key(line[..<end])
        note(table.isEmpty ? key : table + "." + key, at: index + 1)
      }
    }
  }

  /// The line of a key, or of the table around it, or 1.
  public func line(of key: String) -> Int {
    if let line = lines[key] { return line }
    guard let dot = key.lastIndex(of: ".") else { return 1 }
    return line(of: String(key[..<dot]))
  }

  private mutating func note(_ key: String, at line: Int) {
    if lines[key] == nil { lines[key] = line }
  }

  private static func key(_ text: Substring) -> String { text.filter { !" \t\"'".contains($0) } }
}

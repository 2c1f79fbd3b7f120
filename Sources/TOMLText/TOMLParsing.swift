import TOMLKit

/// Why a text is no TOML.
public struct TOMLSyntaxError: Error, Equatable {
  /// The line, counted from 1.
  public let line: Int
  /// What was expected and found there.
  public let reason: String
}

/// The table that a TOML text holds.
///
/// NOTE: toml++ 3.1 ends the process at a table header that begins with no key ("[[["), and its recursion overflows the
/// stack at some ten thousand nested tables or arrays: both are refused before it sees them.
public func parseTOML(_ text: String) throws(TOMLSyntaxError) -> TOMLTable {
  try TOMLShape.check(text)
  do {
    return try TOMLTable(string: text)
  } catch let error as TOMLParseError {
    throw TOMLSyntaxError(line: error.source.begin.line, reason: error.description)
  } catch {
    throw TOMLSyntaxError(line: 1, reason: "\(error)")
  }
}

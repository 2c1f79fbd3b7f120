/// Marks drawn over one character that are shown; what a language or an emoji needs is below it.
public let mostCombiningMarks = 4

extension StringProtocol {
  /// The text as one line that a terminal draws and never obeys: what acts instead of being drawn is written as `\u{1b}`, a
  /// line break as `\n`, and of a flood of combining marks the first four stay and the others are counted.
  ///
  /// Whatever comes from a file, a user or another program goes through here before it is printed.
  public var legible: String { legible(keeping: []) }

  /// The same of a text of our own that has several lines.
  public var legibleLines: String { legible(keeping: ["\n"]) }

  private func legible(keeping kept: Set<Unicode.Scalar>) -> String {
    guard utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return String(self) }
    var text = ""
    var marks = 0
    for scalar in unicodeScalars {
      if scalar.isCombining {
        marks += 1
        if marks <= mostCombiningMarks { text.unicodeScalars.append(scalar) }
        continue
      }
      text += surplus(of: marks)
      marks = 0
      if scalar.isDeceptive, !kept.contains(scalar) {
        text += scalar.spelled
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text + surplus(of: marks)
  }

  private func surplus(of marks: Int) -> String {
    marks > mostCombiningMarks ? "[+\(marks - mostCombiningMarks) marks]" : ""
  }
}

extension Unicode.Scalar {
  /// How a character that must not be printed is written: `\n`, `\t`, `\u{202e}`.
  fileprivate var spelled: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(value, radix: 16))}"
    }
  }
}

import Foundation

/// One row of a CSV file, whose fields are those of the columns that were asked for, in that order.
public struct CSVRow {
  /// The file's path.
  public let file: String
  /// The line, from 1.
  public let line: Int
  private let source: UnsafeBufferPointer<UInt8>
  private let fields: [CSVScanner.Field]
  private let places: [Int]

  init(
    file: String, line: Int, text: UnsafeBufferPointer<UInt8>, fields: [CSVScanner.Field], places: [Int]
  ) {
    self.file = file
    self.line = line
    source = text
    self.fields = fields
    self.places = places
  }

  /// The bytes of a field, doubled quotes as they are; empty where its column is missing.
  public func bytes(_ column: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
    let place = places[column]
    return place < 0 ? source[0..<0] : source[fields[place].start..<fields[place].end]
  }

  /// A field as text, without blanks around it.
  public func text(_ column: Int) -> String {
    let text = String(decoding: bytes(column), as: UTF8.self)
    let isQuoted = places[column] >= 0 && fields[places[column]].isQuoted
    let whole = isQuoted ? text.replacing("\"\"", with: "\"") : text
    return whole.first == " " || whole.last == " " ? whole.trimmingCharacters(in: .whitespaces) : whole
  }

  /// A field that must be a finite number.
  ///
  /// - Parameter name: of the column, for the error.
  public func number(_ column: Int, _ name: String) throws(OpenImagesError) -> Double {
    if let number = Double(plainDecimal: bytes(column)) { return number }
    let text = text(column)
    guard let number = Double(text), number.isFinite else {
      throw .notANumber(file: file, line: line, column: name, text: text)
    }
    return number
  }

  /// A field that must be a side of an image in pixels.
  ///
  /// - Parameter name: of the column, for the error.
  func side(_ column: Int, _ name: String) throws(OpenImagesError) -> Int {
    let number = try number(column, name)
    guard let side = Int(exactly: number), (1...1 << 20).contains(side) else {
      throw .notASide(file: file, line: line, column: name, text: text(column))
    }
    return side
  }

  /// A field that must say yes (1) or no (0, or −1 where nobody looked), as Open Images or a table program writes it.
  ///
  /// - Parameter name: of the column, for the error.
  public func flag(_ column: Int, _ name: String) throws(OpenImagesError) -> Bool {
    let bytes = bytes(column)
    if bytes.count == 1, bytes.first == UInt8(ascii: "0") { return false }
    switch text(column).lowercased() {
    case "1", "1.0", "true": return true
    case "0", "0.0", "false", "-1", "-1.0": return false
    default: throw .notAFlag(file: file, line: line, column: name, text: text(column))
    }
  }
}

extension Double {
  private static let powersOfTen: [Double] = (0...22).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

  /// Digits with or without a point, few enough that number and power of ten are exact and their quotient is the nearest
  /// number; nil for everything else.
  fileprivate init?(plainDecimal text: Slice<UnsafeBufferPointer<UInt8>>) {
    guard !text.isEmpty, text.count <= 16 else { return nil }
    var digits = 0
    var fractionLength: Int?
    var digitCount = 0
    for byte in text {
      if byte == UInt8(ascii: "."), fractionLength == nil {
        fractionLength = 0
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
      digitCount += 1
      if let length = fractionLength { fractionLength = length + 1 }
    }
    guard digitCount > 0, digitCount <= 15 else { return nil }
    self = Double(digits) / Double.powersOfTen[fractionLength ?? 0]
  }
}

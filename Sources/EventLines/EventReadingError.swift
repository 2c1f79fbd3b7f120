/// Why a JSON object is no event.
enum EventReadingError: Error, CustomStringConvertible {
  case unknownKind(String)
  case unknownWord(String, in: String)
  case outOfRange(String, in: String)

  var description: String {
    switch self {
    case .unknownKind(let name): "there is no event \"\(name)\""
    case .unknownWord(let word, let member): "\(member) cannot be \"\(word)\""
    case .outOfRange(let number, let member): "\(member) cannot be \(number): no run gets there"
    }
  }
}

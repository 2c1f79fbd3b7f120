import CCurses
import Cells

extension Input {
  /// What a key of ncurses means; nil for those that mean nothing here.
  init?(_ key: CCKey) {
    let place = Point(column: Int(key.value & 0xFFFF), row: Int(key.value >> 16))
    switch key.kind {
    case CC_KEY_CLICK: self = .click(place)
    case CC_KEY_WHEEL_UP: self = .scroll(place, notches: -1)
    case CC_KEY_WHEEL_DOWN: self = .scroll(place, notches: 1)
    default:
      guard let key = Key(key) else { return nil }
      self = .key(key)
    }
  }
}

extension Key {
  fileprivate init?(_ key: CCKey) {
    switch key.kind {
    case CC_KEY_CHARACTER: self.init(scalar: key.value)
    case CC_KEY_FUNCTION: self = .function(Int(key.value))
    case CC_KEY_UP: self = .up
    case CC_KEY_DOWN: self = .down
    case CC_KEY_LEFT: self = .left
    case CC_KEY_RIGHT: self = .right
    case CC_KEY_PAGE_UP: self = .pageUp
    case CC_KEY_PAGE_DOWN: self = .pageDown
    case CC_KEY_HOME: self = .home
    case CC_KEY_END: self = .end
    case CC_KEY_BACKTAB: self = .backtab
    case CC_KEY_ENTER: self = .enter
    case CC_KEY_BACKSPACE: self = .backspace
    case CC_KEY_DELETE: self = .delete
    default: return nil
    }
  }

  private init?(scalar value: UInt32) {
    switch value {
    case 0x09: self = .tab
    case 0x0A, 0x0D: self = .enter
    case 0x1B: self = .escape
    case 0x08, 0x7F: self = .backspace
    case 0x01...0x1A: self = .control(Character(Unicode.Scalar(UInt8(value) + 0x60)))
    case ..<0x20: return nil
    default:
      guard let scalar = Unicode.Scalar(value) else { return nil }
      self = .character(Character(scalar))
    }
  }
}

/// How few training images make a class rare; written 0.00176 or "100 images".
public enum Rarity: Sendable, Equatable {
  /// Fewer than this share of all training images.
  case share(Double)
  /// Fewer than so many.
  case images(Int)

  /// The share of so many training images.
  public func share(of imageCount: Int) -> Double {
    switch self {
    case .share(let share): share
    case .images(let images): Double(images) / Double(max(imageCount, 1))
    }
  }
}

extension Rarity: FieldValue {
  static let kind = #"a share of the training images from 0 to 1, or a number of them such as "100 images""#
  static let samples = [Rarity.images(0)]

  init?(_ literal: Literal) {
    if let share = Double(literal) {
      guard (0...1).contains(share) else { return nil }
      self = .share(share)
      return
    }
    guard case .string(let text) = literal else { return nil }
    let words = text.split(separator: " ")
    guard words.count == 2, words[1] == "images", let images = Int(words[0]), images >= 0 else { return nil }
    self = .images(images)
  }

  var literal: Literal {
    switch self {
    case .share(let share): .number(share)
    case .images(let images): .string("\(images) images")
    }
  }
}

/// A class of figures: an outline, a fill and a hue, whatever the size, the turn and the shade.
struct SceneClass: Sendable, Hashable {
  let outline: Outline
  let fill: Fill
  let hue: Hue

  /// The classes in the order of their category ids, which start at 1.
  static let all: [SceneClass] = Outline.ofClasses.flatMap { outline in
    Fill.allCases.flatMap { fill in
      Hue.allCases.map { hue in SceneClass(outline: outline, fill: fill, hue: hue) }
    }
  }

  /// The traits joined as LVIS joins words, such as "red_striped_star".
  var name: String { "\(hue.rawValue)_\(fill.rawValue)_\(outline.rawValue)" }

  /// The traits in words.
  var definition: String { "a \(fill.rawValue) \(outline.rawValue) of a \(hue.rawValue) colour" }
}

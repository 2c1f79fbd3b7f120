import Foundation

/// How many images of each split show each class.
struct LongTail: Sendable {
  /// Training images of each class, in class order.
  let trainImages: [Int]
  /// Validation images of each class, in class order.
  let validationImages: [Int]

  /// The spread for a recipe; the seed decides which classes are rare.
  init(recipe: SceneRecipe, seed: UInt64) {
    let ranks = Self.ranks(seed: seed)
    let reference = SceneRecipe.reference
    let train = Double(recipe.trainImages) / Double(reference.trainImages)
    let validation = Double(recipe.validationImages) / Double(reference.validationImages)
    trainImages = ranks.map { max(1, Int((train * Self.trainImages(ofRank: $0)).rounded())) }
    validationImages = ranks.map { max(1, Int((validation * Self.validationImages(ofRank: $0)).rounded())) }
  }

  /// Each class's place by frequency, 0 the most frequent.
  ///
  /// Of any three classes that differ only in hue one is in the first third, one in the second and one in the last:
  /// what a network learns of the frequent ones is half of what it needs for the rare ones, and no trait is rare.
  private static func ranks(seed: UInt64) -> [Int] {
    var ranks = [Int](repeating: 0, count: SceneClass.all.count)
    let thirds = Hue.allCases.count
    for third in 0..<thirds {
      var random = RandomStream(seed: seed, series: .ranks, index: third)
      let members = SceneClass.all.indices.filter { index in
        let (outlineAndFill, hue) = index.quotientAndRemainder(dividingBy: thirds)
        let (outline, fill) = outlineAndFill.quotientAndRemainder(dividingBy: Fill.allCases.count)
        return (outline + fill + hue) % thirds == third
      }
      for (place, index) in random.shuffled(members).enumerated() {
        ranks[index] = third * members.count + place
      }
    }
    return ranks
  }

  /// LVIS v1 has 34 % frequent, 38 % common and 28 % rare classes; so have 32, 37 and 27 of 96.
  private static func trainImages(ofRank rank: Int) -> Double {
    switch rank {
    case ..<32: geometric(from: 700, to: 105, at: rank, of: 32)
    case ..<69: geometric(from: 98, to: 12, at: rank - 32, of: 37)
    default: geometric(from: 10, to: 2, at: rank - 69, of: 27)
    }
  }

  /// Enough of the rarest for a stable average precision, and not the frequent ones alone everywhere.
  private static func validationImages(ofRank rank: Int) -> Double {
    geometric(from: 20, to: 10, at: rank, of: SceneClass.all.count)
  }

  private static func geometric(from first: Double, to last: Double, at index: Int, of count: Int) -> Double {
    first * pow(last / first, Double(index) / Double(count - 1))
  }
}

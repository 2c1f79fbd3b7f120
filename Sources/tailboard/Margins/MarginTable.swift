import Annotations

/// Classes with the margins that their frequencies demand, and the background's.
struct MarginTable {
  /// What n_c counts.
  enum Counting: String, CaseIterable {
    case instances, images
  }

  /// One class, or the background.
  struct Row {
    /// Nil for the background.
    let category: Category?
    /// n_c: positives, as they were counted; the background's are ρ for each of the classes'.
    let positives: Double
    /// α, negatives for each positive.
    let oddsAgainst: Double
    /// γ⁺, the margin of positives; γ⁻ is what is left to 1.
    let positiveMargin: Double
    /// γ⁻, the margin of negatives.
    let negativeMargin: Double
    /// δ, the margin demanded of a doubled logit.
    let demanded: Double
    /// m, the AP lost when every negative outranks every positive.
    let rankingWeight: Double
  }

  /// Where the counts come from.
  let source: String
  let counting: Counting
  /// ρ: background regions for each foreground one.
  let backgroundToForeground: Double
  /// By class index.
  let rows: [Row]
  let background: Row
  /// Classes without a positive: their margins are those of one.
  let unseen: [Category]

  init(_ classes: [Category], source: String, counting: Counting, backgroundToForeground: Double) {
    let positives = classes.map { counting.count(of: $0) }
    let margins = EffectiveMargins(positives: positives, backgroundToForeground: backgroundToForeground)
    self.source = source
    self.counting = counting
    self.backgroundToForeground = backgroundToForeground
    rows = classes.indices.map { Row(classes[$0], Double(positives[$0]), margins, index: $0) }
    let foreground = positives.reduce(0.0) { $0 + Double(max($1, 1)) }
    background = Row(nil, backgroundToForeground * foreground, margins, index: classes.count)
    unseen = margins.unseenClasses.map { classes[$0] }
  }
}

extension MarginTable.Row {
  fileprivate init(_ category: Category?, _ positives: Double, _ margins: EffectiveMargins, index: Int) {
    self.init(
      category: category, positives: positives, oddsAgainst: margins.oddsAgainst[index],
      positiveMargin: margins.positiveMargins[index], negativeMargin: margins.negativeMargins[index],
      demanded: margins.demanded[index], rankingWeight: margins.rankingWeights[index])
  }
}

extension MarginTable.Counting {
  fileprivate func count(of category: Category) -> Int {
    switch self {
    case .instances: category.instanceCount ?? 0
    case .images: category.imageCount ?? 0
    }
  }
}

// MARK: - Order

extension MarginTable {
  /// What rows can be in order of. α, γ⁺ and m rise and γ⁻ falls with δ: its order is theirs.
  enum Order: String, CaseIterable {
    /// δ, the most demanding class first.
    case delta
    /// n, the most frequent class first.
    case n
    case name, id
  }

  /// The rows in an order; equal ones by id.
  func rows(by order: Order) -> [Row] {
    switch order {
    case .delta: sorted { $0.demanded > $1.demanded }
    case .n: sorted { $0.positives > $1.positives }
    case .name: sorted { $0.name < $1.name }
    case .id: rows
    }
  }

  private func sorted(by isBefore: (Row, Row) -> Bool) -> [Row] {
    let order = rows.indices.sorted { a, b in
      isBefore(rows[a], rows[b]) || !isBefore(rows[b], rows[a]) && a < b
    }
    return order.map { rows[$0] }
  }
}

extension MarginTable.Row {
  /// The class's name.
  var name: String { category?.name ?? "background" }
}

import Cells
import Events
import Widgets

extension ClassRow {
  static let columns: [ListColumn<ClassRow>] =
    [
      ListColumn(
        "class", .init("class", width: .min(14)), sortKey: { .text(NaturalOrder($0.facts.name)) }
      ) { row, state, theme in
        Span((state.classes.pinned.contains(row.id) ? "◆ " : "") + row.facts.name, theme.text)
      },
      ListColumn(
        "bin", .init("bin", width: .fixed(5)), sortKey: { $0.counted { Double($0.bin.rawValue) } }
      ) { row, _, theme in
        row.facts.isCounted
          ? Span(
            "\(theme.mark(of: row.facts.bin).sign) \(row.facts.bin.letter)",
            theme.mark(of: row.facts.bin).style
          )
          : .none(theme)
      },
      ListColumn(
        "images", .init("images", width: .fixed(7), .number(fraction: 0)),
        sortKey: { $0.counted { Double($0.imageCount) } }
      ) { row, _, theme in
        row.facts.isCounted ? Span("\(row.facts.imageCount)", theme.text) : .none(theme)
      },
      ListColumn(
        "demanded", .init("δ", width: .fixed(6), .number(fraction: 2)), from: 62,
        sortKey: { $0.counted(\.demandedMargin) }
      ) { row, _, theme in
        row.facts.isCounted ? Span(row.facts.demandedMargin.fixed(2), theme.text) : .none(theme)
      },
      ListColumn(
        "attained", .init("attained", width: .fixed(9), .number(fraction: 2)), from: 50,
        sortKey: { $0.attained.map { .number($0.mean) } }
      ) { row, _, theme in row.attainedSpan(theme) },
      ListColumn(
        "R", .init("R", width: .fixed(7), .number(fraction: 3)), from: 76,
        sortKey: { $0.result?[.rankingError(.box)].map(SortKey.number) }
      ) { row, _, theme in .number(row.result?[.rankingError(.box)], 3, theme) },
      ListColumn(
        "band", .init("AP50 band (box)", width: .fixed(15), .number(fraction: 0)), from: 92,
        sortKey: { $0.result?.precisionBand(.box).map { .number($0.lowerBound) } }
      ) { row, _, theme in row.bandSpan(theme) },
      ListColumn(
        "AP", .init("AP", width: .fixed(6), .number(fraction: 1)),
        sortKey: { $0.averagePrecision.map(SortKey.number) }
      ) { row, _, theme in .number(row.averagePrecision, 1, theme, theme.title) },
      ListColumn(
        "change", .init("change", width: .fixed(7), .number(fraction: 1)), from: 56,
        sortKey: { $0.change.map(SortKey.number) }
      ) { row, _, theme in row.changeSpan(theme) },
    ] + errors

  /// What mending each kind of error would add to AP50, and how many objects the class lost.
  private static let errors: [ListColumn<ClassRow>] =
    ErrorKind.allCases.map { kind in
      ListColumn(
        kind.name, .init(kind.name, width: .fixed(6), .number(fraction: 1)), from: 140,
        sortKey: { $0.result?[.gain(kind, .box)].map(SortKey.number) }
      ) { row, _, theme in .number(row.result?[.gain(kind, .box)], 1, theme) }
    } + [
      ListColumn(
        "lost", .init("lost", width: .fixed(6), .number(fraction: 0)), from: 140,
        sortKey: { $0.result?[.lost(.box)].map(SortKey.number) }
      ) { row, _, theme in .number(row.result?[.lost(.box)], 0, theme) }
    ]

  /// What is known only of a class that is known to be trained on.
  private func counted(_ figure: (ClassDescription) -> Double) -> SortKey? {
    facts.isCounted ? .number(figure(facts)) : nil
  }
}

// MARK: - Figures, as the table and the card write them

extension ClassRow {
  /// A margin short of the demanded one carries a sign.
  func attainedSpan(_ theme: Theme) -> Span {
    guard let attained = attained?.mean else { return .none(theme) }
    let isShort = attained < facts.demandedMargin
    return Span((isShort ? "▼" : "") + attained.fixed(2), isShort ? theme.warning.style : theme.text)
  }

  func bandSpan(_ theme: Theme) -> Span {
    guard let band = result?.precisionBand(.box) else { return .none(theme) }
    return Span("\(band.lowerBound.fixed(1))–\(band.upperBound.fixed(1))", theme.text)
  }

  func changeSpan(_ theme: Theme) -> Span {
    guard let change else { return .none(theme) }
    return Span(
      change.signed(1), change > 0 ? theme.good.style : change < 0 ? theme.warning.style : theme.faint)
  }
}

extension Span {
  /// What stands for a figure that there is not.
  static func none(_ theme: Theme) -> Span { Span("–", theme.faint) }

  static func number(_ value: Double?, _ places: Int, _ theme: Theme, _ style: Style? = nil) -> Span {
    value.map { Span($0.fixed(places), style ?? theme.text) } ?? none(theme)
  }
}

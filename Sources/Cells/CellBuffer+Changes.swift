/// Cells next to each other in one row that changed together.
public struct CellRun: Equatable, Sendable {
  /// Where its first cell is.
  public let start: Point
  /// Its cells from left to right.
  public let cells: ArraySlice<Cell>
}

extension CellBuffer {
  /// What must be painted to turn the older picture into this one; all of it when the sizes differ.
  public func changes(since older: CellBuffer) -> [CellRun] {
    (0..<size.height).flatMap { row in
      older.size == size ? changes(in: row, since: older) : [run(row, 0..<size.width)]
    }
  }

  private func changes(in row: Int, since older: CellBuffer) -> [CellRun] {
    var runs: [CellRun] = []
    var start: Int?
    for column in 0...size.width {
      let index = row * size.width + column
      let isChanged = column < size.width && cells[index] != older.cells[index]
      if isChanged, start == nil { start = cells[index].width == 0 ? column - 1 : column }
      if !isChanged, let first = start {
        runs.append(run(row, first..<column))
        start = nil
      }
    }
    return runs
  }

  private func run(_ row: Int, _ columns: Range<Int>) -> CellRun {
    let offset = row * size.width
    return CellRun(
      start: Point(column: columns.lowerBound, row: row),
      cells: cells[(offset + columns.lowerBound)..<(offset + columns.upperBound)])
  }
}

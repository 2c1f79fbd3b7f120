import Annotations
import Detection

extension CornerBox {
  /// An annotated box where its image is placed, clipped to it; nil if nothing is left.
  init?(_ box: Box, _ placement: Placement) {
    let ends = [placement.x(box.x), placement.x(box.maxX)]
    let width = Double(placement.target.width), height = Double(placement.target.height)
    self.init(
      x1: Float(min(max(ends.min()!, 0), width)), y1: Float(min(max(placement.y(box.y), 0), height)),
      x2: Float(min(max(ends.max()!, 0), width)), y2: Float(min(max(placement.y(box.maxY), 0), height)))
    guard self.width > 0, self.height > 0 else { return nil }
  }
}

extension CroppedMask {
  /// An annotated mask where its image is placed; its box's pixels where it is too thin to cover a pixel's centre.
  init(_ segmentation: Segmentation, in box: CornerBox, _ placement: Placement) {
    let mask =
      switch segmentation {
      case .polygons(let rings): CroppedMask(rings, placement)
      case .runs(let runs): CroppedMask(runs, placement)
      }
    self = mask.bits.contains(1) ? mask : CroppedMask(filling: box)
  }

  /// Rings are placed before they become pixels, so that a mask keeps its precision when its image is enlarged.
  private init(_ rings: [[Double]], _ placement: Placement) {
    let placed = rings.map { ring in
      ring.enumerated().map {
        $0.offset.isMultiple(of: 2) ? placement.x($0.element) : placement.y($0.element)
      }
    }
    self.init(RunLengthMask(polygons: placed, height: placement.target.height, width: placement.target.width))
  }

  private init(_ runs: RunLengthMask, _ placement: Placement) {
    let source = CroppedMask(runs)
    let (sourceColumns, sourceRows) = (
      source.originX..<source.originX + source.width, source.originY..<source.originY + source.height
    )
    let columns = (0..<placement.target.width).filter { sourceColumns.contains(placement.originalColumn($0)) }
    let rows = (0..<placement.target.height).filter { sourceRows.contains(placement.originalRow($0)) }
    let sourceOffsets = columns.map { placement.originalColumn($0) - source.originX }
    var bits: [UInt8] = []
    bits.reserveCapacity(columns.count * rows.count)
    for row in rows {
      let start = (placement.originalRow(row) - source.originY) * source.width
      for offset in sourceOffsets { bits.append(source.bits[start + offset]) }
    }
    self.init(
      originX: columns.first ?? 0, originY: rows.first ?? 0, width: columns.count, height: rows.count,
      bits: bits)
  }

  /// The part of a mask that holds its foreground.
  init(_ mask: RunLengthMask) {
    let box = mask.box
    let (x, y, width, height) = (Int(box.x), Int(box.y), Int(box.width), Int(box.height))
    var bits = [UInt8](repeating: 0, count: width * height)
    mask.forEachColumnRun { column, rows in
      for row in rows { bits[(row - y) * width + column - x] = 1 }
    }
    self.init(originX: x, originY: y, width: width, height: height, bits: bits)
  }

  /// Every pixel that a box touches.
  private init(filling box: CornerBox) {
    let (x, y) = (Int(box.x1), Int(box.y1))
    let (width, height) = (Int(box.x2.rounded(.up)) - x, Int(box.y2.rounded(.up)) - y)
    self.init(
      originX: x, originY: y, width: width, height: height, bits: Array(repeating: 1, count: width * height))
  }
}

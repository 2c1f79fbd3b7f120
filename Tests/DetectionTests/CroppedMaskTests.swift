import Annotations
import Detection
import Testing

/// 3 rows × 4 columns, crop of 2 × 2 at column 1, row 1:
///
///     . . . .
///     . # . .     columns downwards: 000 011 001 000
///     . # # .     runs, zeros first: 4 zeros, 2 ones, 2 zeros, 1 one, 3 zeros
@Test func cropBecomesColumnRuns() {
  let crop = CroppedMask(originX: 1, originY: 1, width: 2, height: 2, bits: [1, 0, 1, 1])
  let runs = RunLengthMask(crop, in: ImageSize(height: 3, width: 4))
  #expect(runs == RunLengthMask(height: 3, width: 4, counts: [4, 2, 2, 1, 3]))
}

@Test func runsStartWithZerosEvenWhereTheFirstPixelIsSet() {
  let crop = CroppedMask(originX: 0, originY: 0, width: 1, height: 2, bits: [1, 1])
  #expect(RunLengthMask(crop, in: ImageSize(height: 2, width: 2)).counts == [0, 2, 2])
}

@Test func anEmptyCropIsOneRunOfZeros() {
  let crop = CroppedMask(originX: 0, originY: 0, width: 0, height: 0, bits: [])
  #expect(RunLengthMask(crop, in: ImageSize(height: 5, width: 3)).counts == [15])
}

import Annotations

/// One annotated figure of a drawn scene.
struct AnnotatedInstance: Sendable, Equatable {
  /// Its class index.
  let category: Int
  /// The part of it that is seen.
  let mask: RunLengthMask

  /// What is seen of one owner's pixels.
  init(category: Int, owner: UInt8, in canvas: Canvas) {
    let owned = canvas.owners.map { $0 == owner ? 1 : 0 as UInt8 }
    self.category = category
    mask = RunLengthMask(bitmap: owned, height: canvas.side, width: canvas.side)
  }
}

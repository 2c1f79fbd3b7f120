/// What becomes of what pycocotools and the `lvis` package get wrong, or count in a way that hardly anyone means: see `Quirk`.
public enum Counting: Sendable {
  /// As they count.
  case asPeers
  /// As it was meant.
  case corrected
}

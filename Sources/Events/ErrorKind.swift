/// What is wrong with a detection, or with a truth that is not found, as TIDE divides it at IoU 0.5 (Bolya et al.,
/// ECCV 2020, arXiv 2008.08115, section 2.2; `tidecv` 1.0.1 where the paper is silent).
public enum ErrorKind: Int, Sendable, CaseIterable {
  /// On a truth of another class, IoU of .5 or more.
  case classification
  /// On a truth of its class, but with an IoU of .1 to .5.
  case localization
  /// On something of another class, and badly.
  case both
  /// On a truth of its class that a better detection has found.
  case duplicate
  /// On nothing: IoU of .1 at most with every truth.
  case background
  /// A truth that is not found, and that mending no detection's class or place would find.
  case missed

  /// The name in events, JSON and columns, TIDE's.
  public var name: String {
    switch self {
    case .classification: "cls"
    case .localization: "loc"
    case .both: "both"
    case .duplicate: "dup"
    case .background: "bkg"
    case .missed: "miss"
    }
  }

  /// What it is, in words.
  public var phrase: String {
    switch self {
    case .classification: "wrong class"
    case .localization: "badly placed"
    case .both: "class and place"
    case .duplicate: "found twice"
    case .background: "on nothing"
    case .missed: "not found"
    }
  }
}

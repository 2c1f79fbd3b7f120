import Annotations
import Events
import LogTail

extension KnownClasses {
  /// LVIS v1's classes with the margins that the ECM loss, as its authors set it for Mask R-CNN, demands of them.
  static var lvis: KnownClasses {
    let table = MarginTable.lvis(
      counting: .instances, backgroundToForeground: EffectiveMargins.publishedBackgroundToForeground)
    return KnownClasses(
      zip(LVISClasses.all, table.rows).map { category, row in
        ClassDescription(
          name: category.name,
          bin: FrequencyBin(category.frequency ?? Frequency(imageCount: category.imageCount ?? 0)),
          imageCount: category.imageCount ?? 0, instanceCount: category.instanceCount ?? 0,
          demandedMargin: row.demanded, rankingWeight: row.rankingWeight)
      })
  }
}

extension FrequencyBin {
  /// The bin as events name it.
  fileprivate init(_ frequency: Frequency) {
    switch frequency {
    case .rare: self = .rare
    case .common: self = .common
    case .frequent: self = .frequent
    }
  }
}

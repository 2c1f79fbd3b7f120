import Detection

/// How many regions the heads were trained on in a run so far: what ρ is a setting for.
struct RegionCount: Sendable, Equatable {
  private(set) var foreground = 0
  private(set) var background = 0

  /// Takes in the first stage's regions of a pass over C classes.
  mutating func add(_ pass: TrainingPass, classCount: Int) {
    let objects = pass.regionLabels.count { $0 < classCount }
    foreground += objects
    background += pass.regionLabels.count - objects
  }

  /// Takes in those of a step.
  mutating func add(_ other: RegionCount) {
    foreground += other.foreground
    background += other.background
  }

  /// Background regions for each foreground one; nil before the first of these.
  var backgroundToForeground: Double? {
    foreground > 0 ? Double(background) / Double(foreground) : nil
  }

  /// So many regions, as a checkpoint has them.
  init(foreground: Int = 0, background: Int = 0) {
    (self.foreground, self.background) = (foreground, background)
  }
}

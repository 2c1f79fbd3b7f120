import Events
import Foundation

/// A run made up for tests: a long tail of 96 classes, losses that fall, evaluations that rise. The same
/// on every machine.
public struct ScriptedRun {
  /// When it starts, in seconds since 1970.
  public static let start = 1_700_000_000.0
  static let stepsPerEpoch = 100
  /// Its name.
  public static let id = RunID("demo-ecm")

  /// What has happened, in order.
  public private(set) var events: [RunEvent] = []
  private var noise = Noise(seed: 7)
  /// When the last event happened.
  public private(set) var time = start

  /// The start-up: three phases, no step yet.
  public static func starting() -> ScriptedRun {
    var run = ScriptedRun()
    run.send(.started(description(totalSteps: 1800)), after: 0)
    run.send(.phase("loading annotations"), after: 0.1)
    run.send(.phase("building the model"), after: 1.4)
    run.send(.phase("first batch"), after: 2.2)
    return run
  }

  /// A run that has come so far, evaluated every 200 steps.
  public static func trained(steps: Int, of totalSteps: Int = 1800) -> ScriptedRun {
    var run = starting()
    run.send(.state(.running), after: 0.8)
    run.train(from: 1, through: steps)
    return run
  }

  /// Trains on, evaluating every 200 steps.
  public mutating func train(from first: Int, through last: Int) {
    for step in first...last {
      send(.metrics(metrics(step)), after: 0.28)
      if step.isMultiple(of: 100) { send(.margins(step: step, attained: margins(step)), after: 0) }
      if step.isMultiple(of: 200) { evaluate(at: step) }
    }
  }

  /// Adds an event some seconds after the last.
  public mutating func send(_ body: RunEvent.Body, after seconds: Double) {
    time += seconds
    events.append(RunEvent(run: Self.id, time: time, body: body))
  }

  /// What the run is.
  public static func description(totalSteps: Int) -> RunDescription {
    RunDescription(
      recipe: "demo-ecm", detector: "mask-rcnn-r18-fpn", loss: "ecm", device: "cpu", seed: 1, batchSize: 8,
      totalSteps: totalSteps, stepsPerEpoch: stepsPerEpoch, evaluationInterval: 200, resumedAt: 0,
      folder: "runs/demo-ecm", classes: classes)
  }

  /// n falls as 900 / rank^1.2, as LVIS's does; δ = ¼ ln(n_¬c / n_c) with N = 40,000.
  public static let classes: [ClassDescription] = (1...96).map { rank in
    let images = max(Int(900 / pow(Double(rank), 1.2)), 1)
    let instances = images * 3 / 2 + 1
    let odds = 40_000 / Double(instances)
    let bin: FrequencyBin = images <= 10 ? .rare : images <= 100 ? .common : .frequent
    return ClassDescription(
      name: name(rank), bin: bin, imageCount: images, instanceCount: instances,
      demandedMargin: log(odds) / 4, rankingWeight: odds * log(1 + 1 / odds))
  }

  private static func name(_ rank: Int) -> String {
    let fills = ["solid", "striped", "dotted", "hollow"]
    let colours = ["red", "green", "blue", "yellow", "violet", "white"]
    let shapes = ["disc", "ring", "star", "cross"]
    return "\(fills[rank % 4])_\(colours[rank / 4 % 6])_\(shapes[rank / 24 % 4])"
  }

  private mutating func metrics(_ step: Int) -> StepMetrics {
    let fall = 1 / (1 + Double(step) / 220)
    let scales: [(MetricKey, Double, Double)] = [
      (.lossClassification, 0.9, 0.22), (.lossBox, 0.5, 0.19), (.lossMask, 0.4, 0.25),
      (.lossObjectness, 0.6, 0.05), (.lossProposalBox, 0.2, 0.06),
    ]
    var values: [MetricKey: Double] = [:]
    for (key, falling, staying) in scales {
      values[key] = (falling * fall + staying) * (0.8 + 0.4 * noise.next())
    }
    values[.loss] = values.values.reduce(0, +)
    values[.learningRate] = min(Double(step) / 100, 1) * 0.02
    values[.gradientNorm] = 1 + 2 * noise.next()
    values[.stepTime] = 0.27 + 0.02 * noise.next()
    values[.dataWait] = 0.004 * noise.next()
    values[.throughput] = 8 / (values[.stepTime] ?? 1)
    return StepMetrics(step: step, epoch: Double(step) / Double(Self.stepsPerEpoch), values: values)
  }

  private mutating func margins(_ step: Int) -> [Int: AttainedMargin] {
    var attained: [Int: AttainedMargin] = [:]
    for (index, facts) in Self.classes.enumerated() {
      let share = Double(step) / Double(step + 300) * (0.7 + 0.7 * noise.next())
      let mean = facts.demandedMargin * share + 0.2
      attained[index] = AttainedMargin(
        mean: mean, fifthPercentile: mean - 0.9, positives: facts.instanceCount * 4)
    }
    return attained
  }

  private mutating func evaluate(at step: Int) {
    send(.state(.evaluating), after: 0.1)
    send(.evaluating(done: 40, total: 80), after: 2)
    send(.evaluated(report(at: step)), after: 2)
    send(.checkpoint(step: step, path: "checkpoints/step-\(step)", bytes: 61_000_000), after: 0.2)
    send(.state(.running), after: 0.1)
  }

  private mutating func report(at step: Int) -> EvaluationReport {
    let progress = Double(step) / Double(step + 700)
    let results = Self.classes.enumerated().map { index, facts -> ClassResult in
      let ease: Double = facts.bin == .rare ? 22 : facts.bin == .common ? 40 : 62
      let box = ease * progress * (0.5 + noise.next())
      let ranking = 0.3 * (1 - progress) * (0.5 + noise.next())
      return ClassResult(
        [
          .averagePrecision(.box): box, .averagePrecision(.mask): box * 0.94, .rankingError(.box): ranking,
          .leastPrecision(.box): box * 0.6, .mostPrecision(.box): min(box * 1.3 + 4, 100),
          .detections: (box * 10).rounded(.down),
        ].merging(Self.errors(precision: box, facts)) { $1 }, takers: Self.takers(of: index), sources: [])
    }
    return EvaluationReport(
      step: step, epoch: Double(step) / 100, seconds: 4.1, summary: Self.summary(of: results),
      classes: results)
  }

  /// What is lost is divided by the kinds as rare classes lose it: most to other classes.
  private static func errors(precision: Double, _ facts: ClassDescription) -> [MetricKey: Double] {
    let shares: [Double] =
      facts.bin == .rare ? [0.5, 0.1, 0.02, 0.03, 0.05, 0.3] : [0.2, 0.2, 0.02, 0.08, 0.2, 0.3]
    var figures = Dictionary(
      uniqueKeysWithValues: zip(ErrorKind.allCases, shares).map {
        (MetricKey.gain($0, .box), $1 * (100 - precision) / 2)
      })
    figures[.lost(.box)] = 14
    return figures
  }

  private static func takers(of index: Int) -> [ClassExchange] {
    [ClassExchange(category: (index + 7) % classes.count, count: 11), ClassExchange(category: 0, count: 2)]
  }

  private static func summary(of results: [ClassResult]) -> [MetricKey: Double] {
    var summary: [MetricKey: Double] = [:]
    for task in EvaluationTask.allCases {
      let all = results.compactMap { $0[.averagePrecision(task)] }
      summary[.averagePrecision(task)] = all.reduce(0, +) / Double(all.count)
      for bin in FrequencyBin.allCases {
        let some = zip(classes, results).filter { $0.0.bin == bin }
          .compactMap { $0.1[.averagePrecision(task)] }
        summary[.averagePrecision(task, bin: bin)] = some.reduce(0, +) / Double(some.count)
      }
      if task == .box { summary.merge(errorSummary(of: results)) { $1 } }
      summary[.averagePrecision(task, iou: 50)] = summary[.averagePrecision(task)]! * 1.7
      summary[.averagePrecision(task, iou: 75)] = summary[.averagePrecision(task)]! * 1.05
    }
    return summary
  }
}

extension ScriptedRun {
  private static func errorSummary(of results: [ClassResult]) -> [MetricKey: Double] {
    var summary: [MetricKey: Double] = [:]
    for bin in [nil] + FrequencyBin.allCases {
      let some = zip(classes, results).filter { bin == nil || $0.0.bin == bin }.map(\.1)
      for kind in ErrorKind.allCases {
        let gains = some.compactMap { $0[.gain(kind, .box)] }
        summary[.gain(kind, .box, bin: bin)] = gains.reduce(0, +) / Double(max(gains.count, 1))
      }
      guard let bin else { continue }
      let lost = Double(14 * some.count)
      summary[.lost(.box, bin: bin)] = lost
      for (taker, share) in zip(FrequencyBin.allCases, [0.05, 0.2, 0.61]) {
        summary[.lost(.box, from: bin, to: taker)] = (share * lost).rounded()
      }
    }
    return summary
  }
}

/// Uniform numbers in 0 ..< 1 (Knuth's MMIX congruence).
public struct Noise {
  private var state: UInt64

  /// The sequence of a seed.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  public mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 53)
  }
}

import Annotations
import Detection
import Dispatch
import Evaluation
import Events
import Synchronization

/// Matches detections with the truth on a queue of its own, image by image, while the network is busy with the next.
final class DetectionMatching: Sendable {
  /// Images that may wait here: what bounds the memory of their masks.
  private static let waitingLimit = 32

  private let boxes: DetectionEvaluation
  /// Nil where the truth or the detector lacks masks.
  private let masks: DetectionEvaluation?
  private let queue = DispatchQueue(label: "tailboard.matching", qos: .utility)
  private let room = DispatchSemaphore(value: waitingLimit)
  private let progress: Mutex<(counts: [Int], failure: (any Error)?)>

  init(_ images: ValidationSet, _ content: TargetContent, rules: BenchmarkRules) {
    boxes = DetectionEvaluation(images.dataset, rules: rules, task: .boxes, depth: .errors)
    masks = images.masks.flatMap { masks in
      content.includesMasks
        ? DetectionEvaluation(masks.dataset, rules: rules, task: .masks(truths: masks), depth: .precision)
        : nil
    }
    progress = Mutex((Array(repeating: 0, count: images.dataset.categories.count), nil))
  }

  /// Takes an image's detections; waits only while too many images are waiting.
  func add(_ detections: [Detection], image: Int) {
    room.wait()
    queue.async { [self] in
      defer { room.signal() }
      do {
        try match(detections, image)
      } catch {
        progress.withLock { $0.failure = $0.failure ?? error }
      }
    }
  }

  /// Results of boxes and masks, and how many detections each class had.
  typealias Results = (boxes: EvaluationResults, masks: EvaluationResults?, counts: [Int])

  /// Waits for all images.
  func results() throws -> Results {
    try queue.sync {
      let (counts, failure) = progress.withLock { $0 }
      if let failure { throw TrainingError.noEvaluation(reason: "\(failure)") }
      return (try boxes.results(), try masks?.results(), counts)
    }
  }

  private func match(_ detections: [Detection], _ image: Int) throws {
    try boxes.add(
      detections.map(DetectedInstance.init), image: image)
    let masked = detections.compactMap { found in found.mask.map { (found, mask: $0) } }
    try masks?.add(
      masked.map { DetectedInstance($0, area: $1.area) }, masks: masked.map(\.mask), image: image)
    progress.withLock { progress in
      for detection in detections { progress.counts[detection.category] += 1 }
    }
  }
}

extension DetectedInstance {
  /// A detection with its box's area.
  init(_ found: Detection) {
    let box = Box(found.box)
    self.init(
      category: found.category, score: Double(found.score), box: box, area: box.width * box.height)
  }

  fileprivate init(_ found: Detection, area: Int) {
    self.init(
      category: found.category, score: Double(found.score), box: Box(found.box), area: Double(area))
  }
}

extension Box {
  fileprivate init(_ box: CornerBox) {
    self.init(
      x: Double(box.x1), y: Double(box.y1), width: Double(box.x2 - box.x1), height: Double(box.y2 - box.y1))
  }
}

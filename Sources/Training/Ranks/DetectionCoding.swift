import Annotations
import Detection

/// Detections of images as numbers, to be gathered from ranks: every value of theirs is one of Double's.
enum DetectionCoding {
  /// One image's detections, with its index in the dataset.
  typealias Image = (index: Int, detections: [Detection])

  /// image, count, then of each detection: class, score, corners, and its mask as count of runs (−1 for none), height, width, runs.
  static func numbers(of images: [Image]) -> [Double] {
    images.flatMap { [Double($0.index), Double($0.detections.count)] + $0.detections.flatMap(numbers) }
  }

  private static func numbers(of detection: Detection) -> [Double] {
    let box = detection.box
    let values = [Float(detection.category), detection.score, box.x1, box.y1, box.x2, box.y2].map(Double.init)
    guard let mask = detection.mask else { return values + [-1] }
    return values + [Double(mask.counts.count), Double(mask.height), Double(mask.width)]
      + mask.counts.map(Double.init)
  }

  /// The images that numbers stand for.
  static func images(in numbers: [Double]) -> [Image] {
    var rest = numbers[...]
    var images: [Image] = []
    while let index = rest.popFirst(), let count = rest.popFirst() {
      images.append((Int(index), (0..<Int(count)).map { _ in detection(from: &rest) }))
    }
    return images
  }

  private static func detection(from rest: inout ArraySlice<Double>) -> Detection {
    func next() -> Double { rest.removeFirst() }
    let category = Int(next())
    let score = Float(next())
    let box = CornerBox(x1: Float(next()), y1: Float(next()), x2: Float(next()), y2: Float(next()))
    let runs = Int(next())
    guard runs >= 0 else { return Detection(category: category, score: score, box: box, mask: nil) }
    let (height, width) = (Int(next()), Int(next()))
    let mask = RunLengthMask(height: height, width: width, counts: (0..<runs).map { _ in UInt32(next()) })
    return Detection(category: category, score: score, box: box, mask: mask)
  }
}

/// The detections of one image, each named by its place in the order of their file.
struct FoundInImage {
  /// The index of each in `detections` and `masks`.
  let indices: [Int]
  let detections: [DetectedInstance]
  let masks: any MaskSource

  var places: Range<Int> { indices.indices }

  subscript(place: Int) -> DetectedInstance { detections[indices[place]] }

  /// Whether the truths have the class of the detection at a place.
  func isOfKnownClass(_ place: Int) -> Bool { self[place].category != DetectedInstance.unknownCategory }

  /// The best so many, best first; equal scores in the order of the file.
  func best(_ limit: Int) -> [Int] {
    Array(places.sorted { a, b in (self[b].score, a) < (self[a].score, b) }.prefix(limit))
  }

  /// Places by class, then score from the best, then order in the file.
  func byClass(_ places: some Sequence<Int>) -> [Int] {
    places.sorted { a, b in
      let (first, second) = (self[a], self[b])
      return (first.category, second.score, a) < (second.category, first.score, b)
    }
  }
}

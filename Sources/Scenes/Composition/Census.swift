/// Which classes each image of a split shows.
struct Census: Sendable {
  /// For each image its classes, ascending.
  let classes: [[Int]]

  /// More classes than this are put into an image only when nothing else is left.
  private static let comfortable = 8

  /// Spreads classes over images: class c is shown by `imageCounts[c]` different ones, drawn at random.
  init(imageCounts: [Int], images: Int, random: inout RandomStream) {
    var shown = [[Int]](repeating: [], count: images)
    for (index, count) in imageCounts.enumerated() {
      precondition(count <= images, "class \(index) is to be in \(count) of \(images) images")
      let order = random.shuffled(Array(0..<images))
      let roomy = order.filter { shown[$0].count < Self.comfortable }
      let full = order.filter { shown[$0].count >= Self.comfortable }
      for image in (roomy + full).prefix(count) { shown[image].append(index) }
    }
    classes = shown
  }
}

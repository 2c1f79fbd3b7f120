import Images

/// A scene as an image and what is to be known of it.
struct DrawnScene: Sendable {
  let image: RGBImage
  let instances: [AnnotatedInstance]
  let negatives: [Int]
  let notExhaustive: [Int]

  init(_ scene: Scene, side: Int, grain: inout RandomStream) {
    var canvas = Canvas(side: side, backdrop: scene.backdrop, grain: &grain)
    for (index, figure) in scene.figures.enumerated() { canvas.draw(figure, as: UInt8(index)) }
    image = canvas.image()
    instances = scene.roles.enumerated().compactMap { index, role in
      guard case .instance(let category) = role else { return nil }
      return AnnotatedInstance(category: category, owner: UInt8(index), in: canvas)
    }
    negatives = scene.negatives
    notExhaustive = scene.notExhaustive
  }
}

/// A filled outline somewhere in an image.
struct Figure: Sendable {
  let outline: Outline
  let fill: Fill
  let base: Color
  let accent: Color
  let place: Place
  /// Turn in radians.
  let angle: Float
  /// How much lighter the rim is than the centre in the direction of the light.
  let light: SIMD2<Float>

  /// A random figure of this role.
  init(_ role: Scene.Role, at place: Place, random: inout RandomStream) {
    switch role {
    case .instance(let index), .leftOut(let index):
      let traits = SceneClass.all[index]
      outline = traits.outline
      fill = traits.fill
      base = traits.hue.color(&random)
    case .distractor where random.chance(0.5):
      outline = random.pick(from: Outline.ofDistractors)
      fill = random.pick(from: Fill.allCases)
      base = random.pick(from: Hue.allCases).color(&random)
    case .distractor:
      outline = random.pick(from: Outline.ofClasses)
      fill = random.pick(from: Fill.allCases)
      base = .foreign(&random)
    }
    accent = .accent(&random)
    angle = random.uniform(-.pi ... .pi)
    light = SIMD2(random.uniform(-0.1...0.1), random.uniform(-0.1...0.1))
    self.place = place
  }
}

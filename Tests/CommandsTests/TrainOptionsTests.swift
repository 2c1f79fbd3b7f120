import Commands
import Testing

@Suite struct TrainOptionsTests {
  @Test func takesARecipeWithOverrides() throws {
    let options = try TrainOptions.parse(["demo", "--set", "optimizer.lr=0.01", "--set", "run.seed=2"])
    #expect(options.recipe == "demo")
    #expect(options.run.overrides == ["optimizer.lr=0.01", "run.seed=2"])
  }

  @Test(arguments: [[], ["demo", "--resume", "runs/a"], ["--resume", "runs/a", "--run", "runs/b"]])
  func refuses(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try TrainOptions.parse(arguments) }
  }

  @Test func readsSizesOfImages() {
    #expect(BenchTrainOptions.Size(argument: "480x640") == BenchTrainOptions.Size(height: 480, width: 640))
    #expect(BenchTrainOptions.Size(argument: "480") == nil)
    #expect(BenchTrainOptions.Size(argument: "480x-1") == nil)
  }
}

import Testing

@testable import LogTail

@Suite struct TrainerStateTests {
  private static let state = """
    {
      "best_metric": null, "epoch": 2.0, "global_step": 20,
      "log_history": [
        {"epoch": 1.0, "learning_rate": 5e-05, "loss": 2.5, "step": 10},
        {"epoch": 1.0, "eval_loss": 2.25, "eval_runtime": 3.5, "step": 10},
        {"epoch": 2.0, "step": 20, "total_flos": 1e15, "train_loss": 2.0, "train_runtime": 60.5}
      ],
      "max_steps": 20
    }
    """

  @Test func readsTheHistoryOfATrainerState() {
    let reading = Reading(Self.state, as: .huggingFace)
    #expect(reading.steps == [10, 10, 20])
    #expect(reading.values("loss") == [2.5])
    #expect(reading.evaluations.count == 1)
    #expect(reading.badRecords == 0)
  }

  @Test func readsWhatAHalfWrittenTrainerStateHas() {
    let reading = Reading(String(Self.state.prefix(200)), as: .huggingFace)
    #expect(reading.values("loss") == [2.5])
    #expect(reading.badRecords == 1)
  }
}

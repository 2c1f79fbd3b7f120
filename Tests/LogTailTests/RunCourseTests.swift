import Events
import Testing

@testable import LogTail

/// Evaluations of runs that went back, as whoever reads the whole file sees them.
@Suite struct RunCourseTests {
  private static func contents(_ text: String, as format: LogFormat, portion: Int = .max) -> LogContents {
    var reader = LogReader(format: format)
    var contents = LogContents(), source = LogContents.Source()
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: min(portion, bytes.count)) {
      bytes[start..<min(bytes.count, start + min(portion, bytes.count))].withUnsafeBytes { reader.read($0) }
      contents.append(reader.batch, from: &source)
    }
    return contents
  }

  private static func loss(_ steps: Int...) -> String {
    steps.map { #"{"iteration": \#($0), "lr": 0.1, "total_loss": 1.0}"# + "\n" }.joined()
  }

  private static func precision(_ step: Int, _ value: Double) -> String {
    #"{"bbox/AP": \#(value), "iteration": \#(step)}"# + "\n"
  }

  /// Went on to 40, resumed at 21 and evaluated at 30.
  private static let resumed =
    loss(10, 20) + precision(20, 5) + loss(30, 40) + precision(40, 9) + loss(21, 30) + precision(30, 7)

  @Test(arguments: [1, 40, Int.max]) func whatTheRunWentBackBehindIsAbandoned(portion: Int) {
    let contents = Self.contents(Self.resumed, as: .detectron2, portion: portion)
    #expect(contents.evaluations.map(\.step) == [20, 40, 30])
    #expect(contents.evaluations.map(\.isAbandoned) == [false, true, false])
    #expect(contents.restarts.places == [Restarts.Restart(end: 40, start: 21)])
  }

  /// The evaluation itself may be the first record of the new branch.
  @Test func anEvaluationThatComesFirstIsOfTheNewBranch() {
    let text = Self.loss(10) + Self.precision(40, 9) + Self.precision(30, 7) + Self.loss(31)
    let contents = Self.contents(text, as: .detectron2)
    #expect(contents.evaluations.map(\.isAbandoned) == [true, false])
  }

  @Test func printedResultsAreAbandonedAlike() {
    let line = { (step: Int) in
      "[10/23 17:50:01 d2.utils.events]:  eta: 0:15:25  iter: \(step)  total_loss: 0.4  lr: 0.1  max_mem: 1962M\n"
    }
    let rows = { (precision: Double) in
      "[10/23 17:57:34 d2.evaluation.testing]: copypaste: Task: bbox\n[10/23 17:57:34 d2.evaluation.testing]: copypaste: AP,AP50\n[10/23 17:57:34 d2.evaluation.testing]: copypaste: \(precision),18.8\n"
    }
    let text = line(19) + rows(5) + line(39) + rows(9) + line(20) + line(29) + rows(7)
    let contents = Self.contents(text, as: .detectron2Text)
    #expect(contents.evaluations.map(\.step) == [19, 39, 29])
    #expect(contents.evaluations.map(\.isAbandoned) == [false, true, false])
    #expect(contents.restarts.places == [Restarts.Restart(end: 39, start: 20)])
  }

  /// More of an evaluation that was given up is none of the new branch's.
  @Test func nothingJoinsAnAbandonedEvaluation() {
    let text =
      Self.loss(10, 40) + Self.precision(40, 9) + Self.loss(20) + #"{"segm/AP": 3.0, "iteration": 40}"# + "\n"
    let contents = Self.contents(text, as: .detectron2)
    #expect(contents.evaluations.map(\.isAbandoned) == [true, false])
    #expect(contents.evaluations.last?.summary == [.averagePrecision(.mask): 3])
  }
}

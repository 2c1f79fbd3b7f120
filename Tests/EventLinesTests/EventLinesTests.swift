import Events
import Foundation
import JSON
import Testing

@testable import EventLines

@Suite struct EventLinesTests {
  private let run = RunID("run")

  @Test func aLineReadsAsPeopleAndJqExpect() throws {
    let values: [MetricKey: Double] = [.loss: 1.5, MetricKey("lr"): 0.1]
    let event = RunEvent(
      run: run, time: 2.5, body: .metrics(StepMetrics(step: 3, epoch: 0.25, values: values)))
    #expect(
      text(event.line)
        == #"{"time":2.5,"event":"metrics","step":3,"epoch":0.25,"values":{"loss":1.5,"lr":0.1}}"# + "\n")
  }

  @Test func whatIsUnknownIsNull() {
    let report = EvaluationReport(
      step: 3, epoch: .nan, seconds: .nan, summary: [:], classes: [], set: "a_val")
    let event = RunEvent(run: run, time: .nan, body: .evaluated(report))
    var writer = JSONWriter()
    event.write(namingItsRunTo: &writer, classNames: ["cat"])
    #expect(
      writer.text == """
        {"time":null,"event":"evaluated","run":"run","step":3,"epoch":null,"seconds":null,"summary":{},\
        "classes":[],"set":"a_val","class_names":["cat"]}

        """)
    var reader = EventReader(run: run)
    let read = reader.read(writer.bytes.dropLast())
    guard case .evaluated(let again) = read?.body else {
      Issue.record("not an evaluation")
      return
    }
    #expect(again.set == "a_val")
    #expect(read?.time.isNaN == true && again.epoch.isNaN && again.seconds.isNaN)
  }

  /// Each stands where a run counts or measures time; whoever adds or rounds such numbers would trap.
  @Test(arguments: [
    #"{"time":1,"event":"metrics","step":9223372036854775807,"epoch":0,"values":{}}"#,
    #"{"time":1,"event":"metrics","step":-9223372036854775808,"epoch":0,"values":{}}"#,
    #"{"time":1,"event":"metrics","step":-1,"epoch":0,"values":{}}"#,
    #"{"time":1,"event":"metrics","step":1000000000000001,"epoch":0,"values":{}}"#,
    #"{"time":1e300,"event":"metrics","step":1,"epoch":0,"values":{}}"#,
    #"{"time":-Infinity,"event":"metrics","step":1,"epoch":0,"values":{}}"#,
    #"{"time":1,"event":"metrics","step":1,"epoch":1e13,"values":{}}"#,
    #"{"time":1,"event":"metrics","step":1,"epoch":Infinity,"values":{}}"#,
    #"{"time":1,"event":"planned","total_steps":9223372036854775807,"evaluation_interval":1}"#,
    #"{"time":1,"event":"evaluating","done":9223372036854775807,"total":1}"#,
    #"{"time":1,"event":"evaluated","step":1,"epoch":1,"seconds":-1e13,"summary":{},"classes":[]}"#,
    #"{"time":1,"event":"evaluated","step":1,"epoch":1,"seconds":1,"summary":{},"classes":[{"taken_by":[[-1,2]]}]}"#,
    #"{"time":1,"event":"margins","step":1,"attained":{"-1":{"mean":1,"fifth_percentile":1,"positives":1}}}"#,
    #"{"time":1,"event":"checkpoint","step":1,"path":"x","bytes":-5}"#,
    #"{"time":1,"event":"dropped","count":9223372036854775807}"#,
  ])
  func numbersThatNoRunReachesMakeALineUnreadable(line: String) {
    var reader = EventReader(run: run)
    #expect(reader.read(Data(line.utf8)) == nil)
    #expect(reader.unreadable?.lines == 1)
  }

  @Test(arguments: [
    #"{"time":1e12,"event":"metrics","step":1000000000000000,"epoch":1e12,"values":{"loss":Infinity}}"#,
    #"{"time":-1e12,"event":"metrics","step":0,"epoch":null,"values":{"loss":1e308}}"#,
  ])
  func theLargestPlausibleNumbersAreRead(line: String) {
    var reader = EventReader(run: run)
    #expect(reader.read(Data(line.utf8)) != nil, "\(String(describing: reader.unreadable))")
  }

  @Test func everyKindIsWrittenUnderItsNameAndNothingElseIs() {
    #expect(RunEvent.Body.phase("x").kind == .phase)
    #expect(RunEvent(run: run, time: 0, body: .logged(.vanished)).line == nil)
  }

  @Test func anEventOfANewerVersionIsPassedOverAndToldOnce() {
    var reader = EventReader(run: run)
    let lines = [
      #"{"time":1,"event":"schema","version":99}"#, #"{"time":2,"event":"tea","sugar":2}"#,
      #"{"time":3,"event":"tea","sugar":1}"#, #"{"time":4,"event":"phase","text":"x","by":"y"}"#,
    ]
    let events = lines.compactMap { reader.read(Data($0.utf8)) }
    #expect(
      events.map(\.body) == [
        .log(
          .warning,
          """
          events of kind "tea" are passed over: a newer tailboard wrote this run \
          (schema 99, this one reads 2)
          """),
        .phase("x"),
      ])
    #expect(reader.passedOver == 2 && reader.unreadable == nil)
  }

  @Test func inAFileOfThisVersionAnUnknownKindIsAnError() {
    var reader = EventReader(run: run)
    let header = reader.read(EventHeader.line(at: 1).dropLast())
    #expect(header == nil && reader.unreadable == nil)
    let tea = reader.read(Data(#"{"time":2,"event":"tea"}"#.utf8))
    #expect(tea == nil)
    #expect(reader.unreadable?.first == .init(line: 2, reason: "there is no event \"tea\""))
  }

  @Test(arguments: [
    #"{"time":1,"event":"state","state":"asleep"}"#, #"{"time":1,"event":"metrics","step":1,"epoch":1}"#,
    #"{"time":1,"event":"margins","step":1,"attained":{"x":{}}}"#, #"{"event":"phase","text":"x"}"#,
    #"{"time":1,"event":"phase","text":"x""#, "", "[]", "null",
  ])
  func aLineThatIsNoEventIsCountedAndExplained(line: String) throws {
    var reader = EventReader(run: run)
    let event = reader.read(Data(line.utf8))
    #expect(event == nil)
    #expect(reader.unreadable?.lines == 1)
    #expect(try !#require(reader.unreadable).first.reason.isEmpty)
  }

  private func text(_ line: [UInt8]?) -> String { String(decoding: line ?? [], as: UTF8.self) }
}

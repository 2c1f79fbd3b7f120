import Foundation
import Events
import Testing

@testable import Console

@Suite(.serialized) struct PlainLoopTests {
  @Test func aRunIsToldInLines() throws {
    let fixture = Fixture()
    fixture.start()
    fixture.step(1)
    fixture.step(2)
    fixture.step(100, loss: 0.5)
    fixture.send(.checkpoint(step: 100, path: "runs/demo/checkpoints/step-100", bytes: 61_000_000))
    fixture.send(.log(.warning, "two images were skipped"))
    fixture.send(.state(.finished))
    fixture.completion.reach()
    let pipe = Pipe()
    var loop = PlainLoop(
      session: fixture.session, output: PlainOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor))
    #expect(loop.run() == .runEnded)
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(
      text == """
        00:16:40  started demo: mask-rcnn-r18-fpn, ecm, 0 classes, 100 steps of 8 images, cpu, seed 1, in runs/demo
        00:16:40  step   1/100  loss 1.500  lr 0.0200  0.25 s/it  eta 25s
        00:16:40  step 100/100  loss 0.5000  lr 0.0200  0.25 s/it
        00:16:40  saved step 100  runs/demo/checkpoints/step-100  61.0 MB
        00:16:40  warning: two images were skipped
        00:16:40  finished 100 steps

        """)
  }

  @Test func aReaderThatWentAwayEndsTheOutputAndNotTheRun() throws {
    let fixture = Fixture()
    fixture.start()
    fixture.step(1)
    fixture.completion.reach()
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let output = PlainOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    var loop = PlainLoop(session: fixture.session, output: output)
    #expect(loop.run() == .runEnded)
    #expect(!output.isOpen)
  }

  /// The run is not over and says nothing more: without a reader there is nothing left to wait for.
  @Test(.timeLimit(.minutes(1))) func aViewerEndsWhenItsReaderGoes() throws {
    let fixture = Fixture(role: .viewer)
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    var loop = PlainLoop(
      session: fixture.session, output: PlainOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor))
    #expect(loop.run() == .runEnded)
  }

  @Test func theFirstInterruptStopsTheTrainerAndTheSecondLeavesIt() throws {
    let fixture = Fixture()
    fixture.start()
    fixture.session.signals.receive(SIGINT)
    #expect(fixture.control.poll()?.request == .stop)
    #expect(!fixture.session.isAbandoned)
    fixture.completion.reach()
    let pipe = Pipe()
    var loop = PlainLoop(
      session: fixture.session, output: PlainOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor))
    #expect(loop.run() == .runEnded)
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.contains("Ctrl-C once more quits at once"))
  }

  @Test func aHangUpLeavesTheRunAndAFileAlone() throws {
    let fixture = Fixture()
    fixture.start()
    fixture.session.signals.receive(SIGHUP)
    #expect(fixture.control.poll() == nil)
    fixture.completion.reach()
    let pipe = Pipe()
    var loop = PlainLoop(
      session: fixture.session, output: PlainOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor))
    #expect(loop.run() == .runEnded)
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.contains("started demo"))
  }
}

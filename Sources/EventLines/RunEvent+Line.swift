import Events
import JSON

extension RunEvent {
  /// The event as a line of `events.jsonl`, newline included: the run is the folder's, so it is not written.
  /// Nil for what is never written (see `Body.kind`).
  public var line: [UInt8]? {
    var writer = JSONWriter()
    write(to: &writer, run: { _ in }, last: { _ in })
    return writer.bytes.isEmpty ? nil : writer.bytes
  }

  /// Writes the event as a line that names its run, to stand beside those of others.
  /// - Parameter classNames: of an evaluation whose run's classes nobody told: the names of its classes, in its order.
  public func write(namingItsRunTo writer: inout JSONWriter, classNames: [String] = []) {
    write(
      to: &writer, run: { $0.member(EventName.run, run.name) },
      last: { if !classNames.isEmpty { $0.member(EventName.classNames, classNames) } })
  }

  private func write(
    to writer: inout JSONWriter, run: (inout JSONWriter) -> Void, last: (inout JSONWriter) -> Void
  ) {
    guard let kind = body.kind else { return }
    writer.object { writer in
      writer.member(EventName.time, time.isNaN ? nil : time)
      writer.member(EventName.kind, kind.rawValue)
      run(&writer)
      body.write(membersTo: &writer)
      last(&writer)
    }
    writer.endLine()
  }
}

extension LogRun {
  /// A run's evaluations: those of its own log, and where that tells no AP, those its text logs tell.
  ///
  /// A text that knows no step of training, as that of an evaluation afterwards, tells of the end of training.
  /// - Parameter lastStep: the last of training.
  public func joined(_ own: [LoggedEvaluation], lastStep: Int) -> [LoggedEvaluation] {
    guard !resultLogs.isEmpty, !own.contains(where: \.hasPrecision) else { return own }
    return (own + resultLogs.flatMap { $0.evaluations(endOfTraining: lastStep) }).sorted { $0.step < $1.step }
      .reduce(into: []) { $0.take($1) }
  }
}

extension TextLog {
  /// Longer texts are not read to their end for this.
  private static let limit = 1 << 30

  /// How often classes are trained on, as the beginning of a text tells.
  var instances: [String: Int] {
    var reader = LogReader(format: format)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    guard let file = try? LogFile(path), let count = try? file.read(into: buffer, at: 0) else { return [:] }
    reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return reader.batch.instances
  }

  /// The evaluations with AP that a text tells.
  func evaluations(endOfTraining lastStep: Int) -> [LoggedEvaluation] {
    var reader = LogReader(format: format)
    var course = RunCourse()
    var size = 0
    let take = { (batch: LogBatch) in
      var batch = batch
      let knowsSteps = batch.axis.unit != .record
      for index in batch.evaluations.indices where !knowsSteps { batch.evaluations[index].step = lastStep }
      course.take(batch) { $1.name }
    }
    try? LogFile(path).forEachPortion { bytes in
      size += bytes.count
      guard size <= Self.limit else { return }
      reader.read(bytes)
      take(reader.batch)
    }
    reader.finish()
    take(reader.batch)
    return course.evaluations.filter(\.hasPrecision)
  }
}

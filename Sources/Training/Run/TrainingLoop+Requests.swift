import Events

extension TrainingLoop {
  /// Answers what was asked since the last call; a pause lasts until it is ended.
  func answerRequests() throws {
    while !isStopping, let asked = try requests.poll() { try answer(asked) }
  }

  /// Says that what was asked to stop the run is done.
  func answerStops() {
    for asked in stops { report(.answered(asked.request, id: asked.id)) }
    stops = []
  }

  func answer(_ asked: AskedRequest) throws {
    report(.asked(asked))
    switch asked.request {
    case .pause: return try pause(asked)
    case .resume: isPauseWanted = false
    case .checkpoint: try saveCheckpoint()
    case .evaluate: if state != .evaluating { try evaluate() }
    case .stop:
      stops.append(asked)
      return enter(.stopping)
    }
    report(.answered(asked.request, id: asked.id))
  }

  private func pause(_ asked: AskedRequest) throws {
    isPauseWanted = true
    guard state != .paused else { return report(.answered(.pause, id: asked.id)) }
    clock.pause()
    defer { clock.resume() }
    let before = state
    enter(.pausing)
    enter(.paused)
    report(.answered(.pause, id: asked.id))
    try ranks.whileOthersRest {
      while isPauseWanted, !isStopping { try answer(try requests.wait()) }
    }
    enter(isStopping ? .stopping : before)
  }
}

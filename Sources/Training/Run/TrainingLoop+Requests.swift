import Events

extension TrainingLoop {
  /// Answers what was asked since the last call; a pause lasts until it is ended.
  func answerRequests() throws {
    while !isStopping, let request = control.poll() { try answer(request) }
  }

  private func answer(_ request: ControlRequest) throws {
    switch request {
    case .pause: try pause()
    case .resume: break
    case .checkpoint: saveCheckpoint()
    case .evaluate: if state != .evaluating { try evaluate() }
    case .stop:
      isStopping = true
      enter(.stopping)
    }
  }

  private func pause() throws {
    guard state != .paused else { return }
    clock.pause()
    defer { clock.resume() }
    try during(.paused) {
      while !isStopping {
        let request = control.wait()
        if request == .resume { return }
        try answer(request)
      }
    }
  }
}

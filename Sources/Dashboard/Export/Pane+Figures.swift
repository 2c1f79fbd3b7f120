import Events
import Widgets

extension DashboardState {
  /// The figures a pane draws; nil where it draws none.
  public func figures(of pane: Pane) -> FigureTable? { pane.figures?(self) }

  /// Every sample of the metrics drawn, and what its mean had come to.
  var lossFigures: FigureTable {
    var table = FigureTable(["run", "metric", "step", "epoch", "seconds", "raw", "smoothed"])
    for run in comparedRuns {
      for key in shownMetrics(of: run) {
        guard let line = run.series[key]?.main else { continue }
        var mean = ExponentialMean(memory: lossChart.smoothing)
        for place in 0..<line.count {
          let sample = line[place]
          let gap = place > 0 ? sample.step - line.step(at: place - 1) : 1
          mean.add(line.summary(of: place..<place + 1), steps: Double(gap))
          table.append(
            [run.name, key.name] + this(sample.step, sample.time, of: run)
              + [sample.value.figure, mean.value.figure])
        }
      }
    }
    return table
  }

  /// The metrics the loss pane draws of a run.
  private func shownMetrics(of run: RunHistory) -> [MetricKey] {
    isComparing ? [shownKey(of: run)].compactMap { $0 } : shownKeys(of: run)
  }

  /// AP of every evaluation, which is never smoothed.
  var precisionFigures: FigureTable {
    var table = FigureTable(["run", "of", "average", "step", "epoch", "seconds", "AP"])
    for run in comparedRuns {
      for evaluation in run.evaluations {
        for line in PrecisionLine.allCases {
          guard let value = evaluation.report.summary[line.key(of: task)] else { continue }
          table.append(
            [run.name, task.name, line.name] + this(evaluation.report.step, evaluation.time, of: run)
              + [value.figure])
        }
      }
    }
    return table
  }

  /// Every class with what is known of it, in the order listed.
  var classFigures: FigureTable {
    var table = FigureTable([
      "class", "bin", "images", "instances", "demanded", "attained", "spare", "R", "band_low", "band_high",
      "AP", "change",
    ])
    let rows = classRows
    for row in classes.order.compactMap({ id in rows.first { $0.id == id } }) {
      let facts = row.facts
      let counts =
        facts.isCounted
        ? ["\(facts.bin.name)", "\(facts.imageCount)", "\(facts.instanceCount)"] : ["", "", ""]
      let band = row.result?.precisionBand(.box)
      table.append(
        [facts.name] + counts
          + [
            facts.isCounted ? facts.demandedMargin.figure : "", row.attained.map(\.mean).figure,
            row.marginToSpare.figure, row.result?[.rankingError(.box)].figure ?? "",
            (band?.lowerBound).figure, (band?.upperBound).figure, row.averagePrecision.figure,
            row.change.figure,
          ])
    }
    return table
  }

  /// Everything measured besides losses, sample by sample.
  var systemFigures: FigureTable {
    var table = FigureTable(["run", "metric", "step", "epoch", "seconds", "value"])
    guard let run else { return table }
    for key in run.series.keys.sorted() where !run.lossKeys.contains(key) {
      guard let line = run.series[key]?.main else { continue }
      for place in 0..<line.count {
        let sample = line[place]
        table.append([run.name, key.name] + this(sample.step, sample.time, of: run) + [sample.value.figure])
      }
    }
    return table
  }

  /// The log as it is filtered.
  var logFigures: FigureTable {
    var table = FigureTable(["time", "level", "text"])
    for line in shownLogLines { table.append([line.time.figure, "\(line.level)", line.text]) }
    return table
  }

  /// Every run that is listed.
  var runFigures: FigureTable {
    var table = FigureTable(["run", "step", "metric", "value", "AP", "AP_rare", "AP_common", "AP_frequent"])
    for run in runList.order.compactMap({ id in runs.first { $0.id == id } }) {
      let key = shownKey(of: run)
      let precisions = PrecisionLine.allCases.map { run.lastPrecision($0).figure }
      table.append(
        [
          run.name, run.stepAxis.text(of: run.step), key?.name ?? "",
          key.flatMap { run.series[$0]?.main.last?.value }.figure,
        ] + precisions)
    }
    return table
  }

  /// Step, epoch and seconds since the run began.
  /// What mending each kind of error would add to AP, by bin and in all, at every evaluation; boxes, which errors are found on.
  var errorFigures: FigureTable {
    var table = FigureTable(["run", "kind", "bin", "step", "epoch", "seconds", "gain"])
    let bins: [FrequencyBin?] = [nil] + FrequencyBin.allCases
    for run in comparedRuns {
      for evaluation in run.evaluations {
        for (kind, bin) in ErrorKind.allCases.flatMap({ kind in bins.map { (kind, $0) } }) {
          guard let gain = evaluation.report.summary[.gain(kind, .box, bin: bin)] else { continue }
          table.append(
            [run.name, kind.name, bin?.name ?? "all"]
              + this(evaluation.report.step, evaluation.time, of: run) + [gain.figure])
        }
      }
    }
    return table
  }

  private func this(_ step: Int, _ time: Double, of run: RunHistory) -> [String] {
    let seconds = time.isFinite ? (run.startTime ?? run.firstTime).map { time - $0 } : nil
    return [run.stepAxis.text(of: step), run.epoch(ofStep: step).figure, seconds.figure]
  }
}

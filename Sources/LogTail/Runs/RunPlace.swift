/// Where a run is, as its trainer lays out folders.
enum RunPlace {
  /// Each file is a run.
  static let file = { @Sendable (file: FoundFile) in file.path }

  /// Files of one folder are one run; a file that was named is one by itself.
  static let folder = { @Sendable (file: FoundFile) in file.path == file.root ? file.path : file.folder }

  /// mmengine writes `<work_dir>/<timestamp>/vis_data/`; a resumed run begins another timestamp.
  static let mmengineFolder = { @Sendable (file: FoundFile) in
    var folder = file.folder
    if Path.name(of: folder) == "vis_data" { folder = Path.parent(of: folder) }
    let isTimestamp = Path.name(of: folder).wholeMatch(of: /\d{8}_\d{6}/) != nil
    return isTimestamp && folder != file.root ? Path.parent(of: folder) : folder
  }

  /// Every checkpoint holds the history so far.
  static let checkpointsFolder = { @Sendable (file: FoundFile) in
    let isCheckpoint = Path.name(of: file.folder).hasPrefix("checkpoint-") && file.path != file.root
    return isCheckpoint ? Path.parent(of: file.folder) : file.folder
  }

  /// Text logs that are called by the time of their launch continue one another in their folder, as those of mmdetection
  /// do; mmengine gives each launch a folder of its own.
  static let timestampedFile = { @Sendable (file: FoundFile) in
    let isTimestamped = Path.name(of: file.path).wholeMatch(of: /\d{8}_\d{6}\.log/) != nil
    return isTimestamped && file.path != file.root ? mmengineFolder(file) : file.path
  }
}

extension LogFormat {
  /// Every format, those before others that would take their files too.
  public static let all: [LogFormat] = [
    .wandb, .tensorboard, .huggingFace, .mmdetection, .tailboard, .detectron2, .detr, .mmengine, .ultralytics,
    .lightning, .jsonLines, .tsv, .csv, .yolov7, .mmdetectionText, .mmengineText, .torchvision,
    .maskRCNNBenchmark, .yolox, .detectron2Text, .huggingFaceConsole, .text,
  ]

  /// The format of a file; nil where it is no log that is known. The bytes decide, then the name where it is one of a
  /// trainer's own; what is mere text comes last.
  static func of(_ head: LogHead) -> LogFormat? {
    let texts = all.filter { $0.standing == .text }, others = all.filter { $0.standing != .text }
    return others.first { $0.recognises(head) } ?? all.first { $0.usuallyIsCalled(head.name) }
      ?? (head.bytes.isEmpty
        ? all.first { $0.isNameWhenEmpty(head.name) } : texts.first { $0.recognises(head) })
  }
}

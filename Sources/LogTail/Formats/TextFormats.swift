extension LogFormat {
  /// A text log of a trainer that is known by words in it.
  /// - Parameter words: each list is enough.
  init(
    text name: String, usualNames: [String] = [], words: [[String]], placing: TextStyle.Placing = .marked,
    place: @escaping @Sendable (FoundFile) -> String = RunPlace.file
  ) {
    let style = TextStyle(placing: placing)
    self.init(
      name, namesWhenEmpty: usualNames, standing: .text, place: place,
      recognises: { head in words.contains(where: head.says) && head.hasRecords(in: style) },
      decoder: { _ in LineDecoder(TextLines(style)) })
  }

  /// mmdetection 2.x (mmcv, TextLoggerHook): `… - mmdet - INFO - Epoch [1][2400/7517]⇥lr: 0.00125, eta: …, loss: 0.4890`.
  public static let mmdetectionText = LogFormat(
    text: "mmdetection-text", words: [["Epoch [", "lr:"], ["Iter [", "lr:"], ["- mmdet -", "Epoch("]],
    place: RunPlace.timestampedFile)

  /// mmengine, mmdetection 3.x (LogProcessor): `… - mmengine - INFO - Epoch(train)  [1][8600/8930]  lr: 1.0e-02  loss: 0.3249`.
  public static let mmengineText = LogFormat(
    text: "mmengine-text",
    words: [["- mmengine - "], ["Epoch(train)"], ["Iter(train)"], ["Epoch(val) "], ["Epoch(test) "]],
    place: RunPlace.timestampedFile)

  /// detectron2 (CommonMetricPrinter): `… d2.utils.events INFO:  eta: 0:02:55  iter: 19  total_loss: 6.146  lr: 0.00076`.
  public static let detectron2Text = LogFormat(
    text: "detectron2-text", words: [["iter: ", "total_loss: "], ["copypaste: "], ["d2.evaluation"]])

  /// maskrcnn-benchmark (MetricLogger): `… INFO: eta: 1 day, 15:03:03  iter: 20  loss: 1.1604 (1.6132)  max mem: 9486`.
  public static let maskRCNNBenchmark = LogFormat(
    text: "maskrcnn-benchmark", words: [["maskrcnn_benchmark"], ["iter: ", "loss: ", "max mem: "]])

  /// torchvision's references and DETR's console (MetricLogger): `Epoch: [0]  [  10/1000]  eta: 0:10:00  loss: 1.2 (1.4)`.
  public static let torchvision = LogFormat(text: "torchvision", words: [["Epoch: ["]])

  /// YOLOX (loguru): `… - epoch: 1/300, iter: 10/161, mem: 8760Mb, total_loss: 26.6, lr: 7.716e-07`.
  public static let yolox = LogFormat(
    text: "yolox", usualNames: ["train_log.txt"], words: [["epoch: ", ", iter: "], ["yolox."]])

  /// Hugging Face's Trainer on a console (PrinterCallback): `{'loss': 2.5, 'learning_rate': 5e-05, 'epoch': 0.1}`.
  public static let huggingFaceConsole = LogFormat(
    text: "huggingface-console", words: [["{'", "'epoch': "]], placing: .epochOfDictionary)

  /// Text of anybody: lines with a step that repeat one shape, and results as LVIS, COCO and their users print them.
  public static let text: LogFormat = {
    let style = TextStyle(placing: .repeated)
    return LogFormat(
      "text", namesWhenEmpty: ["*.log", "*.txt", "*.out"], standing: .text,
      recognises: { $0.isText && $0.hasRecords(in: style) }, decoder: { _ in LineDecoder(TextLines(style)) })
  }()
}

extension LogFormat {
  /// DETR and what came from it: `log.txt`, one JSON object an epoch, with `test_coco_eval_bbox` (main.py).
  public static let detr = LogFormat(
    "detr", standing: .own,
    recognises: { head in
      head.keys.isSuperset(of: ["epoch", "n_parameters"]) || head.keys.contains { $0.contains("coco_eval_") }
    },
    decoder: { _ in LineDecoder(JSONRows(AnyDialect())) })
}

/// Words in the names of what training logs measure: what tells a log without steps from any other table.
enum TrainingWords {
  private static let words = [
    "loss", "acc", "error", "lr", "learning", "map", "ap", "iou", "reward", "auc", "f1", "precision",
    "recall",
    "score", "perplexity", "ppl", "metric", "grad", "psnr", "ssim", "fid", "bleu", "wer", "cer", "mae", "mse",
    "rmse",
  ]
  /// Keys of annotations, detections and texts to learn from.
  private static let strangers: Set<String> = [
    "image_id", "category_id", "bbox", "segmentation", "file_name", "filename", "text", "prompt", "messages",
    "question", "answer", "instruction", "input", "output", "response", "content", "caption", "url",
  ]

  /// Whether these are the names of what training measures.
  static func areMetrics(_ names: some Collection<String>) -> Bool {
    guard !names.contains(where: strangers.contains) else { return false }
    return names.contains { name in
      name.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { part in
        words.contains { part == $0 || $0.count > 2 && (part.hasPrefix($0) || part.hasSuffix($0)) }
      }
    }
  }
}

/// A library whose names and order of classes weights can be written by.
public enum WeightLibrary: String, CaseIterable, Sendable {
  case torchvision, mmdetection, detectron2
}

/// How weights are written to a file.
public enum WeightFormat: String, CaseIterable, Sendable {
  /// torch.save's.
  case pth
  /// Hugging Face's.
  case safetensors
}

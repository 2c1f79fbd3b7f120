/// What an annotation file is read for.
public enum ReadingPurpose: Sendable {
  /// To learn from it: boxes that enclose nothing of their image are left out, and sizes of images are needed.
  case training
  /// To hold detections against it, as the benchmarks' own tools do: such boxes count, as objects that nothing finds.
  case evaluation
}

/// Annotations that were left out of a dataset, by reason.
public typealias SkippedAnnotations = Findings<AnnotationFlaw>

/// Why a single annotation is left out.
public enum AnnotationFlaw: String, FindingKind {
  /// A part is missing or of the wrong type.
  case malformed = "malformed"
  /// The file has no such image.
  case unknownImage = "unknown image"
  /// The file has no such category.
  case unknownCategory = "unknown category"
  /// Its category is null or a list.
  case noCategory = "no category"
  /// A number of its box is NaN or infinite.
  case boxNotFinite = "box not finite"
  /// Its box has a negative size.
  case boxNegative = "box of negative size"
  /// Its box and its image do not overlap.
  case boxOutside = "box outside its image"

  /// Whether the benchmarks' own tools leave such an annotation out too, so that numbers stay theirs.
  public var isLeftOutByPeers: Bool {
    switch self {
    case .unknownImage, .unknownCategory, .noCategory: true
    case .malformed, .boxNotFinite, .boxNegative, .boxOutside: false
    }
  }
}

/// What is remarkable about a file's entries that were taken nevertheless, with what was made of them.
public typealias AnnotationRemarks = Findings<AnnotationRemark>

/// What is remarkable about an entry that was taken nevertheless, with what was made of it.
public enum AnnotationRemark: String, FindingKind {
  case duplicateID = "annotation id used before: given a new one"
  case missingID = "annotation without an id: given one"
  case textID = "annotation id that is no number: given a new one"
  case repeatedImage = "image listed again, the same: merged"
  case repeatedCategory = "category listed again, the same: merged"
  case otherKindOfID = "id written as a number here and as text elsewhere: taken as the same"
  case unnamedCategory = "category without a name: called by its id"
  case unknownFrequency = "frequency that is none of r, c, f: counted from the file instead"
  case noArea = "annotation without an area: its box's area counts"
  case negativeArea = "annotation of negative area: ignored in every size range, as by pycocotools"
  case negativeBox = "box of negative size: an object that nothing can find"
  case noMask = "annotation without a mask"
}

/// What is remarkable about lines of Open Images' files.
public typealias OpenImagesRemarks = Findings<OpenImagesRemark>

/// What is remarkable about a line, with what was made of it.
///
/// Of IsGroupOf TensorFlow's evaluator makes an integer (metrics/oid_challenge_evaluation_utils.py), and of that whether it
/// is not 0 (utils/object_detection_evaluation.py, `astype(dtype=bool)`): -1 is a group there.
public enum OpenImagesRemark: String, FindingKind {
  case unknownLabel = "box of a class that the descriptions lack: left out"
  case unknownVerified = "image-level label of a class that the descriptions lack: left out"
  case unknownDetected = "detection of a class that the descriptions lack: left out"
  case displayName = "class called by its display name: taken"
  case oddFlag = "IsGroupOf neither 0 nor 1: -1 and true count as a group, as TensorFlow's evaluator counts"
  case emptyBox = "detection whose box encloses nothing: left out, as by TensorFlow's evaluator"
  case unknownImage = "detection in an image without a box or a label: left out, as by TensorFlow's evaluator"
}

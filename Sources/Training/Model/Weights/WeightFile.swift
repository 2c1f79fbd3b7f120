import Foundation
import Torch

/// The named tensors of a file: torch.save's state dictionary or a pickle of NumPy's arrays, alone or in a checkpoint, or
/// safetensors.
///
/// Nothing in it is executed.
struct WeightFile {
  /// How much of a tensor's name is in the file.
  enum Matching {
    /// All of it.
    case wholeNames
    /// Perhaps its end alone, after a dot, as detectron2 reads its backbones (`matching_heuristics`).
    case endings
  }

  /// Where a checkpoint keeps its weights: ours, torchvision's references and detectron2's; mmdetection's; Lightning's;
  /// Detectron's.
  private static let places = ["model", "state_dict", "weights", "blobs"]

  let path: String
  let tensors: [String: Tensor]
  /// Who named the tensors.
  let names: WeightNames
  let matching: Matching
  /// The recipe that a checkpoint of ours was trained by.
  let recipe: String?

  /// - Throws: TrainingError.badWeights, or FileError where the file is damaged.
  init(_ path: String) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      throw TrainingError.badWeights(file: path, reason: "there is no such file")
    }
    let url = URL(fileURLWithPath: path)
    if path.hasSuffix(".safetensors") {
      let file = try SafeTensors(contentsOf: url)
      tensors = try WeightFile.plain(file.names.map { ($0, try file.tensor($0)) })
      (recipe, matching) = (nil, .wholeNames)
      names = WeightNames.of(tensors.keys)
    } else {
      let content = try CheckpointValue.read(from: url)
      let candidates = [content] + WeightFile.places.compactMap { content[$0] }
      let found = WeightFile.plain(candidates.map(\.tensors).first { !$0.isEmpty } ?? [])
      recipe = content["recipe"]?.asString
      matching = content["matching_heuristics"]?.asBool == true ? .endings : .wholeNames
      let isCaffe2 = Caffe2Names.areThese(found.keys)
      tensors = isCaffe2 ? WeightFile.renamed(found) : found
      names = isCaffe2 ? Caffe2Names.renamed : WeightNames.of(found.keys)
    }
  }

  /// Names without what data-parallel training puts before them.
  private static func plain(_ tensors: [NamedTensor]) -> [String: Tensor] {
    let wrapper = "module."
    let isWrapped = !tensors.isEmpty && tensors.allSatisfy { $0.name.hasPrefix(wrapper) }
    return Dictionary(
      tensors.map { (isWrapped ? String($0.name.dropFirst(wrapper.count)) : $0.name, $0.tensor) }
    ) { $1 }
  }

  private static func renamed(_ blobs: [String: Tensor]) -> [String: Tensor] {
    Dictionary(blobs.map { (Caffe2Names.detectron2Name(of: $0) ?? $0, $1) }) { $1 }
  }

  /// The name in the file of a tensor of ours; nil where it is not in it.
  func key(of name: String) -> String? {
    let theirs = names.candidates(for: name)
    switch matching {
    case .wholeNames: return ([name] + theirs).first { tensors[$0] != nil }
    case .endings: return theirs.lazy.flatMap(\.endings).first { tensors[$0] != nil }
    }
  }
}

extension String {
  /// The name, and what follows each of its dots, the longest first.
  fileprivate var endings: [String] {
    [self] + indices.filter { self[$0] == "." }.map { String(self[index(after: $0)...]) }
  }
}

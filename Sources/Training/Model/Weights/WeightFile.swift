import Foundation
import Torch

/// The named tensors of a file: torch.save's state dictionary, alone or in a checkpoint, or safetensors.
///
/// Nothing in it is executed.
struct WeightFile {
  /// Where a checkpoint keeps its weights: ours, torchvision's references and detectron2's; mmdetection's; Lightning's.
  private static let places = ["model", "state_dict", "weights"]

  let path: String
  let tensors: [String: Tensor]
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
      recipe = nil
    } else {
      let content = try CheckpointValue.read(from: url)
      let candidates = [content] + WeightFile.places.compactMap { content[$0] }
      tensors = WeightFile.plain(candidates.map(\.tensors).first { !$0.isEmpty } ?? [])
      recipe = content["recipe"]?.asString
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
}

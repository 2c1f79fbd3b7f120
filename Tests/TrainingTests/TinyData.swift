import CPUTensors
import Foundation
import Images
import Recipes
import RunStore

@testable import Training

/// Six images of 64 × 64 with a coloured box each on grey, of three classes, and a recipe that trains on them in moments.
final class TinyData: Sendable {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  private let content: TargetContent

  init(_ content: TargetContent = .boxesAndMasks) throws {
    self.content = content
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var images: [[String: Any]] = []
    var annotations: [[String: Any]] = []
    for index in 0..<6 {
      let (image, box) = TinyData.image(index)
      try image.writeJPEG(to: folder.appendingPathComponent("\(index).jpg"), quality: 95)
      images.append(["id": index, "file_name": "\(index).jpg", "width": 64, "height": 64])
      var annotation: [String: Any] = [
        "id": index, "image_id": index, "category_id": index % 3 + 1, "iscrowd": 0,
        "bbox": [box.x, box.y, box.side, box.side], "area": box.side * box.side,
      ]
      if content == .boxesAndMasks {
        annotation["segmentation"] = [
          [
            box.x, box.y, box.x + box.side, box.y, box.x + box.side, box.y + box.side, box.x,
            box.y + box.side,
          ]
        ]
      }
      annotations.append(annotation)
    }
    let categories = (1...3).map { ["id": $0, "name": "class \($0)"] as [String: Any] }
    let file: [String: Any] = ["images": images, "annotations": annotations, "categories": categories]
    try JSONSerialization.data(withJSONObject: file).write(to: folder.appendingPathComponent("boxes.json"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A slim detector that trains eight steps of two images; `overrides` win.
  func recipe(_ overrides: String...) throws -> Recipe {
    try recipe(.effectiveClassMargin, overrides)
  }

  /// The same with another loss.
  func recipe(_ loss: Recipe.Loss.Name, _ overrides: [String]) throws -> Recipe {
    try Recipe(named: "demo").training(with: loss).applying(
      overrides: [
        "name=tiny", "data.source=files", "data.train_annotations=\(annotations)",
        "data.train_images=\(folder.path)", "data.validation_annotations=\(annotations)",
        "data.validation_images=\(folder.path)", "detector.backbone_width=8", "detector.pyramid_width=16",
        "detector.anchor_sizes=[8, 16, 32, 64, 128]", "detector.training_proposals_per_level=50",
        "detector.training_proposals=30", "detector.inference_proposals_per_level=50",
        "detector.inference_proposals=20", "detector.region_samples=16", "detector.box_head_width=32",
        "schedule.length=8 steps", "schedule.warm_up=2 steps", "input.batch=2", "input.micro_batch=2",
        "input.sizes=[64]", "input.max_side=64", "evaluation.interval=100 steps", "evaluation.size=64",
        "evaluation.max_side=64", "run.threads=1", "run.margin_interval=2",
      ] + overrides)
  }

  /// A folder for a new run of a recipe.
  func run(_ name: String, _ recipe: Recipe) throws -> RunFolder {
    try RunFolder(creating: folder.appendingPathComponent(name).path, recipe: recipe.text)
  }

  /// What is trained and evaluated on: the same images.
  var sources: DataSources {
    let images = Recipe.AnnotatedImages(annotations: annotations, images: folder.path)
    return .files(train: images, validation: images)
  }

  private var annotations: String { folder.appendingPathComponent("boxes.json").path }

  private static func image(_ index: Int) -> (RGBImage, (x: Int, y: Int, side: Int)) {
    let colors: [SIMD3<UInt8>] = [[220, 40, 40], [40, 200, 60], [50, 60, 230]]
    let box = (x: 4 + 5 * index, y: 30 - 4 * index, side: 16 + 2 * index)
    var image = RGBImage(size: PixelSize(width: 64, height: 64), filledWith: [120, 120, 120])
    for y in box.y..<box.y + box.side {
      for x in box.x..<box.x + box.side {
        for channel in 0..<3 { image.pixels[(y * 64 + x) * 3 + channel] = colors[index % 3][channel] }
      }
    }
    return (image, box)
  }
}

extension Ranks {
  /// The only process of a run, on the CPU.
  static var alone: Ranks { Ranks(alone: .cpu) }
}

extension TrainingContext {
  /// The only process of a run, on the CPU.
  static let cpu = TrainingContext(device: .cpu, rank: 0, worldSize: 1)
}

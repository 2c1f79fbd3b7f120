import Testing
import Torch

/// torchvision 0.28's RoIAlign, NMS and mask pasting.
@Suite struct KernelGoldenTests {
  @Test func pooledRegionsAndTheirGradientEqualTorchvision() throws {
    try GoldenFiles.forEachDetector { file in
      let features = try file.tensor("roialign.features").requiresGrad()
      let rois = try file.tensor("roialign.rois_scale_quarter")
      func pooled(_ pooling: RegionPooling) -> Tensor {
        pooling(
          levels: [features], scales: [0.25], boxes: rois.narrow(1, 1, 4),
          images: rois.select(1, 0).to(.int64),
          assignment: Tensor.zeros([rois.size(0)], dtype: .int64))
      }
      let aligned = pooled(RegionPooling(size: (7, 7), samplingRatio: 2, aligned: true))
      let unaligned = pooled(RegionPooling(size: (7, 7), samplingRatio: 2, aligned: false))
      let adaptive = pooled(RegionPooling(size: (3, 3), samplingRatio: 0, aligned: true))
      #expect(relativeError(aligned, try file.tensor("roialign.out_7_ratio2_aligned")) < 1e-5)
      #expect(relativeError(unaligned, try file.tensor("roialign.out_7_ratio2_unaligned")) < 1e-5)
      #expect(relativeError(adaptive, try file.tensor("roialign.out_3_adaptive_aligned")) < 1e-5)
      aligned.backward(gradient: try file.tensor("roialign.grad_out"))
      let gradient = try #require(features.grad)
      #expect(relativeError(gradient, try file.tensor("roialign.grad_features")) < 1e-5)
    }
  }

  @Test func keptBoxesEqualTorchvision() throws {
    try GoldenFiles.forEachDetector { file in
      let boxes = try file.tensor("nms.boxes")
      let scores = try file.tensor("nms.scores")
      func expected(_ name: String) throws -> [Int] { try file.tensor(name).array(of: Int.self) }
      #expect(
        Tensor.nms(boxes: boxes, scores: scores, iou: 0.5).array(of: Int.self)
          == (try expected("nms.keep_050")))
      #expect(
        Tensor.nms(boxes: boxes, scores: scores, iou: 0.3).array(of: Int.self)
          == (try expected("nms.keep_030")))
      let classes = try file.tensor("nms.classes")
      #expect(
        Tensor.batchedNMS(boxes: boxes, scores: scores, classes: classes, iou: 0.5).array(of: Int.self)
          == (try expected("nms.keep_per_class_050")))
    }
  }
}

#include <ATen/ops/empty.h>
#include <ATen/ops/sort.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "Shim.h"

using namespace tailboard;

namespace {

/// Boxes in falling order of score, a coordinate an array, so that one box meets many in a vector.
struct Boxes {
  std::vector<float> x1, y1, x2, y2, area;

  Boxes(const float *boxes, const std::vector<int64_t> &order) {
    for (int64_t i : order) {
      const float *box = boxes + 4 * i;
      x1.push_back(box[0]);
      y1.push_back(box[1]);
      x2.push_back(box[2]);
      y2.push_back(box[3]);
      area.push_back((box[2] - box[0]) * (box[3] - box[1]));
    }
  }

  size_t count() const { return x1.size(); }

  /// Marks the later boxes whose intersection over union with box `i` exceeds the threshold.
  void suppress(size_t i, float threshold, uint8_t *suppressed) const {
    const float left = x1[i], top = y1[i], right = x2[i], bottom = y2[i], own = area[i];
    for (size_t j = i + 1; j < count(); j++) {
      const float width = std::max(0.f, std::min(right, x2[j]) - std::max(left, x1[j]));
      const float height = std::max(0.f, std::min(bottom, y2[j]) - std::max(top, y1[j]));
      const float overlap = width * height;
      suppressed[j] |= overlap / (own + area[j] - overlap) > threshold;
    }
  }
};

void keepBest(const float *boxes, const std::vector<int64_t> &order, float threshold, uint8_t *kept) {
  const Boxes sorted(boxes, order);
  std::vector<uint8_t> suppressed(order.size(), 0);
  for (size_t i = 0; i < order.size(); i++) {
    if (suppressed[i]) continue;
    kept[order[i]] = 1;
    sorted.suppress(i, threshold, suppressed.data());
  }
}

/// The largest float not above `threshold`: a float exceeds one exactly when it exceeds the other.
float roundedDown(double threshold) {
  const float nearest = static_cast<float>(threshold);
  return nearest > threshold ? std::nextafter(nearest, -std::numeric_limits<float>::infinity()) : nearest;
}

at::Tensor nms(const at::Tensor &boxes, const at::Tensor &scores, const at::Tensor &classes, double threshold) {
  TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4, "boxes must be [N, 4], got ", boxes.sizes());
  TORCH_CHECK(scores.dim() == 1 && scores.size(0) == boxes.size(0), "scores must be [N], got ", scores.sizes());
  const int64_t count = boxes.size(0);
  const at::Tensor order = std::get<1>(scores.detach().sort(true, 0, true)).cpu();
  const at::Tensor corners = boxes.detach().to(at::kCPU, at::kFloat).contiguous();
  at::Tensor labels;
  if (classes.defined()) labels = classes.detach().to(at::kCPU, at::kLong).contiguous();

  std::map<int64_t, std::vector<int64_t>> groups;
  for (int64_t k = 0; k < count; k++) {
    const int64_t i = order.const_data_ptr<int64_t>()[k];
    groups[labels.defined() ? labels.const_data_ptr<int64_t>()[i] : 0].push_back(i);
  }
  std::vector<uint8_t> kept(count, 0);
  for (const auto &group : groups) {
    keepBest(corners.const_data_ptr<float>(), group.second, roundedDown(threshold), kept.data());
  }

  at::Tensor result = at::empty({std::count(kept.begin(), kept.end(), 1)}, at::kLong);
  int64_t *next = result.mutable_data_ptr<int64_t>();
  for (int64_t k = 0; k < count; k++) {
    const int64_t i = order.const_data_ptr<int64_t>()[k];
    if (kept[i]) *next++ = i;
  }
  return result.to(boxes.device());
}

}  // namespace

CTResult ct_nms(CTTensor boxes, CTTensor scores, CTTensor classes, double threshold) noexcept {
  return tensor([&] { return nms(T(boxes), T(scores), classes ? T(classes) : at::Tensor(), threshold); });
}

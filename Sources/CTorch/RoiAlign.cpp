// RoIAlign (He et al., "Mask R-CNN", 2017) over all levels of a feature pyramid, channels-last.
//
// The patches that bins read are found once per region (RoiTaps.h); the inner loops run over channels, which lie side by
// side.

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <torch/csrc/autograd/custom_function.h>

#include "RoiTaps.h"
#include "Parallel.h"
#include "Shim.h"

using namespace tailboard;

namespace {

/// A [N, C, H, W] map whose channels lie side by side.
template <class Element>
struct Map {
  Element *data;
  int64_t images, channels, rows, columns;

  Element *pixel(int64_t image, int64_t row, int64_t column) const {
    return data + ((image * rows + row) * columns + column) * channels;
  }
};

/// Where each region reads: image and level, checked.
struct Placement {
  at::Tensor boxes, images, levels;
  std::vector<double> scales;

  Placement(const at::Tensor &boxes, const at::Tensor &images, const at::Tensor &levels, at::ScalarType real,
            std::vector<double> scales)
      : boxes(boxes.to(real).contiguous()),
        images(images.to(at::kLong).contiguous()),
        levels(levels.to(at::kLong).contiguous()),
        scales(std::move(scales)) {}

  void check(int64_t imageCount) const {
    TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4, "boxes must be [R, 4], got ", boxes.sizes());
    TORCH_CHECK(images.sizes() == boxes.sizes().slice(0, 1), "one image index a box, got ", images.sizes());
    TORCH_CHECK(levels.sizes() == boxes.sizes().slice(0, 1), "one level a box, got ", levels.sizes());
    for (int64_t r = 0; r < count(); r++) {
      TORCH_CHECK(image(r) >= 0 && image(r) < imageCount, "region ", r, " names image ", image(r), " of ", imageCount);
      TORCH_CHECK(
          level(r) >= 0 && level(r) < static_cast<int64_t>(scales.size()), "region ", r, " names level ", level(r),
          " of ", scales.size());
    }
  }

  int64_t count() const { return boxes.size(0); }
  int64_t image(int64_t region) const { return images.const_data_ptr<int64_t>()[region]; }
  int64_t level(int64_t region) const { return levels.const_data_ptr<int64_t>()[region]; }
};

/// destination[0 ..< Width] = Σ weight · pixel over the patch of one bin.
template <int Width, class Element, class Real>
void gather(const Map<const Element> &map, int64_t image, const Span &y, const Span &x, const Real *weights,
            int64_t channel, Element *destination) {
  Real sum[Width] = {};
  for (int32_t row = 0; row < y.count; row++) {
    const Element *pixel = map.pixel(image, y.first + row, x.first) + channel;
    for (int32_t column = 0; column < x.count; column++, pixel += map.channels) {
      const Real weight = weights[y.weights + row] * weights[x.weights + column];
      for (int c = 0; c < Width; c++) sum[c] += weight * static_cast<Real>(pixel[c]);
    }
  }
  for (int c = 0; c < Width; c++) destination[channel + c] = static_cast<Element>(sum[c]);
}

/// Adds weight · source to every pixel of the patch of one bin, `width` channels of it.
template <class Element, class Real>
void scatter(Real *map, int64_t stride, int64_t columns, const Span &y, const Span &x, const Real *weights,
             const Element *source, int64_t width) {
  for (int32_t row = 0; row < y.count; row++) {
    Real *pixel = map + ((y.first + row) * columns + x.first) * stride;
    for (int32_t column = 0; column < x.count; column++, pixel += stride) {
      const Real weight = weights[y.weights + row] * weights[x.weights + column];
      for (int64_t c = 0; c < width; c++) pixel[c] += weight * static_cast<Real>(source[c]);
    }
  }
}

template <class Element, class Real>
void forward(const std::vector<Map<const Element>> &maps, const Placement &placement, const Pooling &pooling,
             Element *output) {
  const int64_t channels = maps[0].channels;
  const Real *boxes = placement.boxes.const_data_ptr<Real>();
  parallelFor(0, placement.count(), 8, [&](int64_t begin, int64_t end) {
    Taps<Real> taps;
    for (int64_t region = begin; region < end; region++) {
      const auto &map = maps[placement.level(region)];
      const int64_t image = placement.image(region);
      taps.clear();
      taps.append(boxes + 4 * region, placement.scales[placement.level(region)], map.rows, map.columns, pooling);
      Element *bin = output + region * pooling.height * pooling.width * channels;
      for (int64_t i = 0; i < pooling.height; i++) {
        for (int64_t j = 0; j < pooling.width; j++, bin += channels) {
          const Span &y = taps.spans[i], &x = taps.spans[pooling.height + j];
          int64_t c = 0;
          for (; c + 64 <= channels; c += 64) gather<64>(map, image, y, x, taps.weights.data(), c, bin);
          for (; c + 16 <= channels; c += 16) gather<16>(map, image, y, x, taps.weights.data(), c, bin);
          for (; c < channels; c++) gather<1>(map, image, y, x, taps.weights.data(), c, bin);
        }
      }
    }
  });
}

/// The regions of one image on one level, which alone write to that part of a gradient map.
using Bucket = std::vector<int64_t>;

template <class Element, class Real>
struct Backward {
  const std::vector<Map<Element>> &maps;
  const Placement &placement;
  const Pooling &pooling;
  const Element *gradient;
  Taps<Real> taps;
  std::vector<Bucket> buckets;

  void run() {
    const int64_t channels = maps[0].channels, images = maps[0].images;
    buckets.resize(maps.size() * images);
    for (int64_t region = 0; region < placement.count(); region++) {
      const int64_t level = placement.level(region);
      buckets[level * images + placement.image(region)].push_back(region);
      taps.append(placement.boxes.const_data_ptr<Real>() + 4 * region, placement.scales[level], maps[level].rows,
                  maps[level].columns, pooling);
    }
    // No two tasks write to one address: a task owns a block of channels of one image of one level.
    const int64_t width = std::min<int64_t>(channels, 64);
    const int64_t blocks = (channels + width - 1) / width, count = buckets.size();
    parallelFor(0, blocks * count, 1, [&](int64_t begin, int64_t end) {
      for (int64_t task = begin; task < end; task++) {
        const int64_t bucket = task % count, channel = task / count * width;
        if (!maps[bucket / images].data) continue;
        add(maps[bucket / images], bucket % images, buckets[bucket], channel, std::min(width, channels - channel));
      }
    });
  }

 private:
  void add(const Map<Element> &map, int64_t image, const Bucket &regions, int64_t channel, int64_t width) {
    if (regions.empty()) return;
    if constexpr (std::is_same_v<Element, Real>) {
      addTo(map.pixel(image, 0, 0) + channel, map.channels, map, regions, channel, width);
    } else {
      // A half-precision map would round at every addition: sum in full precision, round once.
      std::vector<Real> sums(map.rows * map.columns * width, 0);
      addTo(sums.data(), width, map, regions, channel, width);
      for (int64_t p = 0; p < map.rows * map.columns; p++) {
        Element *pixel = map.pixel(image, 0, p) + channel;
        for (int64_t c = 0; c < width; c++) pixel[c] = static_cast<Element>(sums[p * width + c]);
      }
    }
  }

  void addTo(Real *destination, int64_t stride, const Map<Element> &map, const Bucket &regions, int64_t channel,
             int64_t width) {
    const int64_t spans = pooling.height + pooling.width;
    for (int64_t region : regions) {
      const Span *y = &taps.spans[region * spans], *x = y + pooling.height;
      const Element *bin = gradient + region * pooling.height * pooling.width * map.channels + channel;
      for (int64_t i = 0; i < pooling.height; i++) {
        for (int64_t j = 0; j < pooling.width; j++, bin += map.channels) {
          scatter(destination, stride, map.columns, y[i], x[j], taps.weights.data(), bin, width);
        }
      }
    }
  }
};

template <class Body>
void dispatch(at::ScalarType type, Body &&body) {
  switch (type) {
    case at::kFloat: return body(float(), float());
    case at::kDouble: return body(double(), double());
    case at::kBFloat16: return body(at::BFloat16(), float());
    default: TORCH_CHECK(false, "RoIAlign of ", type, " is not offered");
  }
}

at::ScalarType realType(at::ScalarType type) { return type == at::kDouble ? at::kDouble : at::kFloat; }

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct RoiAlign : torch::autograd::Function<RoiAlign> {
  static at::Tensor forward(AutogradContext *context, at::TensorList levels, const at::Tensor &boxes,
                            const at::Tensor &images, const at::Tensor &assignment, std::vector<double> scales,
                            Pooling pooling) {
    const at::Tensor &first = levels[0];
    const Placement placement(boxes, images, assignment, realType(first.scalar_type()), scales);
    placement.check(first.size(0));
    at::Tensor output =
        at::empty({placement.count(), first.size(1), pooling.height, pooling.width},
                  first.options().memory_format(at::MemoryFormat::ChannelsLast));
    std::vector<at::Tensor> contiguous;
    for (const at::Tensor &level : levels) contiguous.push_back(level.contiguous(at::MemoryFormat::ChannelsLast));
    dispatch(first.scalar_type(), [&](auto element, auto real) {
      using Element = decltype(element);
      std::vector<Map<const Element>> maps;
      for (const at::Tensor &level : contiguous) maps.push_back(map(level.const_data_ptr<Element>(), level.sizes()));
      ::forward<Element, decltype(real)>(maps, placement, pooling, output.mutable_data_ptr<Element>());
    });
    context->save_for_backward({placement.boxes, placement.images, placement.levels});
    context->saved_data["scales"] = scales;
    context->saved_data["pooling"] = std::vector<int64_t>{
        pooling.height, pooling.width, pooling.samplingRatio, static_cast<int64_t>(pooling.aligned)};
    std::vector<int64_t> sizes;
    for (const at::Tensor &level : levels) sizes.insert(sizes.end(), level.sizes().begin(), level.sizes().end());
    context->saved_data["sizes"] = sizes;
    return output;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const variable_list saved = context->get_saved_variables();
    const std::vector<int64_t> sizes = context->saved_data["sizes"].toIntVector();
    const std::vector<int64_t> pooled = context->saved_data["pooling"].toIntVector();
    const Pooling pooling{pooled[0], pooled[1], pooled[2], pooled[3] != 0};
    const at::Tensor gradient = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
    const Placement placement(saved[0], saved[1], saved[2], saved[0].scalar_type(),
                              context->saved_data["scales"].toDoubleVector());
    // One gradient a level, and none for boxes, images, assignment, scales and pooling.
    const size_t levels = sizes.size() / 4;
    variable_list result(levels + 5);
    for (size_t i = 0; i < levels; i++) {
      if (!context->needs_input_grad(i)) continue;
      result[i] = at::empty(at::IntArrayRef(&sizes[4 * i], 4),
                            gradient.options().memory_format(at::MemoryFormat::ChannelsLast)).zero_();
    }
    dispatch(gradient.scalar_type(), [&](auto element, auto real) {
      using Element = decltype(element);
      std::vector<Map<Element>> maps;
      for (size_t i = 0; i < levels; i++) {
        Element *data = result[i].defined() ? result[i].template mutable_data_ptr<Element>() : nullptr;
        maps.push_back(map(data, at::IntArrayRef(&sizes[4 * i], 4)));
      }
      Backward<Element, decltype(real)>{
          maps, placement, pooling, gradient.const_data_ptr<Element>(), {}, {}}.run();
    });
    return result;
  }

 private:
  template <class Element>
  static Map<Element> map(Element *data, at::IntArrayRef sizes) {
    return {data, sizes[0], sizes[1], sizes[2], sizes[3]};
  }
};

}  // namespace

CTResult ct_roi_align(
    const CTTensor *levels, const double *scales, size_t level_count, CTTensor boxes, CTTensor images,
    CTTensor assignment, CTInt height, CTInt width, CTInt sampling_ratio, bool aligned) noexcept {
  return tensor([&] {
    const std::vector<at::Tensor> maps = list(levels, level_count);
    return RoiAlign::apply(at::TensorList(maps), T(boxes), T(images), T(assignment),
                           std::vector<double>(scales, scales + level_count),
                           Pooling{height, width, sampling_ratio, aligned});
  });
}

// The patches of pixels that the bins of a pooled region read.
//
// Bilinear samples on a grid are separable: the weight of pixel (y, x) in a bin is a product of one weight along y
// and one along x, and neighbouring samples share pixels. So a bin is a small dense patch, rows × columns of weights.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tailboard {

struct Pooling {
  int64_t height, width, samplingRatio;
  bool aligned;
};

/// The pixels a bin reads along one axis.
struct Span {
  int32_t first, count;
  size_t weights;
};

/// Spans and weights of regions: for each region `height` spans along y, then `width` along x.
template <class Real>
struct Taps {
  std::vector<Span> spans;
  std::vector<Real> weights;

  void clear() {
    spans.clear();
    weights.clear();
  }

  void append(const Real *box, Real scale, int64_t rows, int64_t columns, const Pooling &pooling) {
    appendAxis(box[1] * scale, box[3] * scale, rows, pooling.height, pooling);
    appendAxis(box[0] * scale, box[2] * scale, columns, pooling.width, pooling);
  }

 private:
  void appendAxis(Real from, Real to, int64_t size, int64_t bins, const Pooling &pooling) {
    const Real start = pooling.aligned ? from - Real(0.5) : from;
    const Real end = pooling.aligned ? to - Real(0.5) : to;
    const Real length = pooling.aligned ? end - start : std::max(end - start, Real(1));
    const Real bin = length / bins;
    int64_t samples = pooling.samplingRatio;
    if (samples <= 0) samples = std::isfinite(bin) ? std::max<int64_t>(0, std::ceil(bin)) : 0;
    for (int64_t i = 0; i < bins; i++) appendBin(start + i * bin, bin, samples, size);
  }

  void appendBin(Real start, Real length, int64_t samples, int64_t size) {
    auto position = [&](int64_t sample) { return start + (sample + Real(0.5)) * length / samples; };
    int64_t low = size, high = -1;
    for (int64_t s = 0; s < samples; s++) {
      if (!inside(position(s), size)) continue;
      const int64_t pixel = floorPixel(position(s), size);
      low = std::min(low, pixel);
      high = std::max(high, std::min(pixel + 1, size - 1));
    }
    const size_t base = weights.size();
    const int64_t count = std::max<int64_t>(0, high - low + 1);
    spans.push_back({static_cast<int32_t>(low), static_cast<int32_t>(count), base});
    weights.resize(base + count, 0);
    for (int64_t s = 0; s < samples; s++) {
      if (!inside(position(s), size)) continue;
      const int64_t pixel = floorPixel(position(s), size);
      const Real fraction = pixel == size - 1 ? Real(0) : std::max(position(s), Real(0)) - pixel;
      weights[base + pixel - low] += (1 - fraction) / samples;
      if (fraction > 0) weights[base + pixel - low + 1] += fraction / samples;
    }
  }

  /// Samples up to one pixel outside read the border; farther ones (and NaN) read nothing.
  static bool inside(Real position, int64_t size) { return position >= -1 && position <= size; }
  static int64_t floorPixel(Real position, int64_t size) {
    return std::min<int64_t>(std::max(position, Real(0)), size - 1);
  }
};

}  // namespace tailboard

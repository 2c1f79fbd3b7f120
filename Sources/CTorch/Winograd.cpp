// 3×3 convolution by Winograd's minimal filtering F(2×2, 3×3) (Lavin & Gray, CVPR 2016, arXiv 1509.09308).
//
// An output tile of 2×2 takes 16 products per pair of channels in place of 36: Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A, with
//   Bᵀ = [1 0 −1 0; 0 1 1 0; 0 −1 1 0; 0 1 0 −1],  G = [1 0 0; ½ ½ ½; ½ −½ ½; 0 0 1],  Aᵀ = [1 1 1 0; 0 1 −1 −1].
// For each of the 16 frequencies the sum over channels is a product of matrices, tiles × inputs by inputs × outputs.
// Blocks of tiles are transformed, multiplied and transformed back while they lie in the cache. The weight's gradient is
// the same bilinear form the other way: Gᵀ [Σ over tiles (Bᵀ d B) ⊗ (A y Aᵀ)] G.

#include "Winograd.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>

#include "Parallel.h"

namespace tailboard::winograd {

namespace {

constexpr int64_t frequencies = 16, lanes = 16, panel = 64;

typedef float Vector __attribute__((vector_size(lanes * sizeof(float)), aligned(sizeof(float))));

inline Vector load(const float *source) { return *reinterpret_cast<const Vector *>(source); }
inline void store(float *destination, Vector value) { *reinterpret_cast<Vector *>(destination) = value; }

/// A map of tiles of 2×2 pixels: a batch of images, channels side by side.
struct Tiles {
  int64_t images, height, width, rows, columns;

  explicit Tiles(at::IntArrayRef sizes)
      : images(sizes[0]), height(sizes[2]), width(sizes[3]), rows((height + 1) / 2), columns((width + 1) / 2) {}

  int64_t count() const { return images * rows * columns; }

  struct Place {
    int64_t image, y, x;
  };
  Place place(int64_t tile) const {
    return {tile / (rows * columns), tile / columns % rows * 2, tile % columns * 2};
  }

  /// The pixel's index, or −1 outside of the image.
  int64_t pixel(const Place &at, int64_t dy, int64_t dx) const {
    const int64_t y = at.y + dy, x = at.x + dx;
    if (y < 0 || y >= height || x < 0 || x >= width) return -1;
    return (at.image * height + y) * width + x;
  }
};

/// Transformed tiles of one block: for each frequency a matrix of tiles × channels, a little apart, as the distance of
/// whole pages would put all frequencies of a tile into one set of the cache.
struct Block {
  int64_t channels, stride;
  at::Tensor memory;
  float *data;

  Block(int64_t tiles, int64_t channels)
      : channels(channels),
        stride(tiles * channels + panel),
        memory(at::empty({frequencies * stride}, at::kFloat)),
        data(memory.mutable_data_ptr<float>()) {}

  float *at(int64_t frequency, int64_t tile) const { return data + frequency * stride + tile * channels; }
};

// MARK: Transforms, of one tile

/// Bᵀ d B
void transformInput(const float *map, const Tiles &tiles, int64_t tile, const Block &block, int64_t row) {
  const auto place = tiles.place(tile);
  const float *pixels[4][4];
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
      const int64_t pixel = tiles.pixel(place, i - 1, j - 1);
      pixels[i][j] = pixel < 0 ? nullptr : map + pixel * block.channels;
    }
  }
  for (int64_t c = 0; c < block.channels; c += lanes) {
    Vector d[4][4], half[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) d[i][j] = pixels[i][j] ? load(pixels[i][j] + c) : Vector{};
    }
    for (int j = 0; j < 4; j++) {
      half[0][j] = d[0][j] - d[2][j];
      half[1][j] = d[1][j] + d[2][j];
      half[2][j] = d[2][j] - d[1][j];
      half[3][j] = d[1][j] - d[3][j];
    }
    for (int i = 0; i < 4; i++) {
      store(block.at(4 * i, row) + c, half[i][0] - half[i][2]);
      store(block.at(4 * i + 1, row) + c, half[i][1] + half[i][2]);
      store(block.at(4 * i + 2, row) + c, half[i][2] - half[i][1]);
      store(block.at(4 * i + 3, row) + c, half[i][1] - half[i][3]);
    }
  }
}

struct Epilogue {
  const float *bias, *residual;
  bool relu;
};

/// Aᵀ m A, then bias, residual and ReLU.
void transformOutput(const Block &block, int64_t row, const Tiles &tiles, int64_t tile, const Epilogue &epilogue,
                     float *map) {
  const auto place = tiles.place(tile);
  for (int64_t c = 0; c < block.channels; c += lanes) {
    Vector half[2][4];
    for (int j = 0; j < 4; j++) {
      const Vector m0 = load(block.at(j, row) + c), m1 = load(block.at(4 + j, row) + c);
      const Vector m2 = load(block.at(8 + j, row) + c), m3 = load(block.at(12 + j, row) + c);
      half[0][j] = m0 + m1 + m2;
      half[1][j] = m1 - m2 - m3;
    }
    const Vector bias = epilogue.bias ? load(epilogue.bias + c) : Vector{};
    for (int i = 0; i < 2; i++) {
      const Vector y[2] = {half[i][0] + half[i][1] + half[i][2] + bias, half[i][1] - half[i][2] - half[i][3] + bias};
      for (int j = 0; j < 2; j++) {
        const int64_t pixel = tiles.pixel(place, i, j);
        if (pixel < 0) continue;
        Vector value = y[j];
        if (epilogue.residual) value += load(epilogue.residual + pixel * block.channels + c);
        if (epilogue.relu) value = value > 0 ? value : Vector{};
        store(map + pixel * block.channels + c, value);
      }
    }
  }
}

/// A y Aᵀ
void transformSlope(const float *map, const Tiles &tiles, int64_t tile, const Block &block, int64_t row) {
  const auto place = tiles.place(tile);
  for (int64_t c = 0; c < block.channels; c += lanes) {
    Vector y[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        const int64_t pixel = tiles.pixel(place, i, j);
        y[i][j] = pixel < 0 ? Vector{} : load(map + pixel * block.channels + c);
      }
    }
    const Vector half[4][2] = {
        {y[0][0], y[0][1]}, {y[0][0] + y[1][0], y[0][1] + y[1][1]}, {y[0][0] - y[1][0], y[0][1] - y[1][1]},
        {-y[1][0], -y[1][1]}};
    for (int i = 0; i < 4; i++) {
      store(block.at(4 * i, row) + c, half[i][0]);
      store(block.at(4 * i + 1, row) + c, half[i][0] + half[i][1]);
      store(block.at(4 * i + 2, row) + c, half[i][0] - half[i][1]);
      store(block.at(4 * i + 3, row) + c, -half[i][1]);
    }
  }
}

// MARK: Transforms of the weight

/// G g Gᵀ of taps [inputs, 9, outputs], in panels: [frequency][outputs / 64][inputs][64].
at::Tensor transformedWeight(const at::Tensor &taps, bool flipped) {
  const int64_t inputs = taps.size(0), outputs = taps.size(2);
  at::Tensor result = at::empty({frequencies, outputs / panel, inputs, panel}, taps.options());
  const float *source = taps.const_data_ptr<float>();
  float *destination = result.mutable_data_ptr<float>();
  parallelFor(0, inputs, 16, [&](int64_t begin, int64_t end) {
    for (int64_t input = begin; input < end; input++) {
      for (int64_t output = 0; output < outputs; output += lanes) {
        Vector g[9], half[4][3];
        for (int i = 0; i < 9; i++) g[i] = load(source + (input * 9 + (flipped ? 8 - i : i)) * outputs + output);
        for (int j = 0; j < 3; j++) {
          half[0][j] = g[j];
          half[1][j] = 0.5f * (g[j] + g[3 + j] + g[6 + j]);
          half[2][j] = 0.5f * (g[j] - g[3 + j] + g[6 + j]);
          half[3][j] = g[6 + j];
        }
        float *place = destination + (output / panel * inputs + input) * panel + output % panel;
        for (int i = 0; i < 4; i++) {
          const int64_t step = inputs * outputs;
          store(place + (4 * i) * step, half[i][0]);
          store(place + (4 * i + 1) * step, 0.5f * (half[i][0] + half[i][1] + half[i][2]));
          store(place + (4 * i + 2) * step, 0.5f * (half[i][0] - half[i][1] + half[i][2]));
          store(place + (4 * i + 3) * step, half[i][2]);
        }
      }
    }
  });
  return result;
}

/// Gᵀ u G of sums [parts, frequency, inputs, outputs] over the parts: taps [inputs, 9, outputs].
at::Tensor tapsOfSums(const at::Tensor &sums) {
  const int64_t parts = sums.size(0), inputs = sums.size(2), outputs = sums.size(3), step = inputs * outputs;
  at::Tensor result = at::empty({inputs, 9, outputs}, sums.options());
  const float *source = sums.const_data_ptr<float>();
  float *destination = result.mutable_data_ptr<float>();
  parallelFor(0, inputs, 16, [&](int64_t begin, int64_t end) {
    for (int64_t input = begin; input < end; input++) {
      for (int64_t output = 0; output < outputs; output += lanes) {
        Vector u[16] = {}, half[3][4];
        for (int64_t part = 0; part < parts; part++) {
          for (int f = 0; f < 16; f++) {
            u[f] += load(source + (part * frequencies + f) * step + input * outputs + output);
          }
        }
        for (int j = 0; j < 4; j++) {
          half[0][j] = u[j] + 0.5f * (u[4 + j] + u[8 + j]);
          half[1][j] = 0.5f * (u[4 + j] - u[8 + j]);
          half[2][j] = 0.5f * (u[4 + j] + u[8 + j]) + u[12 + j];
        }
        float *place = destination + input * 9 * outputs + output;
        for (int i = 0; i < 3; i++) {
          store(place + (3 * i) * outputs, half[i][0] + 0.5f * (half[i][1] + half[i][2]));
          store(place + (3 * i + 1) * outputs, 0.5f * (half[i][1] - half[i][2]));
          store(place + (3 * i + 2) * outputs, 0.5f * (half[i][1] + half[i][2]) + half[i][3]);
        }
      }
    }
  });
  return result;
}

// MARK: Products

/// c[Rows × 64] (+)= a[Rows × depth] · b[depth × 64]; `rowStep` and `depthStep` walk a, `bStep` the rows of b.
template <int Rows, bool Adds>
void multiply(const float *a, int64_t rowStep, int64_t depthStep, const float *b, int64_t bStep, int64_t depth, float *c,
              int64_t cStep) {
  Vector sum[Rows][4];
  for (int r = 0; r < Rows; r++) {
    for (int j = 0; j < 4; j++) sum[r][j] = Adds ? load(c + r * cStep + j * lanes) : Vector{};
  }
  for (int64_t k = 0; k < depth; k++) {
    const float *row = b + k * bStep;
    const Vector b0 = load(row), b1 = load(row + lanes), b2 = load(row + 2 * lanes), b3 = load(row + 3 * lanes);
    for (int r = 0; r < Rows; r++) {
      const float factor = a[r * rowStep + k * depthStep];
      sum[r][0] += factor * b0;
      sum[r][1] += factor * b1;
      sum[r][2] += factor * b2;
      sum[r][3] += factor * b3;
    }
  }
  for (int r = 0; r < Rows; r++) {
    for (int j = 0; j < 4; j++) store(c + r * cStep + j * lanes, sum[r][j]);
  }
}

/// The same for any number of rows, six at a time: 24 sums fill the registers that b and a leave.
template <bool Adds>
void multiplyRows(int64_t rows, const float *a, int64_t rowStep, int64_t depthStep, const float *b, int64_t bStep,
                  int64_t depth, float *c, int64_t cStep) {
  int64_t r = 0;
  for (; r + 6 <= rows; r += 6) {
    multiply<6, Adds>(a + r * rowStep, rowStep, depthStep, b, bStep, depth, c + r * cStep, cStep);
  }
  for (; r + 4 <= rows; r += 4) {
    multiply<4, Adds>(a + r * rowStep, rowStep, depthStep, b, bStep, depth, c + r * cStep, cStep);
  }
  for (; r < rows; r++) {
    multiply<1, Adds>(a + r * rowStep, rowStep, depthStep, b, bStep, depth, c + r * cStep, cStep);
  }
}

at::Tensor convolve(const at::Tensor &x, const at::Tensor &weight, const Epilogue &epilogue) {
  constexpr int64_t blockSize = 48;
  const int64_t inputs = weight.size(2), outputs = weight.size(1) * panel;
  const Tiles tiles(x.sizes());
  at::Tensor y = at::empty({x.size(0), outputs, x.size(2), x.size(3)},
                           x.options().memory_format(at::MemoryFormat::ChannelsLast));
  const float *source = x.const_data_ptr<float>(), *u = weight.const_data_ptr<float>();
  float *destination = y.mutable_data_ptr<float>();
  parallelFor(0, (tiles.count() + blockSize - 1) / blockSize, 1, [&](int64_t begin, int64_t end) {
    const Block v(blockSize, inputs), m(blockSize, outputs);
    for (int64_t block = begin; block < end; block++) {
      const int64_t first = block * blockSize, count = std::min(blockSize, tiles.count() - first);
      for (int64_t t = 0; t < count; t++) transformInput(source, tiles, first + t, v, t);
      for (int64_t f = 0; f < frequencies; f++) {
        for (int64_t k = 0; k < outputs; k += panel) {
          multiplyRows<false>(count, v.at(f, 0), inputs, 1, u + (f * outputs + k) * inputs, panel, inputs,
                              m.at(f, 0) + k, outputs);
        }
      }
      for (int64_t t = 0; t < count; t++) transformOutput(m, t, tiles, first + t, epilogue, destination);
    }
  });
  return y;
}

}  // namespace

bool gains(const at::Tensor &x, const at::Tensor &weight, const onednn::Convolution &geometry) {
  const int64_t inputs = weight.size(1), outputs = weight.size(0);
  return onednn::serves(x) && x.scalar_type() == at::kFloat && weight.scalar_type() == at::kFloat &&
         weight.size(2) == 3 && weight.size(3) == 3 && geometry.stride == 1 && geometry.padding == 1 &&
         inputs == x.size(1) && inputs % panel == 0 && outputs % panel == 0 &&
         Tiles(x.sizes()).count() >= 2 * std::max(inputs, outputs);
}

at::Tensor convolution(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &bias,
                       const std::optional<at::Tensor> &residual, bool relu) {
  const int64_t outputs = weight.size(0), inputs = weight.size(1);
  const at::Tensor taps = weight.reshape({outputs, inputs * 9}).t().contiguous().view({inputs, 9, outputs});
  const at::Tensor shift = bias ? bias->contiguous() : at::Tensor();
  return convolve(x, transformedWeight(taps, false),
                  {shift.defined() ? shift.const_data_ptr<float>() : nullptr,
                   residual ? residual->const_data_ptr<float>() : nullptr, relu});
}

at::Tensor inputGradient(const at::Tensor &slope, const at::Tensor &weight) {
  const int64_t outputs = weight.size(0), inputs = weight.size(1);
  const at::Tensor taps = weight.permute({0, 2, 3, 1}).contiguous().view({outputs, 9, inputs});
  return convolve(slope, transformedWeight(taps, true), {nullptr, nullptr, false});
}

at::Tensor weightGradient(const at::Tensor &x, const at::Tensor &slope) {
  constexpr int64_t blockSize = 96;
  const int64_t inputs = x.size(1), outputs = slope.size(1);
  const Tiles tiles(x.sizes());
  const float *source = x.const_data_ptr<float>(), *slopes = slope.const_data_ptr<float>();
  at::Tensor sums = at::zeros({at::get_num_threads(), frequencies, inputs, outputs}, x.options());
  parallelFor(0, (tiles.count() + blockSize - 1) / blockSize, 1, [&](int64_t begin, int64_t end) {
    const Block v(blockSize, inputs), n(blockSize, outputs);
    float *sum = sums.mutable_data_ptr<float>() + at::get_thread_num() * frequencies * inputs * outputs;
    for (int64_t block = begin; block < end; block++) {
      const int64_t first = block * blockSize, count = std::min(blockSize, tiles.count() - first);
      for (int64_t t = 0; t < count; t++) {
        transformInput(source, tiles, first + t, v, t);
        transformSlope(slopes, tiles, first + t, n, t);
      }
      for (int64_t f = 0; f < frequencies; f++) {
        for (int64_t k = 0; k < outputs; k += panel) {
          multiplyRows<true>(inputs, v.at(f, 0), 1, inputs, n.at(f, 0) + k, outputs, count,
                             sum + f * inputs * outputs + k, outputs);
        }
      }
    }
  });
  return tapsOfSums(sums).view({inputs * 9, outputs}).t().contiguous().view({outputs, inputs, 3, 3});
}

}  // namespace tailboard::winograd

// Weighted binary cross entropy of sigmoids against class labels: value and gradient in one pass over the logits, with
// no one-hot targets and no temporary of the logits' size but the gradient.

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include <bit>
#include <cmath>
#include <vector>

#include "Parallel.h"
#include "Shim.h"

using namespace tailboard;

namespace {

// MARK: exp and log1p that the compiler turns into vectors

inline double exponential(double x) { return std::exp(x); }
inline double logarithm1p(double x) { return std::log1p(x); }

/// eˣ for x ≤ 0, within 2 ulp: 2ⁿ eʳ with |r| ≤ ½ ln 2 and a polynomial for eʳ. Below −87 it stays at e⁻⁸⁷ ≈ 1.6e-38.
inline float exponential(float x) {
  x = x < -87.f ? -87.f : x;
  const float n = __builtin_rintf(x * 1.44269504f);
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1;
  return p * std::bit_cast<float>((static_cast<int32_t>(n) + 127) << 23);
}

/// ln(1 + x) for x ≥ 0, within 4 ulp: 1 + x = 2ⁿ (1 + r) with r in −¼ ... ½, and ln(1 + r) = 2 artanh(r / (2 + r)) by its
/// series, whose first term left out is below 2e-9 of it.
inline float logarithm1p(float x) {
  const float u = 1 + x;
  const int32_t n = (std::bit_cast<int32_t>(u) - std::bit_cast<int32_t>(0.75f)) >> 23;
  const float scaled = std::bit_cast<float>(std::bit_cast<int32_t>(u) - (n << 23)) - 1;
  const float r = n == 0 ? x : scaled;  // Exact where x is small.
  const float s = r / (2 + r), q = s * s;
  float p = 1.f / 11;
  p = p * q + 1.f / 9;
  p = p * q + 1.f / 7;
  p = p * q + 1.f / 5;
  p = p * q + 1.f / 3;
  p = p * q + 1;
  return n * 0.693147181f + 2 * s * p;
}

// MARK: one pass over the rows

/// Rows whose sums are taken together, so that a column needs one logarithm for all of them.
constexpr int64_t blockRows = 32;
/// Rows of a unit of work: results do not depend on the number of threads.
constexpr int64_t chunkRows = 64;

/// Of each column: what it is shifted by and what its terms weigh.
template <class Real>
struct Columns {
  int64_t count;
  Real scale;
  const Real *shifts, *positives;
  /// Weights of negatives in rows of no class, and in rows of a class.
  const Real *negatives[2];
};

/// Sums over the negatives of a block, column by column.
///
/// Σ ln(1 + eᵢ) is ln(1 + q), q = Π (1 + eᵢ) − 1, and q grows by e (1 + q): sums of positive terms, within 3 · 32 ulp, or
/// 6e-6 in single precision, however small q is.
template <class Real>
struct NegativeSums {
  std::vector<Real> rectified, excess, scores;

  explicit NegativeSums(int64_t columns) : rectified(columns), excess(columns), scores(columns) {}

  /// Takes in columns from ..< to of a row, and writes their slopes: `gain` · weight · score.
  void add(const Real *logits, const Columns<Real> &columns, const Real *weights, Real gain, int64_t from, int64_t to,
           Real *slopes) {
    const Real scale = columns.scale;
    const Real *shifts = columns.shifts;
    Real *r = rectified.data(), *q = excess.data(), *s = scores.data();
#pragma clang loop vectorize(assume_safety)
    for (int64_t c = from; c < to; c++) {
      const Real z = scale * logits[c] - shifts[c];
      const Real e = exponential(-std::abs(z));
      const Real larger = 1 / (1 + e);
      const Real score = z >= 0 ? larger : e * larger;
      slopes[c] = gain * weights[c] * score;
      s[c] += score;
      r[c] += z > 0 ? z : 0;
      q[c] += e + q[c] * e;
    }
  }

  /// Σ weight · softplus over the block; adds weight · score to `gathered` where that is wanted, and starts anew.
  double take(const Real *weights, double *gathered) {
#pragma clang fp reassociate(on)
    const int64_t count = static_cast<int64_t>(excess.size());
    double sum = 0;
    for (int64_t c = 0; c < count; c++) {
      sum += static_cast<double>(weights[c]) * (static_cast<double>(rectified[c]) + logarithm1p(excess[c]));
      rectified[c] = excess[c] = 0;
    }
    for (int64_t c = 0; gathered && c < count; c++) gathered[c] += static_cast<double>(weights[c]) * scores[c];
    std::fill(scores.begin(), scores.end(), Real(0));
    return sum;
  }
};

/// Rows begin ..< end. Adds the weighted slopes' sums to gathered: those of positives, then those of negatives.
template <class Real>
double chunk(const Real *logits, const int64_t *labels, const Columns<Real> &columns, Real gain, int64_t begin,
             int64_t end, Real *slopes, double *gathered) {
  const int64_t count = columns.count;
  const bool isSplit = columns.negatives[0] != columns.negatives[1];
  std::vector<NegativeSums<Real>> sums(isSplit ? 2 : 1, NegativeSums<Real>(count));
  double value = 0;
  for (int64_t row = begin; row < end; row++) {
    const Real *f = logits + row * count;
    Real *slope = slopes + row * count;
    const int64_t label = labels[row];
    const int kind = isSplit && label < count;
    NegativeSums<Real> &own = sums[kind];
    own.add(f, columns, columns.negatives[kind], gain, 0, std::min(label, count), slope);
    if (label < count) {
      own.add(f, columns, columns.negatives[kind], gain, label + 1, count, slope);
      const double z = double(columns.scale) * f[label] - columns.shifts[label], e = std::exp(-std::abs(z));
      const double missing = (z >= 0 ? e : 1) / (1 + e), weight = columns.positives[label];
      value += weight * ((z < 0 ? -z : 0) + std::log1p(e));
      slope[label] = static_cast<Real>(-gain * weight * missing);
      if (gathered) gathered[label] += weight * missing;
    }
    if ((row + 1 - begin) % blockRows == 0 || row + 1 == end) {
      for (size_t k = 0; k < sums.size(); k++)
        value += sums[k].take(columns.negatives[k], gathered ? gathered + count : nullptr);
    }
  }
  return value;
}

template <class Real>
double lossAndSlopes(const at::Tensor &logits, const at::Tensor &labels, const Columns<Real> &columns,
                     at::Tensor &slopes, const std::optional<at::Tensor> &gathered) {
  const int64_t rows = logits.size(0), chunks = (rows + chunkRows - 1) / chunkRows, width = 2 * columns.count;
  const Real *f = logits.const_data_ptr<Real>();
  const int64_t *y = labels.const_data_ptr<int64_t>();
  Real *slope = slopes.mutable_data_ptr<Real>();
  const Real gain = columns.scale / static_cast<Real>(std::max<int64_t>(rows, 1));
  std::vector<double> values(chunks), partial(gathered ? chunks * width : 0);
  parallelFor(0, chunks, 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) {
      values[i] = chunk(f, y, columns, gain, i * chunkRows, std::min((i + 1) * chunkRows, rows), slope,
                        partial.empty() ? nullptr : partial.data() + i * width);
    }
  });
  double value = 0;
  for (int64_t i = 0; i < chunks; i++) value += values[i];
  if (gathered) {
    double *total = gathered->mutable_data_ptr<double>();
    for (int64_t i = 0; i < chunks; i++)
      for (int64_t c = 0; c < width; c++) total[c] += partial[i * width + c];
  }
  return value / std::max<int64_t>(rows, 1);
}

// MARK: autograd

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct SigmoidLoss : torch::autograd::Function<SigmoidLoss> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &input, const at::Tensor &labels,
                            const at::Tensor &shifts, const at::Tensor &positives, const at::Tensor &negatives,
                            const at::Tensor &foregroundNegatives, std::optional<at::Tensor> gathered, double scale,
                            int64_t labelCount) {
    const at::Tensor logits = input.contiguous(), target = labels.to(at::kLong).contiguous();
    check(logits, target, {shifts, positives, negatives, foregroundNegatives}, gathered, labelCount);
    at::Tensor slopes = at::empty_like(logits), value = at::empty({}, logits.options());
    const auto type = logits.scalar_type();
    const at::Tensor delta = shifts.to(type).contiguous(), up = positives.to(type).contiguous();
    const at::Tensor down = negatives.to(type).contiguous();
    const at::Tensor foreground =
        foregroundNegatives.is_same(negatives) ? down : foregroundNegatives.to(type).contiguous();
    const auto compute = [&]<class Real>(Real) {
      const Columns<Real> columns{logits.size(1), static_cast<Real>(scale), delta.const_data_ptr<Real>(),
                                  up.const_data_ptr<Real>(),
                                  {down.const_data_ptr<Real>(), foreground.const_data_ptr<Real>()}};
      return lossAndSlopes<Real>(logits, target, columns, slopes, gathered);
    };
    value.fill_(type == at::kDouble ? compute(double()) : compute(float()));
    context->save_for_backward({slopes});
    return value;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    at::Tensor slopes = context->get_saved_variables()[0];
    // A loss is mostly the end of the graph: then its slopes are the gradient, and no copy is made.
    if (gradients[0].item<double>() != 1) slopes = slopes * gradients[0];
    return {slopes, {}, {}, {}, {}, {}, {}, {}, {}};
  }

 private:
  static void check(const at::Tensor &logits, const at::Tensor &labels, std::initializer_list<at::Tensor> vectors,
                    const std::optional<at::Tensor> &gathered, int64_t labelCount) {
    TORCH_CHECK(logits.dim() == 2, "logits must be [B, K], got ", logits.sizes());
    TORCH_CHECK(logits.scalar_type() == at::kFloat || logits.scalar_type() == at::kDouble,
                "logits must be float32 or float64, got ", logits.scalar_type());
    const int64_t rows = logits.size(0), columns = logits.size(1);
    TORCH_CHECK(labels.dim() == 1 && labels.size(0) == rows, "labels must be [", rows, "], got ", labels.sizes());
    for (const at::Tensor &vector : vectors)
      TORCH_CHECK(vector.numel() == columns, "shifts and weights must be [", columns, "], got ", vector.sizes());
    TORCH_CHECK(!gathered || (gathered->sizes() == at::IntArrayRef({2, columns}) &&
                              gathered->scalar_type() == at::kDouble && gathered->is_contiguous()),
                "gathered slopes must be [2, ", columns, "] in float64");
    for (int64_t i = 0; i < rows; i++) {
      const int64_t label = labels.const_data_ptr<int64_t>()[i];
      TORCH_CHECK(label >= 0 && label < labelCount, "label ", label, " of row ", i, " is outside 0 ..< ", labelCount);
    }
  }
};

}  // namespace

CTResult ct_sigmoid_loss(CTTensor logits, CTTensor labels, CTTensor shifts, CTTensor positives, CTTensor negatives,
                         CTTensor foreground_negatives, CTTensor gathered, double scale, CTInt label_count) noexcept {
  return tensor([&] {
    return SigmoidLoss::apply(T(logits), T(labels), T(shifts), T(positives), T(negatives), T(foreground_negatives),
                              optionalT(gathered), scale, static_cast<int64_t>(label_count));
  });
}

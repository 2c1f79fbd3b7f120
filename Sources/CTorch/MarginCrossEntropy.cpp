// Binary cross entropy with a margin and a weight a class, value and gradient in one pass over the logits:
// no one-hot targets and no temporaries of the logits' size but the gradient.

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include <bit>
#include <cmath>

#include "Shim.h"

using namespace tailboard;

namespace {

// MARK: exp and log1p that the compiler turns into vectors

inline double exponential(double x) { return std::exp(x); }
inline double logarithm1p(double x) { return std::log1p(x); }

/// eˣ for x ≤ 0, within 2 ulp: 2ⁿ eʳ with |r| ≤ ½ ln 2 and a polynomial for eʳ.
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

/// ln(1 + x) for 0 ≤ x ≤ 1 by the series of 2 artanh(x / (2 + x)).
inline float logarithm1p(float x) {
  const float s = x / (2 + x), q = s * s;
  float p = 1.f / 15;
  for (float odd : {13.f, 11.f, 9.f, 7.f, 5.f, 3.f, 1.f}) p = p * q + 1 / odd;
  return 2 * s * p;
}

/// One row: Σ_c w_c softplus(2 f_c − δ_c) and its slope, as if no class were the label.
template <class Real>
Real negatives(const Real *logits, const Real *margins, const Real *weights, int64_t classes, Real scale,
               Real *slopes) {
#pragma clang fp reassociate(on)
  Real sum = 0;
  for (int64_t c = 0; c < classes; c++) {
    const Real z = 2 * logits[c] - margins[c];
    const Real e = exponential(-std::abs(z));
    const Real larger = 1 / (1 + e);
    slopes[c] = 2 * scale * weights[c] * (z >= 0 ? larger : e * larger);
    sum += weights[c] * ((z > 0 ? z : 0) + logarithm1p(e));
  }
  return sum;
}

template <class Real>
double lossAndSlopes(const at::Tensor &logits, const at::Tensor &labels, const at::Tensor &margins,
                     const at::Tensor &weights, at::Tensor &slopes) {
  const int64_t rows = logits.size(0), classes = logits.size(1);
  const Real *f = logits.const_data_ptr<Real>(), *delta = margins.const_data_ptr<Real>();
  const Real *w = weights.const_data_ptr<Real>();
  const int64_t *y = labels.const_data_ptr<int64_t>();
  Real *slope = slopes.mutable_data_ptr<Real>();
  const Real scale = Real(1) / std::max<int64_t>(rows, 1);
  return scale * at::parallel_reduce(
      0, rows, 8, 0.0,
      [&](int64_t begin, int64_t end, double sum) {
        for (int64_t i = begin; i < end; i++) {
          sum += negatives(f + i * classes, delta, w, classes, scale, slope + i * classes);
          // The label's own term is softplus(z) − z, its slope σ(z) − 1 = −σ(−z).
          const int64_t label = i * classes + y[i];
          const Real z = 2 * f[label] - delta[y[i]];
          sum -= w[y[i]] * z;
          slope[label] = -2 * scale * w[y[i]] / (1 + std::exp(z));
        }
        return sum;
      },
      std::plus<double>());
}

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct MarginCrossEntropy : torch::autograd::Function<MarginCrossEntropy> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &input, const at::Tensor &labels,
                            const at::Tensor &margins, const at::Tensor &weights) {
    const at::Tensor logits = input.contiguous(), target = labels.to(at::kLong).contiguous();
    check(logits, target, margins, weights);
    at::Tensor slopes = at::empty_like(logits), value = at::empty({}, logits.options());
    const at::Tensor delta = margins.to(logits.scalar_type()).contiguous();
    const at::Tensor scale = weights.to(logits.scalar_type()).contiguous();
    if (logits.scalar_type() == at::kDouble) {
      value.fill_(lossAndSlopes<double>(logits, target, delta, scale, slopes));
    } else {
      value.fill_(lossAndSlopes<float>(logits, target, delta, scale, slopes));
    }
    context->save_for_backward({slopes});
    return value;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    return {context->get_saved_variables()[0] * gradients[0], {}, {}, {}};
  }

 private:
  static void check(const at::Tensor &logits, const at::Tensor &labels, const at::Tensor &margins,
                    const at::Tensor &weights) {
    TORCH_CHECK(logits.dim() == 2, "logits must be [B, K], got ", logits.sizes());
    TORCH_CHECK(logits.scalar_type() == at::kFloat || logits.scalar_type() == at::kDouble,
                "logits must be float32 or float64, got ", logits.scalar_type());
    const int64_t rows = logits.size(0), classes = logits.size(1);
    TORCH_CHECK(labels.dim() == 1 && labels.size(0) == rows, "labels must be [", rows, "], got ", labels.sizes());
    TORCH_CHECK(margins.numel() == classes && weights.numel() == classes, "one margin and one weight a column: ",
                classes, " columns, ", margins.numel(), " margins, ", weights.numel(), " weights");
    for (int64_t i = 0; i < rows; i++) {
      const int64_t label = labels.const_data_ptr<int64_t>()[i];
      TORCH_CHECK(label >= 0 && label < classes, "label ", label, " of row ", i, " is outside 0 ..< ", classes);
    }
  }
};

}  // namespace

CTResult ct_margin_cross_entropy(CTTensor logits, CTTensor labels, CTTensor margins, CTTensor weights) noexcept {
  return tensor([&] { return MarginCrossEntropy::apply(T(logits), T(labels), T(margins), T(weights)); });
}

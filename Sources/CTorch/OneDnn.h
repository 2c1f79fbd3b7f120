#pragma once
#include "Shim.h"

namespace tailboard::onednn {

/// Whether oneDNN computes on this tensor: single precision or bfloat16 in the CPU's memory.
bool serves(const at::Tensor &x);

/// x wᵀ + b of matrices in any strides. (at::linear in single precision goes to MKL, which takes half as long again on
/// CPUs that are not Intel's.)
at::Tensor linear(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &bias);

struct Convolution {
  int64_t stride, padding;
  bool relu;
};

/// relu?(w ∗ x + b + residual?) in one pass over the output, channels-last.
at::Tensor convolution(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &bias,
                       const std::optional<at::Tensor> &residual, const Convolution &geometry);

}  // namespace tailboard::onednn

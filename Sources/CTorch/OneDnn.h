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

/// Whether the gradient of the weight would be written beyond its buffer: that of a strided 1×1 convolution in bf16 is, where
/// channels are no multiple of 16 (torch 2.13, from Python too: 8 → 16 channels corrupt the heap).
bool overruns(const at::Tensor &x, const at::Tensor &weight, int64_t stride, int64_t padding);

/// The pixels that the stride of a 1×1 convolution reaches: with stride 1 on them it gives the same.
at::Tensor reached(const at::Tensor &x, int64_t stride);

}  // namespace tailboard::onednn

#pragma once
#include "OneDnn.h"

namespace tailboard::winograd {

/// Whether a convolution is one that the algorithm serves and gains from: single precision, 3×3, stride 1, padding 1, on
/// a map of enough tiles.
bool gains(const at::Tensor &x, const at::Tensor &weight, const onednn::Convolution &geometry);

/// relu?(w ∗ x + b + residual?); x, residual and the result are channels-last.
at::Tensor convolution(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &bias,
                       const std::optional<at::Tensor> &residual, bool relu);

/// The gradient of x from the output's, which is channels-last.
at::Tensor inputGradient(const at::Tensor &slope, const at::Tensor &weight);

/// The gradient of the weight.
at::Tensor weightGradient(const at::Tensor &x, const at::Tensor &slope);

}  // namespace tailboard::winograd

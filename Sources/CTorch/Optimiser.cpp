#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_sgd.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/stack.h>

#include "Shim.h"

using namespace tailboard;

namespace {

std::vector<at::Tensor> gradients(const CTTensor *parameters, size_t count) {
  std::vector<at::Tensor> found;
  for (size_t i = 0; i < count; i++) {
    if (T(parameters[i]).grad().defined()) found.push_back(T(parameters[i]).grad());
  }
  return found;
}

at::Tensor norm(const std::vector<at::Tensor> &gradients) {
  if (gradients.empty()) return at::scalar_tensor(0.0);
  return at::linalg_vector_norm(at::stack(at::_foreach_norm(gradients, 2)), 2);
}

}  // namespace

CTError ct_sgd_step(
    const CTTensor *parameters, const CTTensor *momenta, size_t count, double learning_rate, double momentum,
    double weight_decay) noexcept {
  return status([&] {
    at::NoGradGuard guard;
    std::vector<at::Tensor> weights, slopes, buffers;
    for (size_t i = 0; i < count; i++) {
      const at::Tensor &slope = T(parameters[i]).grad();
      if (!slope.defined()) continue;
      weights.push_back(T(parameters[i]));
      slopes.push_back(slope);
      if (momentum != 0) buffers.push_back(T(momenta[i]));
    }
    if (weights.empty()) return;
    at::_fused_sgd_(weights, slopes, buffers, weight_decay, momentum, learning_rate, 0, false, false, false);
  });
}
CTResult ct_gradient_norm(const CTTensor *parameters, size_t count) noexcept {
  return tensor([&] {
    at::NoGradGuard guard;
    return norm(gradients(parameters, count));
  });
}
CTResult ct_clip_gradients(const CTTensor *parameters, size_t count, double maximum) noexcept {
  return tensor([&] {
    at::NoGradGuard guard;
    std::vector<at::Tensor> slopes = gradients(parameters, count);
    at::Tensor total = norm(slopes);
    if (!slopes.empty()) at::_foreach_mul_(slopes, (total + 1e-6).reciprocal().mul(maximum).clamp_max(1.0));
    return total;
  });
}
CTError ct_collect_gradients(
    const CTTensor *parameters, const CTTensor *sums, bool *reached, size_t count) noexcept {
  return status([&] {
    at::NoGradGuard guard;
    for (size_t i = 0; i < count; i++) {
      CTTensor parameter = parameters[i], sum = sums[i];
      at::Tensor &slope = mutableT(parameter).mutable_grad();
      if (!slope.defined()) continue;
      if (reached[i]) mutableT(sum).add_(slope);
      else mutableT(sum).copy_(slope);
      reached[i] = true;
      slope.reset();
    }
  });
}
CTError ct_hand_out_gradients(
    const CTTensor *parameters, const CTTensor *sums, const bool *reached, size_t count) noexcept {
  return status([&] {
    for (size_t i = 0; i < count; i++) {
      CTTensor parameter = parameters[i];
      if (reached[i]) mutableT(parameter).mutable_grad() = T(sums[i]);
    }
  });
}

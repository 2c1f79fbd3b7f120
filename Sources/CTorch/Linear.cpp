#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/linear.h>
#include <torch/csrc/autograd/custom_function.h>

#include "OneDnn.h"

using namespace tailboard;

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using OptionalTensor = std::optional<at::Tensor>;

/// x wᵀ + b with all three products computed by oneDNN.
struct OneDnnLinear : torch::autograd::Function<OneDnnLinear> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const at::Tensor &weight,
                            const OptionalTensor &bias) {
    at::AutoDispatchBelowADInplaceOrView guard;
    context->save_for_backward({x, weight});
    context->saved_data["bias"] = bias.has_value();
    return onednn::linear(x, weight, bias);
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1], slope = gradients[0].contiguous();
    const bool wantsBias = context->saved_data["bias"].toBool() && context->needs_input_grad(2);
    return {context->needs_input_grad(0) ? onednn::linear(slope, weight.t(), {}) : at::Tensor(),
            context->needs_input_grad(1) ? onednn::linear(slope.t(), x.t(), {}) : at::Tensor(),
            wantsBias ? slope.sum(0) : at::Tensor()};
  }
};

/// Where libtorch itself would take the slow way: matrices in single precision, outside of autocast.
bool gains(const at::Tensor &x, const at::Tensor &weight) {
  return onednn::serves(x) && x.dim() == 2 && weight.dim() == 2 && x.scalar_type() == at::kFloat &&
         weight.scalar_type() == at::kFloat && x.size(1) == weight.size(1) &&
         !at::autocast::is_autocast_enabled(at::kCPU);
}

}  // namespace

CTResult ct_linear(CTTensor x, CTTensor weight, CTTensor bias) noexcept {
  return tensor([&] {
    if (!gains(T(x), T(weight))) return at::linear(T(x), T(weight), optionalT(bias));
    return OneDnnLinear::apply(T(x), T(weight), optionalT(bias));
  });
}

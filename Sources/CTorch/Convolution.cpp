// Convolution, bias, residual sum and ReLU as one autograd node: nothing between them is written to memory or kept, and
// the ReLU's mask is read off the output.

#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/threshold_backward.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/autograd/custom_function.h>

#include "OneDnn.h"
#include "Winograd.h"

using namespace tailboard;

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using OptionalTensor = std::optional<at::Tensor>;

at::Tensor compute(const at::Tensor &x, const at::Tensor &weight, const OptionalTensor &bias,
                   const OptionalTensor &residual, const onednn::Convolution &geometry) {
  if (winograd::gains(x, weight, geometry)) return winograd::convolution(x, weight, bias, residual, geometry.relu);
  if (onednn::serves(x)) return onednn::convolution(x, weight, bias, residual, geometry);
  const int64_t stride[] = {geometry.stride, geometry.stride}, padding[] = {geometry.padding, geometry.padding};
  at::Tensor y = at::conv2d(x, weight, bias, stride, padding);
  if (residual) y.add_(*residual);
  return geometry.relu ? y.relu_() : y;
}

/// The gradient where the output is positive; in place if nobody else holds it.
at::Tensor masked(const at::Tensor &gradient, const at::Tensor &output) {
  const bool own = gradient.use_count() == 1 && gradient.storage().use_count() == 1;
  if (!own || gradient.strides() != output.strides()) return at::threshold_backward(gradient, output, 0);
  at::Tensor result = gradient;
  return at::threshold_backward_out(result, gradient, output, 0);
}

/// The gradients of x, weight and bias from the convolution's.
std::tuple<at::Tensor, at::Tensor, at::Tensor> slopes(
    const at::Tensor &slope, const at::Tensor &x, const at::Tensor &weight, const onednn::Convolution &geometry,
    std::array<bool, 3> wanted) {
  if (winograd::gains(x, weight, geometry)) {
    return {wanted[0] ? winograd::inputGradient(slope, weight) : at::Tensor(),
            wanted[1] ? winograd::weightGradient(x, slope) : at::Tensor(),
            wanted[2] ? slope.sum({0, 2, 3}) : at::Tensor()};
  }
  const int64_t stride[] = {geometry.stride, geometry.stride}, padding[] = {geometry.padding, geometry.padding};
  return at::convolution_backward(slope, x, weight, at::IntArrayRef(weight.size(0)), stride, padding, {1, 1}, false,
                                  {0, 0}, 1, wanted);
}

struct FusedConvolution : torch::autograd::Function<FusedConvolution> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &input, const at::Tensor &weight,
                            const OptionalTensor &bias, const OptionalTensor &residual,
                            onednn::Convolution geometry) {
    at::AutoDispatchBelowADInplaceOrView guard;
    const at::Tensor x = input.contiguous(at::MemoryFormat::ChannelsLast);
    OptionalTensor sum;
    if (residual) sum = residual->contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor y = compute(x, weight, bias, sum, geometry);
    context->save_for_backward({x, weight, geometry.relu ? y : at::Tensor()});
    context->saved_data["geometry"] = std::vector<int64_t>{geometry.stride, geometry.padding};
    context->saved_data["bias"] = bias.has_value();
    context->saved_data["residual"] = residual.has_value();
    return y;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1], &y = saved[2];
    const std::vector<int64_t> geometry = context->saved_data["geometry"].toIntVector();
    const bool hasBias = context->saved_data["bias"].toBool();
    const bool wantsBias = hasBias && context->needs_input_grad(2);
    const bool wantsResidual = context->saved_data["residual"].toBool() && context->needs_input_grad(hasBias ? 3 : 2);
    const at::Tensor slope =
        (y.defined() ? masked(gradients[0], y) : gradients[0]).contiguous(at::MemoryFormat::ChannelsLast);
    const std::array<bool, 3> wanted = {context->needs_input_grad(0), context->needs_input_grad(1), wantsBias};
    auto [dx, dw, db] = slopes(slope, x, weight, {geometry[0], geometry[1], false}, wanted);
    return {dx, dw, wantsBias ? db : at::Tensor(), wantsResidual ? slope : at::Tensor(), at::Tensor()};
  }
};

}  // namespace

CTResult ct_fused_conv2d(
    CTTensor x, CTTensor weight, CTTensor bias, CTTensor residual, CTInt stride, CTInt padding, bool relu) noexcept {
  return tensor([&] {
    const bool apart = onednn::overruns(T(x), T(weight), stride, padding);
    const at::Tensor pixels = apart ? onednn::reached(T(x), stride) : T(x);
    const onednn::Convolution geometry{apart ? 1 : stride, padding, relu};
    if (!at::autocast::is_autocast_enabled(T(x).device().type())) {
      return FusedConvolution::apply(pixels, T(weight), optionalT(bias), optionalT(residual), geometry);
    }
    const auto device = T(x).device().type();
    const auto type = at::autocast::get_autocast_dtype(device);
    auto cast = [&](const at::Tensor &tensor) { return at::autocast::cached_cast(type, tensor, device); };
    auto castIf = [&](CTTensor handle) { return handle ? OptionalTensor(cast(T(handle))) : std::nullopt; };
    const at::Tensor input = cast(pixels), kernel = cast(T(weight));
    const OptionalTensor shift = castIf(bias), sum = castIf(residual);
    c10::impl::ExcludeDispatchKeyGuard without(at::autocast::get_autocast_dispatch_key_from_device_type(device));
    return FusedConvolution::apply(input, kernel, shift, sum, geometry);
  });
}

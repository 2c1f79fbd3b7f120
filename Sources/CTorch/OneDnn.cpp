// The fused operators that libtorch registers for its compiler, called by name through the dispatcher.

#include "OneDnn.h"

#include <ATen/Context.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>

namespace tailboard::onednn {

namespace {

using Scalars = c10::List<std::optional<at::Scalar>>;
using OptionalTensor = std::optional<at::Tensor>;
using OptionalName = std::optional<std::string_view>;
using Linear = at::Tensor(const at::Tensor &, const at::Tensor &, const OptionalTensor &, std::string_view, Scalars,
                          OptionalName);
using Pointwise = at::Tensor(const at::Tensor &, const at::Tensor &, const OptionalTensor &, at::IntArrayRef,
                             at::IntArrayRef, at::IntArrayRef, int64_t, std::string_view, Scalars, OptionalName);
using Binary = at::Tensor(const at::Tensor &, const at::Tensor &, const at::Tensor &, const OptionalTensor &,
                          at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, int64_t, std::string_view,
                          std::optional<at::Scalar>, OptionalName, Scalars, OptionalName);

template <class Signature>
c10::TypedOperatorHandle<Signature> find(const char *name, const char *overload) {
  return c10::Dispatcher::singleton().findSchemaOrThrow(name, overload).template typed<Signature>();
}

}  // namespace

bool serves(const at::Tensor &x) {
  return x.is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16) && x.numel() > 0 &&
         at::globalContext().userEnabledMkldnn();
}

bool overruns(const at::Tensor &x, const at::Tensor &weight, int64_t stride, int64_t padding) {
  if (!x.is_cpu() || x.dim() != 4 || weight.dim() != 4 || weight.size(2) != 1 || weight.size(3) != 1) return false;
  const bool isBrief = x.scalar_type() == at::kBFloat16 || at::autocast::is_autocast_enabled(at::kCPU);
  return isBrief && stride > 1 && padding == 0 && (weight.size(0) % 16 != 0 || weight.size(1) % 16 != 0);
}

at::Tensor reached(const at::Tensor &x, int64_t stride) {
  return x.slice(2, 0, std::nullopt, stride).slice(3, 0, std::nullopt, stride);
}

at::Tensor linear(const at::Tensor &x, const at::Tensor &weight, const OptionalTensor &bias) {
  static const auto run = find<Linear>("mkldnn::_linear_pointwise", "");
  return run.call(x, weight, bias, "none", Scalars(), "");
}

at::Tensor convolution(const at::Tensor &x, const at::Tensor &weight, const OptionalTensor &bias,
                       const OptionalTensor &residual, const Convolution &geometry) {
  static const auto plain = find<Pointwise>("mkldnn::_convolution_pointwise", "");
  static const auto binary = find<Binary>("mkldnn::_convolution_pointwise", "binary");
  const int64_t padding[] = {geometry.padding, geometry.padding}, stride[] = {geometry.stride, geometry.stride};
  const int64_t dilation[] = {1, 1};
  if (!residual) {
    return plain.call(x, weight, bias, padding, stride, dilation, 1, geometry.relu ? "relu" : "none", Scalars(), "");
  }
  const OptionalName activation = geometry.relu ? OptionalName("relu") : std::nullopt;
  return binary.call(x, *residual, weight, bias, padding, stride, dilation, 1, "add", 1.0, activation, Scalars(), "");
}

}  // namespace tailboard::onednn

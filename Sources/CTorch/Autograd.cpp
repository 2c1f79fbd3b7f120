#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>

#include "Shim.h"

using namespace tailboard;

CTError ct_set_requires_grad(CTTensor a, bool required) noexcept {
  return status([&] { T(a).set_requires_grad(required); });
}
bool ct_requires_grad(CTTensor a) noexcept { return T(a).requires_grad(); }
CTResult ct_detach(CTTensor a) noexcept {
  return tensor([&] { return T(a).detach(); });
}
CTResult ct_grad(CTTensor a) noexcept {
  return tensor([&] { return T(a).grad(); });
}
CTError ct_clear_grad(CTTensor a) noexcept {
  return status([&] { mutableT(a).mutable_grad().reset(); });
}
CTError ct_backward(CTTensor a, CTTensor gradient) noexcept {
  return status([&] { T(a).backward(gradient ? T(gradient) : at::Tensor()); });
}

bool ct_exchange_grad_mode(bool enabled) noexcept {
  const bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(enabled);
  return before;
}

int32_t ct_exchange_autocast(int32_t dtype, CTDevice device) noexcept {
  const auto type = deviceOf(device).type();
  const int32_t before =
      at::autocast::is_autocast_enabled(type) ? static_cast<int32_t>(at::autocast::get_autocast_dtype(type)) : -1;
  at::autocast::set_autocast_enabled(type, dtype >= 0);
  if (dtype >= 0) at::autocast::set_autocast_dtype(type, scalarType(dtype));
  if (dtype < 0) at::autocast::clear_cache();
  return before;
}

#include <ATen/ops/abs.h>
#include <ATen/ops/add.h>
#include <ATen/ops/ceil.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/div.h>
#include <ATen/ops/eq.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/floor.h>
#include <ATen/ops/floor_divide.h>
#include <ATen/ops/ge.h>
#include <ATen/ops/gt.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/le.h>
#include <ATen/ops/log.h>
#include <ATen/ops/log1p.h>
#include <ATen/ops/log_sigmoid.h>
#include <ATen/ops/logical_and.h>
#include <ATen/ops/logical_not.h>
#include <ATen/ops/logical_or.h>
#include <ATen/ops/lt.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/ne.h>
#include <ATen/ops/neg.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/remainder.h>
#include <ATen/ops/round.h>
#include <ATen/ops/rsqrt.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/sub.h>
#include <ATen/ops/where.h>

#include "Shim.h"

using namespace tailboard;

#define UNARY(name) \
  CTResult ct_##name(CTTensor a) noexcept { return tensor([&] { return at::name(T(a)); }); }
#define BINARY(name) \
  CTResult ct_##name(CTTensor a, CTTensor b) noexcept { return tensor([&] { return at::name(T(a), T(b)); }); }

UNARY(neg)
UNARY(exp)
UNARY(log)
UNARY(log1p)
UNARY(sigmoid)
UNARY(log_sigmoid)
UNARY(softplus)
UNARY(relu)
UNARY(abs)
UNARY(sqrt)
UNARY(rsqrt)
UNARY(floor)
UNARY(ceil)
UNARY(round)
UNARY(isfinite)
UNARY(isnan)
UNARY(logical_not)

BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(div)
BINARY(floor_divide)
BINARY(remainder)
BINARY(pow)
BINARY(maximum)
BINARY(minimum)
BINARY(gt)
BINARY(lt)
BINARY(ge)
BINARY(le)
BINARY(eq)
BINARY(ne)
BINARY(logical_and)
BINARY(logical_or)

CTResult ct_clamp(CTTensor a, const double *low, const double *high) noexcept {
  return tensor([&] {
    auto bound = [](const double *value) { return value ? std::optional<at::Scalar>(*value) : std::nullopt; };
    return at::clamp(T(a), bound(low), bound(high));
  });
}
CTResult ct_where(CTTensor condition, CTTensor a, CTTensor b) noexcept {
  return tensor([&] { return at::where(T(condition), T(a), T(b)); });
}

CTError ct_add_(CTTensor a, CTTensor b, double scale) noexcept {
  return status([&] { T(a).add_(T(b), scale); });
}
CTError ct_mul_(CTTensor a, CTTensor b) noexcept {
  return status([&] { T(a).mul_(T(b)); });
}
CTError ct_relu_(CTTensor a) noexcept {
  return status([&] { T(a).relu_(); });
}
CTError ct_zero_(CTTensor a) noexcept {
  return status([&] { T(a).zero_(); });
}
CTError ct_copy_(CTTensor a, CTTensor source) noexcept {
  return status([&] { T(a).copy_(T(source)); });
}

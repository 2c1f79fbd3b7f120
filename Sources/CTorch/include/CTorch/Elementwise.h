#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

#define CT_UNARY(name) CTResult ct_##name(CTTensor a) CT_NOEXCEPT
#define CT_BINARY(name) CTResult ct_##name(CTTensor a, CTTensor b) CT_NOEXCEPT

CT_UNARY(neg);
CT_UNARY(exp);
CT_UNARY(log);
CT_UNARY(log1p);
CT_UNARY(sigmoid);
CT_UNARY(log_sigmoid);
CT_UNARY(softplus);
CT_UNARY(relu);
CT_UNARY(abs);
CT_UNARY(sqrt);
CT_UNARY(rsqrt);
CT_UNARY(floor);
CT_UNARY(ceil);
CT_UNARY(round);
CT_UNARY(isfinite);
CT_UNARY(isnan);
CT_UNARY(logical_not);

CT_BINARY(add);
CT_BINARY(sub);
CT_BINARY(mul);
CT_BINARY(div);
CT_BINARY(floor_divide);
CT_BINARY(remainder);
CT_BINARY(pow);
CT_BINARY(maximum);
CT_BINARY(minimum);
CT_BINARY(gt);
CT_BINARY(lt);
CT_BINARY(ge);
CT_BINARY(le);
CT_BINARY(eq);
CT_BINARY(ne);
CT_BINARY(logical_and);
CT_BINARY(logical_or);

CTResult ct_clamp(CTTensor a, const double *_Nullable low, const double *_Nullable high) CT_NOEXCEPT;
CTResult ct_where(CTTensor condition, CTTensor a, CTTensor b) CT_NOEXCEPT;

CTError ct_add_(CTTensor a, CTTensor b, double scale) CT_NOEXCEPT;
CTError ct_mul_(CTTensor a, CTTensor b) CT_NOEXCEPT;
CTError ct_relu_(CTTensor a) CT_NOEXCEPT;
CTError ct_zero_(CTTensor a) CT_NOEXCEPT;
CTError ct_copy_(CTTensor a, CTTensor source) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

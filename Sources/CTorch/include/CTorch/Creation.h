#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

CTResult ct_full(const CTInt *sizes, size_t rank, double value, int32_t dtype, CTDevice device) CT_NOEXCEPT;
CTResult ct_empty(const CTInt *sizes, size_t rank, int32_t dtype, CTDevice device) CT_NOEXCEPT;
CTResult ct_zeros_like(CTTensor a) CT_NOEXCEPT;
CTResult ct_arange(double from, double to, double step, int32_t dtype, CTDevice device) CT_NOEXCEPT;
/// Copies the bytes.
CTResult ct_from_bytes(const void *bytes, const CTInt *sizes, size_t rank, int32_t dtype, CTDevice device)
    CT_NOEXCEPT;
/// Numbers that take part in arithmetic without widening the other operand's type.
CTResult ct_wrapped_double(double value) CT_NOEXCEPT;
CTResult ct_wrapped_integer(CTInt value) CT_NOEXCEPT;

CTResult ct_rand(const CTInt *sizes, size_t rank, CTGenerator generator, int32_t dtype) CT_NOEXCEPT;
CTResult ct_randn(const CTInt *sizes, size_t rank, CTGenerator generator, int32_t dtype) CT_NOEXCEPT;
CTResult ct_randint(CTInt low, CTInt high, const CTInt *sizes, size_t rank, CTGenerator generator) CT_NOEXCEPT;
CTResult ct_randperm(CTInt count, CTGenerator generator) CT_NOEXCEPT;
CTResult ct_multinomial(CTTensor weights, CTInt count, bool replacement, CTGenerator generator) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

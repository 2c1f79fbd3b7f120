#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

CTError ct_set_requires_grad(CTTensor a, bool required) CT_NOEXCEPT;
bool ct_requires_grad(CTTensor a) CT_NOEXCEPT;
CTResult ct_detach(CTTensor a) CT_NOEXCEPT;
/// Undefined when no gradient has reached the tensor.
CTResult ct_grad(CTTensor a) CT_NOEXCEPT;
CTError ct_clear_grad(CTTensor a) CT_NOEXCEPT;
CTError ct_backward(CTTensor a, CTTensor _Nullable gradient) CT_NOEXCEPT;

/// Both return what was set before, on this thread.
bool ct_exchange_grad_mode(bool enabled) CT_NOEXCEPT;
/// The type autocast computes in on the device, or -1 when it is off.
int32_t ct_exchange_autocast(int32_t dtype, CTDevice device) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

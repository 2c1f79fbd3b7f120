#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

CTResult ct_sum(CTTensor a) CT_NOEXCEPT;
CTResult ct_sum_dims(CTTensor a, const CTInt *dimensions, size_t count, bool keep) CT_NOEXCEPT;
CTResult ct_mean(CTTensor a) CT_NOEXCEPT;
CTResult ct_mean_dims(CTTensor a, const CTInt *dimensions, size_t count, bool keep) CT_NOEXCEPT;
CTResult ct_max(CTTensor a) CT_NOEXCEPT;
CTPair ct_max_dim(CTTensor a, CTInt dimension, bool keep) CT_NOEXCEPT;
CTResult ct_min(CTTensor a) CT_NOEXCEPT;
CTPair ct_min_dim(CTTensor a, CTInt dimension, bool keep) CT_NOEXCEPT;
CTResult ct_argmax(CTTensor a, CTInt dimension) CT_NOEXCEPT;
CTResult ct_any(CTTensor a) CT_NOEXCEPT;
CTResult ct_all(CTTensor a) CT_NOEXCEPT;
CTResult ct_any_dim(CTTensor a, CTInt dimension, bool keep) CT_NOEXCEPT;
CTResult ct_all_dim(CTTensor a, CTInt dimension, bool keep) CT_NOEXCEPT;
CTResult ct_norm(CTTensor a) CT_NOEXCEPT;
CTResult ct_norm_dim(CTTensor a, CTInt dimension, bool keep) CT_NOEXCEPT;
CTResult ct_cumsum(CTTensor a, CTInt dimension) CT_NOEXCEPT;
CTResult ct_logsumexp(CTTensor a, CTInt dimension, bool keep) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

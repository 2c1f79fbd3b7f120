#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

CTResult ct_index(CTTensor a, CTTensor index) CT_NOEXCEPT;
CTResult ct_index_pairs(CTTensor a, CTTensor rows, CTTensor columns) CT_NOEXCEPT;
CTResult ct_index_select(CTTensor a, CTInt dimension, CTTensor index) CT_NOEXCEPT;
CTResult ct_masked_select(CTTensor a, CTTensor mask) CT_NOEXCEPT;
CTResult ct_gather(CTTensor a, CTInt dimension, CTTensor index) CT_NOEXCEPT;
CTResult ct_scatter(CTTensor a, CTInt dimension, CTTensor index, CTTensor source) CT_NOEXCEPT;
CTResult ct_index_put(CTTensor a, CTTensor index, CTTensor values) CT_NOEXCEPT;
CTError ct_index_put_(CTTensor a, CTTensor index, CTTensor values) CT_NOEXCEPT;
CTResult ct_index_add(CTTensor a, CTInt dimension, CTTensor index, CTTensor source) CT_NOEXCEPT;
CTResult ct_take(CTTensor a, CTTensor index) CT_NOEXCEPT;
CTResult ct_nonzero(CTTensor a) CT_NOEXCEPT;
CTResult ct_one_hot(CTTensor a, CTInt classes) CT_NOEXCEPT;
CTResult ct_bincount(CTTensor a, CTInt minimum_length) CT_NOEXCEPT;
CTPair ct_top_k(CTTensor a, CTInt k, CTInt dimension) CT_NOEXCEPT;
CTPair ct_sort(CTTensor a, CTInt dimension, bool descending, bool stable) CT_NOEXCEPT;
CTResult ct_searchsorted(CTTensor boundaries, CTTensor values, bool right) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

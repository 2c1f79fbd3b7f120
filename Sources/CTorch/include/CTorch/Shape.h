#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

CTResult ct_reshape(CTTensor a, const CTInt *sizes, size_t rank) CT_NOEXCEPT;
CTResult ct_expand(CTTensor a, const CTInt *sizes, size_t rank) CT_NOEXCEPT;
CTResult ct_permute(CTTensor a, const CTInt *order, size_t rank) CT_NOEXCEPT;
CTResult ct_flip(CTTensor a, const CTInt *dimensions, size_t count) CT_NOEXCEPT;
CTResult ct_transpose(CTTensor a, CTInt first, CTInt second) CT_NOEXCEPT;
CTResult ct_unsqueeze(CTTensor a, CTInt dimension) CT_NOEXCEPT;
CTResult ct_squeeze(CTTensor a, CTInt dimension) CT_NOEXCEPT;
CTResult ct_flatten(CTTensor a, CTInt from, CTInt to) CT_NOEXCEPT;
CTResult ct_narrow(CTTensor a, CTInt dimension, CTInt start, CTInt length) CT_NOEXCEPT;
CTResult ct_select(CTTensor a, CTInt dimension, CTInt index) CT_NOEXCEPT;
CTResult ct_slice(CTTensor a, CTInt dimension, CTInt start, CTInt end, CTInt step) CT_NOEXCEPT;
CTResult ct_as_strided(CTTensor a, const CTInt *sizes, const CTInt *strides, size_t rank, CTInt offset) CT_NOEXCEPT;
CTResult ct_concatenate(CTTensorList tensors, size_t count, CTInt dimension) CT_NOEXCEPT;
CTResult ct_stack(CTTensorList tensors, size_t count, CTInt dimension) CT_NOEXCEPT;
CTResult ct_pad(CTTensor a, const CTInt *amounts, size_t count, double value) CT_NOEXCEPT;

CTResult ct_contiguous(CTTensor a) CT_NOEXCEPT;
CTResult ct_channels_last(CTTensor a) CT_NOEXCEPT;
bool ct_is_contiguous(CTTensor a) CT_NOEXCEPT;
bool ct_is_channels_last(CTTensor a) CT_NOEXCEPT;
CTResult ct_clone(CTTensor a) CT_NOEXCEPT;
CTResult ct_to_dtype(CTTensor a, int32_t dtype) CT_NOEXCEPT;
CTResult ct_to_device(CTTensor a, CTDevice device) CT_NOEXCEPT;
/// From the CPU, without waiting until it is there: nobody may write the tensor afterwards.
CTResult ct_upload(CTTensor a, CTDevice device) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

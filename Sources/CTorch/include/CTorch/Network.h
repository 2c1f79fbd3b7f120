#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

CTResult ct_matmul(CTTensor a, CTTensor b) CT_NOEXCEPT;
CTResult ct_linear(CTTensor x, CTTensor weight, CTTensor _Nullable bias) CT_NOEXCEPT;
CTResult ct_conv2d(
    CTTensor x, CTTensor weight, CTTensor _Nullable bias, CTInt stride, CTInt padding, CTInt dilation, CTInt groups)
    CT_NOEXCEPT;
/// relu?(w ∗ x + bias + residual) in one autograd node.
CTResult ct_fused_conv2d(
    CTTensor x, CTTensor weight, CTTensor _Nullable bias, CTTensor _Nullable residual, CTInt stride, CTInt padding,
    bool relu) CT_NOEXCEPT;
CTResult ct_conv_transpose2d(
    CTTensor x, CTTensor weight, CTTensor _Nullable bias, CTInt stride, CTInt padding) CT_NOEXCEPT;
CTResult ct_max_pool2d(CTTensor x, CTInt kernel, CTInt stride, CTInt padding) CT_NOEXCEPT;
CTResult ct_avg_pool2d(CTTensor x, CTInt kernel, CTInt stride, CTInt padding) CT_NOEXCEPT;
CTResult ct_upsample_nearest(CTTensor x, CTInt height, CTInt width) CT_NOEXCEPT;
CTResult ct_upsample_bilinear(CTTensor x, CTInt height, CTInt width, bool align_corners) CT_NOEXCEPT;
CTResult ct_batch_norm(
    CTTensor x, CTTensor _Nullable weight, CTTensor _Nullable bias, CTTensor mean, CTTensor variance, bool training,
    double momentum, double epsilon) CT_NOEXCEPT;
CTResult ct_group_norm(CTTensor x, CTInt groups, CTTensor _Nullable weight, CTTensor _Nullable bias, double epsilon)
    CT_NOEXCEPT;
CTResult ct_softmax(CTTensor x, CTInt dimension) CT_NOEXCEPT;
CTResult ct_log_softmax(CTTensor x, CTInt dimension) CT_NOEXCEPT;

/// Reductions: 0 none, 1 mean, 2 sum.
CTResult ct_cross_entropy(CTTensor logits, CTTensor target, CTTensor _Nullable weight, int32_t reduction) CT_NOEXCEPT;
CTResult ct_bce_with_logits(CTTensor logits, CTTensor target, CTTensor _Nullable weight, int32_t reduction)
    CT_NOEXCEPT;
CTResult ct_smooth_l1(CTTensor x, CTTensor target, double beta, int32_t reduction) CT_NOEXCEPT;
CTResult ct_l1(CTTensor x, CTTensor target, int32_t reduction) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

/// Indices of the boxes kept, by falling score. boxes [N, 4], scores [N], classes [N] or null (one class).
CTResult ct_nms(CTTensor boxes, CTTensor scores, CTTensor _Nullable classes, double threshold) CT_NOEXCEPT;

/// Regions of several pyramid levels, in one autograd node.
/// levels: [N, C, H, W] each; scales: of each level; boxes [R, 4]; images [R] and assignment [R], int64.
CTResult ct_roi_align(
    CTTensorList levels, const double *scales, size_t level_count, CTTensor boxes, CTTensor images,
    CTTensor assignment, CTInt height, CTInt width, CTInt sampling_ratio, bool aligned) CT_NOEXCEPT;

/// (1/B) Σ weight · BCE(σ(2 logit − margin), one-hot label); logits [B, K], labels [B], margins and weights [K].
CTResult ct_margin_cross_entropy(CTTensor logits, CTTensor labels, CTTensor margins, CTTensor weights) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

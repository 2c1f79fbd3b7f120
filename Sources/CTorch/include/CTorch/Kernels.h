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

/// (1/B) Σ weight · BCE(σ(scale · logit − shift), label = column); logits [B, K], labels [B] in 0 ..< label_count, K or
/// K + 1, the last being no column; shifts and weights [K]. Positives have one weight, negatives two: in rows of no column
/// and of one. gathered [2, K], float64, or null: weight · |σ − y| of positives and of negatives is added to it.
CTResult ct_sigmoid_loss(
    CTTensor logits, CTTensor labels, CTTensor shifts, CTTensor positives, CTTensor negatives,
    CTTensor foreground_negatives, CTTensor _Nullable gathered, double scale, CTInt label_count) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

/// One step of stochastic gradient descent on the parameters that have a gradient.
CTError ct_sgd_step(
    CTTensorList parameters, CTTensorList momenta, size_t count, double learning_rate,
    double momentum, double weight_decay) CT_NOEXCEPT;
/// The 2-norm of all the gradients together, a scalar.
CTResult ct_gradient_norm(CTTensorList parameters, size_t count) CT_NOEXCEPT;
/// Scales the gradients down so that their norm is at most `maximum`; returns the norm before.
CTResult ct_clip_gradients(CTTensorList parameters, size_t count, double maximum) CT_NOEXCEPT;
/// Moves the gradients of the parameters that have one into sums of the same shapes: added where `reached` is set, else
/// written and `reached` set.
CTError ct_collect_gradients(
    CTTensorList parameters, CTTensorList sums, bool *reached, size_t count) CT_NOEXCEPT;
/// Makes the sums that were reached the gradients of their parameters, which share their memory then.
CTError ct_hand_out_gradients(
    CTTensorList parameters, CTTensorList sums, const bool *reached, size_t count) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

typedef struct {
  CTGenerator _Nullable generator;
  CTError error;
} CTGeneratorResult;

/// Draws on the CPU.
CTGeneratorResult ct_generator_new(uint64_t seed) CT_NOEXCEPT;
void ct_generator_release(CTGenerator generator) CT_NOEXCEPT;
CTResult ct_generator_state(CTGenerator generator) CT_NOEXCEPT;
CTError ct_generator_set_state(CTGenerator generator, CTTensor state) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

/// Whether this libtorch was built with CUDA.
bool ct_is_built_with_cuda(void) CT_NOEXCEPT;
/// CUDA devices that libtorch can compute on.
int32_t ct_cuda_count(void) CT_NOEXCEPT;
/// The name of the backend that has registered itself, "privateuseone" where none has.
const char *ct_registered_backend(void) CT_NOEXCEPT;

/// What NVIDIA's driver says of a GPU.
typedef struct {
  char name[128];
  uint64_t bytes;
} CTGpu;

/// Asks the driver, in the numbering of CUDA_VISIBLE_DEVICES; fails where there is no driver or no such GPU.
CTError ct_gpu(int32_t index, CTGpu *gpu) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

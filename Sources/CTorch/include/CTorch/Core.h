#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CT_BEGIN extern "C" {
#define CT_END }
#define CT_NOEXCEPT noexcept
namespace c10 {
struct TensorImpl;
struct GeneratorImpl;
}  // namespace c10
/// One intrusive reference to a tensor; it must be released.
typedef c10::TensorImpl *CTTensor;
/// One intrusive reference to a random number generator; it must be released.
typedef c10::GeneratorImpl *CTGenerator;
#else
#define CT_BEGIN
#define CT_END
#define CT_NOEXCEPT
typedef struct CTTensorImpl *CTTensor;
typedef struct CTGeneratorImpl *CTGenerator;
#endif

#pragma clang assume_nonnull begin
CT_BEGIN

/// Sizes, strides and indices: Swift's Int.
typedef ptrdiff_t CTInt;

/// Borrowed handles, side by side.
typedef const CTTensor _Nonnull *_Nonnull CTTensorList;

/// What went wrong, to be freed by the caller; null when nothing did. It travels with the call that failed.
typedef char *_Nullable CTError;

/// A device: libtorch's numbers of its type (CPU 0, CUDA 1, a backend that registers itself 20), and which of them.
typedef struct {
  int32_t type;
  int32_t index;
} CTDevice;

/// A new reference, or the message of the failure; both null: an undefined tensor.
typedef struct {
  CTTensor _Nullable tensor;
  CTError error;
} CTResult;

typedef struct {
  CTTensor _Nullable first;
  CTTensor _Nullable second;
  CTError error;
} CTPair;

typedef struct {
  double value;
  CTError error;
} CTNumber;

void ct_tensor_release(CTTensor tensor) CT_NOEXCEPT;

CTInt ct_rank(CTTensor tensor) CT_NOEXCEPT;
CTInt ct_size(CTTensor tensor, CTInt dimension) CT_NOEXCEPT;
CTInt ct_stride(CTTensor tensor, CTInt dimension) CT_NOEXCEPT;
CTInt ct_count(CTTensor tensor) CT_NOEXCEPT;
int32_t ct_dtype(CTTensor tensor) CT_NOEXCEPT;
CTDevice ct_device(CTTensor tensor) CT_NOEXCEPT;
CTNumber ct_item(CTTensor tensor) CT_NOEXCEPT;
/// The first element; the tensor must lie contiguously in the CPU's memory.
const void *_Nullable ct_data(CTTensor tensor) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

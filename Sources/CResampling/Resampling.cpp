#include "CResampling.h"

#include <cstring>
#include <limits>

namespace {

using Doubles = double __attribute__((vector_size(TB_RESAMPLES * sizeof(double))));
using Counts = int32_t __attribute__((vector_size(TB_RESAMPLES * sizeof(int32_t))));
using Weights = uint16_t __attribute__((vector_size(TB_RESAMPLES * sizeof(uint16_t))));

/// What stands at a hit: how often its image was drawn, and how many detections that count everywhere come up to it.
struct Place {
  Weights weight;
  Counts counted;
};
static_assert(sizeof(Place) == TB_HIT_SCRATCH);

/// Weights are added in 16 bits so many times before they are widened: no image is drawn 65,535 / 1,024 times.
constexpr size_t narrowSums = 1024;

namespace anywhere {
#include "Kernel.inc"
}

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
namespace avx2 {
#include "Kernel.inc"
}
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl"))), apply_to = function)
namespace avx512 {
#include "Kernel.inc"
}
#pragma clang attribute pop
#endif

using Kernel = decltype(anywhere::resampledPrecisions);

/// The kernel for the widest registers that the processor has.
Kernel *widest() {
#if defined(__x86_64__)
  bool isAVX512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  if (isAVX512) return avx512::resampledPrecisions;
  if (__builtin_cpu_supports("avx2")) return avx2::resampledPrecisions;
#endif
  return anywhere::resampledPrecisions;
}

}  // namespace

void tb_resampled_precisions(const tb_resampled_class *resampled, const tb_image_weights *weights, void *scratch,
                             double precisions[TB_RESAMPLES]) {
  static Kernel *const kernel = widest();
  kernel(resampled, weights, scratch, precisions);
}

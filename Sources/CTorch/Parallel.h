#pragma once
#include <cstdint>
#include <functional>

namespace tailboard {

/// Splits begin ..< end over the threads that libtorch's operators use on this thread, no part shorter than `grain`;
/// one part where another parallel region calls. What a part throws, the call throws.
///
/// NOTE: at::parallel_for is a header that is only parallel where the compiler has OpenMP, and Swift's clang has not: this
/// asks the OpenMP library that libtorch brings for the same team of threads.
void parallelFor(int64_t begin, int64_t end, int64_t grain,
                 const std::function<void(int64_t begin, int64_t end)> &body);

}  // namespace tailboard

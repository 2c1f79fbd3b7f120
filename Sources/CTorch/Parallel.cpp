#include "Parallel.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>
#include <exception>
#include <vector>

namespace {

/// The entries of GNU's OpenMP library that a compiler would call.
struct OpenMP {
  void (*parallel)(void (*body)(void *), void *data, unsigned threads, unsigned flags) = nullptr;
  int (*threadNumber)() = nullptr;
  int (*threadCount)() = nullptr;

  OpenMP() {
    find("GOMP_parallel", parallel);
    find("omp_get_thread_num", threadNumber);
    find("omp_get_num_threads", threadCount);
  }

  bool isThere() const { return parallel && threadNumber && threadCount; }

  static const OpenMP &library() {
    static const OpenMP library;
    return library;
  }

 private:
  template <class Function>
  static void find(const char *name, Function &function) {
    function = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
  }
};

/// What the threads of a team share.
struct Work {
  const std::function<void(int64_t, int64_t)> &body;
  int64_t begin, end, length, parts;
  std::vector<std::exception_ptr> failures;

  /// The parts of one thread: one, unless the team is smaller than was asked for.
  void run(int64_t thread, int64_t team) noexcept {
    for (int64_t part = thread; part < parts; part += team) {
      const int64_t first = begin + part * length;
      if (first >= end) return;
      at::internal::ThreadIdGuard guard(static_cast<int>(part));
      try {
        body(first, std::min(first + length, end));
      } catch (...) {
        failures[part] = std::current_exception();
      }
    }
  }
};

}  // namespace

void tailboard::parallelFor(int64_t begin, int64_t end, int64_t grain,
                            const std::function<void(int64_t, int64_t)> &body) {
  if (begin >= end) return;
  const OpenMP &library = OpenMP::library();
  const int64_t parts = std::min<int64_t>(at::get_num_threads(), (end - begin + grain - 1) / grain);
  if (parts < 2 || at::in_parallel_region() || !library.isThere()) return body(begin, end);
  Work work{body, begin, end, (end - begin + parts - 1) / parts, parts, std::vector<std::exception_ptr>(parts)};
  library.parallel(
      [](void *data) {
        static_cast<Work *>(data)->run(OpenMP::library().threadNumber(), OpenMP::library().threadCount());
      },
      &work, static_cast<unsigned>(parts), 0);
  for (const std::exception_ptr &failure : work.failures)
    if (failure) std::rethrow_exception(failure);
}

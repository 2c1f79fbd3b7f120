#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/util/Exception.h>
#include <dlfcn.h>
#include <malloc.h>
#include <torch/version.h>

#include "Shim.h"

using namespace tailboard;

namespace {

struct Forwarder : c10::WarningHandler {
  void (*forward)(const char *);
  explicit Forwarder(void (*forward)(const char *)) : forward(forward) {}
  void process(const c10::Warning &warning) override { forward(warning.msg().c_str()); }
};

}  // namespace

const char *ct_library_folder(void) noexcept {
  static const std::string folder = [] {
    Dl_info library{};
    dladdr(reinterpret_cast<const void *>(&at::get_num_threads), &library);
    const std::string path = library.dli_fname ? library.dli_fname : "";
    return path.substr(0, path.rfind('/'));
  }();
  return folder.c_str();
}
const char *ct_version(void) noexcept { return TORCH_VERSION; }
CTInt ct_thread_count(void) noexcept { return at::get_num_threads(); }
void ct_set_thread_count(CTInt count) noexcept { at::set_num_threads(static_cast<int>(count)); }

void ct_keep_freed_memory(void) noexcept {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, -1);
}

void ct_return_freed_memory(void) noexcept { malloc_trim(0); }

void ct_set_warning_handler(void (*handler)(const char *)) noexcept {
  // One forwarder a thread, replaced with the handler, as libtorch keeps the handler per thread.
  static thread_local std::optional<Forwarder> forwarder;
  c10::WarningUtils::set_warning_handler(nullptr);
  forwarder.reset();
  if (!handler) return;
  forwarder.emplace(handler);
  c10::WarningUtils::set_warning_handler(&*forwarder);
}
void ct_manual_seed(uint64_t seed) noexcept { at::manual_seed(seed); }

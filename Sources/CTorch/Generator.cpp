#include <ATen/Context.h>
#include <ATen/core/Generator.h>

#include <mutex>

#include "Shim.h"

using namespace tailboard;

namespace {

at::Generator borrowed(CTGenerator generator) {
  return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(generator));
}

}  // namespace

CTGeneratorResult ct_generator_new(uint64_t seed) noexcept {
  try {
    at::Generator generator = at::globalContext().defaultGenerator(at::kCPU).clone();
    generator.set_current_seed(seed);
    return {generator.unsafeReleaseGeneratorImpl(), nullptr};
  } catch (...) {
    return {nullptr, currentMessage()};
  }
}
void ct_generator_release(CTGenerator generator) noexcept { c10::raw::intrusive_ptr::decref(generator); }

CTResult ct_generator_state(CTGenerator generator) noexcept {
  return tensor([&] {
    at::Generator borrow = borrowed(generator);
    std::lock_guard<std::mutex> lock(borrow.mutex());
    return borrow.get_state();
  });
}
CTError ct_generator_set_state(CTGenerator generator, CTTensor state) noexcept {
  return status([&] {
    at::Generator borrow = borrowed(generator);
    std::lock_guard<std::mutex> lock(borrow.mutex());
    borrow.set_state(T(state));
  });
}

#include <ATen/ops/item.h>
#include <c10/util/Exception.h>
#include <cstring>

#include "Shim.h"

namespace tailboard {

char *currentMessage() noexcept {
  try {
    throw;
  } catch (const c10::Error &error) {
    return strdup(error.what_without_backtrace());
  } catch (const std::exception &error) {
    return strdup(error.what());
  } catch (...) {
    return strdup("unknown C++ exception");
  }
}

}  // namespace tailboard

using namespace tailboard;

void ct_tensor_release(CTTensor tensor) noexcept { c10::raw::intrusive_ptr::decref(tensor); }

CTInt ct_rank(CTTensor tensor) noexcept { return T(tensor).dim(); }
CTInt ct_size(CTTensor tensor, CTInt dimension) noexcept { return T(tensor).sizes()[dimension]; }
CTInt ct_stride(CTTensor tensor, CTInt dimension) noexcept { return T(tensor).strides()[dimension]; }
CTInt ct_count(CTTensor tensor) noexcept { return T(tensor).numel(); }
int32_t ct_dtype(CTTensor tensor) noexcept { return static_cast<int32_t>(T(tensor).scalar_type()); }
CTDevice ct_device(CTTensor tensor) noexcept {
  const at::Device device = T(tensor).device();
  return {static_cast<int32_t>(device.type()), device.is_cpu() ? 0 : device.index()};
}

CTNumber ct_item(CTTensor tensor) noexcept {
  try {
    return {T(tensor).item().toDouble(), nullptr};
  } catch (...) {
    return {0, currentMessage()};
  }
}

const void *ct_data(CTTensor tensor) noexcept { return T(tensor).const_data_ptr(); }

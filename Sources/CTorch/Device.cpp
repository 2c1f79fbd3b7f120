#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DeviceType.h>
#include <dlfcn.h>

#include "Shim.h"

using namespace tailboard;

namespace {

/// NVIDIA's driver, found at run time: the build knows nothing of CUDA.
class Driver {
 public:
  Driver() : library_(dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL)) {
    TORCH_CHECK(library_, "no NVIDIA driver (", dlerror(), ")");
    check("cuInit", call<int(unsigned)>("cuInit")(0));
  }

  CTGpu gpu(int32_t index) const {
    int device = 0;
    size_t bytes = 0;
    CTGpu found{};
    check("cuDeviceGet", call<int(int *, int)>("cuDeviceGet")(&device, index));
    check("cuDeviceGetName", call<int(char *, int, int)>("cuDeviceGetName")(found.name, sizeof found.name, device));
    check("cuDeviceTotalMem", call<int(size_t *, int)>("cuDeviceTotalMem_v2")(&bytes, device));
    found.bytes = bytes;
    return found;
  }

 private:
  template <class Function>
  Function *call(const char *name) const {
    void *symbol = dlsym(library_, name);
    TORCH_CHECK(symbol, "NVIDIA's driver has no ", name);
    return reinterpret_cast<Function *>(symbol);
  }

  static void check(const char *name, int status) { TORCH_CHECK(status == 0, name, " of NVIDIA's driver: error ", status); }

  void *library_;
};

}  // namespace

bool ct_is_built_with_cuda(void) noexcept { return at::Context::hasCUDART(); }

int32_t ct_cuda_count(void) noexcept {
  try {
    return at::globalContext().hasCUDA() ? at::detail::getCUDAHooks().deviceCount() : 0;
  } catch (...) {
    return 0;  // A driver that is too old throws.
  }
}

const char *ct_registered_backend(void) noexcept {
  static const std::string name = c10::get_privateuse1_backend();
  return name.c_str();
}

CTError ct_gpu(int32_t index, CTGpu *gpu) noexcept {
  return status([&] {
    static const Driver driver;
    *gpu = driver.gpu(index);
  });
}

at::Tensor tailboard::uploaded(const at::Tensor &host, CTDevice device) {
  const at::Device target = deviceOf(device);
  if (target.is_cpu()) return host;
  const at::Tensor source = target.is_cuda() ? host.contiguous(host.suggest_memory_format()).pin_memory() : host;
  return source.to(target, /*non_blocking=*/true);
}

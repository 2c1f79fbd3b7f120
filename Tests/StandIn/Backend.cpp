// What libtorch asks of a backend, and what becomes of a host that touches the device's memory.

#include <ATen/Context.h>
#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

#include <csignal>
#include <cstdio>
#include <unistd.h>

#include "Memory.h"
#include "Views.h"
#include "include/StandIn.h"

namespace standin {

std::string presentPlace();

namespace {

struct Hooks final : at::PrivateUse1HooksInterface {
  bool isBuilt() const override { return true; }
  bool isAvailable() const override { return true; }
  bool hasPrimaryContext(c10::DeviceIndex) const override { return true; }
  c10::DeviceIndex deviceCount() const override { return 1; }
  c10::DeviceIndex getCurrentDevice() const override { return 0; }
  void setCurrentDevice(c10::DeviceIndex) const override {}
  c10::DeviceIndex exchangeDevice(c10::DeviceIndex) const override { return 0; }
  c10::DeviceIndex maybeExchangeDevice(c10::DeviceIndex) const override { return 0; }
  void resizePrivateUse1Bytes(const c10::Storage &storage, size_t bytes) const override { grow(storage, bytes); }
};

struct Guard final : c10::impl::NoOpDeviceGuardImpl<c10::kPrivateUse1> {
  c10::Device exchangeDevice(c10::Device) const override { return device; }
  c10::Device getDevice() const override { return device; }
  c10::Stream getStream(c10::Device) const noexcept override { return stream(); }
  c10::Stream getDefaultStream(c10::Device) const override { return stream(); }
  c10::Stream exchangeStream(c10::Stream) const noexcept override { return stream(); }

 private:
  static c10::Stream stream() noexcept { return c10::Stream(c10::Stream::DEFAULT, device); }
};

struct sigaction usual;

/// Says where the host reached for the device's memory; then the instruction faults again, as it would have.
void onFault(int signal, siginfo_t *fault, void *) {
  if (memory().guards(fault->si_addr)) {
    char line[300];
    const int length = std::snprintf(line, sizeof line, "standin: host code touched device memory in \"%s\"\n", presentPlace().c_str());
    if (write(STDERR_FILENO, line, length) < 0) _exit(139);
  }
  sigaction(signal, &usual, nullptr);
}

}  // namespace

}  // namespace standin

void standin_install(void) {
  using namespace standin;
  static bool installed = false;
  if (installed) return;
  installed = true;
  memory().reserve();
  c10::SetAllocator(c10::kPrivateUse1, &memory());
  c10::register_privateuse1_backend("standin");
  at::RegisterPrivateUse1HooksInterface(new Hooks);
  static c10::impl::DeviceGuardImplRegistrar guard(c10::kPrivateUse1, new Guard);
  struct sigaction action {};
  action.sa_sigaction = onFault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, &usual);
}

/// Before main: autograd counts the devices when the process first runs backward, and never again.
__attribute__((constructor)) static void installEarly() { standin_install(); }

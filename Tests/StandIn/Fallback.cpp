// Every other operation: the CPU's kernel on the same bytes. (libtorch's own cpu_fallback hides mixed devices.)

#include <ATen/EmptyTensor.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/as_strided_native.h>
#include <torch/library.h>

#include "Memory.h"
#include "Views.h"
#include "Waits.h"

namespace standin {

namespace {

/// One call: arguments to the host's view of them, the CPU's kernel, results back.
class Call {
 public:
  Call(const c10::OperatorHandle &operation, torch::jit::Stack &stack)
      : operation_(operation), stack_(stack), name_(c10::toString(operation.operator_name())) {}

  void run() {
    const size_t count = operation_.schema().arguments().size();
    for (size_t i = stack_.size() - count; i < stack_.size(); i++) stack_[i] = hostValue(stack_[i]);
    TORCH_CHECK(!seesDevice_ || !seesHost_, "Expected all tensors to be on the same device, but ", name_, " has some on cpu and some on ", device);
    countWaits(stack_[stack_.size() - 1]);
    operation_.redispatchBoxed(c10::DispatchKeySet(c10::DispatchKey::CPU), &stack_);
    for (const auto &[ours, view] : seen_) follow(ours, view);
    const size_t results = operation_.schema().returns().size();
    for (size_t i = stack_.size() - results; i < stack_.size(); i++) stack_[i] = deviceValue(stack_[i]);
  }

 private:
  at::Tensor hostTensor(const at::Tensor &tensor) {
    if (!tensor.defined()) return tensor;
    if (!tensor.is_privateuseone()) {
      if (tensor.dim() > 0) seesHost_ = true;  // CUDA takes scalars of the CPU.
      return tensor;
    }
    seesDevice_ = true;
    seen_.emplace_back(tensor, host(tensor));
    return seen_.back().second;
  }

  /// An index may lie on the host: CUDA copies it up, and waits.
  at::Tensor hostIndex(const at::Tensor &tensor) {
    if (!tensor.defined()) return tensor;
    masks_ = masks_ || tensor.scalar_type() == at::kBool || tensor.scalar_type() == at::kByte;
    if (tensor.is_privateuseone()) return hostTensor(tensor);
    hasHostIndex_ = true;
    return tensor;
  }

  c10::IValue hostValue(c10::IValue value) {
    if (value.isTensor()) return hostTensor(value.toTensor());
    if (value.isDevice()) {
      seesDevice_ = seesDevice_ || value.toDevice().is_privateuseone();
      return c10::Device(c10::kCPU);
    }
    if (value.isTensorList()) {
      c10::List<at::Tensor> tensors;
      for (const at::Tensor &tensor : value.toTensorList()) tensors.push_back(hostTensor(tensor));
      return tensors;
    }
    if (value.isOptionalTensorList()) {
      c10::List<std::optional<at::Tensor>> tensors;
      for (const std::optional<at::Tensor> &tensor : value.toOptionalTensorList()) {
        tensors.push_back(tensor ? std::optional(hostIndex(*tensor)) : tensor);
      }
      return tensors;
    }
    return value;
  }

  at::Tensor deviceTensor(const at::Tensor &tensor) {
    if (!tensor.defined() || !seesDevice_) return tensor;
    for (const auto &[ours, view] : seen_) {
      if (tensor.is_same(view)) return ours;
      if (tensor.has_storage() && tensor.storage().is_alias_of(view.storage())) {
        return at::native::as_strided_tensorimpl(ours, tensor.sizes(), tensor.strides(), tensor.storage_offset());
      }
    }
    return onDevice(tensor);
  }

  c10::IValue deviceValue(c10::IValue value) {
    if (value.isTensor()) return deviceTensor(value.toTensor());
    if (!value.isTensorList()) return value;
    c10::List<at::Tensor> tensors;
    for (const at::Tensor &tensor : value.toTensorList()) tensors.push_back(deviceTensor(tensor));
    return tensors;
  }

  void countWaits(const c10::IValue &last) const {
    if (!seesDevice_) return;
    const bool hasOwnSize = name_ == "aten::repeat_interleave.Tensor" && !last.isNone();
    if (readsShape(name_) && !hasOwnSize) wait(Wait::shape, name_);
    if (hasHostIndex_) wait(Wait::upload, name_);
    if (masks_) wait(Wait::shape, name_);
  }

  /// An out= argument may have been given another shape, or memory of the CPU's.
  static void follow(const at::Tensor &ours, const at::Tensor &view) {
    const bool moved = view.storage().nbytes() != ours.storage().nbytes();
    if (!moved && view.sizes() == ours.sizes() && view.strides() == ours.strides()) return;
    grow(ours.storage(), at::detail::computeStorageNbytes(view.sizes(), view.strides(), ours.dtype().itemsize(), ours.storage_offset()));
    ours.unsafeGetTensorImpl()->set_sizes_and_strides(view.sizes(), view.strides());
    if (moved) host(ours).copy_(view);
  }

  const c10::OperatorHandle &operation_;
  torch::jit::Stack &stack_;
  const std::string name_;
  std::vector<std::pair<at::Tensor, at::Tensor>> seen_;
  bool seesDevice_ = false, seesHost_ = false, hasHostIndex_ = false, masks_ = false;
};

void fallback(const c10::OperatorHandle &operation, torch::jit::Stack *stack) { Call(operation, *stack).run(); }

}  // namespace

TORCH_LIBRARY_IMPL(_, PrivateUse1, library) {
  library.fallback(torch::CppFunction::makeFromBoxedFunction<&fallback>());
}

TORCH_LIBRARY_IMPL(aten, PrivateUse1, library) {
  // Without a kernel of its own it runs as its out= kernel, which resizes a scalar and warns.
  library.impl("smooth_l1_loss", torch::CppFunction::makeFromBoxedFunction<&fallback>());
}

// Autocast: libtorch has the machinery and registers nothing for such a backend; its lists of operators serve.
using namespace at::autocast;

TORCH_LIBRARY_IMPL(_, AutocastPrivateUse1, library) { library.fallback(torch::CppFunction::makeFallthrough()); }

TORCH_LIBRARY_IMPL(aten, AutocastPrivateUse1, m) {
#define STANDIN_LOWER(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, lower_precision_fp)
#define STANDIN_SINGLE(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, fp32)
#define STANDIN_WIDEST(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, promote)
  AT_FORALL_LOWER_PRECISION_FP(STANDIN_LOWER)
  AT_FORALL_FP32(STANDIN_SINGLE)
  AT_FORALL_PROMOTE(STANDIN_WIDEST)
}

}  // namespace standin

#pragma once
#include <ATen/core/Tensor.h>
#include "CTorch/CTorch.h"

#include <initializer_list>
#include <optional>
#include <tuple>
#include <vector>

namespace tailboard {

// at::Tensor is exactly one such pointer, so borrowing a handle as a tensor costs nothing.
static_assert(sizeof(at::Tensor) == sizeof(CTTensor));
inline const at::Tensor &T(const CTTensor &handle) { return reinterpret_cast<const at::Tensor &>(handle); }
inline at::Tensor &mutableT(CTTensor &handle) { return reinterpret_cast<at::Tensor &>(handle); }

inline std::optional<at::Tensor> optionalT(CTTensor handle) {
  return handle ? std::optional<at::Tensor>(T(handle)) : std::nullopt;
}

inline std::vector<at::Tensor> list(const CTTensor *handles, size_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (size_t i = 0; i < count; i++) tensors.push_back(T(handles[i]));
  return tensors;
}

inline CTTensor owned(at::Tensor tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

inline at::IntArrayRef ints(const CTInt *values, size_t count) { return {values, count}; }
inline at::ScalarType scalarType(int32_t dtype) { return static_cast<at::ScalarType>(dtype); }
inline at::Device deviceOf(CTDevice device) {
  const auto type = static_cast<c10::DeviceType>(device.type);
  return type == at::kCPU ? at::Device(at::kCPU) : at::Device(type, static_cast<c10::DeviceIndex>(device.index));
}
inline at::TensorOptions options(int32_t dtype, CTDevice device) {
  return at::TensorOptions().dtype(scalarType(dtype)).device(deviceOf(device));
}
inline at::TensorOptions hostOptions(int32_t dtype) { return at::TensorOptions().dtype(scalarType(dtype)); }

/// A tensor of the CPU's memory brought to a device; the host goes on at once, so nobody may write the tensor afterwards.
at::Tensor uploaded(const at::Tensor &host, CTDevice device);

/// The message of the exception being handled, for the caller to free.
char *currentMessage() noexcept;

template <class Body>
CTResult tensor(Body &&body) noexcept {
  try {
    return {owned(body()), nullptr};
  } catch (...) {
    return {nullptr, currentMessage()};
  }
}

template <class Body>
CTPair pair(Body &&body) noexcept {
  try {
    std::tuple<at::Tensor, at::Tensor> both = body();
    return {owned(std::get<0>(both)), owned(std::get<1>(both)), nullptr};
  } catch (...) {
    return {nullptr, nullptr, currentMessage()};
  }
}

template <class Body>
CTError status(Body &&body) noexcept {
  try {
    body();
    return nullptr;
  } catch (...) {
    return currentMessage();
  }
}

}  // namespace tailboard

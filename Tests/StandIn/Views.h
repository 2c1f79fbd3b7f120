#pragma once
#include <ATen/core/Tensor.h>

namespace standin {

/// A device tensor's bytes as a tensor of the CPU; any other tensor as it is.
at::Tensor host(const at::Tensor &tensor);
/// A tensor of the CPU copied to the device, with its strides; any other as it is.
at::Tensor onDevice(const at::Tensor &tensor);
/// Gives a storage so many bytes, its own kept.
void grow(const c10::Storage &storage, size_t bytes);

}  // namespace standin

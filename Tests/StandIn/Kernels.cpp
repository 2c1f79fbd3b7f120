// What a backend must register by name: making, resizing, copying and reading tensors, views, and convolutions.

#include <ATen/EmptyTensor.h>
#include <ATen/native/Resize.h>
#include <ATen/ops/_local_scalar_dense.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/set_native.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_native.h>
#include <torch/library.h>

#include "Memory.h"
#include "Views.h"
#include "Waits.h"

namespace standin {

at::Tensor host(const at::Tensor &tensor) {
  if (!tensor.defined() || !tensor.is_privateuseone()) return tensor;
  const c10::Storage &storage = tensor.storage();
  void *bytes = memory().bytes(const_cast<void *>(storage.data()));
  c10::Storage alias(c10::Storage::use_byte_size_t(), storage.nbytes(), c10::DataPtr(bytes, c10::kCPU),
                     c10::GetAllocator(c10::kCPU), true);
  at::Tensor view = at::detail::make_tensor<c10::TensorImpl>(std::move(alias), c10::DispatchKeySet(c10::DispatchKey::CPU),
                                                             tensor.dtype());
  view.unsafeGetTensorImpl()->set_sizes_and_strides(tensor.sizes(), tensor.strides(), tensor.storage_offset());
  return view;
}

at::Tensor onDevice(const at::Tensor &tensor) {
  if (!tensor.defined() || !tensor.is_cpu()) return tensor;
  at::Tensor copy = at::empty_like(tensor, tensor.options().device(device));
  host(copy).copy_(tensor);
  return copy;
}

void grow(const c10::Storage &storage, size_t bytes) {
  if (bytes <= storage.nbytes()) return;
  c10::DataPtr larger = memory().allocate(bytes);
  if (storage.data()) memory().copy_data(larger.get(), storage.data(), storage.nbytes());
  storage.unsafeGetStorageImpl()->set_data_ptr_noswap(std::move(larger));
  storage.unsafeGetStorageImpl()->set_nbytes(bytes);
}

namespace {

using Ints = at::IntArrayRef;
using OptionalTensor = std::optional<at::Tensor>;
constexpr c10::DispatchKeySet keys(c10::DispatchKey::PrivateUse1);

at::Tensor empty(Ints sizes, std::optional<at::ScalarType> type, std::optional<at::Layout>, std::optional<at::Device>,
                 std::optional<bool>, std::optional<at::MemoryFormat> format) {
  return at::detail::empty_generic(sizes, &memory(), keys, c10::dtype_or_default(type), format);
}

at::Tensor emptyStrided(Ints sizes, Ints strides, std::optional<at::ScalarType> type, std::optional<at::Layout>,
                        std::optional<at::Device>, std::optional<bool>) {
  return at::detail::empty_strided_generic(sizes, strides, &memory(), keys, c10::dtype_or_default(type));
}

const at::Tensor &resized(const at::Tensor &tensor, Ints sizes, std::optional<at::MemoryFormat> format) {
  if (tensor.sizes() == sizes) return tensor;
  const size_t item = tensor.dtype().itemsize();
  grow(tensor.storage(), at::detail::computeStorageNbytesContiguous(sizes, item, tensor.storage_offset()));
  tensor.unsafeGetTensorImpl()->set_sizes_contiguous(sizes);
  if (format) tensor.unsafeGetTensorImpl()->empty_tensor_restride(*format);
  return tensor;
}

at::Tensor copyFrom(const at::Tensor &from, const at::Tensor &to, bool nonBlocking) {
  if (from.is_cpu() && !nonBlocking) wait(Wait::upload, "copy_");
  if (to.is_cpu()) wait(Wait::download, "copy_");
  host(to).copy_(host(from));
  return to;
}

at::Tensor copyFromAndResize(const at::Tensor &from, const at::Tensor &to) {
  resized(to, from.sizes(), std::nullopt);
  host(to).copy_(host(from));
  return to;
}

at::Scalar value(const at::Tensor &tensor) {
  wait(Wait::value, "_local_scalar_dense");
  return at::_local_scalar_dense(host(tensor));
}

at::Tensor view(const at::Tensor &tensor, Ints sizes) { return at::native::view(tensor, sizes); }

at::Tensor asStrided(const at::Tensor &tensor, Ints sizes, Ints strides, std::optional<int64_t> offset) {
  return at::native::as_strided_tensorimpl(tensor, sizes, strides, offset);
}

at::Tensor &setStorage(at::Tensor &tensor, at::Storage storage) { return at::native::set_(tensor, std::move(storage)); }

void expectOneDevice(const at::Tensor &a, const at::Tensor &b) {
  TORCH_CHECK(a.device() == b.device(), "Expected all tensors to be on the same device, convolution has ", a.device(), " and ", b.device());
}

at::Tensor convolution(const at::Tensor &x, const at::Tensor &weight, const OptionalTensor &bias, Ints stride, Ints padding,
                       Ints dilation, bool transposed, Ints outputPadding, int64_t groups) {
  expectOneDevice(x, weight);
  if (bias && bias->defined()) expectOneDevice(x, *bias);
  const OptionalTensor shift = bias && bias->defined() ? OptionalTensor(host(*bias)) : std::nullopt;
  return onDevice(at::convolution(host(x), host(weight), shift, stride, padding, dilation, transposed, outputPadding, groups));
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolutionBackward(
    const at::Tensor &slope, const at::Tensor &x, const at::Tensor &weight, Ints stride, Ints padding, Ints dilation,
    bool transposed, Ints outputPadding, int64_t groups, std::array<bool, 3> wanted) {
  expectOneDevice(slope, x);
  expectOneDevice(x, weight);
  const int64_t outputs = transposed ? weight.size(1) * groups : weight.size(0);
  auto [dx, dw, db] = at::convolution_backward(host(slope), host(x), host(weight), outputs, stride, padding, dilation,
                                               transposed, outputPadding, groups, wanted);
  return {onDevice(dx), onDevice(dw), onDevice(db)};
}

}  // namespace

TORCH_LIBRARY_IMPL(aten, PrivateUse1, library) {
  library.impl("empty.memory_format", empty);
  library.impl("empty_strided", emptyStrided);
  library.impl("resize_", resized);
  library.impl("_copy_from", copyFrom);
  library.impl("_copy_from_and_resize", copyFromAndResize);
  library.impl("_local_scalar_dense", value);
  library.impl("set_.source_Storage_storage_offset", at::native::set_storage_cpu_);
  library.impl("set_.source_Tensor", at::native::set_tensor_);
  library.impl("set_.source_Storage", setStorage);
  library.impl("view", view);
  library.impl("as_strided", asStrided);
  library.impl("_reshape_alias", at::native::_reshape_alias);
  library.impl("unfold", at::native::unfold);
  library.impl("convolution_overrideable", convolution);
  library.impl("convolution_backward_overrideable", convolutionBackward);
}

}  // namespace standin

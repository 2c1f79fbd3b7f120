#include <ATen/ops/as_strided.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/flip.h>
#include <ATen/ops/slice.h>
#include <ATen/ops/stack.h>

#include "Shim.h"

using namespace tailboard;

CTResult ct_reshape(CTTensor a, const CTInt *sizes, size_t rank) noexcept {
  return tensor([&] { return T(a).reshape(ints(sizes, rank)); });
}
CTResult ct_expand(CTTensor a, const CTInt *sizes, size_t rank) noexcept {
  return tensor([&] { return T(a).expand(ints(sizes, rank)); });
}
CTResult ct_permute(CTTensor a, const CTInt *order, size_t rank) noexcept {
  return tensor([&] { return T(a).permute(ints(order, rank)); });
}
CTResult ct_flip(CTTensor a, const CTInt *dimensions, size_t count) noexcept {
  return tensor([&] { return at::flip(T(a), ints(dimensions, count)); });
}
CTResult ct_transpose(CTTensor a, CTInt first, CTInt second) noexcept {
  return tensor([&] { return T(a).transpose(first, second); });
}
CTResult ct_unsqueeze(CTTensor a, CTInt dimension) noexcept {
  return tensor([&] { return T(a).unsqueeze(dimension); });
}
CTResult ct_squeeze(CTTensor a, CTInt dimension) noexcept {
  return tensor([&] { return T(a).squeeze(dimension); });
}
CTResult ct_flatten(CTTensor a, CTInt from, CTInt to) noexcept {
  return tensor([&] { return T(a).flatten(from, to); });
}
CTResult ct_narrow(CTTensor a, CTInt dimension, CTInt start, CTInt length) noexcept {
  return tensor([&] { return T(a).narrow(dimension, start, length); });
}
CTResult ct_select(CTTensor a, CTInt dimension, CTInt index) noexcept {
  return tensor([&] { return T(a).select(dimension, index); });
}
CTResult ct_slice(CTTensor a, CTInt dimension, CTInt start, CTInt end, CTInt step) noexcept {
  return tensor([&] { return at::slice(T(a), dimension, start, end, step); });
}
CTResult ct_as_strided(CTTensor a, const CTInt *sizes, const CTInt *strides, size_t rank, CTInt offset) noexcept {
  return tensor([&] { return T(a).as_strided(ints(sizes, rank), ints(strides, rank), offset); });
}
CTResult ct_concatenate(const CTTensor *tensors, size_t count, CTInt dimension) noexcept {
  return tensor([&] { return at::cat(list(tensors, count), dimension); });
}
CTResult ct_stack(const CTTensor *tensors, size_t count, CTInt dimension) noexcept {
  return tensor([&] { return at::stack(list(tensors, count), dimension); });
}
CTResult ct_pad(CTTensor a, const CTInt *amounts, size_t count, double value) noexcept {
  return tensor([&] { return at::constant_pad_nd(T(a), ints(amounts, count), value); });
}

CTResult ct_contiguous(CTTensor a) noexcept {
  return tensor([&] { return T(a).contiguous(); });
}
CTResult ct_channels_last(CTTensor a) noexcept {
  return tensor([&] { return T(a).contiguous(at::MemoryFormat::ChannelsLast); });
}
bool ct_is_contiguous(CTTensor a) noexcept { return T(a).is_contiguous(); }
bool ct_is_channels_last(CTTensor a) noexcept {
  return T(a).dim() == 4 && T(a).is_contiguous(at::MemoryFormat::ChannelsLast);
}
CTResult ct_clone(CTTensor a) noexcept {
  return tensor([&] { return T(a).clone(); });
}
CTResult ct_to_dtype(CTTensor a, int32_t dtype) noexcept {
  return tensor([&] { return T(a).to(scalarType(dtype)); });
}
CTResult ct_to_device(CTTensor a, CTDevice device) noexcept {
  return tensor([&] { return T(a).to(deviceOf(device)); });
}
CTResult ct_upload(CTTensor a, CTDevice device) noexcept {
  return tensor([&] { return uploaded(T(a), device); });
}

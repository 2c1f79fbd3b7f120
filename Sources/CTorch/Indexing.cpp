#include <ATen/ops/bincount.h>
#include <ATen/ops/gather.h>
#include <ATen/ops/index.h>
#include <ATen/ops/index_add.h>
#include <ATen/ops/index_put.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/masked_select.h>
#include <ATen/ops/nonzero.h>
#include <ATen/ops/one_hot.h>
#include <ATen/ops/scatter.h>
#include <ATen/ops/searchsorted.h>
#include <ATen/ops/sort.h>
#include <ATen/ops/take.h>
#include <ATen/ops/topk.h>

#include "Shim.h"

using namespace tailboard;

namespace {

using Indices = c10::List<std::optional<at::Tensor>>;

}  // namespace

CTResult ct_index(CTTensor a, CTTensor index) noexcept {
  return tensor([&] { return at::index(T(a), Indices({T(index)})); });
}
CTResult ct_index_pairs(CTTensor a, CTTensor rows, CTTensor columns) noexcept {
  return tensor([&] { return at::index(T(a), Indices({T(rows), T(columns)})); });
}
CTResult ct_index_select(CTTensor a, CTInt dimension, CTTensor index) noexcept {
  return tensor([&] { return at::index_select(T(a), dimension, T(index)); });
}
CTResult ct_masked_select(CTTensor a, CTTensor mask) noexcept {
  return tensor([&] { return at::masked_select(T(a), T(mask)); });
}
CTResult ct_gather(CTTensor a, CTInt dimension, CTTensor index) noexcept {
  return tensor([&] { return at::gather(T(a), dimension, T(index)); });
}
CTResult ct_scatter(CTTensor a, CTInt dimension, CTTensor index, CTTensor source) noexcept {
  return tensor([&] { return at::scatter(T(a), dimension, T(index), T(source)); });
}
CTResult ct_index_put(CTTensor a, CTTensor index, CTTensor values) noexcept {
  return tensor([&] { return at::index_put(T(a), Indices({T(index)}), T(values)); });
}
CTError ct_index_put_(CTTensor a, CTTensor index, CTTensor values) noexcept {
  return status([&] { at::index_put_(mutableT(a), Indices({T(index)}), T(values)); });
}
CTResult ct_index_add(CTTensor a, CTInt dimension, CTTensor index, CTTensor source) noexcept {
  return tensor([&] { return at::index_add(T(a), dimension, T(index), T(source)); });
}
CTResult ct_take(CTTensor a, CTTensor index) noexcept {
  return tensor([&] { return at::take(T(a), T(index)); });
}
CTResult ct_nonzero(CTTensor a) noexcept {
  return tensor([&] { return at::nonzero(T(a)); });
}
CTResult ct_one_hot(CTTensor a, CTInt classes) noexcept {
  return tensor([&] { return at::one_hot(T(a), classes); });
}
CTResult ct_bincount(CTTensor a, CTInt minimum_length) noexcept {
  return tensor([&] { return at::bincount(T(a), {}, minimum_length); });
}
CTPair ct_top_k(CTTensor a, CTInt k, CTInt dimension) noexcept {
  return pair([&] { return at::topk(T(a), k, dimension); });
}
CTPair ct_sort(CTTensor a, CTInt dimension, bool descending, bool stable) noexcept {
  return pair([&] { return at::sort(T(a), stable, dimension, descending); });
}
CTResult ct_searchsorted(CTTensor boundaries, CTTensor values, bool right) noexcept {
  return tensor([&] { return at::searchsorted(T(boundaries), T(values), false, right); });
}

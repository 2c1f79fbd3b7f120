#include <ATen/ops/all.h>
#include <ATen/ops/any.h>
#include <ATen/ops/argmax.h>
#include <ATen/ops/cumsum.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/logsumexp.h>
#include <ATen/ops/max.h>
#include <ATen/ops/mean.h>
#include <ATen/ops/min.h>
#include <ATen/ops/sum.h>

#include "Shim.h"

using namespace tailboard;

CTResult ct_sum(CTTensor a) noexcept {
  return tensor([&] { return at::sum(T(a)); });
}
CTResult ct_sum_dims(CTTensor a, const CTInt *dimensions, size_t count, bool keep) noexcept {
  return tensor([&] { return at::sum(T(a), ints(dimensions, count), keep); });
}
CTResult ct_mean(CTTensor a) noexcept {
  return tensor([&] { return at::mean(T(a)); });
}
CTResult ct_mean_dims(CTTensor a, const CTInt *dimensions, size_t count, bool keep) noexcept {
  return tensor([&] { return at::mean(T(a), ints(dimensions, count), keep); });
}
CTResult ct_max(CTTensor a) noexcept {
  return tensor([&] { return at::max(T(a)); });
}
CTPair ct_max_dim(CTTensor a, CTInt dimension, bool keep) noexcept {
  return pair([&] { return at::max(T(a), dimension, keep); });
}
CTResult ct_min(CTTensor a) noexcept {
  return tensor([&] { return at::min(T(a)); });
}
CTPair ct_min_dim(CTTensor a, CTInt dimension, bool keep) noexcept {
  return pair([&] { return at::min(T(a), dimension, keep); });
}
CTResult ct_argmax(CTTensor a, CTInt dimension) noexcept {
  return tensor([&] { return at::argmax(T(a), dimension); });
}
CTResult ct_any(CTTensor a) noexcept {
  return tensor([&] { return at::any(T(a)); });
}
CTResult ct_all(CTTensor a) noexcept {
  return tensor([&] { return at::all(T(a)); });
}
CTResult ct_any_dim(CTTensor a, CTInt dimension, bool keep) noexcept {
  return tensor([&] { return at::any(T(a), dimension, keep); });
}
CTResult ct_all_dim(CTTensor a, CTInt dimension, bool keep) noexcept {
  return tensor([&] { return at::all(T(a), dimension, keep); });
}
CTResult ct_norm(CTTensor a) noexcept {
  return tensor([&] { return at::linalg_vector_norm(T(a), 2); });
}
CTResult ct_norm_dim(CTTensor a, CTInt dimension, bool keep) noexcept {
  return tensor([&] { return at::linalg_vector_norm(T(a), 2, at::IntArrayRef(dimension), keep); });
}
CTResult ct_cumsum(CTTensor a, CTInt dimension) noexcept {
  return tensor([&] { return at::cumsum(T(a), dimension); });
}
CTResult ct_logsumexp(CTTensor a, CTInt dimension, bool keep) noexcept {
  return tensor([&] { return at::logsumexp(T(a), at::IntArrayRef(dimension), keep); });
}

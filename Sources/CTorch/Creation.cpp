#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <ATen/ops/multinomial.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/randperm.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros_like.h>
#include <ATen/core/Generator.h>

#include "Shim.h"

using namespace tailboard;

namespace {

at::Generator generatorOf(CTGenerator generator) {
  return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(generator));
}

at::TensorOptions optionsOf(CTGenerator generator, at::ScalarType type) {
  return at::TensorOptions().dtype(type).device(generator->device());
}

at::Tensor wrapped(const at::Scalar &value) {
  at::Tensor number = at::scalar_tensor(value, at::TensorOptions().dtype(value.type()));
  number.unsafeGetTensorImpl()->set_wrapped_number(true);
  return number;
}

}  // namespace

CTResult ct_full(const CTInt *sizes, size_t rank, double value, int32_t dtype, CTDevice device) noexcept {
  return tensor([&] { return at::full(ints(sizes, rank), value, options(dtype, device)); });
}
CTResult ct_empty(const CTInt *sizes, size_t rank, int32_t dtype, CTDevice device) noexcept {
  return tensor([&] { return at::empty(ints(sizes, rank), options(dtype, device)); });
}
CTResult ct_zeros_like(CTTensor a) noexcept {
  return tensor([&] { return at::zeros_like(T(a)); });
}
CTResult ct_arange(double from, double to, double step, int32_t dtype, CTDevice device) noexcept {
  return tensor([&] { return at::arange(from, to, step, options(dtype, device)); });
}
CTResult ct_from_bytes(const void *bytes, const CTInt *sizes, size_t rank, int32_t dtype, CTDevice device) noexcept {
  return tensor([&] {
    at::Tensor view = at::from_blob(const_cast<void *>(bytes), ints(sizes, rank), hostOptions(dtype));
    if (deviceOf(device).is_cpu()) return view.clone();
    // A copy that nobody waits for must not read the caller's bytes.
    return uploaded(view.clone(), device);
  });
}
CTResult ct_wrapped_double(double value) noexcept {
  return tensor([&] { return wrapped(value); });
}
CTResult ct_wrapped_integer(CTInt value) noexcept {
  return tensor([&] { return wrapped(static_cast<int64_t>(value)); });
}

CTResult ct_rand(const CTInt *sizes, size_t rank, CTGenerator generator, int32_t dtype) noexcept {
  return tensor([&] {
    return at::rand(ints(sizes, rank), generatorOf(generator), optionsOf(generator, scalarType(dtype)));
  });
}
CTResult ct_randn(const CTInt *sizes, size_t rank, CTGenerator generator, int32_t dtype) noexcept {
  return tensor([&] {
    return at::randn(ints(sizes, rank), generatorOf(generator), optionsOf(generator, scalarType(dtype)));
  });
}
CTResult ct_randint(CTInt low, CTInt high, const CTInt *sizes, size_t rank, CTGenerator generator) noexcept {
  return tensor([&] {
    return at::randint(low, high, ints(sizes, rank), generatorOf(generator), optionsOf(generator, at::kLong));
  });
}
CTResult ct_randperm(CTInt count, CTGenerator generator) noexcept {
  return tensor([&] { return at::randperm(count, generatorOf(generator), optionsOf(generator, at::kLong)); });
}
CTResult ct_multinomial(CTTensor weights, CTInt count, bool replacement, CTGenerator generator) noexcept {
  return tensor([&] { return at::multinomial(T(weights), count, replacement, generatorOf(generator)); });
}

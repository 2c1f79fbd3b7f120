// c10d's Gloo, which the wheel holds without Gloo's own headers: those in `gloo-stubs` stand for them where it lacks them.

#include <torch/version.h>
#if TORCH_VERSION_MAJOR != 2 || TORCH_VERSION_MINOR < 11 || TORCH_VERSION_MINOR > 13
#error "gloo-stubs fit torch 2.11 to 2.13: look at ProcessGroupGloo.hpp of this version, then widen the range"
#endif

#include <ATen/ops/cat.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros_like.h>
#define USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "Shim.h"

using namespace tailboard;

struct CTGroupMember {
  c10::intrusive_ptr<c10d::Store> store;
  c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo;

  c10::intrusive_ptr<c10d::Work> beginSum(const at::Tensor &tensor) {
    std::vector<at::Tensor> tensors{tensor};
    return gloo->allreduce(tensors);
  }
};

namespace {

/// Smaller gradients are sent together.
constexpr int64_t smallest = 1 << 18;

/// The gradient laid out as its parameter is, so that everybody's bytes mean the same.
at::Tensor alignedSlope(const at::Tensor &parameter) {
  at::Tensor &slope = parameter.mutable_grad();
  if (!slope.defined()) return slope = at::zeros_like(parameter.detach());
  if (slope.strides() == parameter.strides() && slope.is_non_overlapping_and_dense()) return slope;
  return slope = at::empty_like(parameter.detach()).copy_(slope);
}

/// A dense tensor's memory as a vector.
at::Tensor flat(const at::Tensor &dense) { return dense.as_strided({dense.numel()}, {1}); }

/// Sums tensors that travel as one.
class Bucket {
 public:
  void add(const at::Tensor &tensor) { parts_.push_back(tensor); }

  void begin(CTGroupMember &group) {
    if (parts_.empty()) return;
    joined_ = at::cat(parts_).to(at::kCPU);
    work_ = group.beginSum(joined_);
  }

  void finish() {
    if (!work_) return;
    work_->wait();
    int64_t start = 0;
    for (const at::Tensor &part : parts_) {
      part.copy_(joined_.narrow(0, start, part.numel()));
      start += part.numel();
    }
  }

 private:
  std::vector<at::Tensor> parts_;
  at::Tensor joined_;
  c10::intrusive_ptr<c10d::Work> work_;
};

}  // namespace

CTGroupResult ct_group_join(
    const char *host, uint16_t port, bool serves, const char *prefix, const char *address, int32_t rank, int32_t size,
    CTInt timeout) noexcept {
  try {
    c10d::TCPStoreOptions meeting;
    meeting.port = port;
    meeting.isServer = serves;
    meeting.waitWorkers = false;
    auto store = c10::make_intrusive<c10d::PrefixStore>(prefix, c10::make_intrusive<c10d::TCPStore>(host, meeting));
    auto options = c10d::ProcessGroupGloo::Options::create(std::chrono::milliseconds(timeout));
    options->devices.push_back(
        address ? c10d::ProcessGroupGloo::createDeviceForHostname(address)
                : c10d::ProcessGroupGloo::createDefaultDevice());
    auto gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
    return {new CTGroupMember{store, gloo}, nullptr};
  } catch (...) {
    return {nullptr, currentMessage()};
  }
}
void ct_group_release(CTGroup group) noexcept { delete group; }

CTError ct_group_sum(CTGroup group, CTTensor tensor) noexcept {
  return status([&] { group->beginSum(T(tensor))->wait(); });
}

CTError ct_group_sum_gradients(CTGroup group, CTTensorList parameters, size_t count) noexcept {
  return status([&] {
    at::NoGradGuard guard;
    Bucket small;
    std::vector<c10::intrusive_ptr<c10d::Work>> works;
    for (size_t i = 0; i < count; i++) {
      const at::Tensor slope = flat(alignedSlope(T(parameters[i])));
      if (slope.numel() < smallest || !slope.is_cpu()) small.add(slope);
      else works.push_back(group->beginSum(slope));
    }
    small.begin(*group);
    for (const auto &work : works) work->wait();
    small.finish();
  });
}

CTResult ct_group_gather(CTGroup group, CTTensor own) noexcept {
  return tensor([&] {
    std::vector<at::Tensor> parts, input{T(own)};
    for (int i = 0; i < group->gloo->getSize(); i++) parts.push_back(at::empty_like(T(own)));
    std::vector<std::vector<at::Tensor>> outputs{parts};
    group->gloo->allgather(outputs, input)->wait();
    return at::stack(parts);
  });
}

CTError ct_group_leave(CTGroup group, const char *key, const void *bytes, size_t count) noexcept {
  const auto *first = static_cast<const uint8_t *>(bytes);
  return status([&] { group->store->set(key, std::vector<uint8_t>(first, first + count)); });
}

CTResult ct_group_find(CTGroup group, const char *key) noexcept {
  return tensor([&] {
    if (!group->store->check({key})) return at::Tensor();
    const std::vector<uint8_t> bytes = group->store->get(key);
    return at::from_blob(const_cast<uint8_t *>(bytes.data()), {static_cast<int64_t>(bytes.size())}, at::kByte).clone();
  });
}

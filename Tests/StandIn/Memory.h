#pragma once
#include <c10/core/Allocator.h>
#include <c10/core/Device.h>

#include <map>
#include <mutex>

namespace standin {

/// The one device there is.
inline const c10::Device device(c10::kPrivateUse1, 0);

/// One reservation of two halves: pointers of tensors lie in the lower one, which nobody may touch, ever; their bytes lie
/// as far into the upper one, which only the device looks at. No protection changes while tests run.
class Memory final : public c10::Allocator {
 public:
  void reserve();
  /// Whether it is an address that only the device may look at.
  bool guards(const void *pointer) const;
  /// The bytes behind a tensor's pointer.
  void *bytes(void *pointer) const;
  size_t blockCount();

  c10::DataPtr allocate(size_t size) override;
  c10::DeleterFnPtr raw_deleter() const override;
  void copy_data(void *to, const void *from, size_t size) const override;

 private:
  void release(void *pointer);

  char *start_ = nullptr;
  size_t top_ = 0;
  std::mutex mutex_;
  std::map<size_t, size_t> blocks_;
  std::multimap<size_t, size_t> free_;
};

Memory &memory();

}  // namespace standin

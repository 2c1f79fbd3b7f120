#include "Memory.h"

#include <sys/mman.h>

#include <cstring>

namespace standin {

namespace {
constexpr size_t half = size_t(32) << 30;
constexpr size_t grain = 4096;
}  // namespace

Memory &memory() {
  static Memory *only = new Memory;  // Outlives every tensor.
  return *only;
}

void Memory::reserve() {
  void *found = mmap(nullptr, 2 * half, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  TORCH_CHECK(found != MAP_FAILED, "standin: no address space: ", strerror(errno));
  start_ = static_cast<char *>(found);
  TORCH_CHECK(mprotect(start_ + half, half, PROT_READ | PROT_WRITE) == 0, "standin: ", strerror(errno));
}

bool Memory::guards(const void *pointer) const { return start_ && pointer >= start_ && pointer < start_ + half; }
void *Memory::bytes(void *pointer) const { return pointer ? static_cast<char *>(pointer) + half : nullptr; }

size_t Memory::blockCount() {
  std::lock_guard lock(mutex_);
  return blocks_.size();
}

c10::DataPtr Memory::allocate(size_t size) {
  if (size == 0) return {nullptr, device};
  const size_t room = (size + grain - 1) / grain * grain;
  size_t offset;
  {
    std::lock_guard lock(mutex_);
    // Blocks are used again for exactly their own size: a test makes few sizes, many times.
    if (auto found = free_.find(room); found != free_.end()) {
      offset = found->second;
      free_.erase(found);
    } else {
      TORCH_CHECK(top_ + room <= half, "standin: out of memory");
      offset = top_;
      top_ += room;
    }
    blocks_[offset] = room;
  }
  char *pointer = start_ + offset;
  std::memset(bytes(pointer), 0xFF, size);  // Fresh memory is NaN, never a lucky 0.
  return {pointer, pointer, raw_deleter(), device};
}

void Memory::release(void *pointer) {
  std::lock_guard lock(mutex_);
  auto block = blocks_.find(static_cast<char *>(pointer) - start_);
  free_.emplace(block->second, block->first);
  blocks_.erase(block);
}

c10::DeleterFnPtr Memory::raw_deleter() const {
  return [](void *pointer) { memory().release(pointer); };
}

void Memory::copy_data(void *to, const void *from, size_t size) const {
  std::memcpy(bytes(to), bytes(const_cast<void *>(from)), size);
}

}  // namespace standin

#include <ATen/ops/from_blob.h>
#include <caffe2/serialize/inline_container.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "Shim.h"

using namespace tailboard;
using caffe2::serialize::PyTorchStreamReader;
using caffe2::serialize::PyTorchStreamWriter;

struct CTArchiveReader {
  PyTorchStreamReader reader;
  /// Bytes that records may still have: torch.save compresses nothing, so all of them fit the file.
  size_t room;
  explicit CTArchiveReader(const char *path) : reader(std::string(path)), room(std::filesystem::file_size(path)) {}

  /// Throws where a record is larger than what is left of the file: a few bytes may claim to be gigabytes.
  void claim(const char *name) {
    const size_t size = reader.getRecordSize(name);
    TORCH_CHECK(size <= room, "it claims ", size, " bytes, more than the file has left (", room, ")");
    room -= size;
  }
};

namespace {

/// A file that remembers its first failure and accepts, but drops, what is written after it. Small pieces, of which an
/// archive has thousands, are gathered: each would be a system call, over a network a message.
class OutputFile {
 public:
  explicit OutputFile(const char *path)
      : descriptor_(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) failure_ = errno;
  }
  ~OutputFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  void write(const void *data, size_t size) {
    const char *bytes = static_cast<const char *>(data);
    if (gathered_.size() + size > kGathered) flush();
    if (size > kGathered) return writeThrough(bytes, size);
    gathered_.insert(gathered_.end(), bytes, bytes + size);
  }

  void sync() {
    flush();
    if (failure_ == 0 && fsync(descriptor_) != 0) failure_ = errno;
  }

  int failure() const { return failure_; }

 private:
  static constexpr size_t kGathered = 1 << 20;

  void flush() {
    writeThrough(gathered_.data(), gathered_.size());
    gathered_.clear();
  }

  void writeThrough(const char *next, size_t size) {
    while (size > 0 && failure_ == 0) {
      const ssize_t written = ::write(descriptor_, next, size);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) failure_ = errno;
      if (written > 0) next += written, size -= written;
    }
  }

  std::vector<char> gathered_;
  int descriptor_;
  int failure_ = 0;
};

}  // namespace

CTArchiveResult ct_archive_open(const char *path) noexcept {
  try {
    return {new CTArchiveReader(path), nullptr};
  } catch (...) {
    return {nullptr, currentMessage()};
  }
}
void ct_archive_close(CTArchive archive) noexcept { delete archive; }

CTResult ct_archive_record(CTArchive archive, const char *name, int32_t dtype) noexcept {
  return tensor([&] {
    archive->claim(name);
    auto [data, size] = archive->reader.getRecord(name);
    auto kept = std::make_shared<at::DataPtr>(std::move(data));
    const int64_t count = size / c10::elementSize(scalarType(dtype));
    return at::from_blob(kept->get(), {count}, [kept](void *) {}, hostOptions(dtype));
  });
}

CTError ct_archive_write(
    const char *path, const void *pickle, size_t pickle_size, CTTensorList tensors, size_t count) noexcept {
  return status([&] {
    OutputFile file(path);
    {
      // NOTE: the writer's destructor completes the archive and would throw out of it on a full disk, which ends
      // the process: so the writer never learns of a failure, which is told when it is gone.
      PyTorchStreamWriter writer([&](const void *data, size_t size) {
        file.write(data, size);
        return size;
      });
      writer.writeRecord("data.pkl", pickle, pickle_size);
      writer.writeRecord("byteorder", "little", 6);
      for (size_t i = 0; i < count; i++) {
        const at::Tensor &record = T(tensors[i]);
        writer.writeRecord("data/" + std::to_string(i), record.const_data_ptr(), record.nbytes());
      }
      writer.writeEndOfFile();
    }
    file.sync();
    TORCH_CHECK(file.failure() == 0, path, ": ", std::strerror(file.failure()));
  });
}

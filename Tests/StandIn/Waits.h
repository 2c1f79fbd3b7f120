#pragma once
#include <string>

namespace standin {

/// Why the host would wait.
enum class Wait {
  /// A value is read back.
  value,
  /// A tensor is copied to the host.
  download,
  /// A tensor is copied from the host, and its copier waits.
  upload,
  /// A shape depends on values.
  shape,
};

/// Counts a wait at the present place, or throws where waits are refused.
void wait(Wait kind, const std::string &operation);

/// Whether an operation's CUDA kernel reads a size back. From knowledge of CUDA's kernels, not measured on one.
bool readsShape(const std::string &operation);

}  // namespace standin

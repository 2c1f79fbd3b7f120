import Foundation

/// Which file systems other machines may write to, of which the kernel here does not hear.
struct RemoteFileSystems {
  private static let types: Set<Substring> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "gpfs", "beegfs", "coda",
    "virtiofs",
  ]

  private let devices: Set<Substring>

  /// Those that are mounted now.
  init() { self.init(mounts: (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? "") }

  /// Those of a text like /proc/self/mountinfo: "36 35 98:0 / /mnt rw - nfs4 server:/mnt rw".
  init(mounts: String) {
    devices = Set(
      mounts.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count > 4, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else {
          return nil
        }
        let type = fields[dash + 1]
        return Self.types.contains(type) || type.hasPrefix("fuse") ? fields[2] : nil
      })
  }

  /// Whether a folder lies on one of them.
  func hold(_ folder: String) -> Bool {
    guard !devices.isEmpty else { return false }
    var status = stat()
    guard stat(folder, &status) == 0 else { return true }
    let device = Int(status.st_dev)
    // As glibc's major() and minor().
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    return devices.contains("\(major):\(minor)")
  }
}

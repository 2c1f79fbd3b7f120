import CLogBytes
import Foundation

/// The CRC-32 of zlib, PNG and `python -c "import zlib"`.
struct CRC32 {
  /// The checksum of everything updated with.
  private(set) var value: UInt32 = 0

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    value = tb_log_crc32(value, bytes.baseAddress, bytes.count)
  }

  static func ofFile(_ path: String) throws(RunStoreError) -> (checksum: UInt32, bytes: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannot("open", path, reason: .current) }
    defer { close(descriptor) }
    var crc = CRC32()
    var total = 0
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { block.deallocate() }
    while true {
      let count = read(descriptor, block.baseAddress, block.count)
      guard count >= 0 else { throw .cannot("read", path, reason: .current) }
      guard count > 0 else { return (crc.value, total) }
      crc.update(UnsafeRawBufferPointer(rebasing: block[..<count]))
      total += count
    }
  }
}

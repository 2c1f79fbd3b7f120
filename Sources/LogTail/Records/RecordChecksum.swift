import CLogBytes

/// TFRecord's checksum: CRC-32C, rotated and shifted so that a checksum of checksums is none.
enum RecordChecksum {
  @inline(__always)
  static func masked(of bytes: UnsafeRawBufferPointer) -> UInt32 {
    let crc = tb_log_crc32c(bytes.baseAddress, bytes.count)
    return (crc >> 15 | crc << 17) &+ 0xA282_EAD8
  }

  static func masked(of bytes: Slice<UnsafeRawBufferPointer>) -> UInt32 {
    masked(of: UnsafeRawBufferPointer(rebasing: bytes))
  }
}

import Foundation

/// The CRC-32 of zlib, PNG and `python -c "import zlib"`, eight bytes at a time.
struct CRC32 {
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1
      }
    }
    for index in 256..<tables.count {
      let previous = tables[index - 256]
      tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
    }
    return tables
  }()

  private var register: UInt32 = 0xFFFF_FFFF

  /// The checksum of everything updated with.
  var value: UInt32 { ~register }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    CRC32.tables.withUnsafeBufferPointer { table in
      var crc = register
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian ^ UInt64(crc)
        crc = 0
        for slice in 0..<8 { crc ^= table[(7 - slice) * 256 + Int(word >> (8 * UInt64(slice)) & 0xFF)] }
        offset += 8
      }
      for byte in bytes[offset...] { crc = crc >> 8 ^ table[Int((crc ^ UInt32(byte)) & 0xFF)] }
      register = crc
    }
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

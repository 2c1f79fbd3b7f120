import CLogBytes
import Testing

@Suite struct ChecksumTests {
  /// RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms.
  private static let published: [(bytes: [UInt8], checksum: UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
    ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    ([UInt8](0..<32), 0x46DD_794E),
    (Array("123456789".utf8), 0xE306_9283),
  ]

  @Test(arguments: 0..<4) func equalsPublishedValuesOfCastagnoli(index: Int) {
    let (bytes, checksum) = Self.published[index]
    #expect(tb_log_crc32c(bytes, bytes.count) == checksum)
    #expect(tb_log_crc32c_by_tables(bytes, bytes.count) == checksum)
  }

  @Test func equalsThePublishedValueOfZlib() {
    let bytes = Array("123456789".utf8)
    #expect(tb_log_crc32(0, bytes, bytes.count) == 0xCBF4_3926)
    #expect(tb_log_crc32(tb_log_crc32(0, bytes, 4), Array(bytes[4...]), 5) == 0xCBF4_3926)
  }
}

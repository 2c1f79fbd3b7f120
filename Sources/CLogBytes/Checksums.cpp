#include "CLogBytes.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace {

/// Tables to take eight bytes at a time, for a reflected polynomial.
constexpr std::array<std::array<uint32_t, 256>, 8> makeTables(uint32_t polynomial) {
  std::array<std::array<uint32_t, 256>, 8> tables{};
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ polynomial : crc >> 1;
    tables[0][byte] = crc;
  }
  for (size_t slice = 1; slice < 8; slice++)
    for (size_t byte = 0; byte < 256; byte++)
      tables[slice][byte] = tables[slice - 1][byte] >> 8 ^ tables[0][tables[slice - 1][byte] & 0xFF];
  return tables;
}

constexpr auto castagnoli = makeTables(0x82F63B78);
constexpr auto zlib = makeTables(0xEDB88320);

uint32_t byTables(const std::array<std::array<uint32_t, 256>, 8> &tables, uint32_t crc, const uint8_t *bytes, size_t count) {
  for (; count >= 8; bytes += 8, count -= 8) {
    uint32_t low = crc ^ (uint32_t(bytes[0]) | uint32_t(bytes[1]) << 8 | uint32_t(bytes[2]) << 16 | uint32_t(bytes[3]) << 24);
    crc = tables[7][low & 0xFF] ^ tables[6][low >> 8 & 0xFF] ^ tables[5][low >> 16 & 0xFF] ^ tables[4][low >> 24] ^
          tables[3][bytes[4]] ^ tables[2][bytes[5]] ^ tables[1][bytes[6]] ^ tables[0][bytes[7]];
  }
  for (; count > 0; bytes++, count--) crc = crc >> 8 ^ tables[0][(crc ^ *bytes) & 0xFF];
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) uint32_t byInstruction(const uint8_t *bytes, size_t count) {
  uint64_t crc = 0xFFFFFFFF;
  for (; count >= 8; bytes += 8, count -= 8) {
    uint64_t word;
    std::memcpy(&word, bytes, 8);
    crc = _mm_crc32_u64(crc, word);
  }
  for (; count > 0; bytes++, count--) crc = _mm_crc32_u8(uint32_t(crc), *bytes);
  return ~uint32_t(crc);
}

const bool hasInstruction = __builtin_cpu_supports("sse4.2");
#endif

}  // namespace

uint32_t tb_log_crc32c(const void *bytes, size_t count) {
#if defined(__x86_64__)
  if (hasInstruction) return byInstruction(static_cast<const uint8_t *>(bytes), count);
#endif
  return tb_log_crc32c_by_tables(bytes, count);
}

uint32_t tb_log_crc32c_by_tables(const void *bytes, size_t count) {
  return ~byTables(castagnoli, 0xFFFFFFFF, static_cast<const uint8_t *>(bytes), count);
}

uint32_t tb_log_crc32(uint32_t checksum, const void *bytes, size_t count) {
  return ~byTables(zlib, ~checksum, static_cast<const uint8_t *>(bytes), count);
}

#include "CLogBytes.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace {

/// The first of some bytes, sixteen at a time.
template <char... wanted>
const void *firstOf(const char *bytes, size_t count) {
  const char *end = bytes + count;
#if defined(__SSE2__)
  for (; end - bytes >= 16; bytes += 16) {
    __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
    __m128i found = _mm_setzero_si128();
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8(wanted)))), ...);
    int mask = _mm_movemask_epi8(found);
    if (mask != 0) return bytes + __builtin_ctz(unsigned(mask));
  }
#endif
  for (; bytes < end; bytes++)
    if (((*bytes == wanted) || ...)) return bytes;
  return nullptr;
}

}  // namespace

const void *tb_log_line_end(const void *bytes, size_t count) {
  return firstOf<'\n', '\r'>(static_cast<const char *>(bytes), count);
}

const void *tb_log_mark(const void *bytes, size_t count) {
  return firstOf<':', '=', '['>(static_cast<const char *>(bytes), count);
}

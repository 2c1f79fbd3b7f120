#include "CSimdjson.h"

#include <charconv>
#include <cstring>

namespace {

/// Appends a code point as UTF-8.
uint8_t *encode(uint32_t code, uint8_t *output) {
  if (code < 0x80) {
    *output++ = uint8_t(code);
  } else if (code < 0x800) {
    *output++ = uint8_t(0xC0 | code >> 6);
    *output++ = uint8_t(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *output++ = uint8_t(0xE0 | code >> 12);
    *output++ = uint8_t(0x80 | (code >> 6 & 0x3F));
    *output++ = uint8_t(0x80 | (code & 0x3F));
  } else {
    *output++ = uint8_t(0xF0 | code >> 18);
    *output++ = uint8_t(0x80 | (code >> 12 & 0x3F));
    *output++ = uint8_t(0x80 | (code >> 6 & 0x3F));
    *output++ = uint8_t(0x80 | (code & 0x3F));
  }
  return output;
}

uint32_t hexadecimal(const uint8_t *digits) {
  uint32_t code = 0;
  std::from_chars(reinterpret_cast<const char *>(digits), reinterpret_cast<const char *>(digits) + 4, code, 16);
  return code;
}

/// The code point of \uXXXX at `input`, or of a pair of them; moves behind it.
uint32_t codePoint(const uint8_t *&input, const uint8_t *end) {
  uint32_t high = hexadecimal(input + 2);
  input += 6;
  if (high < 0xD800 || high > 0xDFFF) return high;
  if (high > 0xDBFF || end - input < 6 || input[0] != '\\' || input[1] != 'u') return 0xFFFD;
  uint32_t low = hexadecimal(input + 2);
  if (low < 0xDC00 || low > 0xDFFF) return 0xFFFD;
  input += 6;
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

}  // namespace

size_t tb_json_unescape(const uint8_t *string, size_t length, uint8_t *output) {
  const uint8_t *input = string, *end = string + length;
  uint8_t *start = output;
  while (true) {
    auto escape = static_cast<const uint8_t *>(std::memchr(input, '\\', end - input));
    size_t plain = (escape ? escape : end) - input;
    std::memcpy(output, input, plain);
    output += plain;
    input += plain;
    if (!escape) return size_t(output - start);
    switch (input[1]) {
    case 'u': output = encode(codePoint(input, end), output); continue;
    case 'b': *output++ = '\b'; break;
    case 'f': *output++ = '\f'; break;
    case 'n': *output++ = '\n'; break;
    case 'r': *output++ = '\r'; break;
    case 't': *output++ = '\t'; break;
    default: *output++ = input[1];
    }
    input += 2;
  }
}

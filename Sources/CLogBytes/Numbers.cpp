#include "CLogBytes.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The integer a double is cut to; the nearest one where it has none.
int64_t cut(double value) {
  if (std::isnan(value)) return 0;
  if (value >= 0x1p63) return std::numeric_limits<int64_t>::max();
  if (value < -0x1p63) return std::numeric_limits<int64_t>::min();
  return int64_t(value);
}

void set(tb_log_number *number, double value) {
  number->value = value;
  number->integer = cut(value);
}

constexpr double powersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// Reads a decimal number of at most fifteen digits and a power of ten of at most 22: both are doubles, so that one
/// multiplication or division rounds correctly (Clinger 1990). Null for any other, and for what is no number.
const char *shortDecimal(const char *begin, const char *end, double *value) {
  const char *next = begin;
  bool isNegative = next < end && *next == '-';
  if (isNegative) next++;
  const char *first = next;
  uint64_t digits = 0;
  while (next < end && isDigit(*next)) digits = digits * 10 + uint64_t(*next++ - '0');
  long count = next - first, power = 0;
  if (count > 15) return nullptr;
  if (next < end && *next == '.') {
    const char *fraction = ++next;
    while (next < end && isDigit(*next) && next - fraction < 16) digits = digits * 10 + uint64_t(*next++ - '0');
    power = fraction - next;
    count -= power;
  }
  if (count == 0 || count > 15) return nullptr;
  if (next < end && (*next | 0x20) == 'e') {
    bool isSmall = end - next > 2 && next[1] == '-', isSigned = isSmall || (end - next > 2 && next[1] == '+');
    const char *exponent = next + (isSigned ? 2 : 1), *stop = exponent;
    long written = 0;
    while (stop < end && stop - exponent < 4 && isDigit(*stop)) written = written * 10 + (*stop++ - '0');
    if (stop == exponent || stop - exponent == 4) return nullptr;
    power += isSmall ? -written : written;
    next = stop;
  }
  if (power < -22 || power > 22) return nullptr;
  double magnitude = power < 0 ? double(digits) / powersOfTen[-power] : double(digits) * powersOfTen[power];
  *value = isNegative ? -magnitude : magnitude;
  return next;
}

/// Reads the longest decimal number at `begin`; returns its end, or null.
const char *decimal(const char *begin, const char *end, tb_log_number *number) {
  double value = 0;
  auto [stop, error] = std::from_chars(begin, end, value);
  if (error == std::errc::invalid_argument) return nullptr;
  // Out of a double's range: from_chars leaves the value alone, strtod says which end it fell off.
  if (error == std::errc::result_out_of_range) value = std::strtod(std::string(begin, stop).c_str(), nullptr);
  set(number, value);
  return stop;
}

/// Reads a whole number again of which a double loses digits.
void setWhole(const char *begin, const char *end, tb_log_number *number) {
  if (std::fabs(number->value) < 0x1p53) return;
  int64_t integer = 0;
  auto [last, error] = std::from_chars(begin, end, integer);
  if (last == end && error == std::errc()) number->integer = integer;
}

const char *word(const char *begin, const char *end, const char *text, double value, tb_log_number *number) {
  size_t length = std::strlen(text);
  if (size_t(end - begin) < length || std::memcmp(begin, text, length) != 0) return nullptr;
  set(number, value);
  return begin + length;
}

}  // namespace

const char *tb_log_json_number(const char *begin, const char *end, tb_log_number *number) {
  const char *digits = begin;
  if (digits < end && *digits == '-') digits++;
  if (digits == end) return nullptr;
  if (*digits == 'I') return word(digits, end, "Infinity", digits > begin ? -INFINITY : INFINITY, number);
  if (*digits == 'N' && digits == begin) return word(digits, end, "NaN", std::numeric_limits<double>::quiet_NaN(), number);
  const char *next = digits;
  uint64_t magnitude = 0;
  while (next < end && isDigit(*next)) magnitude = magnitude * 10 + uint64_t(*next++ - '0');
  bool isInteger = next == end || (*next != '.' && *next != 'e' && *next != 'E');
  if (next == digits || (*digits == '0' && next > digits + 1)) return nullptr;
  if (isInteger && next - digits <= 18) {
    number->integer = digits > begin ? -int64_t(magnitude) : int64_t(magnitude);
    number->value = magnitude == 0 && digits > begin ? -0.0 : double(number->integer);
    return next;
  }
  if (!isInteger && *next == '.' && (next + 1 == end || !isDigit(next[1]))) return nullptr;
  const char *stop = decimal(begin, end, number);
  if (isInteger && stop) std::from_chars(begin, stop, number->integer);
  return stop;
}

bool tb_log_float(const char *begin, const char *end, tb_log_number *number) {
  while (begin < end && isSpace(*begin)) begin++;
  while (begin < end && isSpace(end[-1])) end--;
  if (begin < end && *begin == '+' && end - begin > 1 && begin[1] != '-') begin++;
  if (begin == end || *begin == '+' || end[-1] == ')') return false;
  const char *stop = decimal(begin, end, number);
  if (stop != end) return false;
  setWhole(begin, end, number);
  return true;
}

const char *tb_log_text_number(const char *begin, const char *end, tb_log_number *number) {
  const char *start = begin;
  if (start < end && *start == '+') start++;
  const char *digits = start;
  if (digits < end && *digits == '-' && start == begin) digits++;
  if (digits == end || (!isDigit(*digits) && *digits != '.' && (*digits | 0x20) != 'n' && (*digits | 0x20) != 'i'))
    return nullptr;
  // What is printed for people has few digits; records for machines have them all, and gain nothing by a try.
  double value = 0;
  if (const char *stop = shortDecimal(start, end, &value)) {
    set(number, value);
    return stop;
  }
  const char *stop = decimal(start, end, number);
  if (!stop) return nullptr;
  setWhole(start, stop, number);
  return stop;
}

const void *tb_log_find(const void *bytes, size_t count, const void *word, size_t length) {
  return memmem(bytes, count, word, length);
}

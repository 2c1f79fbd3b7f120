#include "CSimdjson.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

using Implementation = simdjson::internal::dom_parser_implementation;

struct tb_json_parser {
  std::unique_ptr<Implementation> stage1;
  size_t capacity = 0;
  const uint8_t *text = nullptr;
  size_t length = 0;
  std::vector<tb_json_token> tokens;
};

namespace {

constexpr tb_json_result success{TB_JSON_OK, 0, nullptr};

tb_json_result unexpected(size_t offset, const char *expected) { return {TB_JSON_UNEXPECTED, offset, expected}; }

bool isDigit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

/// Whether a scalar may end before this byte. A quote is none: right behind a scalar it is no structural position.
bool isDelimiter(uint8_t byte) {
  switch (byte) {
  case ' ': case '\t': case '\n': case '\r': case ',': case ':': case ']': case '}': case '[': case '{': return true;
  default: return false;
  }
}

bool isSpace(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

/// One pass over the structural positions of one value.
class Tokenizer {
public:
  Tokenizer(tb_json_parser &parser, size_t position, const char *skipped, bool complete)
      : parser(parser), text(parser.text), length(parser.length), positions(parser.stage1->structural_indexes.get()),
        count(parser.stage1->n_structural_indexes), position(position), skipped(skipped), complete(complete) {}

  tb_json_result value(size_t &end) {
    parser.tokens.clear();
    auto result = step();
    while (result.code == TB_JSON_OK && depth > 0) result = step();
    end = position;
    return result;
  }

private:
  tb_json_parser &parser;
  const uint8_t *text;
  size_t length;
  const uint32_t *positions;
  size_t count;
  size_t position;
  const char *skipped;
  bool complete;
  size_t depth = 0;
  uint32_t open[TB_JSON_MAX_DEPTH];

  tb_json_result incomplete(const char *expected) const { return {TB_JSON_INCOMPLETE, length, expected}; }

  tb_json_token &append(tb_json_kind kind, size_t offset, size_t tokenLength) {
    auto next = uint32_t(parser.tokens.size() + 1);
    parser.tokens.push_back({0, 0, uint32_t(offset), uint32_t(tokenLength), next, 0, uint8_t(kind), false});
    return parser.tokens.back();
  }

  /// The next element, member or closing bracket of the innermost container; or the value itself at depth 0.
  tb_json_result step() {
    if (depth == 0) return element("a value");
    auto &container = parser.tokens[open[depth - 1]];
    bool isObject = container.kind == TB_JSON_OBJECT;
    uint8_t closing = isObject ? '}' : ']';
    bool first = container.children == 0;
    const char *separators = first ? (isObject ? "a key or '}'" : "a value or ']'") : (isObject ? "',' or '}'" : "',' or ']'");
    if (position >= count) return incomplete(separators);
    if (text[positions[position]] == closing) return close();
    if (!first) {
      if (text[positions[position]] != ',') return unexpected(positions[position], separators);
      position++;
    }
    container.children++;
    return isObject ? member(first ? separators : "a key") : element(first ? separators : "a value");
  }

  tb_json_result close() {
    auto &container = parser.tokens[open[--depth]];
    container.length = positions[position++] + 1 - container.offset;
    container.next = uint32_t(parser.tokens.size());
    return success;
  }

  tb_json_result member(const char *expected) {
    if (position >= count) return incomplete(expected);
    if (text[positions[position]] != '"') return unexpected(positions[position], expected);
    if (auto result = string(); result.code != TB_JSON_OK) return result;
    bool skip = depth == 1 && isSkipped(parser.tokens.back());
    if (position >= count) return incomplete("':'");
    if (text[positions[position]] != ':') return unexpected(positions[position], "':'");
    position++;
    if (skip && position < count && (text[positions[position]] == '[' || text[positions[position]] == '{')) return raw();
    return element("a value");
  }

  bool isSkipped(const tb_json_token &key) const {
    std::string_view name(reinterpret_cast<const char *>(text + key.offset), key.length);
    return skipped && name == skipped;
  }

  /// A container whose contents are passed over.
  tb_json_result raw() {
    size_t start = positions[position], nesting = 0;
    for (; position < count; position++) {
      switch (text[positions[position]]) {
      case '[': case '{': nesting++; break;
      case ']': case '}':
        if (--nesting == 0) {
          append(TB_JSON_RAW, start, positions[position++] + 1 - start);
          return success;
        }
      }
    }
    return incomplete("a closing bracket");
  }

  tb_json_result element(const char *expected) {
    if (position >= count) return incomplete(expected);
    size_t offset = positions[position];
    switch (text[offset]) {
    case '{': return container(TB_JSON_OBJECT, offset);
    case '[': return container(TB_JSON_ARRAY, offset);
    case '"': return string();
    case 't': return literal("true", TB_JSON_TRUE, 0, expected);
    case 'f': return literal("false", TB_JSON_FALSE, 0, expected);
    case 'n': return literal("null", TB_JSON_NULL, 0, expected);
    case 'N': return literal("NaN", TB_JSON_NUMBER, std::numeric_limits<double>::quiet_NaN(), expected);
    case 'I': return literal("Infinity", TB_JSON_NUMBER, INFINITY, expected);
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
      return number(expected);
    default: return unexpected(offset, expected);
    }
  }

  tb_json_result container(tb_json_kind kind, size_t offset) {
    if (depth == TB_JSON_MAX_DEPTH) return {TB_JSON_TOO_DEEP, offset, nullptr};
    open[depth++] = uint32_t(parser.tokens.size());
    append(kind, offset, 0);
    position++;
    return success;
  }

  tb_json_result string() {
    size_t start = positions[position] + 1, end = closingQuote(start);
    auto next = static_cast<const uint8_t *>(std::memchr(text + start, '\\', end - start));
    bool escaped = next != nullptr;
    while (next) {
      size_t offset = next - text;
      if (auto result = escape(offset); result.code != TB_JSON_OK) return result;
      next = offset < end ? static_cast<const uint8_t *>(std::memchr(text + offset, '\\', end - offset)) : nullptr;
    }
    append(TB_JSON_STRING, start, end - start).escaped = escaped;
    position++;
    return success;
  }

  /// The closing quote is not a structural position, but the last byte that is no space before the next one. Behind the
  /// last position it is looked for: indexing has seen that there is one.
  size_t closingQuote(size_t start) const {
    if (position + 1 < count) {
      size_t end = positions[position + 1] - 1;
      while (end > start && isSpace(text[end])) end--;
      return end;
    }
    size_t end = start;
    while (text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    return end;
  }

  /// Moves behind an escape sequence.
  tb_json_result escape(size_t &offset) const {
    switch (text[offset + 1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': offset += 2; return success;
    case 'u':
      for (size_t digit = offset + 2; digit < offset + 6; digit++) {
        if (digit >= length || !std::isxdigit(text[digit])) return unexpected(digit, "four hexadecimal digits");
      }
      offset += 6;
      return success;
    default: return unexpected(offset, "an escape sequence of JSON");
    }
  }

  tb_json_result literal(std::string_view name, tb_json_kind kind, double number, const char *expected) {
    size_t offset = positions[position];
    if (length - offset < name.size() && !complete) return incomplete(expected);
    bool matches = std::string_view(reinterpret_cast<const char *>(text + offset), length - offset).starts_with(name);
    if (!matches) return unexpected(offset, expected);
    append(kind, offset, name.size()).number = number;
    return endScalar(offset + name.size(), offset, expected);
  }

  tb_json_result number(const char *expected) {
    size_t start = positions[position], end = start;
    if (text[end] == '-') end++;
    if (end < length && text[end] == 'I') return literal("-Infinity", TB_JSON_NUMBER, -INFINITY, expected);
    size_t digits = end;
    while (end < length && isDigit(text[end])) end++;
    bool valid = end > digits && (text[digits] != '0' || end == digits + 1);
    bool isInteger = true;
    if (end < length && text[end] == '.') {
      isInteger = false;
      size_t fraction = ++end;
      while (end < length && isDigit(text[end])) end++;
      valid = valid && end > fraction;
    }
    if (end < length && (text[end] == 'e' || text[end] == 'E')) {
      isInteger = false;
      end++;
      if (end < length && (text[end] == '+' || text[end] == '-')) end++;
      size_t exponent = end;
      while (end < length && isDigit(text[end])) end++;
      valid = valid && end > exponent;
    }
    if (end == length && !complete) return incomplete(expected);
    if (!valid) return unexpected(start, expected);
    convert(append(TB_JSON_NUMBER, start, end - start), isInteger);
    return endScalar(end, start, expected);
  }

  void convert(tb_json_token &token, bool isInteger) const {
    auto first = reinterpret_cast<const char *>(text + token.offset), last = first + token.length;
    if (isShortDecimal(token, isInteger)) return;
    if (isInteger && std::from_chars(first, last, token.integer).ec == std::errc()) {
      token.kind = TB_JSON_INTEGER;
      token.number = token.integer == 0 && *first == '-' ? -0.0 : double(token.integer);
    } else if (std::from_chars(first, last, token.number).ec != std::errc()) {
      // Out of a double's range: from_chars leaves the value alone, strtod says which end it fell off.
      token.number = std::strtod(std::string(first, last).c_str(), nullptr);
    }
  }

  /// Reads a number of at most 15 digits without exponent: a whole number and a power of ten below 2⁵³, whose quotient IEEE
  /// rounds as the decimal itself is to be rounded.
  bool isShortDecimal(tb_json_token &token, bool isInteger) const {
    static constexpr double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    auto next = text + token.offset, end = next + token.length;
    bool isNegative = *next == '-';
    if (isNegative) next++;
    if (end - next > 16) return false;
    int64_t digits = 0;
    int count = 0, fraction = -1;
    for (; next < end; next++) {
      if (*next == '.') {
        fraction = count;
      } else if (isDigit(*next)) {
        digits = 10 * digits + (*next - '0');
        count++;
      } else {
        return false;
      }
    }
    if (count > 15) return false;
    double number = fraction < 0 ? double(digits) : double(digits) / powers[count - fraction];
    token.number = isNegative ? -number : number;
    if (!isInteger) return true;
    token.kind = TB_JSON_INTEGER;
    token.integer = isNegative ? -digits : digits;
    return true;
  }

  tb_json_result endScalar(size_t end, size_t start, const char *expected) {
    if (end == length && !complete) return incomplete(expected);
    if (end < length && !isDelimiter(text[end])) return unexpected(start, expected);
    position++;
    return success;
  }
};

tb_json_code code(simdjson::error_code error) {
  switch (error) {
  case simdjson::SUCCESS: case simdjson::EMPTY: return TB_JSON_OK;
  case simdjson::UNCLOSED_STRING: return TB_JSON_UNCLOSED_STRING;
  case simdjson::UNESCAPED_CHARS: return TB_JSON_CONTROL_CHARACTER;
  case simdjson::UTF8_ERROR: return TB_JSON_NOT_UTF8;
  default: return TB_JSON_TOO_LARGE;
  }
}

}  // namespace

tb_json_parser *tb_json_parser_create(void) try {
  auto parser = std::make_unique<tb_json_parser>();
  parser->tokens.reserve(64);
  auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(0, 1, parser->stage1);
  return error ? nullptr : parser.release();
} catch (const std::bad_alloc &) {
  return nullptr;
}

void tb_json_parser_destroy(tb_json_parser *parser) { delete parser; }

tb_json_result tb_json_index(tb_json_parser *parser, const uint8_t *text, size_t length) {
  parser->text = text;
  parser->length = length;
  parser->stage1->n_structural_indexes = 0;
  if (length == 0) return success;
  if (parser->capacity < length) {
    size_t capacity = std::max(length, 2 * parser->capacity);
    if (capacity > simdjson::SIMDJSON_MAXSIZE_BYTES) capacity = length;
    if (parser->stage1->set_capacity(capacity)) return {TB_JSON_TOO_LARGE, 0, nullptr};
    parser->capacity = capacity;
  }
  auto error = parser->stage1->stage1(text, length, simdjson::stage1_mode::regular);
  if (error) parser->stage1->n_structural_indexes = 0;
  return {code(error), 0, nullptr};
}

size_t tb_json_structural_count(const tb_json_parser *parser) { return parser->stage1->n_structural_indexes; }

size_t tb_json_structural_offset(const tb_json_parser *parser, size_t position) {
  return parser->stage1->structural_indexes[position];
}

tb_json_result tb_json_tokenize(tb_json_parser *parser, size_t *position, const char *skipped, bool complete) try {
  return Tokenizer(*parser, *position, skipped, complete).value(*position);
} catch (const std::bad_alloc &) {
  return {TB_JSON_TOO_LARGE, 0, nullptr};
}

const tb_json_token *tb_json_tokens(const tb_json_parser *parser) { return parser->tokens.data(); }

ptrdiff_t tb_json_member(const tb_json_parser *parser, size_t object, const uint8_t *key, size_t length) try {
  auto &tokens = parser->tokens;
  if (tokens[object].kind != TB_JSON_OBJECT) return -1;
  auto name = [&](const tb_json_token &token) { return parser->text + token.offset; };
  size_t next = object + 1;
  for (uint32_t member = 0; member < tokens[object].children; member++, next = tokens[next + 1].next) {
    auto &token = tokens[next];
    if (!token.escaped) {
      if (token.length == length && std::memcmp(name(token), key, length) == 0) return ptrdiff_t(next + 1);
      continue;
    }
    std::vector<uint8_t> resolved(token.length);
    size_t count = tb_json_unescape(name(token), token.length, resolved.data());
    if (count == length && std::memcmp(resolved.data(), key, length) == 0) return ptrdiff_t(next + 1);
  }
  return -1;
} catch (const std::bad_alloc &) {
  return -1;
}

size_t tb_json_token_count(const tb_json_parser *parser) { return parser->tokens.size(); }

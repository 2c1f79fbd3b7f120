// What Swift cannot do as fast: exact numbers by libstdc++'s fast_float, checksums by the processor's own instruction.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  /// The nearest double.
  double value;
  /// The number itself where it is written as an integer of 64 bits, else the value cut to one.
  int64_t integer;
} tb_log_number;

/// Reads a number as JSON and Python's json write it, NaN and infinities included. Returns where it ends; null if none
/// begins here.
const char *tb_log_json_number(const char *begin, const char *end, tb_log_number *number);

/// Reads a whole text as Python's float() does, underscores left out. Returns whether it is a number.
bool tb_log_float(const char *begin, const char *end, tb_log_number *number);

/// Reads the number that a text begins with, `nan` and `inf` in any capitals included. Returns where it ends; null if none
/// begins here.
const char *tb_log_text_number(const char *begin, const char *end, tb_log_number *number);

/// Where a line ends: the first '\n' or '\r'; null if nowhere.
const void *tb_log_line_end(const void *bytes, size_t count);

/// The first ':', '=' or '[': what stands behind a name in a line of text; null if nowhere.
const void *tb_log_mark(const void *bytes, size_t count);

/// CRC-32C (Castagnoli): TFRecord's checksum before it is masked.
uint32_t tb_log_crc32c(const void *bytes, size_t count);

/// The same by tables, for processors without the instruction.
uint32_t tb_log_crc32c_by_tables(const void *bytes, size_t count);

/// CRC-32 of zlib, going on from the checksum of what came before (0 at first).
uint32_t tb_log_crc32(uint32_t checksum, const void *bytes, size_t count);

/// Where a word first stands in some bytes (GNU's memmem, which Swift does not see); null if nowhere.
const void *tb_log_find(const void *bytes, size_t count, const void *word, size_t length);

#ifdef __cplusplus
}
#endif

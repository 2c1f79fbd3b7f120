#include "CPictures.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

typedef struct {
  const uint8_t *bytes;
  size_t count, offset;
  jmp_buf escape;
  tb_picture_result result;
} png_source;

static void on_error(png_structp png, png_const_charp message) {
  png_source *source = png_get_error_ptr(png);
  source->result.status = TB_PICTURE_UNDECODABLE;
  snprintf(source->result.message, sizeof source->result.message, "%s", message);
  longjmp(source->escape, 1);
}

/// What libpng warns of is in parts that do not change the pixels.
static void on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void on_read(png_structp png, png_bytep target, size_t length) {
  png_source *source = png_get_io_ptr(png);
  if (length > source->count - source->offset) png_error(png, "the file ends inside the picture");
  memcpy(target, source->bytes + source->offset, length);
  source->offset += length;
}

static void start(png_structp png, png_infop info, png_source *source) {
  png_set_read_fn(png, source, on_read);
  png_set_user_limits(png, 1 << 27, 1 << 27);
  png_set_chunk_malloc_max(png, 64 << 20);
  png_read_info(png, info);
}

tb_picture_result tb_png_size(const uint8_t *bytes, size_t count, tb_picture_size *size) {
  png_source source = {.bytes = bytes, .count = count};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) abort();
  if (setjmp(source.escape) == 0) {
    start(png, info, &source);
    *size = (tb_picture_size){png_get_image_width(png, info), png_get_image_height(png, info)};
  }
  png_destroy_read_struct(&png, &info, NULL);
  return source.result;
}

tb_picture_result tb_png_decode(
    const uint8_t *bytes, size_t count, tb_picture_size expected, uint8_t *pixels) {
  png_source source = {.bytes = bytes, .count = count};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) abort();
  png_bytepp volatile rows = NULL;
  if (setjmp(source.escape) == 0) {
    start(png, info, &source);
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_gray_to_rgb(png);
    png_set_strip_alpha(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t row_length = 3 * (size_t)expected.width;
    if (png_get_rowbytes(png, info) != row_length || png_get_image_height(png, info) != expected.height) {
      png_error(png, "the size changes");
    }
    rows = malloc(expected.height * sizeof *rows);
    if (!rows) png_error(png, "out of memory");
    for (size_t row = 0; row < expected.height; row++) rows[row] = pixels + row * row_length;
    png_read_image(png, rows);
  }
  free((void *)rows);
  png_destroy_read_struct(&png, &info, NULL);
  return source.result;
}

// Reading of JPEG by libjpeg-turbo and of PNG by libpng: both report errors by longjmp, which Swift must not see.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum tb_picture_status {
  TB_PICTURE_OK,
  TB_PICTURE_DAMAGED,      // parts of the pixels are missing or wrong
  TB_PICTURE_UNDECODABLE,  // no pixels
};

typedef struct {
  enum tb_picture_status status;
  char message[256];  // the library's words; empty where all is well
} tb_picture_result;

typedef struct {
  uint32_t width, height;
} tb_picture_size;

/// The size that a JPEG's header says.
tb_picture_result tb_jpeg_size(const uint8_t *bytes, size_t count, tb_picture_size *size);

/// Decodes a JPEG at 1 / divisor scale (1, 2, 4, 8; sizes rounded up) to RGB, three bytes a pixel, rows from the top.
/// CMYK becomes RGB as Pillow makes it: inks are taken to be inverted, as Adobe writes them.
tb_picture_result tb_jpeg_decode(
    const uint8_t *bytes, size_t count, unsigned divisor, tb_picture_size expected, uint8_t *pixels);

/// The size that a PNG's header says.
tb_picture_result tb_png_size(const uint8_t *bytes, size_t count, tb_picture_size *size);

/// Decodes a PNG of any kind to RGB, three bytes a pixel, rows from the top: transparency is passed over, as Pillow and
/// OpenCV do; of 16 bits the upper 8 are kept, as OpenCV does (so mmdetection), and Pillow where there are colours. NOTE:
/// 16-bit gray is white above 255 to Pillow (so to detectron2): that keeps nothing of most pictures.
tb_picture_result tb_png_decode(const uint8_t *bytes, size_t count, tb_picture_size expected, uint8_t *pixels);

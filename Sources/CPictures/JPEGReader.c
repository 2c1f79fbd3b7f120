#include "CPictures.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

/// A progressive file may have any number of scans, each as costly as the picture.
enum { MAX_SCANS = 500 };

typedef struct {
  struct jpeg_error_mgr base;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  tb_picture_result result;
} reader_errors;

static void escape(j_common_ptr codec, enum tb_picture_status status) {
  reader_errors *errors = (reader_errors *)codec->err;
  char message[JMSG_LENGTH_MAX];
  errors->base.format_message(codec, message);
  errors->result.status = status;
  snprintf(errors->result.message, sizeof errors->result.message, "%s", message);
  longjmp(errors->escape, 1);
}

static void on_error(j_common_ptr codec) { escape(codec, TB_PICTURE_UNDECODABLE); }

/// Warnings after which the pixels are what they were meant to be are passed over; after any other they are made up.
static void on_message(j_common_ptr codec, int level) {
  if (level >= 0) return;
  switch (codec->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_ICC:
      return;
    default:
      escape(codec, TB_PICTURE_DAMAGED);
  }
}

static void on_output(j_common_ptr codec) { (void)codec; }

static void on_progress(j_common_ptr codec) {
  if (codec->is_decompressor && ((j_decompress_ptr)codec)->input_scan_number > MAX_SCANS) {
    reader_errors *errors = (reader_errors *)codec->err;
    errors->result.status = TB_PICTURE_UNDECODABLE;
    snprintf(errors->result.message, sizeof errors->result.message, "more than %d scans", MAX_SCANS);
    longjmp(errors->escape, 1);
  }
}

static void start(j_decompress_ptr codec, reader_errors *errors, const uint8_t *bytes, size_t count) {
  codec->err = jpeg_std_error(&errors->base);
  errors->base.error_exit = on_error;
  errors->base.emit_message = on_message;
  errors->base.output_message = on_output;
  jpeg_create_decompress(codec);
  errors->progress.progress_monitor = on_progress;
  codec->progress = &errors->progress;
  jpeg_mem_src(codec, bytes, count);
  jpeg_read_header(codec, TRUE);
}

tb_picture_result tb_jpeg_size(const uint8_t *bytes, size_t count, tb_picture_size *size) {
  struct jpeg_decompress_struct codec = {0};
  reader_errors errors = {0};
  if (setjmp(errors.escape) == 0) {
    start(&codec, &errors, bytes, count);
    *size = (tb_picture_size){codec.image_width, codec.image_height};
  }
  jpeg_destroy_decompress(&codec);
  return errors.result;
}

/// a · b / 255, rounded, as Pillow computes it.
static unsigned scaled(unsigned a, unsigned b) {
  unsigned product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

static void rgb_of_inverted_cmyk(const uint8_t *cmyk, size_t width, uint8_t *rgb) {
  for (size_t x = 0; x < width; x++, cmyk += 4, rgb += 3) {
    for (int channel = 0; channel < 3; channel++) {
      rgb[channel] = (uint8_t)(cmyk[3] - scaled(255 - cmyk[channel], cmyk[3]));
    }
  }
}

tb_picture_result tb_jpeg_decode(
    const uint8_t *bytes, size_t count, unsigned divisor, tb_picture_size expected, uint8_t *pixels) {
  struct jpeg_decompress_struct codec = {0};
  reader_errors errors = {0};
  uint8_t *volatile inks = NULL;
  if (setjmp(errors.escape) == 0) {
    start(&codec, &errors, bytes, count);
    int has_inks = codec.jpeg_color_space == JCS_CMYK || codec.jpeg_color_space == JCS_YCCK;
    codec.out_color_space = has_inks ? JCS_CMYK : JCS_RGB;
    codec.scale_num = 1;
    codec.scale_denom = divisor;
    jpeg_start_decompress(&codec);
    if (codec.output_width != expected.width || codec.output_height != expected.height) {
      ERREXIT(&codec, JERR_BAD_LENGTH);
    }
    if (has_inks) {
      inks = malloc(4 * (size_t)expected.width);
      if (!inks) ERREXIT1(&codec, JERR_OUT_OF_MEMORY, 0);
    }
    while (codec.output_scanline < codec.output_height) {
      uint8_t *row = pixels + 3 * (size_t)expected.width * codec.output_scanline;
      JSAMPROW target = has_inks ? inks : row;
      jpeg_read_scanlines(&codec, &target, 1);
      if (has_inks) rgb_of_inverted_cmyk(inks, expected.width, row);
    }
  }
  free(inks);
  jpeg_destroy_decompress(&codec);
  return errors.result;
}

// AP of one class in many resamples of the images at once: vector arithmetic by the widest registers that the processor has.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TB_RESAMPLES = 16, TB_THRESHOLDS = 10, TB_HIT_SCRATCH = 128 };

/// How often an image is drawn in each of the resamples.
typedef struct {
  uint16_t times[TB_RESAMPLES];
} tb_image_weights;

/// A detection that is a true positive at some threshold, or counts at some alone; the least threshold in the lowest bit.
typedef struct {
  /// How many of the false positives (at every threshold) have a better score.
  uint32_t falseBefore;
  uint32_t image;
  uint16_t isTrue;
  uint16_t counts;
} tb_hit;

/// Truths to be found in an image.
typedef struct {
  uint32_t image;
  uint32_t count;
} tb_truths;

/// A class: its detections by descending score up to the last hit.
typedef struct {
  /// The images of detections that are false positives at every threshold.
  const uint32_t *falseImages;
  const tb_hit *hits;
  size_t hitCount;
  const tb_truths *truths;
  size_t truthCount;
} tb_resampled_class;

/// AP at 101 recalls, the mean of all thresholds, in each resample; NaN where one draws no truth.
/// `scratch` holds TB_HIT_SCRATCH bytes for each hit, at a multiple of 64.
void tb_resampled_precisions(const tb_resampled_class *resampled, const tb_image_weights *weights, void *scratch,
                             double precisions[TB_RESAMPLES]);

#ifdef __cplusplus
}
#endif

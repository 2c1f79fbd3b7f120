#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/conv_transpose2d.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/l1_loss.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/smooth_l1_loss.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/upsample_nearest2d.h>

#include "OneDnn.h"
#include "Shim.h"

using namespace tailboard;

CTResult ct_matmul(CTTensor a, CTTensor b) noexcept {
  return tensor([&] { return at::matmul(T(a), T(b)); });
}
CTResult ct_conv2d(
    CTTensor x, CTTensor weight, CTTensor bias, CTInt stride, CTInt padding, CTInt dilation, CTInt groups) noexcept {
  return tensor([&] {
    const bool apart = groups == 1 && onednn::overruns(T(x), T(weight), stride, padding);
    const int64_t step = apart ? 1 : stride;
    return at::conv2d(
        apart ? onednn::reached(T(x), stride) : T(x), T(weight), optionalT(bias), {step, step}, at::IntArrayRef({padding, padding}),
        {dilation, dilation}, groups);
  });
}
CTResult ct_conv_transpose2d(CTTensor x, CTTensor weight, CTTensor bias, CTInt stride, CTInt padding) noexcept {
  return tensor([&] {
    return at::conv_transpose2d(T(x), T(weight), optionalT(bias), {stride, stride}, {padding, padding});
  });
}
CTResult ct_max_pool2d(CTTensor x, CTInt kernel, CTInt stride, CTInt padding) noexcept {
  return tensor([&] {
    return at::max_pool2d(T(x), {kernel, kernel}, {stride, stride}, {padding, padding});
  });
}
CTResult ct_avg_pool2d(CTTensor x, CTInt kernel, CTInt stride, CTInt padding) noexcept {
  return tensor([&] {
    return at::avg_pool2d(T(x), {kernel, kernel}, {stride, stride}, {padding, padding});
  });
}
CTResult ct_upsample_nearest(CTTensor x, CTInt height, CTInt width) noexcept {
  return tensor([&] { return at::upsample_nearest2d(T(x), {height, width}); });
}
CTResult ct_upsample_bilinear(CTTensor x, CTInt height, CTInt width, bool align_corners) noexcept {
  return tensor([&] { return at::upsample_bilinear2d(T(x), {height, width}, align_corners); });
}
CTResult ct_batch_norm(
    CTTensor x, CTTensor weight, CTTensor bias, CTTensor mean, CTTensor variance, bool training, double momentum,
    double epsilon) noexcept {
  return tensor([&] {
    return at::batch_norm(
        T(x), optionalT(weight), optionalT(bias), T(mean), T(variance), training, momentum, epsilon, true);
  });
}
CTResult ct_group_norm(CTTensor x, CTInt groups, CTTensor weight, CTTensor bias, double epsilon) noexcept {
  return tensor([&] { return at::group_norm(T(x), groups, optionalT(weight), optionalT(bias), epsilon); });
}
CTResult ct_softmax(CTTensor x, CTInt dimension) noexcept {
  return tensor([&] { return at::softmax(T(x), dimension); });
}
CTResult ct_log_softmax(CTTensor x, CTInt dimension) noexcept {
  return tensor([&] { return at::log_softmax(T(x), dimension); });
}

CTResult ct_cross_entropy(CTTensor logits, CTTensor target, CTTensor weight, int32_t reduction) noexcept {
  return tensor([&] { return at::cross_entropy_loss(T(logits), T(target), optionalT(weight), reduction); });
}
CTResult ct_bce_with_logits(CTTensor logits, CTTensor target, CTTensor weight, int32_t reduction) noexcept {
  return tensor([&] {
    return at::binary_cross_entropy_with_logits(T(logits), T(target), optionalT(weight), {}, reduction);
  });
}
CTResult ct_smooth_l1(CTTensor x, CTTensor target, double beta, int32_t reduction) noexcept {
  return tensor([&] { return at::smooth_l1_loss(T(x), T(target), reduction, beta); });
}
CTResult ct_l1(CTTensor x, CTTensor target, int32_t reduction) noexcept {
  return tensor([&] { return at::l1_loss(T(x), T(target), reduction); });
}

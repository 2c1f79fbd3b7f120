// A stand-in for a GPU, for tests on machines without one: device "standin:0", a backend that registers itself.
//
// It computes with the CPU's kernels on memory that the host cannot touch, refuses tensors of two devices in one
// operation as CUDA does, and counts what would make the host wait for a GPU.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Registers the device, once in a process; done before main too, as autograd counts devices at its first backward.
void standin_install(void);

/// Names what follows, on every thread, until the next call; a wait in a place that refuses them is an error.
void standin_place(const char *name, bool refuses_waits);

/// What would have waited since the last call, a line each: place, kind, operation, how often, separated by tabs.
/// To be freed by the caller.
char *standin_take_waits(void);

/// How many tensors' memory the device holds.
size_t standin_block_count(void);

#ifdef __cplusplus
}
#endif

#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

/// Processes that compute together, and what they can leave for one another; it must be released.
typedef struct CTGroupMember *CTGroup;

typedef struct {
  CTGroup _Nullable group;
  CTError error;
} CTGroupResult;

/// Joins the others by Gloo; waits until all are there.
///
/// - host, port: of the store that they meet at; `serves`: this process is the store.
/// - prefix: tells this meeting from others at the same store.
/// - address: where the others reach this process; null: what its name resolves to.
/// - timeout: milliseconds after which an exchange that hangs fails.
CTGroupResult ct_group_join(
    const char *host, uint16_t port, bool serves, const char *prefix, const char *_Nullable address, int32_t rank,
    int32_t size, CTInt timeout) CT_NOEXCEPT;
void ct_group_release(CTGroup group) CT_NOEXCEPT;

/// Overwrites a contiguous tensor of the CPU by the sum of everybody's.
CTError ct_group_sum(CTGroup group, CTTensor tensor) CT_NOEXCEPT;
/// Overwrites the gradients by the sum of everybody's; a parameter without one takes part with zeros.
CTError ct_group_sum_gradients(CTGroup group, CTTensorList parameters, size_t count) CT_NOEXCEPT;
/// Everybody's tensors of one shape, one after another along a new first dimension; contiguous, of the CPU.
CTResult ct_group_gather(CTGroup group, CTTensor tensor) CT_NOEXCEPT;

/// Leaves bytes under a key for the others. May be called from any thread, as may the next.
CTError ct_group_leave(CTGroup group, const char *key, const void *bytes, size_t count) CT_NOEXCEPT;
/// What is left under a key, as a vector of bytes; undefined while there is nothing. Never waits.
CTResult ct_group_find(CTGroup group, const char *key) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

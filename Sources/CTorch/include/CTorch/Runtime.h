#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

const char *ct_version(void) CT_NOEXCEPT;
/// The folder that libtorch was loaded from.
const char *ct_library_folder(void) CT_NOEXCEPT;
CTInt ct_thread_count(void) CT_NOEXCEPT;
/// OpenMP keeps the count per thread: call it on the thread that runs the operators.
void ct_set_thread_count(CTInt count) CT_NOEXCEPT;
/// Keeps freed memory for the next step instead of returning it to the system.
void ct_keep_freed_memory(void) CT_NOEXCEPT;
/// Gives memory that is free now back to the system.
void ct_return_freed_memory(void) CT_NOEXCEPT;
/// Every warning of libtorch on this thread goes to `handler`; null: to standard error.
void ct_set_warning_handler(void (*_Nullable handler)(const char *message)) CT_NOEXCEPT;
void ct_manual_seed(uint64_t seed) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end

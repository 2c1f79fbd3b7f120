#pragma once
#include <stddef.h>

/// From now on every way out of the process, crashes included, writes the bytes and resets the terminal's modes.
void cc_guard(int terminal, const char *bytes, size_t length);
void cc_unguard(void);

/// Signals that concern the screen end cc_wait from now on.
void cc_watch_signals(void);
void cc_unwatch_signals(void);
void cc_stop_process(void);

/// The terminal's descriptor that keys come from.
int cc_input(void);

/// Gives standard output and error back and prints what nobody has read yet; safe in a signal handler.
void cc_spill_output(void);

#pragma once
#include <stddef.h>
#include <termios.h>

/// From now on every way out of the process, crashes included, writes the bytes and resets the terminal's modes.
void cc_guard(int terminal, const char *bytes, size_t length);
void cc_unguard(void);
/// Has the same done should the process be killed, once the screen's own modes are set.
void cc_outlive(void);

/// Has a process of its own restore the terminal should ours be killed: SIGKILL leaves no time for anything. Without a
/// shell to run it there is none.
void cc_employ_guardian(int terminal, const char *bytes, size_t length, const struct termios *modes);
/// "on\n" while the terminal is ours, "off\n" when it is given back; safe in a signal handler.
void cc_tell_guardian(const char *state);
void cc_dismiss_guardian(void);

/// Keys and mouse, in Keys.c.
void cc_enable_mouse(int terminal);
void cc_disable_mouse(int terminal);

/// Signals that concern the screen end cc_wait from now on.
void cc_watch_signals(void);
void cc_unwatch_signals(void);
void cc_stop_process(void);

/// The terminal's descriptor that keys come from.
int cc_input(void);

/// Gives standard output and error back and prints what nobody has read yet; safe in a signal handler.
void cc_spill_output(void);

// What must happen before a process's libraries are initialised, which Swift cannot say.
#pragma once

#define HELD_SIGNAL_COUNT 7

/// The signals a trainer answers to: those that leave it training first.
extern const int held_signals[HELD_SIGNAL_COUNT];

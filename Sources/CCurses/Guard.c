#include "CCurses.h"
#include "Internal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Swift traps are SIGILL or SIGTRAP; SIGQUIT is Ctrl-backslash. The last three are taken only while nobody
// handles them.
static const int deadly[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGQUIT, SIGINT, SIGTERM, SIGHUP};
enum { DEADLY = sizeof deadly / sizeof *deadly, FIRST_POLITE = DEADLY - 3 };

static struct sigaction before[DEADLY];
static struct termios modes;
static char bytes[256];
static size_t length;
static int terminal;
static volatile sig_atomic_t guarding;

/// Only what is safe in a signal handler.
void cc_restore(void) {
  if (!guarding) return;
  guarding = 0;
  pid_t front = tcgetpgrp(terminal);
  if (front >= 0 && front != getpgrp()) return;  // the shell has it
  ssize_t written = write(terminal, bytes, length);
  (void)written;
  tcsetattr(terminal, TCSANOW, &modes);
  cc_tell_guardian("off\n");
  cc_spill_output();
}

/// Restores the terminal, then lets whoever handled the signal before have it.
static void die(int signal) {
  cc_restore();
  for (int i = 0; i < DEADLY; i++)
    if (deadly[i] == signal) sigaction(signal, &before[i], NULL);
  raise(signal);
}

/// A stack of its own, so that a stack overflow restores the terminal too.
static void give_handlers_a_stack(void) {
  static char stack[1 << 14];
  stack_t current;
  if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  stack_t ours = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&ours, NULL);
}

void cc_guard(int output, const char *text, size_t count) {
  static int registered;
  terminal = output;
  tcgetattr(output, &modes);
  memcpy(bytes, text, count);
  length = count;
  give_handlers_a_stack();
  struct sigaction action = {.sa_handler = die, .sa_flags = SA_ONSTACK};
  for (int i = 0; i < DEADLY; i++) {
    sigaction(deadly[i], NULL, &before[i]);
    if (i < FIRST_POLITE || before[i].sa_handler == SIG_DFL) sigaction(deadly[i], &action, NULL);
  }
  if (!registered) registered = atexit(cc_restore) == 0;
  guarding = 1;
}

void cc_outlive(void) { cc_employ_guardian(terminal, bytes, length, &modes); }

/// Handlers that others have installed since stay.
void cc_unguard(void) {
  guarding = 0;
  cc_dismiss_guardian();
  for (int i = 0; i < DEADLY; i++) {
    struct sigaction now;
    sigaction(deadly[i], NULL, &now);
    if (now.sa_handler == die) sigaction(deadly[i], &before[i], NULL);
  }
}

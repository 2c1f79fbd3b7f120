#include "CHeldSignals.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

const int held_signals[HELD_SIGNAL_COUNT] = {SIGUSR1, SIGUSR2, SIGHUP, SIGINT, SIGTERM, SIGXCPU, SIGALRM};

static int asks_to_train(int count, char **arguments) {
  static const char *const commands[] = {"train", "demo", "compare"};
  for (size_t index = 0; count > 1 && index < sizeof commands / sizeof *commands; index++)
    if (strcmp(arguments[1], commands[index]) == 0) return 1;
  return 0;
}

// Holds the signals back in the only thread there is; later threads and the program that this one may become inherit it.
static void hold_signals(int count, char **arguments, char **environment) {
  (void)environment;
  if (!asks_to_train(count, arguments)) return;
  sigset_t set;
  sigemptyset(&set);
  for (size_t index = 0; index < HELD_SIGNAL_COUNT; index++) sigaddset(&set, held_signals[index]);
  sigprocmask(SIG_BLOCK, &set, NULL);
}

// Run by the dynamic linker before any library's own initialisers: libtorch's alone take a second on a cold disk.
__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = hold_signals;

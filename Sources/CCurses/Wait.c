#define _GNU_SOURCE 1
#include "CCurses.h"
#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static struct sigaction window_before, stop_before;
static int watching;
// Never closed, so that a late cc_wake writes to no other file.
static int wake_ends[2] = {-1, -1};
static volatile sig_atomic_t resized, stopped;

void cc_wake(void) {
  int error = errno;
  ssize_t written = write(wake_ends[1], "", 1);  // a full pipe wakes as well
  (void)written;
  errno = error;
}

static void note(int signal) {
  if (signal == SIGWINCH) resized = 1;
  if (signal == SIGTSTP) stopped = 1;
  cc_wake();
}

static void handle(int signal, void (*handler)(int), struct sigaction *before) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  sigaction(signal, &action, before);
}

void cc_watch_signals(void) {
  if (wake_ends[0] < 0 && pipe2(wake_ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
  handle(SIGWINCH, note, &window_before);
  handle(SIGTSTP, note, &stop_before);
  watching = 1;
}

void cc_unwatch_signals(void) {
  if (!watching) return;
  watching = 0;
  sigaction(SIGWINCH, &window_before, NULL);
  sigaction(SIGTSTP, &stop_before, NULL);
}

void cc_stop_process(void) {
  // To this thread, so that it has stopped the process before the next line.
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  handle(SIGTSTP, SIG_DFL, NULL);
  pthread_sigmask(SIG_UNBLOCK, &stop, NULL);
  pthread_kill(pthread_self(), SIGTSTP);
  handle(SIGTSTP, note, NULL);
}

static int32_t take_signals(void) {
  char drained[64];
  while (read(wake_ends[0], drained, sizeof drained) > 0) {}
  int32_t events = CC_WOKEN;
  if (resized) events |= CC_RESIZED;
  if (stopped) events |= CC_STOPPED;
  resized = stopped = 0;
  return events;
}

int32_t cc_wait(int32_t milliseconds) {
  // A process in the background that reads the terminal is stopped.
  int keys = cc_is_in_front() ? cc_input() : -1;
  struct pollfd files[] = {{.fd = keys, .events = POLLIN}, {.fd = wake_ends[0], .events = POLLIN}};
  if (poll(files, 2, milliseconds) < 0) return errno == EINTR ? CC_WOKEN : CC_GONE;
  int32_t events = files[1].revents & POLLIN ? take_signals() : 0;
  if (files[0].revents & POLLIN) events |= CC_KEYS;
  if (files[0].revents & (POLLHUP | POLLERR | POLLNVAL)) events |= CC_GONE;
  return events;
}

#define _GNU_SOURCE 1
#include "CCurses.h"
#include "Internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int copies[2] = {-1, -1}, read_end = -1;

/// Whoever prints never waits for whoever reads: a full pipe loses lines instead.
static void widen(int end) {
  fcntl(end, F_SETPIPE_SZ, 1 << 20);
  fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK);
}

int32_t cc_catch_output(void) {
  int ends[2];
  if (copies[0] >= 0 || pipe2(ends, O_CLOEXEC) != 0) return -1;
  widen(ends[1]);
  fflush(NULL);
  for (int i = 0; i < 2; i++) {
    copies[i] = fcntl(STDOUT_FILENO + i, F_DUPFD_CLOEXEC, 10);
    dup2(ends[1], STDOUT_FILENO + i);
  }
  close(ends[1]);
  setvbuf(stdout, NULL, _IOLBF, 0);
  return read_end = ends[0];
}

void cc_release_output(void) {
  fflush(NULL);
  for (int i = 0; i < 2; i++) {
    if (copies[i] < 0) continue;
    dup2(copies[i], STDOUT_FILENO + i);
    close(copies[i]);
    copies[i] = -1;
  }
}

void cc_spill_output(void) {
  char text[4096];
  ssize_t count;
  if (copies[1] < 0) return;
  for (int i = 0; i < 2; i++) dup2(copies[i], STDOUT_FILENO + i);
  fcntl(read_end, F_SETFL, O_NONBLOCK);
  while ((count = read(read_end, text, sizeof text)) > 0)
    if (write(STDERR_FILENO, text, (size_t)count) < 0) return;
}

#define _GNU_SOURCE 1
#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/// Reads whether the terminal is ours until the pipe's writer is gone. If it was ours to the end, nobody has given it
/// back: the bytes are written, and the modes set unless a shell has set its own meanwhile.
static const char script[] =
    "exec 3<&1; last=off; while read -r state; do case $state in on) ours=$(stty -g <&3);; esac; last=$state; done; "
    "[ \"$last\" = on ] || exit 0; printf \"$1\"; [ \"$(stty -g <&3)\" = \"$ours\" ] && stty \"$2\" <&3";

enum { MOST = 4 * 256 + 1 };

static pid_t guardian = -1;
static int line = -1;

/// The bytes as printf's format spells them.
static void spell(char *text, const char *bytes, size_t length) {
  for (size_t i = 0; i < length && i < 256; i++) text += sprintf(text, "\\%03o", (unsigned char)bytes[i]);
  *text = 0;
}

/// The modes as `stty` takes them: four words of flags, then the control characters.
static void describe(char *text, const struct termios *modes) {
  text += sprintf(text, "%x:%x:%x:%x", modes->c_iflag, modes->c_oflag, modes->c_cflag, modes->c_lflag);
  for (size_t i = 0; i < sizeof modes->c_cc; i++) text += sprintf(text, ":%x", modes->c_cc[i]);
}

/// In a session of its own, so that what is sent to ours, or to the terminal's, does not reach it.
static pid_t spawn(int input, int terminal, char *const arguments[]) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t none;
  pid_t child = -1;
  sigemptyset(&none);
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, terminal, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&attributes, &none);
  if (posix_spawn(&child, "/bin/sh", &files, &attributes, arguments, environ) != 0) child = -1;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return child;
}

void cc_employ_guardian(int terminal, const char *bytes, size_t length, const struct termios *modes) {
  int ends[2];
  char spelled[MOST], described[8 * (4 + sizeof modes->c_cc)];
  if (line >= 0 || pipe2(ends, O_CLOEXEC) != 0) return;
  spell(spelled, bytes, length);
  describe(described, modes);
  char *arguments[] = {"tailboard-guardian", "-c", (char *)script, "tailboard-guardian", spelled, described, NULL};
  guardian = spawn(ends[0], terminal, arguments);
  close(ends[0]);
  if (guardian < 0) {
    close(ends[1]);
    return;
  }
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  line = ends[1];
  cc_tell_guardian("on\n");
}

void cc_tell_guardian(const char *state) {
  int error = errno;
  if (line >= 0 && write(line, state, strlen(state)) < 0) errno = error;
}

void cc_dismiss_guardian(void) {
  if (line < 0) return;
  cc_tell_guardian("off\n");
  close(line);
  line = -1;
  while (waitpid(guardian, NULL, 0) < 0 && errno == EINTR) {}
}

#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include "CCurses.h"
#include "Internal.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncursesw/curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

// Not <term.h>: it defines macros named columns, lines and can_change.
extern int setupterm(const char *term, int descriptor, int *result);
extern char *tigetstr(const char *name);
extern int tigetflag(const char *name), tigetnum(const char *name);

static SCREEN *screen;
static FILE *input_file, *output_file;
/// Copies of the terminal's descriptors: standard output may lead elsewhere while the screen is open.
static int input, output;

/// A locale that is named but not installed, as over ssh and in containers, is UTF-8 all the same if it says so. Numbers
/// keep C's form.
static void choose_encoding(bool utf8) {
  setlocale(LC_CTYPE, "");
  if (utf8 && strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

static CCOpening check(const char *term, int in, int out) {
  int result = 0;
  if (!isatty(in) || !isatty(out)) return CC_NOT_A_TERMINAL;
  pid_t front = tcgetpgrp(out);
  if (front >= 0 && front != getpgrp()) return CC_IN_BACKGROUND;
  if (setupterm(term, out, &result) != OK || result != 1) return CC_UNKNOWN_TERMINAL;
  const char *move = tigetstr("cup");
  return move == NULL || move == (char *)-1 ? CC_CANNOT_MOVE_CURSOR : CC_OPENED;
}

static bool reports_mouse(void) {
  const char *keys = tigetstr("kmous");
  return keys != NULL && keys != (char *)-1;
}

/// What leaves the screen, written beforehand because nothing can be looked up in a crash. Delays for old terminals,
/// as in "\033[m$<2>", are left out.
static void guard(void) {
  static const char *const names[] = {"sgr0", "op", "rmkx", "cnorm", "rmcup"};
  char bytes[256];
  size_t length = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *text = tigetstr(names[i]);
    if (text == NULL || text == (char *)-1) continue;
    const char *delay = strstr(text, "$<");
    size_t count = delay ? (size_t)(delay - text) : strlen(text);
    if (length + count > sizeof bytes) continue;
    memcpy(bytes + length, text, count);
    length += count;
  }
  static const char no_mouse[] = "\033[?1006l\033[?1000l";
  if (reports_mouse() && length + sizeof no_mouse <= sizeof bytes) {
    memcpy(bytes + length, no_mouse, sizeof no_mouse - 1);
    length += sizeof no_mouse - 1;
  }
  cc_guard(output, bytes, length);
}

/// Ctrl-Z comes as a key, so that the key table says what it does.
static void set_modes(void) {
  struct termios modes;
  cbreak();
  noecho();
  nonl();
  if (tcgetattr(output, &modes) == 0) {
    modes.c_cc[VSUSP] = _POSIX_VDISABLE;
    tcsetattr(output, TCSADRAIN, &modes);
  }
  def_prog_mode();
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  leaveok(stdscr, TRUE);
  curs_set(0);
  if (reports_mouse()) cc_enable_mouse(output);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
}

static void release(void) {
  cc_unwatch_signals();
  cc_unguard();
  if (output_file) fclose(output_file);
  if (input_file) fclose(input_file);
  output_file = input_file = NULL;
}

CCOpening cc_open(const char *term, bool utf8, int32_t in, int32_t out, CCTerminal *terminal) {
  choose_encoding(utf8);
  CCOpening opening = check(term, in, out);
  if (opening != CC_OPENED) return opening;
  input = fcntl(in, F_DUPFD_CLOEXEC, 10);
  output = fcntl(out, F_DUPFD_CLOEXEC, 10);
  // Before newterm, which takes the signals that nobody handles for itself.
  guard();
  cc_watch_signals();
  input_file = fdopen(input, "r");
  output_file = fdopen(output, "w");
  if (input_file && output_file) screen = newterm(term, output_file, input_file);
  if (!screen) {
    release();
    return CC_FAILED;
  }
  set_escdelay(25);
  set_modes();
  cc_outlive();
  terminal->colors = has_colors() ? COLORS : 0;
  terminal->direct_color = tigetflag("RGB") > 0 || tigetnum("RGB") > 0;
  return CC_OPENED;
}

void cc_close(void) {
  if (!screen) return;
  // In the background the terminal is the shell's, with the modes it has set.
  if (cc_is_in_front()) {
    cc_disable_mouse(output);
    endwin();
  }
  delscreen(screen);
  screen = NULL;
  release();
}

void cc_size(int32_t *columns, int32_t *rows) {
  struct winsize size;
  if (ioctl(output, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0)
    resize_term(size.ws_row, size.ws_col);
  getmaxyx(stdscr, *rows, *columns);
}

void cc_put(int32_t column, int32_t row, const wchar_t *text, int32_t length, int32_t foreground,
            int32_t background, int32_t attributes) {
  attr_t set = 0;
  if (attributes & CC_BOLD) set |= A_BOLD;
  if (attributes & CC_DIM) set |= A_DIM;
  if (attributes & CC_UNDERLINE) set |= A_UNDERLINE;
  if (attributes & CC_REVERSE) set |= A_REVERSE;
  if (attributes & CC_ITALIC) set |= A_ITALIC;
  int pair = foreground < 0 && background < 0 ? 0 : alloc_pair(foreground, background);
  if (pair < 0) pair = 0;
  attr_set(set, 0, &pair);  // the short in the middle cannot hold every pair
  mvaddnwstr(row, column, text, length);
}

int32_t cc_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
void cc_erase(void) { erase(); }
void cc_refresh(void) { refresh(); }
void cc_redraw(void) { clearok(curscr, TRUE); }

/// The first refresh sets the modes.
static void take_again(void) {
  if (reports_mouse()) cc_enable_mouse(output);
  cc_tell_guardian("on\n");
}

void cc_suspend(void) {
  cc_disable_mouse(output);
  endwin();
  cc_tell_guardian("off\n");
  cc_stop_process();
  if (cc_is_in_front()) take_again();
  cc_redraw();  // the next refresh takes the terminal again, if the process goes on in front
}

void cc_retake(void) {
  reset_prog_mode();
  take_again();
  cc_redraw();
}

bool cc_is_alive(void) {
  struct termios modes;
  return tcgetattr(output, &modes) == 0 && tcgetattr(input, &modes) == 0;
}

int cc_input(void) { return input; }

bool cc_is_in_front(void) {
  pid_t front = tcgetpgrp(output);
  return front < 0 || front == getpgrp();
}

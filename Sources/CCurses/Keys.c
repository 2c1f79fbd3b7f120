#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include "CCurses.h"
#include "Internal.h"

#include <ncursesw/curses.h>
#include <string.h>
#include <unistd.h>

// The mouse is read here, not by ncurses: from the terminals that tmux and screen are said to be it would take reports
// that end at column 223. Beyond the codes of keys that terminals name.
enum { SGR_MOUSE = 0x3E0, X10_MOUSE };
/// Bits of a report: a modifier key was down; the wheel.
enum { MODIFIERS = 4 | 8 | 16, WHEEL = 64 };

static void say(int terminal, const char *bytes) {
  ssize_t written = write(terminal, bytes, strlen(bytes));
  (void)written;
}

void cc_enable_mouse(int terminal) {
  define_key("\033[<", 0);
  define_key("\033[M", 0);
  define_key("\033[<", SGR_MOUSE);
  define_key("\033[M", X10_MOUSE);
  say(terminal, "\033[?1000h\033[?1006h");
}

void cc_disable_mouse(int terminal) { say(terminal, "\033[?1006l\033[?1000l"); }

static CCKey mouse_key(uint32_t button, uint32_t column, uint32_t row) {
  uint32_t place = (row & 0xFFFF) << 16 | (column & 0xFFFF);
  switch (button & ~(uint32_t)MODIFIERS) {
    case 0: return (CCKey){CC_KEY_CLICK, place};
    case WHEEL: return (CCKey){CC_KEY_WHEEL_UP, place};
    case WHEEL + 1: return (CCKey){CC_KEY_WHEEL_DOWN, place};
    default: return (CCKey){CC_KEY_OTHER, 0};
  }
}

/// The next character of a report, 0 where it does not come at once.
static wint_t next_of_report(void) {
  wint_t code;
  timeout(50);
  int kind = get_wch(&code);
  nodelay(stdscr, TRUE);
  return kind == OK ? code : 0;
}

/// `<button;column;row` and M for down, m for up, counted from 1.
static CCKey sgr_mouse(void) {
  uint32_t numbers[3] = {0};
  for (int i = 0, length = 0; i < 3 && length < 64; length++) {
    wint_t code = next_of_report();
    if (code >= L'0' && code <= L'9') {
      numbers[i] = numbers[i] > 0xFFFF ? numbers[i] : numbers[i] * 10 + (code - L'0');
    } else if (code == L';') {
      i++;
    } else {
      bool is_down = code == L'M' && i == 2 && numbers[1] > 0 && numbers[2] > 0;
      return is_down ? mouse_key(numbers[0], numbers[1] - 1, numbers[2] - 1) : (CCKey){CC_KEY_OTHER, 0};
    }
  }
  return (CCKey){CC_KEY_OTHER, 0};
}

/// Three characters: button, column and row, each 32 more, the places counted from 1.
static CCKey x10_mouse(void) {
  wint_t button = next_of_report(), column = next_of_report(), row = next_of_report();
  if (button < 32 || column < 33 || row < 33) return (CCKey){CC_KEY_OTHER, 0};
  return mouse_key(button - 32, column - 33, row - 33);
}

static CCKey named_key(wint_t code) {
  if (code >= KEY_F(1) && code <= KEY_F(63)) return (CCKey){CC_KEY_FUNCTION, code - KEY_F0};
  switch (code) {
    case KEY_UP: return (CCKey){CC_KEY_UP, 0};
    case KEY_DOWN: return (CCKey){CC_KEY_DOWN, 0};
    case KEY_LEFT: return (CCKey){CC_KEY_LEFT, 0};
    case KEY_RIGHT: return (CCKey){CC_KEY_RIGHT, 0};
    case KEY_PPAGE: return (CCKey){CC_KEY_PAGE_UP, 0};
    case KEY_NPAGE: return (CCKey){CC_KEY_PAGE_DOWN, 0};
    case KEY_HOME: return (CCKey){CC_KEY_HOME, 0};
    case KEY_END: return (CCKey){CC_KEY_END, 0};
    case KEY_BTAB: return (CCKey){CC_KEY_BACKTAB, 0};
    case KEY_ENTER: return (CCKey){CC_KEY_ENTER, 0};
    case KEY_BACKSPACE: return (CCKey){CC_KEY_BACKSPACE, 0};
    case SGR_MOUSE: return sgr_mouse();
    case X10_MOUSE: return x10_mouse();
    case KEY_DC: return (CCKey){CC_KEY_DELETE, 0};
    default: return (CCKey){CC_KEY_OTHER, 0};
  }
}

CCKey cc_key(void) {
  wint_t code;
  switch (get_wch(&code)) {
    case OK: return (CCKey){CC_KEY_CHARACTER, code};
    case KEY_CODE_YES: return named_key(code);
    default: return (CCKey){CC_KEY_NONE, 0};
  }
}

// What Swift cannot see of ncurses: the wide-character functions (SwiftPM drops -D flags, so the define stands
// here), macros, globals and variadic functions. Nothing here prints a format string, and no text from outside is
// ever one: cells go out one by one.
#ifndef KIOSK_CNCURSES_H
#define KIOSK_CNCURSES_H
#define NCURSES_WIDECHAR 1
#include <locale.h>
#include <ncurses.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

// term.h and ncurses.h define words that Swift code wants for itself.
#undef lines
#undef columns
#undef tab

enum {
  kiosk_nc_none = ERR,
  kiosk_nc_reverse = 1,
  kiosk_nc_bold = 2,
};

/// True when terminfo has the string.
static inline int kiosk_nc_has(const char *name) {
  const char *value = tigetstr(name);
  return value != NULL && value != (char *)-1;
}

/// Takes the terminal: 0, or 1 when terminfo does not know it, or 2 when it cannot place its cursor.
static inline int kiosk_nc_open(int escape_delay_ms) {
  setlocale(LC_CTYPE, "C.UTF-8");
  SCREEN *screen = newterm(NULL, stdout, stdin);
  if (screen == NULL) return 1;
  set_term(screen);
  if (!kiosk_nc_has("cup") || !kiosk_nc_has("clear")) {
    endwin();
    return 2;
  }
  raw();
  noecho();
  nonl();
  set_escdelay(escape_delay_ms);
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  // No meta(): on a line of eight bits ncurses keeps them all by itself, and it would leave the terminal's 8-bit
  // mode (xterm's 1034) changed for whoever comes after.
  nodelay(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  leaveok(stdscr, FALSE);
  // Do not look for input while painting: a flood of keys must not keep the picture back.
  typeahead(-1);
  // Pasted text comes as keys, without marks around it.
  if (kiosk_nc_has("kmous")) {
    putp("\033[?2004l");
    fflush(stdout);
  }
  return 0;
}

/// A key sequence that means a key, whatever terminfo says.
static inline void kiosk_nc_define(const char *sequence, int code) { define_key(sequence, code); }

/// The next byte or key code, or `kiosk_nc_none`.
static inline int kiosk_nc_get(void) { return wgetch(stdscr); }

/// Throws away what has been typed.
static inline void kiosk_nc_flush(void) { flushinp(); }

static inline int kiosk_nc_rows(void) { return getmaxy(stdscr); }
static inline int kiosk_nc_columns(void) { return getmaxx(stdscr); }

static inline void kiosk_nc_resize(int rows, int columns) { resizeterm(rows, columns); }

/// One cell. Attributes are `kiosk_nc_reverse` and `kiosk_nc_bold`.
static inline void kiosk_nc_put(int row, int column, uint32_t scalar, int attributes, int pair) {
  wchar_t text[2] = {(wchar_t)scalar, 0};
  attr_t style = A_NORMAL;
  if (attributes & kiosk_nc_reverse) style |= A_REVERSE;
  if (attributes & kiosk_nc_bold) style |= A_BOLD;
  cchar_t cell;
  if (setcchar(&cell, text, style, (short)pair, NULL) == OK) mvwadd_wchnstr(stdscr, row, column, &cell, 1);
}

static inline void kiosk_nc_erase(void) { werase(stdscr); }

/// The next paint begins with an empty screen.
static inline void kiosk_nc_repaint(void) { clearok(stdscr, TRUE); }

/// Shows the cursor at a place, or hides it when the row is negative; sends what has changed.
static inline void kiosk_nc_show(int row, int column) {
  if (row >= 0) {
    wmove(stdscr, row, column);
  } else {
    wmove(stdscr, 0, 0);
  }
  wrefresh(stdscr);
}

static inline void kiosk_nc_cursor(int is_visible) { curs_set(is_visible); }

/// The number of colours, or 0.
static inline int kiosk_nc_colours(void) {
  if (!has_colors() || start_color() == ERR) return 0;
  return COLORS;
}

static inline int kiosk_nc_can_change_colour(void) { return can_change_color(); }

/// Red, green and blue from 0 to 1000.
static inline void kiosk_nc_set_colour(int number, int red, int green, int blue) {
  init_color((short)number, (short)red, (short)green, (short)blue);
}

static inline void kiosk_nc_set_pair(int pair, int foreground, int background) {
  init_pair((short)pair, (short)foreground, (short)background);
}

/// What an empty cell looks like.
static inline void kiosk_nc_set_background(int pair) {
  cchar_t cell;
  if (setcchar(&cell, L" ", A_NORMAL, (short)pair, NULL) == OK) wbkgrnd(stdscr, &cell);
}

/// Presses of buttons come as SGR reports among the bytes, or no longer. ncurses must not decode them: it waits in
/// read(2) for the rest of a report that was cut off (lib_mouse.c, read_SGR), and everything would stand still until
/// the next key. A Linux console has no mouse of its own.
static inline void kiosk_nc_mouse(int is_on) {
  const char *name = termname();
  if (!kiosk_nc_has("kmous") || (name != NULL && strncmp(name, "linux", 5) == 0)) return;
  if (is_on) define_key(tigetstr("kmous"), 0);
  putp(is_on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
  fflush(stdout);
}

static inline void kiosk_nc_append(char *bytes, int capacity, int *count, const char *string) {
  int length = (int)strlen(string);
  if (strstr(string, "$<") != NULL || *count + length > capacity) return;
  memcpy(bytes + *count, string, (size_t)length);
  *count += length;
}

/// The bytes that wipe the screen and give it back, for a process that can no longer ask ncurses; the count.
static inline int kiosk_nc_farewell(char *bytes, int capacity) {
  static const char *const names[] = {"sgr0", "oc", "clear", "rmkx", "cnorm", "rmcup"};
  int count = 0;
  if (kiosk_nc_has("kmous")) kiosk_nc_append(bytes, capacity, &count, "\033[?1006;1000l");
  for (unsigned index = 0; index < sizeof names / sizeof *names; index++) {
    if (kiosk_nc_has(names[index])) kiosk_nc_append(bytes, capacity, &count, tigetstr(names[index]));
  }
  return count;
}

/// Wipes the screen and gives it back. What was typed ahead goes too: it may be a code, and the next reader of this
/// line is somebody else.
static inline void kiosk_nc_close(void) {
  kiosk_nc_mouse(0);
  werase(stdscr);
  clearok(stdscr, TRUE);
  wrefresh(stdscr);
  curs_set(1);
  endwin();
  flushinp();
}

#endif

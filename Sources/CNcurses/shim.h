// What Swift cannot see of ncurses: the wide-character functions (SwiftPM drops -D flags, so the define stands
// here), macros and variadic functions.
#ifndef KIOSK_CNCURSES_H
#define KIOSK_CNCURSES_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#endif

// What the kernel says about its own clock: a call that Swift cannot see.
#ifndef KIOSK_CCLOCK_H
#define KIOSK_CCLOCK_H
#include <errno.h>
#include <sys/timex.h>

// 1: a time service keeps the clock (adjtimex(2)); 0: nobody does; -1: it cannot be asked.
static inline int kiosk_clock_is_kept(void) {
  struct timex state = {.modes = 0};
  int result = adjtimex(&state);
  if (result < 0) return -1;
  return result != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}
#endif

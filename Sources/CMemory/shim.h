// Giving memory back to the system: a call of glibc that Swift cannot see.
#ifndef KIOSK_CMEMORY_H
#define KIOSK_CMEMORY_H
#include <malloc.h>

// Pages in which nothing lies any more go back to the system (malloc_trim(3)).
static inline void kiosk_memory_give_back(void) { (void)malloc_trim(0); }
#endif

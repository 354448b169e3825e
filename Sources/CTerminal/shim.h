// Kernel calls of a terminal that Swift cannot see.
#ifndef KIOSK_CTERMINAL_H
#define KIOSK_CTERMINAL_H
#include <sys/ioctl.h>
#include <termios.h>
#endif

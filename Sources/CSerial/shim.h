// Kernel calls of a serial line that Swift cannot see.
#ifndef KIOSK_CSERIAL_H
#define KIOSK_CSERIAL_H
#include <sys/ioctl.h>
#include <termios.h>
#endif

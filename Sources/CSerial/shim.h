// Kernel calls of a serial line and its thread that Swift cannot see. Declarations and one-line wrappers only.
#ifndef KIOSK_CSERIAL_H
#define KIOSK_CSERIAL_H
#include <errno.h>
#include <linux/serial.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

// 0, or the errno of ioctl.
static inline int kiosk_exclusive(int fd, int on) {
  return ioctl(fd, on ? TIOCEXCL : TIOCNXCL) == 0 ? 0 : errno;
}

// Lets a real UART steer the direction of an RS-485 line by RTS. 0, or the errno of ioctl.
static inline int kiosk_rs485(int fd) {
  struct serial_rs485 settings = {0};
  settings.flags = SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND;
  return ioctl(fd, TIOCSRS485, &settings) == 0 ? 0 : errno;
}

// A counter that wakes a poll; -1 and errno when there is none to be had.
static inline int kiosk_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline void kiosk_eventfd_raise(int fd) {
  uint64_t one = 1;
  ssize_t ignored = write(fd, &one, sizeof one);
  (void)ignored;
}

static inline void kiosk_eventfd_lower(int fd) {
  uint64_t count;
  ssize_t ignored = read(fd, &count, sizeof count);
  (void)ignored;
}

// Names the calling thread for ps and top; at most 15 characters count.
static inline void kiosk_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
#endif

// Kernel calls of a terminal that Swift cannot see, and the last act of a process that crashes: to give the terminal
// back. A signal handler may call only what is safe there, so it is written in C.
#ifndef KIOSK_CTERMINAL_H
#define KIOSK_CTERMINAL_H
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { kiosk_tty_farewell_max = 256 };

/// What is needed to give the terminal back from a signal handler.
struct kiosk_tty_state {
  struct termios settings;
  char farewell[kiosk_tty_farewell_max];
  volatile sig_atomic_t count;
  volatile sig_atomic_t is_armed;
};

/// The state of this process. (Swift does not emit a static variable of a header, but it does emit one of a function;
/// only one Swift file may use the functions that need it.)
static inline struct kiosk_tty_state *kiosk_tty_saved(void) {
  static struct kiosk_tty_state state;
  return &state;
}

/// The window's size as rows * 65536 + columns, or 0 when the kernel does not know it.
static inline int kiosk_tty_size(int descriptor) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  if (size.ws_row == 0 || size.ws_col == 0) return 0;
  int rows = size.ws_row > 32767 ? 32767 : size.ws_row;
  int columns = size.ws_col > 32767 ? 32767 : size.ws_col;
  return rows * 65536 + columns;
}

/// True when nobody is at the other end any more.
static inline int kiosk_tty_is_gone(int descriptor) {
  struct pollfd entry = {.fd = descriptor, .events = POLLIN};
  if (poll(&entry, 1, 0) < 0) return errno != EINTR;
  return (entry.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

/// True at an end that says nothing: there is something to read, and it has no bytes.
static inline int kiosk_tty_is_at_end(int descriptor) {
  struct pollfd entry = {.fd = descriptor, .events = POLLIN};
  if (poll(&entry, 1, 0) <= 0 || (entry.revents & POLLIN) == 0) return 0;
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) != 0 || count == 0;
}

/// True for a terminal of another process: a terminal emulator, SSH, a test.
static inline int kiosk_tty_is_pseudo(int descriptor) {
  char name[64];
  if (ttyname_r(descriptor, name, sizeof name) != 0) return 1;
  return strncmp(name, "/dev/pts/", 9) == 0;
}

/// Milliseconds of a clock that does not go back.
static inline long long kiosk_tty_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Keeps the line's settings as they are now, before anything changes them.
static inline int kiosk_tty_save(void) { return tcgetattr(STDIN_FILENO, &kiosk_tty_saved()->settings); }

static inline void kiosk_tty_crashed(int signal_number) {
  struct kiosk_tty_state *saved = kiosk_tty_saved();
  if (saved->is_armed) {
    saved->is_armed = 0;
    ssize_t written = write(STDOUT_FILENO, saved->farewell, (size_t)saved->count);
    (void)written;
    tcsetattr(STDIN_FILENO, TCSANOW, &saved->settings);
    // What was typed ahead may be a code; whoever reads this line next must not get it.
    tcflush(STDIN_FILENO, TCIFLUSH);
  }
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

/// From now on a crash writes `farewell` and restores the line's settings before the process dies.
static inline void kiosk_tty_arm(const char *farewell, int count) {
  static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS};
  if (count < 0 || count > kiosk_tty_farewell_max) count = 0;
  memcpy(kiosk_tty_saved()->farewell, farewell, (size_t)count);
  kiosk_tty_saved()->count = count;
  kiosk_tty_saved()->is_armed = 1;
  for (unsigned index = 0; index < sizeof crashes / sizeof *crashes; index++) {
    signal(crashes[index], kiosk_tty_crashed);
  }
}

static inline void kiosk_tty_disarm(void) { kiosk_tty_saved()->is_armed = 0; }

/// Keys and job control cannot stop or end the process: SIGINT, SIGQUIT, SIGTSTP, SIGTTIN and SIGTTOU are ignored.
static inline void kiosk_tty_ignore_keyboard_signals(void) {
  signal(SIGINT, SIG_IGN);
  signal(SIGQUIT, SIG_IGN);
  signal(SIGTSTP, SIG_IGN);
  signal(SIGTTIN, SIG_IGN);
  signal(SIGTTOU, SIG_IGN);
}

#endif

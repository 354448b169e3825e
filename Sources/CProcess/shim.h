// Starting a child that cannot outlive its parent: fork and prctl, which Swift cannot see. Between fork and exec only
// what is safe there is called.
#ifndef KIOSK_CPROCESS_H
#define KIOSK_CPROCESS_H
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

// Starts `path` with descriptors 0 to 2 as given; all others must be close-on-exec. `own_session` takes it out of
// reach of the terminal. When the calling thread ends, however it ends, the child gets `death_signal`.
// Returns the child's process id, or -1 and errno.
static inline pid_t kiosk_start(const char *path, char *const argv[], int input, int output, int errors,
                                int own_session, int death_signal) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child != 0) return child;
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  if (own_session) setsid();
  // The parent may have died before prctl: then nobody would ever send the signal.
  if (prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0 || getppid() != parent) _exit(126);
  if (input != 0) dup2(input, 0);
  if (output != 1) dup2(output, 1);
  if (errors != 2) dup2(errors, 2);
  execv(path, argv);
  _exit(127);
}
#endif

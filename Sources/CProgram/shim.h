// Starting a program that the station waits for: calls of the GNU C library that Swift does not see.
#ifndef KIOSK_CPROGRAM_H
#define KIOSK_CPROGRAM_H
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

// Swift reads the headers without _GNU_SOURCE, and defining it here would give it two kinds of each type.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
extern int pipe2(int[2], int);

#ifndef POSIX_SPAWN_SETSID
#define POSIX_SPAWN_SETSID 0x80
#endif

// Starts `path` in "/" with descriptors 0 to 2 as given and all others closed, in a process group of its own
// (`own_session`: in a session of its own), with signals as a fresh program expects them. 0, or an errno.
static inline int kiosk_spawn(pid_t *child, const char *path, char *const argv[], char *const envp[], int input,
                              int output, int errors, int own_session) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t all, none;
  int failure = posix_spawn_file_actions_init(&actions);
  if (failure != 0) return failure;
  failure = posix_spawnattr_init(&attributes);
  if (failure == 0) {
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                              (own_session ? POSIX_SPAWN_SETSID : POSIX_SPAWN_SETPGROUP));
    failure = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (failure == 0) failure = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (failure == 0) failure = posix_spawn_file_actions_adddup2(&actions, errors, 2);
    if (failure == 0) failure = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (failure == 0) failure = posix_spawn_file_actions_addchdir_np(&actions, "/");
    if (failure == 0) failure = posix_spawn(child, path, &actions, &attributes, argv, envp);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

extern int close_range(unsigned int, unsigned int, int);

// As above for a program that stays: it hears SIGTERM when the thread that starts it ends, in whatever way, and its
// input and output are /dev/null. posix_spawn cannot ask for that signal. Between fork and exec only calls that a signal
// handler may make. 0, or an errno.
static inline int kiosk_spawn_bound(pid_t *child, const char *path, char *const argv[], char *const envp[]) {
  int ends[2], failure = 0, null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) return errno;
  if (pipe2(ends, 02000000 /* O_CLOEXEC */) != 0) {
    failure = errno;
    close(null);
    return failure;
  }
  pid_t parent = getpid();
  sigset_t all, before, none;
  sigfillset(&all);
  sigemptyset(&none);
  // No handler of ours may run in the child.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t id = fork();
  if (id == 0) {
    struct sigaction plain = {.sa_handler = SIG_DFL};
    for (int number = 1; number < 65; number++) sigaction(number, &plain, NULL);
    if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || chdir("/") != 0) failure = errno;
    // It ended before it could be bound to.
    if (failure == 0 && getppid() != parent) _exit(1);
    for (int number = 0; number < 3 && failure == 0; number++)
      if (dup2(null, number) < 0) failure = errno;
    // The pipe's end must outlive this, to say whether exec worked.
    if (failure == 0 && dup2(ends[1], 3) < 0) failure = errno;
    if (failure == 0 && fcntl(3, F_SETFD, FD_CLOEXEC) != 0) failure = errno;
    if (failure == 0 && close_range(4, ~0U, 0) != 0) failure = errno;
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (failure == 0) {
      execve(path, argv, envp);
      failure = errno;
    }
    if (write(failure == 0 ? ends[1] : 3, &failure, sizeof failure) < 0) _exit(126);
    _exit(127);
  }
  failure = id < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(null);
  close(ends[1]);
  if (failure == 0) {
    ssize_t count;
    do count = read(ends[0], &failure, sizeof failure);
    while (count < 0 && errno == EINTR);
    if (count != sizeof failure) {
      failure = 0;
      *child = id;
    } else {
      int status;
      while (waitpid(id, &status, 0) < 0 && errno == EINTR) {}
    }
  }
  close(ends[0]);
  return failure;
}

// A pipe whose ends are closed in every program that is started. 0, or -1 and errno.
static inline int kiosk_pipe(int ends[2]) { return pipe2(ends, 02000000 /* O_CLOEXEC */); }
#endif

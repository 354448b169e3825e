// Starting a program that the station waits for: calls of the GNU C library that Swift does not see.
#ifndef KIOSK_CPROGRAM_H
#define KIOSK_CPROGRAM_H
#include <signal.h>
#include <spawn.h>
#include <sys/types.h>
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

// A pipe whose ends are closed in every program that is started. 0, or -1 and errno.
static inline int kiosk_pipe(int ends[2]) { return pipe2(ends, 02000000 /* O_CLOEXEC */); }
#endif

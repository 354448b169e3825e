// Who is at the other end of a Unix socket: declarations that glibc hides behind _GNU_SOURCE.
#ifndef KIOSK_CPEER_H
#define KIOSK_CPEER_H
#include <sys/socket.h>
#include <sys/types.h>
struct kiosk_ucred { pid_t pid; uid_t uid; gid_t gid; };
#endif

// Who is at the other end of a Unix socket, and what a process may leave behind: kernel calls that Swift cannot see.
// Declarations and short wrappers only; each returns 0 or the errno unless it says otherwise.
#ifndef KIOSK_CPEER_H
#define KIOSK_CPEER_H
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

// SO_PEERGROUPS of asm-generic/socket.h (Linux 4.13), which glibc's own header leaves out on some releases.
#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

// The layout of struct ucred, which glibc shows only with _GNU_SOURCE.
struct kiosk_ucred {
  pid_t pid;
  uid_t uid;
  gid_t gid;
};

static inline int kiosk_peer(int fd, struct kiosk_ucred *peer) {
  socklen_t size = sizeof *peer;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &size) == 0 ? 0 : errno;
}

// Fills at most `*count` groups and says in `*count` how many there are. ERANGE: more than fit.
static inline int kiosk_peer_groups(int fd, gid_t *groups, int *count) {
  socklen_t size = (socklen_t)*count * sizeof(gid_t);
  int result = getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size) == 0 ? 0 : errno;
  *count = (int)(size / sizeof(gid_t));
  return result;
}

// glibc shows it only with _GNU_SOURCE, which would change types that Swift's own module of glibc declares too.
extern int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags);

// The next connection, or -1 and errno.
static inline int kiosk_accept(int fd) { return accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

// -2: the path does not fit into a socket address.
static inline int kiosk_unix_address(struct sockaddr_un *address, const char *path) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) return -2;
  strcpy(address->sun_path, path);
  return 0;
}

static inline int kiosk_bind(int fd, const char *path) {
  struct sockaddr_un address;
  if (kiosk_unix_address(&address, path) != 0) return ENAMETOOLONG;
  return bind(fd, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

static inline int kiosk_connect(int fd, const char *path) {
  struct sockaddr_un address;
  if (kiosk_unix_address(&address, path) != 0) return ENAMETOOLONG;
  return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

// A socket of this process's own: nothing of it reaches a child. -1 and errno when there is none to be had.
static inline int kiosk_socket(int type) { return socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

// The access list of a file as the kernel stores it (linux/posix_acl_xattr.h).
static inline int kiosk_set_access_list(const char *path, const void *list, size_t size) {
  return setxattr(path, "system.posix_acl_access", list, size, 0) == 0 ? 0 : errno;
}

// One datagram to a Unix socket, without waiting. A path that begins with @ is an abstract name (unix(7)).
static inline int kiosk_tell(const char *path, const void *bytes, size_t count) {
  struct sockaddr_un address;
  if (kiosk_unix_address(&address, path) != 0) return ENAMETOOLONG;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
  if (path[0] == '@') address.sun_path[0] = 0;
  else size = sizeof address;
  int fd = kiosk_socket(SOCK_DGRAM);
  if (fd < 0) return errno;
  int result = sendto(fd, bytes, count, MSG_NOSIGNAL, (struct sockaddr *)&address, size) >= 0 ? 0 : errno;
  close(fd);
  return result;
}

// No core dump, and no tracing by others of the same user; root may still trace.
static inline int kiosk_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno; }
#endif

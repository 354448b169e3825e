// Signals as bytes in a pipe, so that one loop can wait for them beside everything else.

import Glibc
import Synchronization

/// The end of the pipe that the handler writes to; -1 before `DemoSignals` is there.
private let pipeEnd = Atomic<Int32>(-1)

struct DemoSignals {
  /// The other end, to poll.
  let descriptor: Int32

  /// Ends the demo, counts its children, kills the station, switches the hands.
  static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGUSR1, SIGUSR2]

  /// Takes over the signals of this process. Nil when there is no pipe to be had.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    descriptor = ends[0]
    pipeEnd.store(ends[1], ordering: .relaxed)
    for number in Self.numbers {
      Glibc.signal(number) { number in
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = unsafe write(pipeEnd.load(ordering: .relaxed), &byte, 1)
        errno = before
      }
    }
    _ = Glibc.signal(SIGPIPE, SIG_IGN)
    // Whoever started this process may have held them back.
    var wanted = sigset_t()
    unsafe sigemptyset(&wanted)
    for number in Self.numbers { unsafe sigaddset(&wanted, number) }
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
  }

  /// The signals that came since the last call.
  func take() -> [Int32] {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress!, $0.count) }
    return bytes.prefix(max(0, count)).map(Int32.init)
  }
}

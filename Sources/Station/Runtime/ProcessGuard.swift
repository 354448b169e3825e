// What the process promises before it touches anything: files for itself alone, no core dump with secrets in it, no
// death by a broken pipe. Called once, before there are threads.

import CPeer
import Glibc

enum ProcessGuard {
  static func raise() {
    umask(0o077)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = unsafe setrlimit(__rlimit_resource_t(UInt32(RLIMIT_CORE.rawValue)), &none)
    _ = kiosk_undumpable()
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// The signals that end a station cleanly.
  static func stopSignals() -> sigset_t {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe sigaddset(&signals, SIGINT)
    return signals
  }

  /// Holds the stop signals back in this thread and all that come from it.
  static func holdStopSignals() {
    var signals = stopSignals()
    _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Waits for one of them: a station's only wait without an end.
  static func waitForStopSignal() {
    var signals = stopSignals()
    var received: Int32 = 0
    while unsafe sigwait(&signals, &received) != 0 {}
  }
}

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
    silenceCrashReports()
  }

  /// The report that Swift's runtime writes when a program ends by a trap shows registers and the memory they point
  /// to: a code or a key could stand in the system log. Whoever debugs sets SWIFT_BACKTRACE and gets it all the same.
  private static func silenceCrashReports() {
    guard unsafe getenv("SWIFT_BACKTRACE") == nil else { return }
    for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { _ = signal(number, SIG_DFL) }
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

// A program on a terminal of its own, and waits that end. The rest of the processes come from the harness; this one is
// apart because a screen is the leader of a session, whose terminal can hang up and interrupt it.

import Foundation

/// Every wait of these tests ends after this, however slow the machine is.
let waitSecondsMax = 60.0

func secondsNow() -> Double { Double(monotonicMilliseconds()) / 1000 }

func fileBytes(_ path: String) -> [UInt8] { [UInt8](FileManager.default.contents(atPath: path) ?? Data()) }

/// A process that ends with the test.
final class TerminalProgram {
  enum Ending: Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  let pid: pid_t
  private(set) var ending: Ending?

  /// `tty`: the path of a terminal that becomes standard input and output and the process's own terminal; errors go to
  /// the file `errors`.
  init(
    _ program: String, _ arguments: [String], tty: String, errors: String, environment: [String: String] = [:]
  ) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, tty, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A session of its own: its terminal's hang-up and interrupts are its own. Signals as after a login.
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let setSession: Int16 = 0x80
    posix_spawnattr_setflags(
      &attributes, setSession | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var values = ["PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "HOME": "/nonexistent"]
    values.merge(environment) { $1 }
    let names = values.keys.sorted()
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let pairs = names.map { strdup("\($0)=\(values[$0]!)") } + [nil]
    defer { for word in words + pairs { free(word) } }
    var child: pid_t = 0
    let result = posix_spawn(&child, program, &actions, &attributes, words, pairs)
    precondition(result == 0, "cannot start \(program): \(String(cString: strerror(result)))")
    pid = child
  }

  /// True until the process has ended.
  var isAlive: Bool {
    guard ending == nil else { return false }
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return true }
    let signal = status & 0x7F
    ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
    return false
  }

  func signal(_ number: Int32) {
    if ending == nil { kill(pid, number) }
  }

  /// `kill -9`, and its end.
  func killNow() {
    signal(SIGKILL)
    let end = secondsNow() + waitSecondsMax
    while isAlive && secondsNow() < end { usleep(1000) }
  }

  deinit { killNow() }

  /// CPU time of the process in seconds: user, system.
  var cpuSeconds: (user: Double, system: Double) {
    let text = String(decoding: fileBytes("/proc/\(pid)/stat"), as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return (0, 0) }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[11]), let system = Double(fields[12]) else {
      return (0, 0)
    }
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    return (user / ticks, system / ticks)
  }
}

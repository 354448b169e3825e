// A child program that stays: started once, looked at now and then, ended when its time has come, and told to end by the
// kernel when the thread that started it is gone (`kill -9` of the station too). No shell, no descriptor, no output.

import CProgram
import Glibc

/// A running program of ours. Looks and signals come from one thread.
final class BoundProgram {
  /// Of the process and of its group.
  let id: pid_t
  /// How it ended; nil: it runs.
  private(set) var ending: ProgramEnding?

  /// Starts it. The calling thread must live as long as the program is to: its end is the program's end.
  init(_ path: String, _ arguments: [String], environment: [String: String]) throws(NotStarted) {
    var variables = ProgramRun.environment
    for (name, value) in environment { variables[name] = value }
    let words = unsafe CStrings([path] + arguments)
    let pairs = unsafe CStrings(variables.keys.sorted().map { "\($0)=\(variables[$0] ?? "")" })
    defer {
      unsafe words.free()
      unsafe pairs.free()
    }
    var id: pid_t = 0
    let failure = unsafe kiosk_spawn_bound(&id, path, words.pointers, pairs.pointers)
    guard failure == 0 else { throw NotStarted(number: failure) }
    self.id = id
  }

  deinit { kill() }

  /// An errno.
  struct NotStarted: Error, Equatable {
    var number: Int32

    var reason: String { unsafe String(cString: strerror(number)) }
  }

  /// Whether it still runs.
  func isRunning() -> Bool {
    guard ending == nil else { return false }
    var status: Int32 = 0
    let found = unsafe waitpid(id, &status, WNOHANG)
    guard found != 0 else { return true }
    ending = found == id ? ProgramRun.ending(status) : .exited(0)
    // Whoever of its group is left goes too.
    _ = Glibc.kill(-id, SIGKILL)
    return false
  }

  /// SIGTERM to its whole group.
  func askToEnd() { if ending == nil { _ = Glibc.kill(-id, SIGTERM) } }

  /// SIGKILL to its whole group, and waits until the kernel has given it back: at most a second.
  func kill() {
    guard isRunning() else { return }
    _ = Glibc.kill(-id, SIGKILL)
    for _ in 0..<50 where isRunning() { _ = poll(nil, 0, 20) }
  }
}

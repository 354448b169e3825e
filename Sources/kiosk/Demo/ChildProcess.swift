// A program that was started and that ends with its parent, whatever happens to that. It waits for nothing: whoever
// started it hears of its end by SIGCHLD.

import CProcess
import Glibc

struct ChildProcess {
  let id: pid_t

  /// How a child ended.
  enum Ending: Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  /// Who else it belongs to.
  enum Place {
    /// On this terminal; ends by SIGTERM when its parent is gone, so that it gives the terminal back.
    case terminal
    /// Out of reach of the terminal's keys, its output in a file; ends by SIGKILL when its parent is gone.
    case background(log: Int32)
  }

  /// Starts `program` with `arguments` (without the program's own name). Nil when there is no process to be had.
  /// To be called from the main thread: the child ends with the thread that started it.
  init?(_ program: String, _ arguments: [String], _ place: Place) {
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { for index in 0...arguments.count { unsafe free(words[index]) } }
    switch place {
    case .terminal:
      id = unsafe kiosk_start(program, words, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO, 0, SIGTERM)
    case .background(let log):
      let nothing = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
      id = unsafe kiosk_start(program, words, nothing, log, log, 1, SIGKILL)
      if nothing >= 0 { close(nothing) }
    }
    guard id > 0 else { return nil }
  }

  func signal(_ number: Int32) { _ = kill(id, number) }

  /// The children that have ended since the last call.
  static func reap() -> [(id: pid_t, ending: Ending)] {
    var ended: [(pid_t, Ending)] = []
    while true {
      var status: Int32 = 0
      let id = unsafe waitpid(-1, &status, WNOHANG)
      guard id > 0 else { return ended }
      let number = status & 0x7F
      ended.append((id, number == 0 ? .exited(status >> 8 & 0xFF) : .killed(number)))
    }
  }
}

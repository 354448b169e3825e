// kiosk-screen: the citizen's screen (see docs/architecture.md). Arguments, exit statuses and the start; the wiring is
// in App. It opens no file but terminfo and one socket.

import Dispatch
import Glibc
import Terminal

/// Exit statuses, as sysexits.h numbers them.
let statusUsage: Int32 = 64
let statusConfiguration: Int32 = 78

/// A sentence on stderr, written past all buffers.
func complain(_ sentence: String) {
  var bytes = Array("kiosk-screen: \(sentence)\n".utf8)
  _ = unsafe bytes.withUnsafeMutableBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// What is typed must not outlive the process. A limit of 1 byte, not 0: core(5) does not apply the limit to a
/// core_pattern that pipes into a program, but the kernel (fs/coredump.c) refuses to pipe when it is exactly 1.
func forbidCoreDumps() {
  var limit = rlimit(rlim_cur: 1, rlim_max: 1)
  _ = unsafe setrlimit(__rlimit_resource_t(UInt32(RLIMIT_CORE.rawValue)), &limit)
}

switch Arguments.parse(Array(CommandLine.arguments.dropFirst())) {
case .help: print(Arguments.usage)
case .wrong(let sentence):
  complain(sentence)
  exit(statusUsage)
case .run(let arguments):
  forbidCoreDumps()
  let app = App(arguments)
  do {
    try app.start()
  } catch {
    switch error {
    case .unknownTerminal, .notAddressable:
      complain("unknown terminal type: set TERM=linux (on a console) or TERM=xterm-256color")
      exit(statusConfiguration)
    case .notATerminal, .inUse:
      complain(error.description)
      exit(statusUsage)
    }
  }
  dispatchMain()
}

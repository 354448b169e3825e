// kiosk-screen: the citizen's screen (see docs/architecture.md). Arguments and wiring only.

import Glibc

/// A sentence on stderr, written past all buffers.
func complain(_ sentence: String) {
  var bytes = Array("kiosk-screen: \(sentence)\n".utf8)
  _ = unsafe bytes.withUnsafeMutableBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

switch Arguments.parse(Array(CommandLine.arguments.dropFirst())) {
case .help: print(Arguments.usage)
case .wrong(let sentence):
  complain(sentence)
  exit(64)
case .run:
  complain("the terminal is not wired yet")
  exit(69)
}

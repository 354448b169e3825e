// kiosk-screen: the citizen's screen (see docs/architecture.md). Arguments and wiring only.

import Glibc

switch Arguments.parse(Array(CommandLine.arguments.dropFirst())) {
case .help: print(Arguments.usage)
case .wrong(let sentence):
  unsafe fputs("kiosk-screen: \(sentence)\n", stderr)
  exit(64)
case .run: print("not built yet")
}

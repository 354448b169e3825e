// Child programs: what goes in and comes out, how they end, and that none of them outstays its time or takes a
// descriptor along.

import Glibc
import Secrets
import Testing

@testable import Station

@Suite(.serialized) struct ProgramTests {
  private func shell(_ text: String, milliseconds: Int64 = 10_000, outputBytesMax: Int = 1000) -> Program {
    Program(
      "/bin/sh", ["-c", text], milliseconds: milliseconds, graceMilliseconds: 200,
      outputBytesMax: outputBytesMax)
  }

  @Test func inputOutputAndStatus() {
    let result = shell("cat; echo oops >&2; exit 75").run(input: Secret(Array("Grüße".utf8)))
    #expect(result.ending == .exited(75) && !result.isSuccess)
    #expect(String(decoding: result.output, as: UTF8.self) == "Grüße")
    #expect(result.errors == Array("oops\n".utf8))
    #expect(shell("exit 0").run().isSuccess)
    #expect(shell("kill -9 $$").run().ending == .killed(SIGKILL))
  }

  @Test func argumentsAreNoCommands() {
    let result = Program("/bin/echo", ["-n", "$(id); a b", "*"]).run()
    #expect(String(decoding: result.output, as: UTF8.self) == "$(id); a b *")
  }

  @Test func aProgramThatIsNotThere() {
    #expect(Program("/nonexistent/program").run().ending == .notStarted(ENOENT))
    #expect(Program("/etc/passwd").run().ending == .notStarted(EACCES))
  }

  @Test func muchInputAndMuchOutput() {
    let much = [UInt8](repeating: 0x41, count: 1 << 20)
    let result = shell("cat", outputBytesMax: 5000).run(input: much)
    #expect(result.ending == .exited(0) && result.output == Array(much.prefix(5000)))
    // It never reads: neither a deadlock nor SIGPIPE.
    #expect(shell("exit 3").run(input: much).ending == .exited(3))
    #expect(shell("yes", milliseconds: 300).run().ending == .timedOut)
  }

  @Test("a program that takes too long goes with all that it started") func groups() throws {
    let mark = "kiosk-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    let result = shell(
      "trap '' TERM; sh -c 'trap \"\" TERM; sleep 1000; echo \(mark)' & sleep 1000", milliseconds: 300
    ).run()
    #expect(result.ending == .timedOut)
    let left = Program("/bin/sh", ["-c", "pgrep -f '[k]iosk-\(mark.dropFirst(6))' | wc -l"]).run()
    #expect(String(decoding: left.output, as: UTF8.self).hasPrefix("0"), "somebody of its group lives on")
  }

  @Test("an end is an end, whoever still holds its output") func backgroundHolder() {
    let result = shell("sleep 2 & echo begun").run()
    #expect(result.ending == .exited(0) && result.output == Array("begun\n".utf8))
  }

  @Test("a child has no descriptor, no variable and no signal setting of ours") func cleanliness() {
    let open = dup(1)
    defer { close(open) }
    setenv("KIOSK_TEST_SECRET", "1", 1)
    signal(SIGUSR1, SIG_IGN)
    let result = Program(
      "/bin/sh",
      [
        "-c",
        "ls /proc/self/fd | tr '\\n' ' '; env | sort | tr '\\n' ' '; grep SigIgn /proc/self/status; pwd",
      ]
    ).run()
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(text.hasPrefix("0 1 2 3 "), "\(text)")
    #expect(!text.contains("KIOSK_TEST_SECRET") && text.contains("LANG=C.UTF-8"))
    // 32 and 33 are the C library's own.
    let ignored = text.split(separator: "\t").last.flatMap { UInt64($0.prefix(16), radix: 16) } ?? .max
    #expect(ignored & 0x7FFF_FFFF == 0 && text.hasSuffix("\n/\n"), "\(text)")
    signal(SIGUSR1, SIG_DFL)
  }
}

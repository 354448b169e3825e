// What programs say about the same thing in several places: one remedy wherever it is met, and help that flows.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct OneVoiceTests {
  @Test("an open state directory: the station's warning and the doctor name the same command")
  func openState() throws {
    let stand = try Stand("open-state")
    try FileManager.default.createDirectory(atPath: stand.state, withIntermediateDirectories: true)
    for mode in [0o755, 0o750] as [mode_t] {
      chmod(stand.state, mode)
      try stand.start()
      let log = stand.station?.errorText ?? ""
      let octal = String(mode, radix: 8)
      #expect(
        log.contains("\(stand.state) is open to others (mode \(octal)): run 'chmod 700 \(stand.state)'"),
        "\(log)")
      #expect(stand.stopStation() == 0)
    }
    let machine = try FakeMachine()
    machine.mode("/var/lib/kiosk", 0o750)
    let finding = try machine.ask().found.findings.first { $0.code == "state-directory" }
    #expect(finding?.remedy == "chmod 700 /var/lib/kiosk")
  }

  @Test("the help of the simulated station breaks no line before it has to")
  func help() throws {
    let scratch = try Scratch("help")
    let run = try ChildProcess.run(
      ["/usr/bin/env", "COLUMNS=80", Products.path("kiosk"), "simulate", "station", "--help"], in: scratch)
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let begin = try #require(lines.firstIndex { $0.hasPrefix("One seed is a day") })
    let end = try #require(lines.firstIndex { $0.hasPrefix("USAGE") })
    for (line, next) in zip(lines[begin..<end], lines[(begin + 1)..<end])
    where !line.hasSuffix(".") && !next.isEmpty {
      let word = next.prefix { $0 != " " }
      #expect(line.count + 1 + word.count >= 80, "a half line: \(line)")
    }
  }
}

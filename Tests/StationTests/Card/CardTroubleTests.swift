// What goes wrong around the card and must stop nothing else: a trust store that cannot be used, a trace that cannot be
// written, a card that refuses, and a card that is laid down again.

import Crypto
import Foundation
import Logging
import Secrets
import Synchronization
import Testing

@testable import Identity
@testable import Messages
@testable import Station

@Suite(.serialized) struct CardTroubleTests {
  private func station(_ card: String, in scratch: Scratch) throws -> TestStation {
    // A simulated reader: no pcscd is asked.
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/state", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try "\(scratch.path)/none".write(
      toFile: scratch.path + "/state/\(SocketCardSource.marker)", atomically: true, encoding: .utf8)
    return try TestStation(scratch: scratch, configuration: card + "\n" + TestStation.configuration)
  }

  @Test(
    "A [card] csca that cannot be used stops no station: one line in the log, one in the status, no passport")
  func trust() throws {
    for (name, words) in [("none.ml", "No such file"), ("wrong.ml", "is no certificate")] {
      let scratch = Scratch()
      let path = scratch.path + "/" + name
      try "x".write(toFile: scratch.path + "/wrong.ml", atomically: true, encoding: .utf8)
      let it = try station("[card]\nreader = \"auto\"\ncsca = \"\(path)\"", in: scratch)
      let lines = it.lines.filter { $0.contains("card.csca") }
      #expect(lines.count == 1)
      let line = try #require(lines.first)
      #expect(line.contains("test:3:1: card.csca: \(path)") && line.contains(words), "\(line)")
      #expect(!line.contains("malformed(") && !line.contains("errno"), "\(line)")
      let clerk = try it.staff()
      try clerk.ask(.hello(version: protocolVersion))
      _ = try clerk.staff()
      try clerk.ask(.status)
      guard case .status(let report)? = try clerk.staff() else {
        Issue.record("no status")
        return
      }
      #expect(report.unusableTrust == path && report.reader != nil)
      for (language, words) in [(DeskLanguage.german, "! Alte Pässe"), (.english, "! Old passports")] {
        let line = Listing.status(report, language).first { $0.hasPrefix(words) }
        #expect(line?.contains(path) == true && line?.contains("kiosk doctor") == true)
      }
    }
  }

  @Test("A trust store of nobody is no trouble")
  func noTrust() throws {
    let it = try station("[card]\nreader = \"auto\"", in: Scratch())
    #expect(!it.lines.contains { $0.contains("card.csca") })
    // ausweisapp is the default, and it is not enabled.
    #expect(it.lines.contains { $0.contains("no PIN service") })
  }

  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
    var logger: Logger {
      Logger(label: "test") { label in
        PlainLogHandler(label: label, hasPriorities: false) { line in self.all.withLock { $0.append(line) } }
      }
    }
  }

  private func exchange(_ number: Int) -> TracedExchange {
    TracedExchange(
      number: number, step: .select, instruction: 0xA4, isProtected: false, commandByteCount: 9,
      answerByteCount: 2, end: .status(.ok))
  }

  @Test(
    "A line of the trace has the seconds since its begin and a session; a trace that cannot be written is said"
  )
  func trace() throws {
    let scratch = Scratch()
    let lines = Lines()
    let path = scratch.path + "/trace"
    let now = Mutex<Int64>(5_000)
    let trace = CardTraceFile(path: path, log: lines.logger) { now.withLock { $0 } }
    #expect(lines.all.withLock { $0 }.contains { $0.contains("card trace: \(path)") })
    for (number, time) in [(1, 5_007), (2, 6_100), (1, 70_000)] {
      now.withLock { $0 = Int64(time) }
      trace.record(exchange(number))
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      text == """
        0.007 session 1: 1 select A4 plain 9>2 9000
        1.100 session 1: 2 select A4 plain 9>2 9000
        65.000 session 2: 1 select A4 plain 9>2 9000

        """)
    let lost = CardTraceFile(path: scratch.path + "/no/trace", log: lines.logger) { 0 }
    lost.record(exchange(1))
    #expect(
      lines.all.withLock { $0 }.contains {
        $0.contains("/no/trace cannot be written: No such file or directory")
      })
  }

  @Test("The log has step and status word of a card that refuses")
  func refused() throws {
    let code = "refused at pace-token, status 6A80"
    let outcome = CardOutcome(.refused(.paceToken, StatusWord(0x6A80)))
    #expect(outcome == .failed(.tryAgain, code: code))
    #expect(
      CardOutcome(.malformed(.dataGroup, "what the card said"))
        == .failed(.tryAgain, code: "malformed at data-group"))
    let bench = try cardBench()
    bench.pinMenu(.ready)
    bench.ask(.choosePinTask(.change))
    let before = bench.logs.count
    bench.ends(outcome)
    #expect(bench.logs[before...].contains("card: \(code)"))
  }

  @Test("After an end because the card went, the card that is laid down again goes on by itself")
  func laidAgain() throws {
    let bench = try cardBench()
    bench.pinMenu(.ready)
    bench.ask(.choosePinTask(.change))
    bench.ends(.failed(.layCard, code: "removed"))
    #expect(bench.cardStage == .end(.advice("lay-card", .pin)))
    let job = bench.lastJob
    bench.sees(.card)
    #expect(bench.lastJob == job, "it lay there all the time")
    bench.sees(.empty)
    bench.sees(.card)
    #expect(bench.lastStart?.job == .look && bench.lastJob == job + 1)
    bench.ends(.standing(.ready))
    bench.ask(.choosePinTask(.change))
    bench.ends(.failed(.authoritySetsPIN, code: "puk-used-up"))
    bench.sees(.empty)
    bench.sees(.card)
    #expect(bench.cardStage == .end(.advice("authority-sets-pin", .pin)), "that end stays")
  }
}

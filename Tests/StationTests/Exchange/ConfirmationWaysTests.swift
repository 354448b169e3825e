// What the register is told of a handover beside that it took place: as whom somebody came, and the old document's fate.

import Handover
import Testing

@testable import Messages
@testable import Station

@Suite struct ConfirmationWaysTests {
  private func bench(_ rule: OldDocumentRule = .surrender) throws -> CoreBench {
    try CoreBench {
      $0.hasOutbox = true
      $0.policy.confirmsToRegister = true
      $0.policy.oldDocument = rule
      $0.notices.channels = [.register]
      $0.welcome.texts = CoreWaysTests.texts
    }
  }

  /// The confirmation of the handover, when all that waits has been written.
  private func handedOver(_ bench: CoreBench) throws -> ConfirmationFile? {
    for _ in 0..<4 {
      bench.feed(.tick)
      while let errand = bench.errands.first {
        bench.errands.removeFirst()
        let bytes = errand.message.withSpan { span in span.indices.map { span[$0] } }
        let file = try #require(MessageCoding.decode(ConfirmationFile.self, from: bytes))
        bench.feed(.errandEnded(errand.notice, attempt: errand.attempt, .accepted))
        if file.event == "handed_over" { return file }
      }
    }
    return nil
  }

  @Test(arguments: [true, false]) func `laid in or not`(_ laidIn: Bool) throws {
    let bench = try bench()
    let id = bench.deposited(slip: "4827", oldDocument: "passport")
    bench.signIn(slip: "4827", id)
    bench.ask(.answerOldDocument(true))
    bench.openAndClose(1)
    bench.ask(.answerTakenWithOld(laidIn: laidIn))
    let file = try handedOver(bench)
    #expect(file?.oldDocument == (laidIn ? "surrendered" : "owed") && file?.person == "holder")
  }

  @Test func `declared lost`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: "4827", oldDocument: "passport")
    bench.signIn(slip: "4827", id)
    bench.ask(.answerOldDocument(false))
    bench.ask(.declareLoss)
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    #expect(try handedOver(bench)?.oldDocument == "declared_lost")
  }

  @Test func `a custodian took it, and nothing names one`() throws {
    let bench = try bench()
    let id = bench.deposited(
      slip: "4827", birthDate: "2014-12-24", documents: ["under16_card"], custodians: ["1979-11-02"])
    bench.signIn(slip: "4827", id, birthDate: "1979-11-02")
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    let file = try handedOver(bench)
    #expect(file?.person == "custodian" && file?.oldDocument == "none")
  }

  @Test func `a proxy took it`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: "4827")
    _ = bench.staff(.releaseProxy(order: id.description, reason: "checked"))
    bench.ask(.beginPickup)
    bench.ask(.number, "4827")
    bench.ask(.code, bench.proxyCode(id, number: 1))
    bench.ask(.birthDate, "1964-08-12")
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    #expect(try handedOver(bench)?.person == "proxy")
  }

  @Test(arguments: [
    (PrinterState.ready, false), (.noPaper, true), (.offline, true), (.unknown, true),
  ]) func `status names the printer, with ! unless it is ready`(_ state: PrinterState, _ isUrgent: Bool)
    throws
  {
    let bench = try CoreBench { $0.hasPrinter = true }
    bench.feed(.printer(state))
    guard case .status(let report)? = bench.staff(.status) else {
      Issue.record("no status")
      return
    }
    #expect(report.printer == state.rawValue)
    for (language, word) in [(DeskLanguage.german, "Drucker"), (.english, "Printer")] {
      let lines = Listing.status(report, language).filter { $0.contains(word) }
      #expect(lines.count == 1 && lines[0].hasPrefix("!") == isUrgent, "\(lines)")
    }
    let without = try CoreBench()
    guard case .status(let none)? = without.staff(.status) else { return }
    #expect(none.printer == nil)
    #expect(!Listing.status(none, .german).contains { $0.contains("Drucker") })
  }
}

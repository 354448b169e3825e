// The receipt at the station: where the e-mail address lives meanwhile, and a printer without paper.

import Handover
import Testing

@testable import Messages
@testable import Station

extension CoreWaysTests {
  @Test func `the e-mail address outlives the settlement in the session alone, until a receipt is asked for`()
    throws
  {
    let bench = try bench { $0.notices.channels = [.email] }
    let id = bench.deposited(slip: Self.slip, email: "erika@example.org")
    bench.signIn(slip: Self.slip, id)
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    guard case .done(let receipt)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(receipt.ways == [.email])
    #expect(try bench.journal.personal(id)?.email == nil)
    bench.ask(.receipt(.email))
    guard let notice = bench.loop.core.durable.outbox.first(where: { $0.kind == .receipt }) else {
      Issue.record("no receipt queued")
      return
    }
    #expect(try bench.journal.contact(notice)?.email == "erika@example.org")
    bench.ask(.receipt(.email))
    let queued = events(bench).filter { event in
      if case .noticeQueued(let notice) = event { return notice.kind == .receipt }
      return false
    }
    #expect(queued.count == 1)
    bench.ask(.end)
    #expect(bench.loop.core.session == nil)
  }

  @Test func `too late: address and hours on paper, once, only where the printer is ready`() throws {
    for state in [PrinterState.ready, .unknown, .noPaper, .offline] {
      let bench = try bench { $0.hasPrinter = true }
      bench.feed(.printer(state))
      let id = bench.deposited(slip: Self.slip)
      bench.day = bench.day + 8
      bench.pass(60_000)
      bench.ask(.beginPickup)
      bench.ask(.number, Self.slip)
      bench.ask(.code, bench.code(id))
      guard case .late(let late)? = bench.stage else {
        Issue.record("\(bench.stageName)")
        return
      }
      #expect(late.paper == (state == .ready ? .open : nil))
      bench.ask(.receipt(.print))
      bench.ask(.receipt(.print))
      #expect(bench.prints.count == (state == .ready ? 1 : 0))
      guard state == .ready else { continue }
      #expect(bench.prints[0].text.contains("Testdorf") && !bench.prints[0].text.contains("Muster"))
      bench.feed(.printed(reference: "late-other", .printed))
      guard case .late(let printing)? = bench.stage else { return }
      #expect(printing.paper == .printing, "another's paper")
      bench.feed(.printed(reference: bench.prints[0].reference, .noPaper))
      guard case .late(let ended)? = bench.stage else { return }
      #expect(ended.paper == .noPaper)
    }
  }

  @Test func `a printer without paper is not offered`() throws {
    let bench = try bench { $0.hasPrinter = true }
    bench.feed(.printer(.noPaper))
    let id = bench.deposited(slip: Self.slip)
    bench.signIn(slip: Self.slip, id)
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    guard case .done(let receipt)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(receipt.ways.isEmpty)
  }
}

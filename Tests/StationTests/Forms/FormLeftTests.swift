// Applications that are left alone, or whose station, screen or content changes under them: nothing of them stays, and
// nothing is sent twice.

import Foundation
import Handover
import Identity
import Secrets
import Testing

@testable import Messages
@testable import Services
@testable import Station

@Suite struct FormLeftTests {
  @Test("AX-52 Time over: warned, wiped, and nothing is sent")
  func timeOver() throws {
    let bench = try formBench()
    bench.fillDefect(street: "GEHEIM 7")
    bench.pass(61_000)
    #expect(bench.snapshot?.timer?.kind == .warning)
    bench.ask(.moreTime)
    #expect(bench.review != nil && bench.snapshot?.timer?.kind == .idle)
    bench.pass(92_000)
    #expect(bench.stage == .timedOut && bench.loop.core.session?.form == nil)
    #expect(bench.applications.isEmpty)
  }

  @Test("The screen is lost while it is filled in: nothing of it is left; lost while it is sent: never twice")
  func screenLost() throws {
    let bench = try formBench()
    bench.fillDefect()
    bench.feed(.citizenGone(CoreBench.screen))
    bench.pass(11_000)
    #expect(bench.loop.core.session == nil)
    bench.feed(.citizenConnected(CoreBench.screen))
    bench.ask(.hello(version: protocolVersion))
    #expect(bench.stage == .idle)
    bench.fillDefect()
    bench.form(.next)
    bench.feed(.citizenGone(CoreBench.screen))
    bench.pass(11_000)
    bench.kept()
    bench.feed(.citizenConnected(CoreBench.screen))
    bench.ask(.hello(version: protocolVersion))
    #expect(bench.stage == .idle && bench.applications.count == 1)
    // A restart forgets the session; what was handed over is the keeper's.
    bench.fillDefect()
    try bench.start()
    #expect(bench.stage == .idle && bench.applications.count == 1)
  }

  @Test("Content that is taken over changes no running form, and the next one has it")
  func takeOver() throws {
    let bench = try formBench()
    bench.beginForm("mangel")
    let newer = ContentEdition(store: SampleTown.store, number: 2, since: 1)
    bench.feed(.content(newer))
    bench.form(.next)
    #expect(bench.loop.core.session?.form?.edition.number == 1)
    bench.ask(.end)
    bench.beginForm("mangel")
    #expect(bench.loop.core.session?.form?.edition.number == 2)
  }

  @Test("What cannot be read is a mistake on the page and is kept nowhere")
  func unreadable() throws {
    let bench = try formBench()
    bench.beginForm("mangel")
    bench.form(.next)
    bench.answer("2")
    for text in ["a\u{1F}b", "a\u{0}b", "a\u{7}b", "\u{202E}krank", String(repeating: "x", count: 5_000)] {
      bench.ask(.form(.answer), text)
      #expect(
        bench.question?.field == "street" && bench.question?.mistake != nil && bench.question?.typed == [])
    }
    bench.feed(.citizenRequest(CoreBench.screen, .form(.answer), Secret([0xC3, 0x28])))
    #expect(bench.question?.mistake != nil)
    bench.answer(String(repeating: "x", count: 81))
    #expect(bench.question?.mistake == "Das sind 81 Zeichen, möglich sind 80. Kürzen Sie die Angabe.")
  }
}

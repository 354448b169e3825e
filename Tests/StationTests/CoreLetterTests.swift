// The PIN letter in the session (§17 PAuswV): asked where no confirmation is on file, kept word for word, and a card
// without its letter is the counter's.

import Handover
import Testing

@testable import Messages
@testable import Station

@Suite struct CoreLetterTests {
  private static let words = "Ja, ich habe den PIN-Brief erhalten."

  private func bench() throws -> (CoreBench, OrderID) {
    let bench = try CoreBench {
      $0.welcome.texts = [
        "de": ["pinletter.declaration": Self.words, "pinletter.version": "1"]
      ]
    }
    let id = bench.deposited(slip: "48271190", documents: ["id_card"], pinLetterConfirmed: false)
    return (bench, id)
  }

  @Test func `the declaration is kept word for word before the door opens, and asked once`() throws {
    let (bench, id) = try bench()
    bench.signIn(slip: "48271190", id)
    #expect(bench.stageName == "pinLetter")
    bench.ask(.open)
    #expect(bench.unlocks.count == 1)
    bench.ask(.answerPinLetter(true))
    #expect(bench.stageName == "ready")
    let events = bench.journal.shared.withLock { $0.records.map(\.event) }
    #expect(events.contains(.pinLetterConfirmed(id, version: "1", wording: Self.words)))
    bench.ask(.end)
    bench.signIn(slip: "48271190", id)
    #expect(bench.stageName == "ready")
  }

  @Test func `a letter that did not come leads to the counter and opens nothing`() throws {
    let (bench, id) = try bench()
    bench.signIn(slip: "48271190", id)
    bench.ask(.answerPinLetter(false))
    #expect(bench.stage == .pinLetterMissing)
    bench.ask(.open)
    #expect(bench.unlocks.count == 1)
    #expect(bench.loop.core.durable.orders[id]?.custody != nil)
  }

  @Test func `a passport has no PIN letter`() throws {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190", pinLetterConfirmed: false)
    bench.signIn(slip: "48271190", id)
    #expect(bench.stageName == "ready")
  }

  @Test func `a door shut after its time is acknowledged on the screen`() throws {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190")
    bench.signIn(slip: "48271190", id)
    bench.ask(.open)
    bench.work()
    bench.pass(60_000)
    #expect(bench.stage == .leftOpen(compartment: 1, isClosed: false))
    bench.move(1, .closed)
    #expect(bench.stage == .leftOpen(compartment: 1, isClosed: true))
  }
}

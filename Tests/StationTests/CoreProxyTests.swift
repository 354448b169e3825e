// What a proxy may not declare for the holder, and what a clerk finds after an unanswered pickup against an old
// document, at the station.

import Handover
import Testing

@testable import Messages
@testable import Station

@Suite struct CoreProxyTests {
  private static let slip = "48271190"
  private static let texts = [
    "de": [
      "loss.declaration": "Ja, ich habe das alte Dokument nicht mehr.", "loss.version": "1",
      "pinletter.declaration": "Ja, ich habe den PIN-Brief erhalten.", "pinletter.version": "1",
    ]
  ]

  private func bench() throws -> CoreBench { try CoreBench { $0.welcome.texts = Self.texts } }

  private func events(_ bench: CoreBench) -> [Event] {
    bench.journal.shared.withLock { $0.records.map(\.event) }
  }

  private func signInAsProxy(_ bench: CoreBench, _ id: OrderID) {
    guard case .letter(let letter)? = bench.staff(.releaseProxy(order: id.description, reason: "Vollmacht"))
    else {
      Issue.record("no letter")
      return
    }
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, letter.code)
    bench.ask(.birthDate, "1964-08-12")
  }

  @Test func `§17 PAuswV: a proxy declares no PIN letter; without one on file the counter helps`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, documents: ["id_card"], pinLetterConfirmed: false)
    signInAsProxy(bench, id)
    #expect(bench.stage == .pinLetterMissing)
    bench.ask(.answerPinLetter(true))
    bench.ask(.open)
    #expect(bench.unlocks.count == 1, "only the deposit opened a door")
    #expect(!bench.kinds.contains("pin_letter_confirmed"))
    #expect(bench.loop.core.durable.orders[id]?.custody != nil)
  }

  @Test func `a proxy declares no loss; without the old document the counter helps`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, oldDocument: "passport")
    signInAsProxy(bench, id)
    guard case .oldDocument(let set)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(set.birthDateOf == .principal)
    bench.ask(.answerOldDocument(false))
    #expect(bench.stage == .oldDocumentMissing)
    bench.ask(.declareLoss)
    bench.ask(.open)
    #expect(bench.unlocks.count == 1, "only the deposit opened a door")
    #expect(!bench.kinds.contains("old_document_lost"))
  }

  @Test func `a proxy who brings the old document gets the new one`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, oldDocument: "passport")
    signInAsProxy(bench, id)
    bench.ask(.answerOldDocument(true))
    bench.openAndClose(1)
    bench.ask(.answerTakenWithOld(laidIn: true))
    #expect(bench.stageName == "done")
    #expect(events(bench).contains { if case .taken(_, id, _) = $0 { true } else { false } })
  }

  @Test
  func
    `nobody answered and only the old document lay inside: collected, no word that a set is at the counter`()
    throws
  {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, phone: "+491701234567", oldDocument: "passport")
    bench.signIn(slip: Self.slip, id)
    bench.ask(.answerOldDocument(true))
    bench.openAndClose(1)
    bench.ask(.end)
    guard case .compartments(let rows)? = bench.staff(.compartments) else {
      Issue.record("no compartments")
      return
    }
    #expect(rows[0].content == "holds" && rows[0].oldDocument == "passport")
    guard case .operation(let view)? = bench.staff(.retrieve(compartment: 1)) else {
      Issue.record("not opened")
      return
    }
    bench.work()
    bench.move(1, .closed)
    _ = bench.staff(.answerRetrieval(operation: view.operation, answer: .oldDocument, order: nil))
    #expect(bench.kinds.contains("old_document_collected") && !bench.kinds.contains("retrieved"))
    #expect(!bench.loop.core.durable.outbox.contains { $0.order == id && $0.kind == .removed })
    guard case .review(let items)? = bench.staff(.review) else { return }
    #expect(items.contains { $0.kind == "missing" && $0.order == id.description })
  }

  @Test func `of a family, the birth date's page knows that there are others`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip)
    bench.deposited(slip: Self.slip, birthDate: "1990-01-01")
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, bench.code(id))
    bench.ask(.choose([0, 1]))
    #expect(bench.stageName == "birthDate" && bench.snapshot?.moreWaiting == 1)
  }
}

// What becomes of the old document, and more time to come: the parts of a pickup that the family and the proxy share.

import Handover
import Testing

@testable import Messages
@testable import Station

extension CoreWaysTests {
  @Test func `surrender: asked before the door, confirmed behind it, and on the receipt`() throws {
    let bench = try bench { $0.hasPrinter = true }
    let id = bench.deposited(slip: Self.slip, oldDocument: "passport")
    bench.signIn(slip: Self.slip, id)
    guard case .oldDocument(let set)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(set.oldDocument == .init(kind: "passport", isSurrendered: true))
    bench.ask(.open)
    #expect(bench.stageName == "oldDocument")
    bench.ask(.answerOldDocument(true))
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    #expect(bench.stageName == "askTaken", "both must be said")
    bench.ask(.answerTakenWithOld(laidIn: true))
    guard case .done(let receipt)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(receipt.oldDocumentFate == "surrendered" && receipt.ways == [.print])
    guard case .compartments(let rows)? = bench.staff(.compartments) else { return }
    #expect(rows[0].content == "old_document" && rows[0].order == id.description)
    bench.ask(.receipt(.print))
    bench.ask(.receipt(.print))
    #expect(bench.prints.count == 1)
    let text = bench.prints[0].text
    #expect(text.contains("Testdorf") && text.contains("Reisepass") && text.contains(receipt.reference))
    #expect(text.contains("Ihr altes Dokument liegt im Fach."))
    #expect(!text.contains("Muster") && !text.contains("1964"))
    bench.feed(.printed(reference: receipt.reference, .noPaper))
    guard case .done(let after)? = bench.stage else { return }
    #expect(after.state == .noPaper && after.ways.isEmpty)
  }

  @Test func `the loss is declared in the words shown, or is the counter's, as the town has set it`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, oldDocument: "id_card")
    bench.signIn(slip: Self.slip, id)
    bench.ask(.answerOldDocument(false))
    #expect(bench.stageName == "declareLoss")
    bench.ask(.open)
    bench.ask(.back)
    #expect(bench.stageName == "oldDocument")
    bench.ask(.answerOldDocument(false))
    bench.ask(.declareLoss)
    #expect(bench.stageName == "ready")
    #expect(
      events(bench).contains(
        .oldDocumentLost(id, .idCard, version: "1", wording: "Ja, ich habe das alte Dokument nicht mehr.")))
    guard case .review(let items)? = bench.staff(.review) else { return }
    #expect(items.map(\.kind) == ["old_document_lost"])
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    #expect(bench.stageName == "done")

    let strict = try self.bench { $0.declaresLoss = false }
    let other = strict.deposited(slip: Self.slip, oldDocument: "id_card")
    strict.signIn(slip: Self.slip, other)
    strict.ask(.answerOldDocument(false))
    #expect(strict.stage == .oldDocumentMissing)
    strict.ask(.open)
    #expect(strict.unlocks.count == 1)
  }

  // MARK: A longer time

  @Test func `kept longer after the second factor, once; the code stays`() throws {
    let bench = try bench { $0.policy.extensionsMax = 1 }
    let id = bench.deposited(slip: Self.slip)
    let deadline = bench.loop.core.durable.orders[id]!.custody!.deadline
    bench.signIn(slip: Self.slip, id)
    guard case .ready(let set, _, _)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(set.extendUntil == (deadline + 3).description)
    bench.ask(.confirmExtension)
    #expect(bench.stageName == "ready")
    bench.ask(.askExtension)
    #expect(bench.stageName == "extend")
    bench.ask(.back)
    #expect(bench.stageName == "ready")
    bench.ask(.askExtension)
    bench.ask(.confirmExtension)
    #expect(bench.stage == .extended(until: (deadline + 3).description, documents: ["passport"]))
    #expect(bench.loop.core.durable.outbox.contains { $0.kind == .extended })
    bench.ask(.end)
    bench.signIn(slip: Self.slip, id)
    guard case .ready(let again, _, _)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(again.extendUntil == nil)
  }
}

// The old passport as second factor in the core: read, compared with the order's number, recorded, on the receipt; and
// every way in which it does not count.

import Handover
import Identity
import Secrets
import Testing

@testable import Messages
@testable import Station

@Suite struct OldPassportTests {
  private static let number = "C01X00T47"
  private static let zone = "C01X00T47640812271101"

  /// A bench that stands on the choice of proof.
  private func bench(
    oldSerial: String? = number, oldDocument: String? = "passport", custodians: [String]? = nil,
    _ change: (inout StationSetup) -> Void = { _ in }
  ) throws -> (bench: CoreBench, order: OrderID) {
    let bench = try cardBench(change)
    let id = bench.deposited(
      slip: "47110815", oldDocument: oldDocument, oldSerial: oldSerial, custodians: custodians)
    bench.ask(.beginPickup)
    bench.ask(.number, "47110815")
    bench.ask(.code, bench.code(id))
    return (bench, id)
  }

  private func read(_ bench: CoreBench, _ number: String = number) {
    bench.ends(.passport(number: Secret(Array(number.utf8))))
  }

  /// To the end of the reading.
  private func show(_ bench: CoreBench, _ number: String = number) {
    bench.ask(.chooseFactor(.oldPassport))
    bench.ask(.passportKey, Self.zone)
    bench.sees(.card)
    read(bench, number)
  }

  @Test("Step 4 with the old passport: its number is the order's, the door opens, record and receipt say so")
  func whole() throws {
    let (bench, id) = try bench()
    #expect(bench.stageName == "factor")
    bench.ask(.chooseFactor(.oldPassport))
    #expect(bench.stageName == "passportKey")
    bench.ask(.passportKey, Self.zone)
    #expect(bench.cardStage == .lay(.passport))
    bench.sees(.card)
    #expect(bench.lastStart?.job == .readPassport(.zone(Secret(Array(Self.zone.utf8)))))
    #expect(bench.cardStage == .leave(.passport))
    read(bench)
    // "Do you have it with you?" is answered by the reader.
    #expect(bench.stageName == "ready")
    #expect(bench.kinds.contains("identified_by_old_document") && !bench.kinds.contains("identified"))
    bench.openAndClose(bench.loop.core.durable.orders[id]!.custody!.compartment)
    bench.ask(.answerTakenWithOld(laidIn: true))
    guard case .done(let receipt)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(receipt.oldDocumentRead && receipt.oldDocumentFate == "surrendered")
    #expect(bench.loop.core.receiptText(receipt).contains("CHIP GEPRUEFT"))
  }

  @Test("Another passport counts as a wrong try, and opens nothing")
  func another() throws {
    let (bench, _) = try bench()
    for tries in [4, 3, 2, 1] {
      show(bench, "C01X00T48")
      guard case .factor(_, let left, let wrong)? = bench.stage else {
        Issue.record("\(bench.stageName)")
        return
      }
      #expect(left == tries && wrong)
      bench.sees(.empty)
    }
    show(bench, "C01X00T48")
    #expect(bench.stageName == "locked")
    #expect(!bench.kinds.contains("identified_by_old_document"))
  }

  @Test("Offered only where the register names the number, a holder stands here, and the reader works")
  func offered() throws {
    #expect(try bench(oldSerial: nil).bench.stageName == "birthDate")
    #expect(try bench(oldDocument: nil).bench.stageName == "birthDate")
    #expect(try bench(oldDocument: "id_card").bench.stageName == "birthDate")
    #expect(try bench(custodians: ["1980-01-01"]).bench.stageName == "birthDate")
    let broken = try cardBench()
    let id = broken.deposited(slip: "47110815", oldDocument: "passport", oldSerial: Self.number)
    broken.sees(.outOfOrder)
    broken.ask(.beginPickup)
    broken.ask(.number, "47110815")
    broken.ask(.code, broken.code(id))
    #expect(broken.stageName == "birthDate")
  }

  @Test("A proxy shows nobody else's passport")
  func proxy() throws {
    let bench = try cardBench()
    let id = bench.deposited(slip: "47110815", oldDocument: "passport", oldSerial: Self.number)
    _ = bench.staff(.releaseProxy(order: id.description, reason: "authorised"))
    bench.ask(.beginPickup)
    bench.ask(.number, "47110815")
    bench.ask(.code, bench.proxyCode(id, number: 1))
    #expect(bench.stageName == "birthDate")
  }

  @Test("What was typed wrong is typed anew; a bad position only takes another try with the same")
  func failures() throws {
    let (bench, _) = try bench()
    bench.ask(.chooseFactor(.oldPassport))
    bench.ask(.passportKey, "12345")
    guard case .passportKey(_, let wrong)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(wrong, "five characters open no passport")
    bench.ask(.passportKey, "500308")
    bench.sees(.card)
    #expect(bench.lastStart?.job == .readPassport(.can(Secret(Array("500308".utf8)))))
    bench.ends(.failed(.checkEntry, code: "wrong-can"))
    #expect(bench.cardStage == .end(.advice("check-entry", .passport)))
    bench.ask(.cardAgain)
    guard case .passportKey(_, wrong: true)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    bench.ask(.passportKey, Self.zone)
    let job = bench.lastJob
    bench.ends(.failed(.leaveCard, code: "moved"))
    bench.ask(.cardAgain)
    #expect(bench.lastJob == job + 1, "the same key again")
    bench.ends(.failed(.notProven, code: "certificate-unknown-issuer"))
    bench.ask(.back)
    #expect(bench.stageName == "factor")
    bench.ask(.chooseFactor(.birthDate))
    bench.ask(.back)
    #expect(bench.stageName == "factor")
    bench.ask(.chooseFactor(.birthDate))
    bench.ask(.birthDate, "1964-08-12")
    #expect(bench.stageName == "oldDocument", "with the birth date the old one is still asked for")
  }

  @Test("The person who goes away leaves no job and no key behind")
  func leaving() throws {
    let (bench, _) = try bench()
    bench.ask(.chooseFactor(.oldPassport))
    bench.ask(.passportKey, Self.zone)
    bench.sees(.card)
    let job = bench.lastJob
    bench.ask(.end)
    #expect(bench.cards.last == .end(job: job))
    read(bench)
    #expect(bench.cardStage == .take)
    #expect(bench.loop.core.session == nil)
  }

  @Test("A number of another order under the same phone is not this one's")
  func neighbours() throws {
    let bench = try cardBench()
    let first = bench.deposited(slip: "47110815", oldDocument: "passport", oldSerial: "C01X00T47")
    _ = bench.deposited(slip: "47110816", oldDocument: "passport", oldSerial: "C01X00T48")
    bench.ask(.beginPickup)
    bench.ask(.number, "47110815")
    bench.ask(.code, bench.code(first))
    show(bench, "C01X00T48")
    #expect(bench.stageName == "factor")
  }

  @Test("I14 the side table holds the number as a keyed hash only, and forgets it with the handover")
  func hashed() throws {
    let (bench, id) = try bench()
    let personal = try bench.journal.personal(id)
    #expect(personal?.oldSerial == bench.keys.hash(.oldSerial, Self.number))
    show(bench)
    bench.openAndClose(bench.loop.core.durable.orders[id]!.custody!.compartment)
    bench.ask(.answerTakenWithOld(laidIn: true))
    #expect(try bench.journal.personal(id)?.oldSerial == nil)
  }
}

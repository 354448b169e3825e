// The receipt through a real CUPS: once, with the reference and without personal data; and a printer without paper or a
// stopped one, which hold nothing up: the handover is settled, the page names the reference.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(4)), .enabled(if: Spooler.isMissing == nil, "needs root and cups"))
struct ReceiptTests {
  private func stand(_ spooler: Spooler) throws -> Stand {
    let stand = try Stand("receipt") { $0.access = "[receipt]\nprinter = \"\(Spooler.queue)\"\n" }
    stand.environment = spooler.environment
    try stand.start()
    return stand
  }

  /// Up to the result page; the handover is settled by then.
  private func handedOver(_ stand: Stand, _ number: Int) throws -> Receipt {
    var parcel = Stand.parcel(number)
    try stand.importOrders([parcel])
    let compartment = try stand.deposit(&parcel)
    try stand.backToIdle()
    try stand.identify(parcel, stand.letter(parcel))
    try stand.linger(milliseconds: stand.restLeft(compartment))
    try stand.citizen?.send(.open)
    try stand.wait("door \(compartment)") { stand.openDoors.contains(compartment) }
    try stand.wait("open page") { if case .open = stand.stage { true } else { false } }
    try stand.wall.hand("take", compartment)
    try stand.linger(milliseconds: Stand.openMilliseconds)
    try stand.wall.hand("close", compartment)
    try stand.wait("question") { if case .askTaken = stand.stage { true } else { false } }
    try stand.citizen?.send(.answerTaken(true))
    try stand.wait("receipt") { receipt(stand) != nil }
    #expect(try stand.status().orders.handedOver >= 1)
    return try #require(receipt(stand))
  }

  private func receipt(_ stand: Stand) -> Receipt? {
    guard case .done(let receipt)? = stand.stage else { return nil }
    return receipt
  }

  private func waitForPrinter(_ stand: Stand, _ state: String) throws {
    let deadline = monotonicMilliseconds() + 20_000
    while try stand.status().printer != state {
      guard monotonicMilliseconds() < deadline else {
        throw Stand.TimedOut(description: "printer \(try stand.status().printer ?? "none"), not \(state)")
      }
      try stand.linger(milliseconds: 100)
    }
  }

  @Test func `printed once, with the reference and no personal data; two presses print once`() throws {
    let spooler = try Spooler()
    let stand = try stand(spooler)
    try waitForPrinter(stand, "ready")
    let page = try handedOver(stand, 1)
    #expect(page.ways == [.print])
    try stand.citizen?.send(.receipt(.print))
    try stand.citizen?.send(.receipt(.print))
    try stand.wait("it to be printed") { receipt(stand)?.state == .printed }
    try stand.linger(milliseconds: 500)
    let paper = spooler.printed
    #expect(paper.components(separatedBy: page.reference).count == 2, "\(paper)")
    #expect(paper.contains("Prüfstadt") && paper.contains("Reisepass") && paper.contains("Bürgeramt"))
    let parcel = Stand.parcel(1)
    #expect(!paper.contains("Name ") && !paper.contains(parcel.slip) && !paper.contains(parcel.register))
    #expect(!paper.contains("195") && !paper.contains(parcel.birthDate))
    try stand.backToIdle()
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
  }

  @Test func `no paper: settled all the same, the page names the reference, nothing is printed for the next`()
    throws
  {
    let spooler = try Spooler()
    let stand = try stand(spooler)
    try waitForPrinter(stand, "ready")
    try spooler.set(.empty)
    let page = try handedOver(stand, 2)
    try stand.citizen?.send(.receipt(.print))
    try stand.wait("what became of it", seconds: 40) { receipt(stand)?.state == .noPaper }
    #expect(receipt(stand)?.reference == page.reference && receipt(stand)?.ways == [])
    #expect(try stand.status().printer == "no-paper")
    #expect(try spooler.waiting().isEmpty)
    try stand.backToIdle()
    #expect(try handedOver(stand, 3).ways == [], "a printer without paper is not offered")
    try stand.backToIdle()
    #expect(spooler.printed.isEmpty)
  }

  @Test func `a stopped queue: settled all the same, and no receipt lies in it afterwards`() throws {
    let spooler = try Spooler()
    let stand = try stand(spooler)
    try waitForPrinter(stand, "ready")
    let page = try handedOver(stand, 4)
    #expect(page.ways == [.print])
    let isStopped = try spooler.stop()
    #expect(isStopped)
    try stand.citizen?.send(.receipt(.print))
    try stand.wait("what became of it", seconds: 40) { receipt(stand)?.state == .failed }
    #expect(receipt(stand)?.reference == page.reference)
    #expect(try spooler.waiting().isEmpty)
    try waitForPrinter(stand, "offline")
    try stand.backToIdle()
    #expect(spooler.printed.isEmpty)
  }
}

// Imports at the core: the same rows twice, rows that differ, rows that are taken back, and a check that changes
// nothing.

import Handover
import Messages
import Testing

@testable import Station

@Suite struct CoreImportTests {
  private func row(_ id: String, _ change: (inout OrderImportRow) -> Void = { _ in }) -> OrderImportRow {
    var row = OrderImportRow(
      id: id, documents: ["passport"], serials: [], name: "Muster", phone: "+491701234567", email: nil,
      slip: nil, birthDate: "1964-08-12", size: "S", low: false, counterOnly: false,
      pinLetterConfirmed: false,
      language: "de")
    change(&row)
    return row
  }

  private func imported(_ reply: StaffReply?) throws -> ImportResult {
    guard case .imported(let result)? = reply else {
      Issue.record("no answer to an import: \(String(describing: reply))")
      throw Refusal.invalidAnswer
    }
    return result
  }

  @Test func theSameRowsTwiceChangeNothing() throws {
    let bench = try CoreBench()
    let rows = [row("R-1"), row("R-2") { $0.pinLetterConfirmed = true }]
    #expect(try imported(bench.staff(.importOrders(rows))).announced == 2)
    let records = bench.kinds.count
    let again = try imported(bench.staff(.importOrders(rows)))
    #expect(again == ImportResult(announced: 0, known: 2, refused: [:]))
    #expect(bench.kinds.count == records)
  }

  @Test func whatDiffersIsSaidAndNotTaken() throws {
    let bench = try CoreBench()
    _ = bench.staff(.importOrders([row("R-1")]))
    let records = bench.kinds.count
    let result = try imported(
      bench.staff(
        .importOrders([
          row("R-1") {
            $0.birthDate = "1964-08-13"
            $0.name = "Anders"
            $0.counterOnly = true
            $0.phone = "+491709999999"
          }
        ])))
    #expect(result.known == 0 && result.announced == 0)
    #expect(result.differs == ["R-1": ["counter_only", "birth_date", "phone, slip", "name"]])
    #expect(bench.kinds.count == records)
  }

  @Test func theRegisterTakesBackWhatLiesInNoCompartment() throws {
    let bench = try CoreBench()
    _ = bench.staff(.importOrders([row("R-1")]))
    bench.deposited(slip: "4827")
    let result = try imported(
      bench.staff(
        .importOrders([
          OrderImportRow(withdrawing: "R-1"), OrderImportRow(withdrawing: "R-4827-1"),
          OrderImportRow(withdrawing: "R-9"),
        ])))
    #expect(result.withdrawn == 1 && result.absent == ["R-9"])
    #expect(result.refused.keys.sorted() == ["R-4827-1"])
    #expect(result.refused["R-4827-1"]?.contains("compartment 1") == true)
    #expect(bench.loop.core.durable.orders.count == 1)
    let again = try imported(bench.staff(.importOrders([OrderImportRow(withdrawing: "R-1")])))
    #expect(again.absent == ["R-1"])
  }

  @Test func aCheckChangesNothing() throws {
    let bench = try CoreBench()
    _ = bench.staff(.importOrders([row("R-1")]))
    let records = bench.kinds.count
    let result = try imported(
      bench.staff(
        .checkOrders([row("R-1") { $0.size = "L" }, row("R-2"), OrderImportRow(withdrawing: "R-3")])))
    #expect(result.announced == 1 && result.differs == ["R-1": ["size"]] && result.absent == ["R-3"])
    #expect(bench.kinds.count == records)
    #expect(bench.loop.core.durable.orders.count == 1)
  }
}

// Rows of document states at the core: the newest word stays, the same rows twice change nothing, and the table has an
// end.

import Handover
import Messages
import Testing

@testable import Journal
@testable import Station

@Suite struct CoreDocumentImportTests {
  @Test("Import: the newest word stays, by day and then by place; the same file twice changes nothing")
  func newestWins() throws {
    let bench = try CoreBench()
    let number = "L01X00T47"
    let rows = [
      RegisterRow(serial: number, state: .ordered, kind: "id_card", day: "2026-11-02"),
      RegisterRow(serial: number, state: .produced, day: "2026-11-10"),
      RegisterRow(serial: number, state: .ordered, day: "2026-11-05"),
      RegisterRow(slip: "48271190", state: .arrived),
      RegisterRow(state: .arrived), RegisterRow(serial: number, slip: "1234", state: .arrived),
      RegisterRow(serial: number, state: .arrived, day: "2026-11-23"),
    ]
    guard case .documentsImported(let result)? = bench.staff(.importDocuments(rows)) else {
      Issue.record("no answer")
      return
    }
    #expect(result == RegisterResult(taken: 3, older: [2], malformed: [4, 5, 6]))
    bench.ask(.documentStatus(.begin))
    bench.ask(.documentStatus(.number), number)
    guard case .documentStatus(.result(let status, _))? = bench.stage else {
      Issue.record("no answer")
      return
    }
    #expect(
      status.state == .produced && status.documents == ["id_card"], "a word without a kind takes none")
    let before = bench.journal.shared.withLock { $0.states }
    _ = bench.staff(.importDocuments(rows))
    #expect(bench.journal.shared.withLock { $0.states } == before)
    guard case .documents(let counts)? = bench.staff(.documents) else {
      Issue.record("no counts")
      return
    }
    #expect(counts.produced == 1 && counts.arrived == 1 && counts.all == 2)
    #expect(counts.lastImport == "2026-11-22")
    guard
      case .documentsImported(let trial)? = bench.staff(
        .checkDocuments([RegisterRow(serial: number, state: .handedOver)]))
    else { return }
    #expect(trial.taken == 1)
    #expect(bench.journal.shared.withLock { $0.states } == before, "a trial changes nothing")
  }

  @Test("There is room for so many numbers; those that are known are changed all the same")
  func aFullTable() throws {
    let bench = try CoreBench()
    let day = bench.day
    bench.journal.shared.withLock { shared in
      for number in 0..<StatusRules.storedMax {
        shared.states[bench.keys.hash(.slip, "\(10_000_000 + number)")] = RegisterState(
          stage: .ordered, kind: nil, since: day + -1, imported: day + -1)
      }
    }
    let rows = [
      RegisterRow(slip: "10000007", state: .arrived), RegisterRow(slip: "99999999", state: .ordered),
    ]
    guard case .documentsImported(let result)? = bench.staff(.importDocuments(rows)) else {
      Issue.record("no answer")
      return
    }
    #expect(result == RegisterResult(taken: 1, full: [1]))
  }
}

// What waits for the loop: no edge is lost, and no crowd of staff shuts a citizen out. And the watch over the journal.

import Handover
import Testing

@testable import Journal
@testable import Messages
@testable import Station

extension InboxState {
  fileprivate mutating func add(_ input: StationInput) -> Bool { add(input, at: 0) }
}

struct RuntimeInboxTests {
  private let board = BoardName(bus: 0, board: 0)

  private func seen(_ doors: [DoorReading]) -> StationInput {
    .readings(board, doors.map { DoorSight($0) }, isAnswering: true)
  }

  private func drained(_ box: inout InboxState) -> [StationInput] {
    var all: [StationInput] = []
    while let next = box.next() { all.append(next.input) }
    return all
  }

  @Test func `open, closed, open stays three readings`() {
    var box = InboxState()
    _ = box.add(seen([.closed]))
    _ = box.next()
    let edges: [StationInput] = [seen([.open]), seen([.closed]), seen([.open])]
    for input in edges { _ = box.add(input) }
    #expect(drained(&box) == edges)
  }

  @Test func `repeats and edges of different doors coalesce`() {
    var box = InboxState()
    _ = box.add(seen([.closed, .closed]))
    _ = box.next()
    for _ in 0..<1000 { _ = box.add(seen([.closed, .closed])) }
    _ = box.add(seen([.open, .closed]))
    _ = box.add(seen([.open, .open]))
    #expect(drained(&box) == [seen([.open, .open])])
  }

  @Test func `no sequence of readings loses an edge`() {
    var generator = Splitmix(state: 20_261_121)
    for _ in 0..<300 {
      var box = InboxState()
      var doors: [DoorReading] = [.closed, .closed, .unknown]
      _ = box.add(seen(doors))
      var told: [[DoorReading]] = []
      var truth = [doors]
      for _ in 0..<40 {
        if generator.next() % 4 == 0 {
          if case .readings(_, let sights, _)? = box.next()?.input { told.append(sights.map(\.door)) }
        } else {
          doors[Int(generator.next() % 3)] = DoorReading.allCases[Int(generator.next() % 3)]
          truth.append(doors)
          _ = box.add(seen(doors))
        }
      }
      for case .readings(_, let sights, _) in drained(&box) { told.append(sights.map(\.door)) }
      for lock in 0..<3 { #expect(edges(told.map { $0[lock] }) == edges(truth.map { $0[lock] })) }
    }
  }

  private func edges(_ readings: [DoorReading]) -> [DoorReading] {
    readings.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  private struct Splitmix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test func `doors go before citizens, citizens before staff, and too many staff do not shut citizens out`()
  {
    var box = InboxState()
    let who = StaffIdentity(user: 1, login: "clerk", roles: [.staff])
    var taken = 0
    for _ in 0..<1000 where box.add(.staffRequest(ConnectionID(1), who, .status)) { taken += 1 }
    #expect(taken == InboxState.staffRequestsMax)
    let citizen = StationInput.citizenRequest(ConnectionID(2), .beginPickup, nil)
    let arrivals = [box.add(.citizenConnected(ConnectionID(2))), box.add(citizen), box.add(seen([.open]))]
    #expect(arrivals == [true, true, true])
    #expect(box.next()?.input == seen([.open]))
    #expect(box.next()?.input == .citizenConnected(ConnectionID(2)))
    #expect(box.next()?.input == citizen)
    #expect(drained(&box).count == InboxState.staffRequestsMax)
    let isTakenAgain = box.add(.staffRequest(ConnectionID(1), who, .status))
    #expect(isTakenAgain)
  }
}

/// The watch over the journal: slices that follow one another once a day.
struct RuntimeJournalWatchTests {
  private final class Sliced: CheckableJournal {
    var asked: [(Int64, Int)] = []
    let records: Int64
    let damagedAt: Int64?

    init(records: Int64, damagedAt: Int64? = nil) {
      self.records = records
      self.damagedAt = damagedAt
    }

    func verifySlice(from sequence: Int64, count: Int) throws(JournalError) -> SliceReport {
      asked.append((sequence, count))
      let end = sequence + Int64(count)
      if let damagedAt, damagedAt < end { return SliceReport(next: nil, damage: "record \(damagedAt)") }
      return SliceReport(next: end <= records ? end : nil, damage: nil)
    }

    func verifyTables() throws(JournalError) -> [String] {
      asked.append((0, 0))
      return []
    }
  }

  @Test func `ten years of records are checked within a day, then the tables, then nothing`() throws {
    let records: Int64 = 4_000_000
    let journal = Sliced(records: records)
    var watch = JournalWatch()
    var slices = 0
    while watch.next != nil {
      #expect(try watch.check(journal, records: records) == nil)
      slices += 1
    }
    #expect(Int64(slices) * StationActor.diskMilliseconds < 86_400_000)
    #expect(journal.asked.last?.1 == 0)
    let count = journal.asked.count
    #expect(try watch.check(journal, records: records) == nil)
    #expect(journal.asked.count == count)
    watch.restart()
    #expect(watch.next == 1)
  }

  @Test func `damage is named once`() throws {
    let journal = Sliced(records: 1000, damagedAt: 400)
    var watch = JournalWatch()
    #expect(try watch.check(journal, records: 1000) == nil)
    #expect(try watch.check(journal, records: 1000) == "record 400")
    #expect(try watch.check(journal, records: 1000) == nil)
  }
}

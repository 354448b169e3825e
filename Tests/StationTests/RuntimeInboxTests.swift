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
  private final class Told: CheckableJournal {
    var slices = 0
    var damage: String?

    func checkSlice(_ check: inout WholeCheck, durable: State) -> String? {
      slices += 1
      return damage
    }
  }

  @Test func `nothing at the start, then one slice every two seconds, and all of ten years within a day`() {
    let journal = Told()
    var watch = JournalWatch()
    #expect(watch.look(journal, durable: State(), at: 1_000_000) == nil)
    for now in stride(from: Int64(1_000_000), to: 1_000_000 + JournalWatch.firstMilliseconds, by: 500) {
      #expect(watch.look(journal, durable: State(), at: now) == nil)
    }
    #expect(journal.slices == 0)
    #expect(watch.due == 1_000_000 + JournalWatch.firstMilliseconds)
    var now = watch.due ?? 0
    for expected in 1...5 {
      #expect(watch.look(journal, durable: State(), at: now) == nil)
      #expect(watch.look(journal, durable: State(), at: now + JournalWatch.milliseconds - 1) == nil)
      #expect(journal.slices == expected)
      now += JournalWatch.milliseconds
    }
    journal.damage = "record 400"
    #expect(watch.look(journal, durable: State(), at: now) == "record 400")
    // Records, and 1 MiB of pages a slice: ten years of a large station are less than 1 GiB.
    let slices = WholeCheck.slicesMax + 1024
    #expect(slices * JournalWatch.milliseconds < 86_400_000 / 2)
  }
}

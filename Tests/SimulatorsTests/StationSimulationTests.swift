// Days of the simulated station: nobody is harmed, every planted bug is found, and a seed is a seed. Short days here;
// `kiosk simulate station` plays whole ones.

import Simulators
import Testing

@Suite struct StationSimulationTests {
  /// A day of a debug build takes its time.
  private let pickups = 15

  private func day(_ seed: UInt64, _ plant: Plant? = nil, trouble: Bool = true) -> SimulatedDay {
    simulateDay(
      seed: seed,
      SimulationOptions(
        seeds: seed...seed, plant: plant, hasFaults: trouble, hasCrashes: trouble,
        pickupsMin: plant == nil ? pickups : 25,
        endsAtHarm: plant != nil))
  }

  @Test("fixed seeds: faults and crashes harm nobody (I1 to I15)", arguments: [1, 7] as [UInt64])
  func fixedSeeds(_ seed: UInt64) {
    let day = day(seed)
    #expect(day.tally.harm == 0, "\(day.json)")
    #expect(day.tally.pickups >= pickups)
    // A day in which nothing goes wrong proves nothing.
    #expect(day.tally.crashes > 0 && !day.tally.faults.isEmpty, "\(day.json)")
    for dialect in SimulatedDialect.allCases {
      #expect(day.tally.openingsByDialect[dialect.rawValue, default: 0] > 0, "\(dialect): \(day.json)")
    }
    #expect(day.tally.notices["accepted", default: 0] > pickups, "\(day.json)")
    // Guests read and apply meanwhile, and what they confirm arrives.
    for what in ["read", "begun", "confirmed", "done", "delivered", "walked_away"] {
      #expect(day.tally.terminal[what, default: 0] > 0, "\(what): \(day.json)")
    }
  }

  @Test("one random seed, printed so that it can be played again")
  func randomSeed() {
    let seed = UInt64.random(in: 1000...1_000_000)
    let day = day(seed)
    print("random seed \(seed): \(day.json)")
    #expect(day.tally.harm == 0, "kiosk simulate station --seeds \(seed) --pickups \(pickups): \(day.json)")
  }

  @Test("without faults and crashes nothing is unknown (I7)")
  func calmDay() {
    let day = day(2, trouble: false)
    #expect(day.tally.harm == 0 && day.tally.unknown == 0 && day.tally.unobservable == 0, "\(day.json)")
    #expect(day.tally.terminal["delivered"] == day.tally.terminal["confirmed"], "\(day.json)")
  }

  @Test("every planted bug is found", arguments: Plant.allCases.filter { !$0.isInOutbox })
  func planted(_ plant: Plant) {
    // One of a few days: a bug that needs a crash at the right moment may sleep through one.
    let found = (1...4).contains { day(UInt64($0), plant).tally.harm > 0 }
    #expect(found)
  }

  @Test("a notice that a planted bug sends twice or loses is seen as that (C10, I13)")
  func plantedInTheOutbox() {
    #expect((1...4).contains { day(UInt64($0), .doneForgotten).tally.noticesTwice > 0 })
    #expect((1...4).contains { day(UInt64($0), .failureTakenForDone).tally.noticesLost > 0 })
  }

  @Test("the same seed gives the same hash, another one another")
  func repeatable() {
    let first = day(5)
    #expect(first == day(5))
    #expect(first.hash != day(6).hash)
  }
}

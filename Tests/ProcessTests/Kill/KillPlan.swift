// When a station is killed: at the n-th of something, drawn from a seed. And the chance of the kill loop: a generator
// of its own, so that a seed means the same everywhere.

/// SplitMix64.
struct KillChance {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func pick(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  mutating func happens(percent: Int) -> Bool { pick(1...100) <= percent }
}

/// One kill.
struct KillPlan: CustomStringConvertible {
  enum Moment: Equatable {
    /// The station has told the n-th record since its start: it is durable.
    case record
    /// The n-th truth line has appeared.
    case truth
    /// The rollback journal of the n-th transaction has appeared: nothing of it is durable.
    case transactionBegins
    /// It has gone again: durable, and its effects may not have run.
    case transactionEnds
  }

  var seed: Int
  var moment: Moment
  var n: Int

  init(seed: Int) {
    self.seed = seed
    var chance = KillChance(seed: UInt64(seed))
    switch chance.pick(1...10) {
    case 1...3:
      moment = .record
      n = chance.pick(1...32)
    case 4...6:
      moment = .truth
      n = chance.pick(1...16)
    case 7...8:
      moment = .transactionBegins
      n = chance.pick(1...24)
    default:
      moment = .transactionEnds
      n = chance.pick(1...24)
    }
  }

  var description: String { "seed \(seed): kill -9 at \(moment) \(n)" }
}

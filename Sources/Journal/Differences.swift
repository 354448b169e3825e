// Where two states differ, said by row: what a report names when projections are not what the records amount to.

import Handover

/// The rows in which `stored` is not what it should be. Ids and numbers only.
func differences(_ stored: State, _ replayed: State) -> [String] {
  var found: [String] = []
  func compare<Value: Equatable>(_ name: String, _ path: KeyPath<State, Value>) {
    if stored[keyPath: path] != replayed[keyPath: path] { found.append(name) }
  }
  compare("station: number of the last record", \.sequence)
  compare("station: id", \.station)
  compare("station: last day", \.lastDay)
  compare("station: suspicion of the clock", \.isClockSuspect)
  compare("station: safe mode", \.safeMode)
  compare("station: next operation", \.nextOperation)
  compare("station: identified orders", \.identified)
  compare("last backup", \.lastBackup)
  func compareRows<Key: Hashable & Comparable, Value: Equatable>(
    _ name: String, _ path: KeyPath<State, [Key: Value]>
  ) {
    let left = stored[keyPath: path]
    let right = replayed[keyPath: path]
    guard left != right else { return }
    for key in Set(left.keys).union(right.keys).sorted() where left[key] != right[key] {
      found.append("\(name) \(key)")
    }
  }
  compareRows("compartment", \.compartments)
  compareRows("order", \.orders)
  compareRows("operation", \.operations)
  compareRows("review", \.reviews)
  compareRows("counter", \.counters)
  compareRows("proof of board", \.proofs)
  compare("outbox", \.outbox)
  return found
}

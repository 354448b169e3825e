// The judge: knows the truth about doors, things and people, reads the journal as it becomes durable, and counts
// harm. It knows nothing of how the station decides.

import Handover

struct Judge {
  struct Opening {
    var compartment: CompartmentNumber
    var from: Int64
    var to: Int64?
    /// How long the station could have seen it: alive, its line up, and the board gave good answers.
    var watched: Int64 = 0
    /// Time since the board's last good answer. It counts with the next one, and not at all if the board falls silent.
    var pending: Int64 = 0
    var isCovered = false
    /// A lock pulsed for an operation that ended `outcome_unknown` and is in review.
    var isClaimed = false
  }

  private(set) var tally = Tally() {
    didSet { if tally.harm > oldValue.harm { log?("HARM \(tally.json)") } }
  }
  var log: ((String) -> Void)?
  private var openings: [CompartmentNumber: Opening] = [:]
  /// Closed openings that nothing covered so far: a record may still come.
  private var undecided: [Opening] = []
  /// Durable intents whose pulse has not been seen.
  private var intents: [LockAddress: OperationRef] = [:]
  private var operationOpened: Set<OperationID> = []
  private var alarmed: Set<CompartmentNumber> = []
  private var alarmOf: [Int64: CompartmentNumber] = [:]
  /// How long after a closing a record may still come.
  static let grace: Int64 = 60_000_000
  /// A sweep of the boards and the second sample that confirms an edge, microseconds. Nothing can be seen in less:
  /// an opening with less than this outside of downtime counts as inside it.
  static let sweep: Int64 = 600_000

  mutating func count(_ body: (inout Tally) -> Void) { body(&tally) }

  // MARK: What becomes durable

  mutating func written(_ record: Record, at time: Int64) {
    switch record.event {
    case .intent(let intent):
      intents[intent.ref.lock] = intent.ref
    case .opened(let ref, let sighting):
      operationOpened.insert(ref.operation)
      cover(ref.compartment, sighting == .alreadyOpen, at: time)
    case .uncommandedOpening(let number, _, _, _): cover(number, false, at: time)
    case .taken(let ref, _, _):
      tally.pickups += 1
      if !operationOpened.contains(ref.operation) || !trulyOpened.contains(ref.operation) {
        tally.deliveredWithoutOpening += 1
      }
    case .unlockNotSent(let ref, _): intents[ref.lock] = nil
    case .settled(let ref, let outcome, let confirmation, _):
      intents[ref.lock] = nil
      if confirmation == .deposited { tally.deposits += 1 }
      if confirmation == .retrieved { tally.retrievals += 1 }
      if outcome == .outcomeUnknown {
        tally.unknown += 1
        claim(ref.compartment)
      }
    case .reviewOpened(let kind, let number, _, _):
      if kind == .uncommandedOpening || kind == .contactFlapping || kind == .jammed, let number {
        alarmed.insert(number)
        alarmOf[record.sequence] = number
      }
    case .reviewClosed(let item): if let number = alarmOf.removeValue(forKey: item) { alarmed.remove(number) }
    case .safeModeEntered: tally.violations += 1
    default: break
    }
  }

  private mutating func cover(_ number: CompartmentNumber, _ isOld: Bool, at time: Int64) {
    if openings[number] != nil {
      openings[number]?.isCovered = true
      return
    }
    if let index = undecided.lastIndex(where: { $0.compartment == number && !$0.isCovered }) {
      undecided[index].isCovered = true
    } else if !isOld {
      // I5 by the truth: an opening that was not.
      tally.falseOpenings += 1
      tally.violations += 1
    }
  }

  private mutating func claim(_ number: CompartmentNumber) {
    openings[number]?.isClaimed = true
    for index in undecided.indices where undecided[index].compartment == number {
      undecided[index].isClaimed = true
    }
  }

  // MARK: What truly happens

  /// Operations whose door truly opened after their intent.
  private var trulyOpened: Set<OperationID> = []

  /// The station hands an unlock to the bus.
  mutating func commanded(_ ref: OperationRef) {
    if intents[ref.lock] != ref { tally.unlocksWithoutIntent += 1 }
  }

  /// A coil is energised. `isRight`: by the truth about who stands there and what lies where.
  mutating func pulsed(_ lock: LockAddress, isRight: Bool) {
    if intents.removeValue(forKey: lock) == nil {
      tally.unlocksWithoutIntent += 1
      // Somebody waits before another door.
      if !intents.isEmpty { tally.wrongCompartment += 1 }
    } else if !isRight {
      tally.wrongCompartment += 1
    }
  }

  mutating func opened(_ number: CompartmentNumber, live: OperationID?, at time: Int64) {
    tally.openings += 1
    if let live { trulyOpened.insert(live) }
    var opening = Opening(compartment: number, from: time)
    // An open review item names this compartment already; staff look at it before it serves.
    opening.isCovered = alarmed.contains(number)
    openings[number] = opening
  }

  /// A door that was open already when an operation began.
  mutating func foundOpen(_ number: CompartmentNumber, live: OperationID) {
    if openings[number] != nil { trulyOpened.insert(live) }
  }

  mutating func closed(_ number: CompartmentNumber, at time: Int64) {
    guard var opening = openings.removeValue(forKey: number) else { return }
    opening.to = time
    undecided.append(opening)
  }

  /// The station lives and this compartment's board is taken to answer: time in which an opening can be seen, once the
  /// board does answer.
  mutating func watch(_ microseconds: Int64, _ isWatched: (CompartmentNumber) -> Bool) {
    for number in openings.keys.sorted() where isWatched(number) {
      openings[number]?.pending += microseconds
    }
  }

  /// A board answered well, or was given up: what passed since its last answer was time to see, or was none.
  mutating func heard(_ isWell: Bool, _ numbers: some Sequence<CompartmentNumber>) {
    for number in numbers {
      guard let pending = openings[number]?.pending else { continue }
      if isWell { openings[number]?.watched += pending }
      openings[number]?.pending = 0
    }
  }

  /// Decides on openings that nothing can cover any more.
  mutating func decide(at time: Int64, isEnd: Bool = false) {
    var open: [Opening] = []
    for opening in undecided {
      guard let to = opening.to, isEnd || time - to > Judge.grace else {
        open.append(opening)
        continue
      }
      if opening.isCovered || (opening.isClaimed && opening.watched <= 1_000_000) { continue }
      if opening.watched < Judge.sweep {
        log?("unobservable \(opening)")
        tally.unobservable += 1
      } else {
        log?("lost \(opening)")
        tally.lostOpenings += 1
      }
    }
    undecided = open
    guard isEnd else { return }
    for number in openings.keys.sorted() {
      guard let opening = openings[number] else { continue }
      // A day may end in the second in which a door opens, before its board can be heard.
      if !opening.isCovered, opening.watched >= Judge.sweep { tally.lostOpenings += 1 }
    }
  }
}

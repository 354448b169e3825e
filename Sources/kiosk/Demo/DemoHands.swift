// The invisible hands of the demo: they take a document out of a door that sprang open and shut it, or lay one in when
// a clerk deposits, so that a pickup can be tried with a keyboard alone. A value: it is told what is and says what a
// hand would do next.

import Messages

struct DemoHands: Equatable {
  /// A hand waits this long before each thing it does.
  static let pauseMilliseconds: Int64 = 2_000

  enum Act: Equatable {
    case take(Int)
    case put(Int)
    case close(Int)

    /// The command of the boards' control socket, and the door.
    var words: (word: String, compartment: Int) {
      switch self {
      case .take(let compartment): ("take", compartment)
      case .put(let compartment): ("put", compartment)
      case .close(let compartment): ("close", compartment)
      }
    }
  }

  /// Since when the hand stands before a door, by compartment.
  private var waitingSince: [Int: Int64] = [:]

  /// What hands do now. Doors without an operation were opened by force: nobody stands there.
  mutating func step(_ doors: [TrueDoor], _ operations: [OperationView], now: Int64) -> [Act] {
    var acts: [Act] = []
    for door in doors.sorted(by: { $0.compartment < $1.compartment }) {
      let operation = operations.first { $0.compartment == door.compartment && $0.phase == "open" }
      guard door.isOpen, let operation, let act = Self.next(door, operation) else {
        waitingSince[door.compartment] = nil
        continue
      }
      guard let since = waitingSince[door.compartment] else {
        waitingSince[door.compartment] = now
        continue
      }
      if now - since >= Self.pauseMilliseconds {
        acts.append(act)
        waitingSince[door.compartment] = now
      }
    }
    return acts
  }

  private static func next(_ door: TrueDoor, _ operation: OperationView) -> Act? {
    switch operation.purpose {
    case "deposit":
      // The clerk looks inside and says so first.
      guard operation.confirmedEmpty else { return nil }
      return door.hasItem ? .close(door.compartment) : .put(door.compartment)
    default: return door.hasItem ? .take(door.compartment) : .close(door.compartment)
    }
  }
}

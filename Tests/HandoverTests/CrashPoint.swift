// The crash points of lockers.md F3 as durable states: what the journal holds when the station dies at each of them.

import Handover
import Testing

/// Where a run stops. The points that leave the same records behind are told apart by what the door may have done.
enum CrashPoint: String, CaseIterable, CustomStringConvertible {
  /// The intent is durable, no byte was sent.
  case c2 = "C2"
  /// The frame was cut off in the middle, and that is on record.
  case c3 = "C3"
  /// The frame was sent; that it was is not on record.
  case c4 = "C4"
  /// The frame was sent and the door moved; the opening was not committed.
  case c6 = "C6"
  case c7 = "C7"
  case c8 = "C8"
  /// The journal died behind the unlock: nothing after the intent's transaction is on record.
  case c9 = "C9"
  /// Power was lost in the middle of the pulse.
  case c11 = "C11"
  /// The door stood open past its time: settled, and its closing has not come yet.
  case c12 = "C12"
  /// The board fell silent while the door was watched: settled as unknown.
  case c13 = "C13"
  // C16, the watchdog's end, is any of these; these are the phases that no other point has.
  case notSent = "C16n"
  case noMovement = "C16m"
  case notTaken = "C16t"

  var description: String { rawValue }

  /// The operation is unsettled at the crash.
  static let live: [CrashPoint] = allCases.filter { $0 != .c12 && $0 != .c13 }

  func fits(_ purpose: Purpose) -> Bool { self != .notTaken || purpose == .handover }
}

extension Purpose {
  /// The ways that move sets. Proving a lock moves none; its crashes stand in ProvingTests.
  static let ofCustody: [Purpose] = [.deposit, .handover, .retrieval]
}

extension Fixture {
  /// The state as it stands at a crash point. `item` is what the sensor said before the door opened.
  mutating func build(
    _ point: CrashPoint, _ purpose: Purpose, at number: Int, item: ItemReading
  ) throws {
    try begin(purpose, at: number, item: item)
    let live = operation.id
    let ref = operation.ref
    switch point {
    case .c2, .c4, .c9, .c11: break
    case .c3: sent(complete: false)
    case .c6: sent()
    case .notSent: run(.station) { $0.unlockReported(ref, .notSent(.lineLost)) }
    case .noMovement:
      sent()
      run(.station) { $0.noMovement(live, sight: .closed) }
    case .c7, .c8, .c12, .c13, .notTaken:
      doorOpens()
      if purpose == .deposit { try run { try $0.confirmEmpty(live, true) } }
      switch point {
      case .c8: see(number, .closed)
      case .c12: leftOpen(.open)
      case .c13: leftOpen(.silent)
      case .notTaken:
        see(number, .closed)
        try answer(false)
      default: break
      }
    }
  }
}

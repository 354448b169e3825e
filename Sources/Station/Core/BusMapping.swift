// What a bus says, in the station's words. `unknown` stays unknown.

import Handover
import Lockers

extension BoardReading {
  /// Every lock's contact and item, by lock from 0.
  public var sights: [DoorSight] {
    (0..<lockCount).map { lock in
      let door: DoorReading =
        switch contact(lock) {
        case .open: .open
        case .closed: .closed
        case .unknown: .unknown
        }
      let thing: ItemReading =
        switch item(lock) {
        case .present: .present
        case .absent: .absent
        case .unknown: .unknown
        }
      return DoorSight(door, item: thing)
    }
  }
}

extension SendReport {
  /// A frame that left in part may have opened the door: it counts as sent, not complete.
  public init(_ result: UnlockResult) {
    switch result {
    case .sent: self = .sent(complete: true)
    case .partlySent: self = .sent(complete: false)
    case .notSent(let cause): self = .notSent(SendFailure(cause))
    }
  }
}

extension SendFailure {
  public init(_ cause: NotSent) {
    switch cause {
    case .noSuchLock, .ignoredLock, .contactUnknown, .boardsNotRead: self = .contactUnknown
    case .lineDown, .lineLost, .writeFailed, .stopped: self = .lineLost
    case .busy: self = .busy
    case .coolDown: self = .coolingDown
    case .expired: self = .expired
    }
  }
}

// A board on trial and the technician at it. Lives in the station's memory: whatever ends the connection or the
// process ends it, and the journal alone says what was opened.

import Handover
import Messages

/// The board's unlock time, as the bus tells it.
public enum UnlockTime: Hashable, Sendable {
  /// The two bytes read in both orders, in ms.
  case both(highFirst: Int, lowFirst: Int)
  /// Silent, refused, or not offered.
  case none
}

struct ProofSession: Sendable {
  /// From the beginning until the first reads are judged all the same.
  static let readMilliseconds: Int64 = 15_000
  /// For the answer to a question about the unlock time.
  static let timeMilliseconds: Int64 = 5_000
  /// How long a contact may take behind the technician's word.
  static let compareMilliseconds: Int64 = 3_000
  /// After a trial, until the contact is read anew and believed as configured: longer than a sweep and its
  /// confirmation.
  static let lookMilliseconds: Int64 = 1_500
  /// How often a door is said to be shut before its contact counts as stuck.
  static let shutWordsMax = 3

  enum Stage: Equatable, Sendable {
    /// The first reads, until this moment at the latest.
    case reading(until: Int64)
    case askingTime(until: Int64)
    case settingTime(until: Int64)
    case ready
    case opening
    case comparingOpen(until: Int64)
    case open
    case comparingShut(until: Int64)
    case unmoved
    case notSent
    case ended

    var until: Int64? {
      switch self {
      case .reading(let until), .askingTime(let until), .settingTime(let until), .comparingOpen(let until),
        .comparingShut(let until):
        until
      case .ready, .opening, .open, .unmoved, .notSent, .ended: nil
      }
    }

    var name: String {
      switch self {
      case .reading, .askingTime, .settingTime: "reading"
      case .comparingOpen, .comparingShut: "comparing"
      case .ready: "ready"
      case .opening: "opening"
      case .open: "open"
      case .unmoved: "unmoved"
      case .notSent: "notSent"
      case .ended: "ended"
      }
    }
  }

  let connection: ConnectionID
  let desk: Desk
  let name: BoardName
  let configured: ProvableBoard
  let wantedPulse: Int?
  var proof: BoardProof
  var stage: Stage { didSet { if stage != oldValue { step += 1 } } }
  var step = 0
  var operation: OperationID?
  /// The lock on trial.
  var lock: Int?
  /// What was found while the door stands open; said of the lock once it is shut.
  var pending: ProofFinding?
  var moved: [Int] = []
  var shutWords = 0
  /// Compartments that are left out, and the refusal's code.
  var reasons: [CompartmentNumber: String] = [:]
  var extra: [(finding: ProofFinding, lock: Int?)] = []
  var fragment: BoardFragment?

  init(
    _ desk: Desk, _ name: BoardName, _ configured: ProvableBoard, _ proof: BoardProof, pulse: Int?,
    until: Int64
  ) {
    connection = desk.connection
    self.desk = desk
    self.name = name
    self.configured = configured
    self.proof = proof
    wantedPulse = pulse
    stage = .reading(until: until)
  }

  var address: BoardAddress { BoardAddress(bus: name.bus, board: name.board) }

  /// The compartment of the lock on trial.
  var compartment: CompartmentNumber? {
    guard let lock else { return nil }
    return proof.locks.first { $0.lock == lock }?.compartment
  }
}

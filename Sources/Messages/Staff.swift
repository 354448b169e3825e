// What staff, technicians and auditors may ask of the station, and the role that each request needs. The station
// checks it on every request against the kernel's word on who connected.

import Handover

public enum StaffRequest: Codable, Equatable, Sendable {
  /// First on every connection.
  case hello(version: Int)
  case status
  case orders(withNames: Bool)
  case compartments
  case review
  /// Announces orders and takes them back; at most `importMax` at a time. Known ones (by the register's id) are left
  /// as they are.
  case importOrders([OrderImportRow])
  /// As `importOrders`, but only says what would come of it.
  case checkOrders([OrderImportRow])
  /// What the register says of documents; at most `importMax` rows at a time. The newest word stays.
  case importDocuments([RegisterRow])
  /// As `importDocuments`, but only says what would come of it.
  case checkDocuments([RegisterRow])
  /// How many documents have each state by the register's word.
  case documents
  /// Opens a door for a deposit. `order`: order id, serial number, slip number or register id.
  case deposit(order: String, compartment: Int?)
  case confirmEmpty(operation: Int64, isEmpty: Bool)
  /// `present`: `index/part` of each thing inside, as `OperationView.parts` names them.
  case confirmDeposit(operation: Int64, present: [String])
  case cancelDeposit(operation: Int64)
  case retrieve(compartment: Int)
  case answerRetrieval(operation: Int64, answer: RetrievalWord, order: String?)
  case again(operation: Int64)
  case giveUp(operation: Int64)
  /// The state of an operation now, and from then on to this connection whenever it changes.
  case watch(operation: Int64)
  /// `days` nil: as many as Kiosk.conf says.
  case extend(order: String, days: Int?, reason: String)
  case withdraw(order: String, reason: String)
  case renewCode(order: String)
  case letter(order: String)
  case clearTries(order: String, reason: String)
  /// A code for somebody with an authorisation that was checked; answered with a letter.
  case releaseProxy(order: String, reason: String)
  case withdrawProxy(order: String, reason: String)
  case closeReview(item: Int64, reason: String)
  case block(compartment: Int, reason: String)
  case release(compartment: Int, reason: String)
  /// What waits in the outbox; `onlyOpen`: what a person must decide.
  case notices(onlyOpen: Bool)
  /// Tries again what failed, is unknown or waits; `key` nil: all that failed or had no way.
  case retryNotice(key: String?)
  case dropNotice(key: String, reason: String)
  /// The applications of the spool.
  case submissions
  /// Tries again what failed or was rejected; `reference` nil: all of it.
  case retrySubmission(reference: String?)
  /// Takes one that failed or was rejected out of the spool for good.
  case dropSubmission(reference: String)
  case leaveSafeMode(reason: String)
  case confirmClock(reason: String)
  /// How often what was opened.
  case usage
  /// The boards of the configuration, and which of them are proven.
  case boards
  /// Begins the proof of a board; one at a time. `pulse`: set the unlock time to so many ms, once its byte order is
  /// confirmed.
  case prove(bus: Int, board: Int, pulse: Int?)
  /// Opens the door of a lock on trial, or opens it again. `saysEmpty`: the technician says that nothing lies inside.
  case proveOpen(compartment: Int, saysEmpty: Bool)
  case proveSay(DoorWord)
  case proveLeave(compartment: Int, LeaveWord)
  /// Signs what was proven; the fragment comes with the view.
  case proveFinish
  /// Ends the proof as it stands; nothing is signed.
  case proveEnd
  /// Journal records as JSON lines, from a sequence number on, at most `exportMax` at a time.
  case export(from: Int64)
  /// As `export`, and then each new record as it is written.
  case follow(from: Int64)
  /// Where a copy of the journal stops that begins now.
  case backup
  /// Records for a copy, at most `backupSliceMax` at a time.
  case backupSlice(from: Int64, through: Int64)
  /// The copy up to the head that `backup` named was opened and verified; `hash` in hexadecimal.
  case backupMade(upTo: Int64, hash: String)

  public static let importMax = 200
  public static let exportMax = 500
  /// So many records are read, written as text and sent within 5 ms.
  public static let backupSliceMax = 256
  /// A reason has at least and at most so many characters.
  public static let reasonRange = 3...500

  /// Who may ask this: one of these roles.
  public var roles: Set<Actor.Role> {
    switch self {
    case .hello, .status, .compartments: [.staff, .technician, .auditor]
    case .usage: [.staff, .technician]
    case .boards: [.staff, .technician, .auditor]
    case .prove, .proveOpen, .proveSay, .proveLeave, .proveFinish, .proveEnd: [.technician]
    case .review, .export, .follow: [.staff, .technician, .auditor]
    case .block, .release, .confirmClock, .leaveSafeMode: [.staff, .technician]
    case .backup, .backupSlice: [.technician, .auditor]
    case .backupMade: [.technician]
    case .retrieve, .answerRetrieval, .again, .giveUp, .watch: [.staff]
    case .notices: [.staff, .technician]
    case .retryNotice, .dropNotice: [.staff]
    case .submissions: [.staff, .technician]
    case .retrySubmission, .dropSubmission: [.staff]
    case .orders, .importOrders, .checkOrders, .importDocuments, .checkDocuments, .documents,
      .deposit, .confirmEmpty, .confirmDeposit, .cancelDeposit,
      .extend, .withdraw,
      .renewCode, .letter, .clearTries, .releaseProxy, .withdrawProxy, .closeReview:
      [.staff]
    }
  }
}

public enum RetrievalWord: String, Codable, Equatable, Sendable {
  case retrieved
  case leftInside
  case foundEmpty
  /// An old document lay inside and was taken out.
  case oldDocument
}

// The seam between the station and its journal: SQLite in the product, a disk that can lose and tear in the
// simulator. What is appended is durable when `append` returns; otherwise it throws and nothing happened.

import Handover

public protocol JournalStore: AnyObject {
  /// The projections as they stand; costs as much as there are open orders and compartments, not as there are records.
  func load() throws(JournalError) -> State

  /// One transaction: every record of the batch chained, its side changes, the rows of `after` that the batch
  /// touches, the signed head. After an error nothing more is appended until `probe` succeeds.
  func append(_ batch: [Entry], before: State, after: State) throws(JournalError)

  /// Orders under an identifier (phone or slip number).
  func orders(identifier: KeyedHash) throws(JournalError) -> [OrderID]
  func orders(serial: KeyedHash) throws(JournalError) -> [OrderID]
  func order(register: KeyedHash) throws(JournalError) -> OrderID?
  func personal(_ order: OrderID) throws(JournalError) -> Personal?
  /// Where the wrong tries of an identifier are counted.
  func counterSlot(_ identifier: KeyedHash) throws(JournalError) -> Int?

  /// What a pending notice has of its own; nil: nothing, the order's data is used.
  func contact(_ notice: Notice) throws(JournalError) -> NoticeContact?
  /// How far each pending notice has come; one that is not here was never tried.
  func deliveries() throws(JournalError) -> [Notice: Delivery]
  /// Takes down how far a pending notice has come: no record, but durable when it returns. An error as in `append`.
  func put(_ delivery: Delivery, of notice: Notice) throws(JournalError)

  /// What the register said last of the document with this number; nil: nothing.
  func documentState(_ number: KeyedHash) throws(JournalError) -> RegisterState?
  /// How many numbers have a state, and when the last file came.
  func documentStateCounts() throws(JournalError) -> RegisterStateCounts
  /// Takes down what the register says, one transaction: no record, but durable when it returns. An error as in `append`.
  func put(_ states: [RegisterEntry]) throws(JournalError)
  /// Forgets at most `limit` numbers that no file has named since `day`; how many those were. An error as in `append`.
  func forgetDocumentStates(before day: CivilDay, limit: Int) throws(JournalError) -> Int

  /// Writes and syncs a trial row, to learn whether a journal that failed works again.
  func probe() throws(JournalError)

  /// Records from a sequence number on, in their order.
  func records(from sequence: Int64, limit: Int) throws(JournalError) -> [Record]
  func head() throws(JournalError) -> JournalHead
}

/// The end of the chain.
public struct JournalHead: Equatable, Sendable {
  /// The station's id; 0 before the founding record.
  public var station: UInt64
  public var sequence: Int64
  /// SHA-256 over the last record and all before it: 32 bytes.
  public var hash: [UInt8]
  /// Ed25519 over `anchorText`: 64 bytes.
  public var signature: [UInt8]

  public init(station: UInt64 = 0, sequence: Int64, hash: [UInt8], signature: [UInt8]) {
    self.station = station
    self.sequence = sequence
    self.hash = hash
    self.signature = signature
  }

  public var hexHash: String {
    hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

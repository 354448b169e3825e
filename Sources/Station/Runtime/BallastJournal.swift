// A journal that gives up the ballast once when its disk is full, and tries again. Everything else is the journal
// behind it.

import Handover
import Journal

final class BallastJournal: JournalStore {
  private let journal: any JournalStore
  private let ballast: Ballast
  /// Told when the ballast went, so that the disk is measured at once.
  private let gaveUp: () -> Void

  init(_ journal: any JournalStore, ballast: Ballast, gaveUp: @escaping () -> Void) {
    self.journal = journal
    self.ballast = ballast
    self.gaveUp = gaveUp
  }

  func append(_ batch: [Entry], before: State, after: State) throws(JournalError) {
    do throws(JournalError) {
      try journal.append(batch, before: before, after: after)
    } catch {
      // A transaction that failed left nothing behind, so it may be tried again.
      guard error == .diskFull, ballast.giveUp() else { throw error }
      gaveUp()
      // A journal that failed takes nothing before it was tried.
      try journal.probe()
      try journal.append(batch, before: before, after: after)
    }
  }

  func load() throws(JournalError) -> State { try journal.load() }
  func orders(identifier: KeyedHash) throws(JournalError) -> [OrderID] {
    try journal.orders(identifier: identifier)
  }
  func orders(serial: KeyedHash) throws(JournalError) -> [OrderID] { try journal.orders(serial: serial) }
  func order(register: KeyedHash) throws(JournalError) -> OrderID? { try journal.order(register: register) }
  func personal(_ order: OrderID) throws(JournalError) -> Personal? { try journal.personal(order) }
  func counterSlot(_ identifier: KeyedHash) throws(JournalError) -> Int? {
    try journal.counterSlot(identifier)
  }
  func contact(_ notice: Notice) throws(JournalError) -> NoticeContact? { try journal.contact(notice) }
  func deliveries() throws(JournalError) -> [Notice: Delivery] { try journal.deliveries() }
  func put(_ delivery: Delivery, of notice: Notice) throws(JournalError) {
    try journal.put(delivery, of: notice)
  }
  func documentState(_ number: KeyedHash) throws(JournalError) -> RegisterState? {
    try journal.documentState(number)
  }
  func documentStateCounts() throws(JournalError) -> RegisterStateCounts {
    try journal.documentStateCounts()
  }
  func put(_ states: [RegisterEntry]) throws(JournalError) { try journal.put(states) }
  func forgetDocumentStates(before day: CivilDay, limit: Int) throws(JournalError) -> Int {
    try journal.forgetDocumentStates(before: day, limit: limit)
  }
  func probe() throws(JournalError) { try journal.probe() }
  func records(from sequence: Int64, limit: Int) throws(JournalError) -> [Record] {
    try journal.records(from: sequence, limit: limit)
  }
  func head() throws(JournalError) -> JournalHead { try journal.head() }
}

// A disk under the journal that survives the station and can fail: full for a while, or the process dies before or
// after a transaction became durable. A transaction is durable whole or not at all, as SQLite promises.

import Handover
import Journal

final class SimulatedDisk: JournalStore {
  enum Trouble { case none, full }
  enum Death { case none, beforeWrite, afterWrite }

  private(set) var state = State()
  private(set) var journal: [Record] = []
  private var personals: [OrderID: Personal] = [:]
  private var counters: [Int: KeyedHash] = [:]
  private var contacts: [Notice: NoticeContact] = [:]
  private var sendings: [Notice: Delivery] = [:]
  private var states: [KeyedHash: RegisterState] = [:]
  var trouble = Trouble.none
  /// Asked before each append: whether the process dies now.
  var death: () -> Death = { .none }
  /// The process died in an append; whatever it says after that does not count.
  private(set) var isDead = false
  /// Told of each record that became durable.
  var written: (Record) -> Void = { _ in }

  func revive() { isDead = false }

  func load() throws(JournalError) -> State { state }

  func append(_ batch: [Entry], before: State, after: State) throws(JournalError) {
    try write {
      for entry in batch {
        precondition(entry.record.sequence == state.sequence + 1, "records come without a gap")
        state.apply(entry.record)
        journal.append(entry.record)
        for change in entry.side { apply(change) }
        written(entry.record)
      }
    }
  }

  /// One transaction, whole or not at all.
  private func write(_ body: () -> Void) throws(JournalError) {
    if isDead { throw .io(what: "the process is dead") }
    if trouble == .full { throw .diskFull }
    let death = death()
    if death == .beforeWrite {
      isDead = true
      throw .io(what: "the process died before the write")
    }
    body()
    if death == .afterWrite {
      isDead = true
      throw .io(what: "the process died after the write")
    }
  }

  private func apply(_ change: SideChange) {
    switch change {
    case .put(let order, let personal): personals[order] = personal
    case .eraseClear(let order):
      personals[order]?.name = nil
      personals[order]?.phone = nil
      personals[order]?.email = nil
      personals[order]?.slip = nil
      personals[order]?.registerID = nil
    case .eraseSettled(let order): personals[order] = personals[order]?.settled
    case .erase(let order): personals[order] = nil
    case .putCounter(let slot, let hash): counters[slot] = hash
    case .eraseCounter(let slot): counters[slot] = nil
    case .putContact(let notice, let contact): contacts[notice] = contact
    case .keepContact(let notice): contacts[notice] = personals[notice.order]?.contact(for: notice.kind)
    case .eraseContact(let notice):
      contacts[notice] = nil
      sendings[notice] = nil
    case .note: break
    }
  }

  func orders(identifier: KeyedHash) throws(JournalError) -> [OrderID] {
    personals.filter { $0.value.identifiers.contains(identifier) }.keys.sorted()
  }

  func orders(serial: KeyedHash) throws(JournalError) -> [OrderID] {
    personals.filter { $0.value.serials.contains(serial) }.keys.sorted()
  }

  func order(register: KeyedHash) throws(JournalError) -> OrderID? {
    personals.filter { $0.value.register == register }.keys.sorted().first
  }

  func personal(_ order: OrderID) throws(JournalError) -> Personal? { personals[order] }

  func counterSlot(_ identifier: KeyedHash) throws(JournalError) -> Int? {
    counters.filter { $0.value == identifier }.keys.sorted().first
  }

  func contact(_ notice: Notice) throws(JournalError) -> NoticeContact? { contacts[notice] }

  func deliveries() throws(JournalError) -> [Notice: Delivery] { sendings }

  func put(_ delivery: Delivery, of notice: Notice) throws(JournalError) {
    try write { sendings[notice] = delivery }
  }

  func documentState(_ number: KeyedHash) throws(JournalError) -> RegisterState? { states[number] }

  func documentStateCounts() throws(JournalError) -> RegisterStateCounts {
    RegisterStateCounts(
      counts: states.values.reduce(into: [:]) { $0[$1.stage, default: 0] += 1 },
      lastImport: states.values.map(\.imported).max())
  }

  func put(_ entries: [RegisterEntry]) throws(JournalError) {
    try write { for entry in entries { states[entry.number] = entry.state } }
  }

  func forgetDocumentStates(before day: CivilDay, limit: Int) throws(JournalError) -> Int {
    let old = states.filter { $0.value.imported < day }.keys
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.prefix(limit)
    if old.isEmpty { return 0 }
    try write { for number in old { states[number] = nil } }
    return old.count
  }

  func probe() throws(JournalError) {
    if isDead { throw .io(what: "the process is dead") }
    if trouble == .full { throw .diskFull }
  }

  func records(from sequence: Int64, limit: Int) throws(JournalError) -> [Record] {
    guard sequence >= 1, sequence <= Int64(journal.count) else { return [] }
    return Array(journal[Int(sequence - 1)...].prefix(limit))
  }

  func head() throws(JournalError) -> JournalHead {
    JournalHead(sequence: state.sequence, hash: [], signature: [])
  }
}

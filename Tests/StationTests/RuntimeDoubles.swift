// Stand-ins for what is outside the runtime: a journal in memory that can fail, and a bus that a test moves by hand.

import Handover
import Synchronization

@testable import Journal
@testable import Lockers
@testable import Station

final class MemoryJournal: JournalStore, @unchecked Sendable {
  struct Shared {
    var state = State()
    var records: [Handover.Record] = []
    var personal: [OrderID: Personal] = [:]
    var slots: [KeyedHash: Int] = [:]
    var contacts: [Notice: NoticeContact] = [:]
    var deliveries: [Notice: Delivery] = [:]
    var states: [KeyedHash: RegisterState] = [:]
    /// How often each question was asked, by its name.
    var questions: [String: Int] = [:]
    /// Appends fail with this while it is set.
    var failure: JournalError?
    /// Of the states of documents alone.
    var forgetFailure: JournalError?
    var appends = 0
    /// Called in the middle of each append: a disk that stands still.
    var stall: (@Sendable () -> Void)?
  }

  let shared = Mutex(Shared())

  func load() throws(JournalError) -> State { shared.withLock { $0.state } }

  func append(_ batch: [Entry], before: State, after: State) throws(JournalError) {
    shared.withLock { $0.stall }?()
    let failure: JournalError? = shared.withLock { shared in
      shared.appends += 1
      if let failure = shared.failure { return failure }
      shared.state = after
      for entry in batch {
        shared.records.append(entry.record)
        for change in entry.side {
          switch change {
          case .put(let id, let personal): shared.personal[id] = personal
          case .eraseSettled(let id): shared.personal[id] = shared.personal[id]?.settled
          case .erase(let id): shared.personal[id] = nil
          case .eraseClear(let id):
            shared.personal[id]?.name = nil
            shared.personal[id]?.phone = nil
            shared.personal[id]?.email = nil
            shared.personal[id]?.slip = nil
            shared.personal[id]?.registerID = nil
          case .putCounter(let slot, let hash): shared.slots[hash] = slot
          case .eraseCounter(let slot): shared.slots = shared.slots.filter { $0.value != slot }
          case .putContact(let notice, let contact): shared.contacts[notice] = contact
          case .keepContact(let notice):
            shared.contacts[notice] = shared.personal[notice.order]?.contact(for: notice.kind)
          case .eraseContact(let notice):
            shared.contacts[notice] = nil
            shared.deliveries[notice] = nil
          case .note: break
          }
        }
      }
      return nil
    }
    if let failure { throw failure }
  }

  func orders(identifier: KeyedHash) throws(JournalError) -> [OrderID] {
    shared.withLock { shared in
      shared.questions["orders(identifier:)", default: 0] += 1
      return shared.personal.filter { $0.value.identifiers.contains(identifier) }.keys.sorted()
    }
  }
  func orders(serial: KeyedHash) throws(JournalError) -> [OrderID] {
    shared.withLock { shared in
      shared.questions["orders(serial:)", default: 0] += 1
      return shared.personal.filter { $0.value.serials.contains(serial) }.keys.sorted()
    }
  }
  func order(register: KeyedHash) throws(JournalError) -> OrderID? {
    shared.withLock { shared in shared.personal.first { $0.value.register == register }?.key }
  }
  func personal(_ order: OrderID) throws(JournalError) -> Personal? {
    shared.withLock { shared in
      shared.questions["personal", default: 0] += 1
      return shared.personal[order]
    }
  }
  func counterSlot(_ identifier: KeyedHash) throws(JournalError) -> Int? {
    shared.withLock { $0.slots[identifier] }
  }
  func contact(_ notice: Notice) throws(JournalError) -> NoticeContact? {
    shared.withLock { $0.contacts[notice] }
  }
  func deliveries() throws(JournalError) -> [Notice: Delivery] { shared.withLock { $0.deliveries } }
  func put(_ delivery: Delivery, of notice: Notice) throws(JournalError) {
    let failure: JournalError? = shared.withLock { shared in
      if let failure = shared.failure { return failure }
      shared.deliveries[notice] = delivery
      return nil
    }
    if let failure { throw failure }
  }
  func documentState(_ number: KeyedHash) throws(JournalError) -> RegisterState? {
    shared.withLock { shared in
      shared.questions["documentState", default: 0] += 1
      return shared.states[number]
    }
  }
  func documentStateCounts() throws(JournalError) -> RegisterStateCounts {
    shared.withLock { shared in
      RegisterStateCounts(
        counts: shared.states.values.reduce(into: [:]) { $0[$1.stage, default: 0] += 1 },
        lastImport: shared.states.values.map(\.imported).max())
    }
  }
  func put(_ states: [RegisterEntry]) throws(JournalError) {
    let failure: JournalError? = shared.withLock { shared in
      if let failure = shared.failure { return failure }
      for entry in states { shared.states[entry.number] = entry.state }
      return nil
    }
    if let failure { throw failure }
  }
  func forgetDocumentStates(before day: CivilDay, limit: Int) throws(JournalError) -> Int {
    let failure: JournalError? = shared.withLock { $0.failure ?? $0.forgetFailure }
    if let failure { throw failure }
    return shared.withLock { shared in
      let old = shared.states.filter { $0.value.imported < day }.keys.prefix(limit)
      for number in old { shared.states[number] = nil }
      return old.count
    }
  }
  func probe() throws(JournalError) {
    if let failure = shared.withLock({ $0.failure }) { throw failure }
  }
  func records(from sequence: Int64, limit: Int) throws(JournalError) -> [Handover.Record] {
    shared.withLock { Array($0.records.filter { $0.sequence >= sequence }.prefix(limit)) }
  }
  func head() throws(JournalError) -> JournalHead {
    shared.withLock { JournalHead(sequence: $0.state.sequence, hash: [], signature: []) }
  }

  var names: [String] { shared.withLock { $0.records.map(\.event.name) } }
}

/// One bus whose doors a test moves.
final class HandBus: BusRunning, Sendable {
  struct Shared {
    var contacts: [Int: [Contact]] = [:]
    var unlocks: [LockPosition] = []
    var focused: Set<Int> = []
    var result = UnlockResult.sent
    var turns: UInt64 = 0
    /// Its thread does not turn any more.
    var isStanding = false
  }

  let shared: Mutex<Shared>
  let post: @Sendable (BusEvent) -> Void

  init(_ configuration: BusConfiguration, post: @escaping @Sendable (BusEvent) -> Void) {
    self.post = post
    shared = Mutex(
      Shared(
        contacts: Dictionary(
          uniqueKeysWithValues: configuration.boards.map {
            ($0.address, Array(repeating: .closed, count: $0.lockCount))
          })))
  }

  func start() throws(BusDriver.StartError) {
    post(.lineOpened(at: BusDriver.now()))
    for board in shared.withLock({ $0.contacts.keys.sorted() }) { tell(board) }
    post(.allBoardsRead(at: BusDriver.now()))
  }

  func stop() {}
  var turns: UInt64 {
    shared.withLock { shared in
      if !shared.isStanding { shared.turns += 1 }
      return shared.turns
    }
  }
  func focus(board: Int) { shared.withLock { _ = $0.focused.insert(board) } }
  func probe(board: Int, _ isProbed: Bool) {}
  func readPulseTime(board: Int, token: BusToken) {}
  func setPulseTime(board: Int, milliseconds: Int, order: PulseByteOrder, token: BusToken) {}
  func unfocus(board: Int) { shared.withLock { _ = $0.focused.remove(board) } }

  func unlock(_ position: LockPosition, token: BusToken, expires: BusTime) {
    let result = shared.withLock { shared in
      shared.unlocks.append(position)
      return shared.result
    }
    post(.unlock(token: token, result, at: BusDriver.now()))
  }

  func move(_ board: Int, _ lock: Int, _ contact: Contact) {
    shared.withLock { $0.contacts[board]?[lock] = contact }
    tell(board)
  }

  func tell(_ board: Int) {
    post(.reading(reading(board, shared.withLock { $0.contacts[board] } ?? [])))
  }

  func silence(_ board: Int) { post(.health(board: board, .unknown(.silent), at: BusDriver.now())) }

  var unlocks: [LockPosition] { shared.withLock { $0.unlocks } }
}

func reading(_ board: Int, _ contacts: [Contact]) -> BoardReading {
  var known: UInt64 = 0
  var closed: UInt64 = 0
  for (lock, contact) in contacts.enumerated() where contact != .unknown {
    known |= 1 << UInt64(lock)
    if contact == .closed { closed |= 1 << UInt64(lock) }
  }
  return BoardReading(
    board: board, askedAt: BusDriver.now(), at: BusDriver.now(), lockCount: contacts.count, known: known,
    closed: closed, itemsKnown: 0, itemsPresent: 0, changedBits: known)
}

// What the runtime's tests stand on: a journal in memory that can fail, a bus that a test moves by hand, a client that
// speaks frames and waits for a limited time, and a station in a directory of its own.

import Crypto
import Glibc
import Handover
import Logging
import Secrets
import Synchronization
import Testing

@testable import Configuration
@testable import Journal
@testable import Lockers
@testable import Messages
@testable import Station

/// Every wait of these tests ends after this, however slow the machine is.
let patienceMilliseconds = 20_000

struct TooLate: Error {
  var what: String
}

/// Waits until `condition` holds, without a fixed pause: it yields to whatever must happen.
func wait(for what: String, _ condition: () -> Bool) throws {
  let end = BusDriver.now().advanced(milliseconds: patienceMilliseconds)
  while !condition() {
    guard BusDriver.now() < end else { throw TooLate(what: what) }
    var polled = pollfd()
    poll(&polled, 0, 1)
  }
}

/// A directory that goes with the test.
final class Scratch {
  let path: String

  init() {
    var template = Array("/tmp/kiosk-runtime-XXXXXX".utf8CString)
    path = String(cString: mkdtemp(&template)!)
  }

  deinit {
    let remove = "rm -rf '\(path)'"
    system(remove)
  }
}

final class MemoryJournal: JournalStore, @unchecked Sendable {
  struct Shared {
    var state = State()
    var records: [Handover.Record] = []
    var personal: [OrderID: Personal] = [:]
    var slots: [KeyedHash: Int] = [:]
    /// Appends fail with this while it is set.
    var failure: JournalError?
    var appends = 0
  }

  let shared = Mutex(Shared())

  func load() throws(JournalError) -> State { shared.withLock { $0.state } }

  func append(_ batch: [Entry], before: State, after: State) throws(JournalError) {
    let failure: JournalError? = shared.withLock { shared in
      shared.appends += 1
      if let failure = shared.failure { return failure }
      shared.state = after
      for entry in batch {
        shared.records.append(entry.record)
        for change in entry.side {
          switch change {
          case .put(let id, let personal): shared.personal[id] = personal
          case .erase(let id): shared.personal[id] = nil
          case .eraseClear(let id):
            shared.personal[id]?.name = nil
            shared.personal[id]?.phone = nil
          case .putCounter(let slot, let hash): shared.slots[hash] = slot
          case .eraseCounter(let slot): shared.slots = shared.slots.filter { $0.value != slot }
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
      shared.personal.filter { $0.value.identifiers.contains(identifier) }.keys.sorted()
    }
  }
  func orders(serial: KeyedHash) throws(JournalError) -> [OrderID] {
    shared.withLock { shared in shared.personal.filter { $0.value.serials.contains(serial) }.keys.sorted() }
  }
  func order(register: KeyedHash) throws(JournalError) -> OrderID? {
    shared.withLock { shared in shared.personal.first { $0.value.register == register }?.key }
  }
  func personal(_ order: OrderID) throws(JournalError) -> Personal? {
    shared.withLock { $0.personal[order] }
  }
  func counterSlot(_ identifier: KeyedHash) throws(JournalError) -> Int? {
    shared.withLock { $0.slots[identifier] }
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
  func focus(board: Int) { shared.withLock { _ = $0.focused.insert(board) } }
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

/// A client that gives up after `patienceMilliseconds`.
final class Client {
  let descriptor: Int32
  private var decoder = FrameDecoder(limit: Frame.replyBytesMax)

  init(_ path: String) throws {
    descriptor = try Client.connect(path)
  }

  deinit { close(descriptor) }

  static func connect(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      for (index, byte) in path.utf8.enumerated() { room[index] = byte }
    }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
    }
    guard descriptor >= 0, result == 0 else {
      close(descriptor)
      throw TooLate(what: "connect \(path): errno \(errno)")
    }
    return descriptor
  }

  func write(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw TooLate(what: "write: errno \(errno)") }
      done += count
    }
  }

  func ask(_ request: CitizenRequest, _ secret: String? = nil) throws {
    try write(Frame(json: MessageCoding.encode(request), secret: secret.map { Secret(Array($0.utf8)) }).bytes)
  }

  func ask(_ request: StaffRequest) throws { try write(Frame(json: MessageCoding.encode(request)).bytes) }

  /// The next frame; nil at the end of the connection.
  func frame() throws -> Frame? {
    while true {
      if let frame = try decoder.next() { return frame }
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, Int32(patienceMilliseconds)) > 0 else { throw TooLate(what: "a reply") }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 || (count < 0 && errno == ECONNRESET) { return nil }
      guard count > 0 else { throw TooLate(what: "read: errno \(errno)") }
      decoder.append(buffer[..<count])
    }
  }

  func citizen() throws -> CitizenReply? {
    guard let frame = try frame() else { return nil }
    guard let reply = MessageCoding.decode(CitizenReply.self, from: frame.json) else {
      throw TooLate(what: "a reply that can be read")
    }
    return reply
  }

  func staff() throws -> StaffReply? {
    guard let frame = try frame() else { return nil }
    guard let reply = MessageCoding.decode(StaffReply.self, from: frame.json) else {
      throw TooLate(what: "a reply that can be read")
    }
    return reply
  }

  /// Snapshots until one has a stage as wanted.
  func stage(_ wanted: (Stage) -> Bool) throws -> Stage {
    while true {
      guard let reply = try citizen() else { throw TooLate(what: "a stage: the connection ended") }
      if case .snapshot(let snapshot) = reply, wanted(snapshot.stage) { return snapshot.stage }
    }
  }

  /// Replies until an operation has a phase.
  func phase(_ wanted: String) throws -> OperationView {
    while true {
      guard let reply = try staff() else { throw TooLate(what: "phase \(wanted): the connection ended") }
      if case .operation(let view) = reply, view.phase == wanted { return view }
      if case .refused(let refused) = reply { throw TooLate(what: "phase \(wanted): \(refused)") }
    }
  }
}

/// A station on a scratch directory, with one bus of two boards.
final class TestStation {
  static let configuration = """
    [station]
    town = "Testdorf"
    languages = ["de"]
    [counter]
    name = "Schalter"
    address = "Weg 1"
    [deposit]
    four_eyes = false
    [journal]
    disk_floor_megabytes = 16
    ballast_megabytes = 0
    [[bus]]
    name = "wall"
    path = "/dev/null"
    [[bus.board]]
    address = 0
    locks = 8
    [[bus.board]]
    address = 1
    locks = 8
    [wall]
    rows = 2
    columns = 8
    [[compartments]]
    count = 16
    bus = "wall"
    """

  let scratch: Scratch
  let journal: MemoryJournal
  private var running: RunningStation?

  /// `roles` is what the stand-in for the kernel says about whoever connects.
  init(
    scratch: Scratch = Scratch(), journal: MemoryJournal = MemoryJournal(),
    roles: Set<Actor.Role> = [.staff, .technician, .auditor], limits: ConnectionLimits = ConnectionLimits(),
    configuration text: String = TestStation.configuration
  ) throws {
    self.scratch = scratch
    self.journal = journal
    let configuration = try StationConfiguration.load(text: text, file: "test").get()
    let clock = try StationClock(timezone: configuration.station.timezone)
    let chance = Mutex<UInt64>(1000)
    let note = note
    let busBox = BusBox()
    let world = StationWorld(
      log: Logger(label: "test") { label in
        PlainLogHandler(label: label, hasPriorities: false) { line in note.lines.withLock { $0.append(line) }
        }
      },
      now: { clock.now() },
      random: {
        chance.withLock { value in
          value += 1
          return value
        }
      },
      makeBus: { (configuration, post) throws(BusDriver.StartError) in
        let bus = HandBus(configuration, post: post)
        busBox.bus.withLock { $0 = bus }
        return bus
      },
      openJournal: { (_) throws(JournalError) in
        OpenedJournal(store: journal, keys: StationKeys(key: Secret([UInt8](repeating: 7, count: 32))))
      },
      anchorText: { "head \($0.sequence)" },
      identify: { _, _ in StaffIdentity(user: 1234, login: "clerk", roles: roles) }, limits: limits)
    running = try StationRunner.start(
      configuration, texts: ["de": ["idle.title": "Hallo"]], version: "test",
      places: StationPlaces(
        configuration: "test", state: "\(scratch.path)/state", sockets: "\(scratch.path)/run"),
      world: world)
    hand = try #require(busBox.bus.withLock { $0 })
    try wait(for: "service") { note.lines.withLock { $0.contains { $0.contains("serving:") } } }
  }

  private final class Note: Sendable {
    let lines = Mutex<[String]>([])
  }

  private final class BusBox: Sendable {
    let bus = Mutex<HandBus?>(nil)
  }

  private let note = Note()
  let hand: HandBus
  var lines: [String] { note.lines.withLock { $0 } }
  var statePath: String { "\(scratch.path)/state" }
  var citizenPath: String { "\(scratch.path)/run/\(SocketName.citizen)" }
  var staffPath: String { "\(scratch.path)/run/\(SocketName.staff)" }

  func citizen() throws -> Client { try Client(citizenPath) }
  func staff() throws -> Client { try Client(staffPath) }

  func stop() {
    running?.stop()
    running = nil
  }

  deinit { running?.stop() }

  /// One order, deposited by a clerk; its code.
  func deposited(_ id: String = "A-1", slip: String = "4711 0815") throws -> String {
    let clerk = try staff()
    let row = OrderImportRow(
      id: id, documents: ["passport"], serials: ["C01X00T47"], name: "Erika Mustermann", phone: nil,
      email: nil, slip: slip.filter { $0 != " " }, birthDate: "1964-08-12", size: "S", low: false,
      counterOnly: false, pinLetterConfirmed: true, language: "de")
    try clerk.ask(.importOrders([row]))
    guard case .imported(let result)? = try clerk.staff(), result.announced == 1 else {
      throw TooLate(what: "import")
    }
    try clerk.ask(.deposit(order: id, compartment: 3))
    let view = try clerk.phase("sent")
    hand.move(0, 2, .open)
    _ = try clerk.phase("open")
    hand.move(0, 2, .closed)
    _ = try clerk.phase("closed")
    try clerk.ask(.confirmEmpty(operation: view.operation, isEmpty: true))
    _ = try clerk.staff()
    try clerk.ask(.confirmDeposit(operation: view.operation, present: view.parts.map(\.id)))
    _ = try clerk.phase("settled")
    try clerk.ask(.letter(order: id))
    while let reply = try clerk.staff() {
      if case .letter(let letter) = reply { return letter.code }
    }
    throw TooLate(what: "letter")
  }
}

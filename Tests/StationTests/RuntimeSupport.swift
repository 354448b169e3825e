// A station in a directory of its own, with stand-ins for everything outside it, and waits that end.

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
    configuration text: String = TestStation.configuration, manager: ServiceManager? = nil
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
      now: {
        var time = clock.now()
        time.moment.monotonic += note.passed.withLock { $0 }
        return time
      },
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
      identify: { _, _ in StaffIdentity(user: 1234, login: "clerk", roles: roles) }, limits: limits,
      manager: manager)
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
    let passed = Mutex<Int64>(0)
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

  /// As if the check of the journal had found something.
  func damage(_ what: String) { running?.post(.damaged(what)) }

  /// Time passes for the station; it notices with the next input.
  func pass(milliseconds: Int64) { note.passed.withLock { $0 += milliseconds } }

  /// The same for another thread.
  var passing: @Sendable (Int64) -> Void {
    let note = note
    return { milliseconds in note.passed.withLock { $0 += milliseconds } }
  }

  /// From now on each append takes so long for the station; `meanwhile` happens during it.
  func stall(milliseconds: Int64, meanwhile: @escaping @Sendable () -> Void = {}) {
    let note = note
    journal.shared.withLock {
      $0.stall = {
        note.passed.withLock { $0 += milliseconds }
        meanwhile()
      }
    }
  }

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

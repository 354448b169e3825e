// A journal in a directory of its own, a station that decides and writes into it, and a chance that obeys a seed.

import Crypto
import GRDB
import Glibc
import Handover
import Secrets
import Testing

@testable import Journal

/// A directory that goes with the test.
final class Scratch {
  let path: String

  init() {
    var template = Array("/tmp/kiosk-journal-XXXXXX".utf8CString)
    path = String(cString: mkdtemp(&template)!)
  }

  deinit { run("rm", "-rf", path) }

  var database: String { "\(path)/journal.sqlite" }
  var key: String { "\(path)/station.key" }
  var publicKey: PublicKey {
    try! PublicKey(raw: testKeys().signing.publicKey.raw)
  }
}

/// The same keys in every test.
func testKeys(_ number: UInt8 = 7) throws -> StationSecrets {
  try StationSecrets(
    seed: Secret([UInt8](repeating: number, count: 32)),
    hmacKey: Secret([UInt8](repeating: number + 1, count: 32)))
}

/// Runs a program to its end and gives its status and what it wrote.
@discardableResult
func run(_ program: String, _ arguments: String...) -> (status: Int32, output: String) {
  let quoted = ([program] + arguments).map { "'" + $0.split(separator: "'").joined(separator: "'\\''") + "'" }
  guard let pipe = popen(quoted.joined(separator: " ") + " 2>&1", "r") else { return (-1, "") }
  var output: [UInt8] = []
  while true {
    let byte = fgetc(pipe)
    if byte == EOF { break }
    output.append(UInt8(byte))
  }
  return (pclose(pipe) >> 8, String(decoding: output, as: UTF8.self))
}

/// Runs SQL on a file that no journal has open, without waiting for the disk; gives the first column of all rows.
@discardableResult
func sqlite(_ file: String, _ sql: String) throws -> [String] {
  var configuration = GRDB.Configuration()
  configuration.foreignKeysEnabled = false
  let queue = try DatabaseQueue(path: file, configuration: configuration)
  defer { try? queue.close() }
  return try queue.writeWithoutTransaction { db in
    try db.execute(sql: "PRAGMA synchronous = OFF")
    var values: [String] = []
    let statements = try db.allStatements(sql: sql)
    while let statement = try statements.next() {
      values += try Row.fetchAll(statement).map {
        ($0[0] as DatabaseValue).storage.value.map { "\($0)" } ?? ""
      }
    }
    return values
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

let clerk = Actor(role: .staff, user: 1001)
let citizen = Actor(role: .citizen, user: 999)

func hash(_ text: String) -> KeyedHash { KeyedHash(SHA256.digest(of: Array(text.utf8)).bytes) }

func person(_ number: Int) -> Personal {
  Personal(
    register: hash("register \(number)"), identifiers: [hash("phone \(number % 3)"), hash("slip \(number)")],
    birthDate: hash("1970-01-0\(number % 9)"), serials: [hash("serial \(number)")], name: "Name \(number)",
    phone: "+4915100000\(number)", email: "n\(number)@example.org", slip: "S\(number)", language: "de")
}

func plan(_ number: Int) -> CompartmentPlan {
  CompartmentPlan(
    number: number, lock: LockAddress(bus: 0, board: (number - 1) / 12, lock: (number - 1) % 12),
    size: .small,
    isLow: true, row: 1, column: number)
}

/// A station that decides and writes, without boards and people.
final class Writer {
  let journal: SQLiteJournal
  var state: State
  var wall: Int64 = 1_795_000_000_000
  var day = CivilDay(year: 2026, month: 11, day: 22)!

  init(_ directory: String) throws {
    journal = try SQLiteJournal(directory: directory) { try testKeys() }
    state = try journal.load()
  }

  func act(_ actor: Actor = clerk, note: SideChange? = nil, _ body: (inout Decision) throws -> Void) throws {
    wall += 1234
    let now = Moment(wall: wall, monotonic: wall - 1_794_000_000_000, boot: 0xB007, day: day)
    var policy = Policy()
    policy.fourEyes = false
    var decision = Decision(state, actor: actor, now: now, policy: policy, note: note)
    try body(&decision)
    for case .append(let batch) in decision.effects { try append(batch) }
  }

  func append(_ batch: [Entry]) throws {
    var after = state
    for entry in batch { after.apply(entry.record) }
    try journal.append(batch, before: state, after: after)
    state = after
  }

  /// One record of any kind; whether it makes sense is not asked.
  func append(_ event: Event, side: [SideChange] = []) throws {
    let record = Record(
      sequence: state.nextSequence, time: Moment(wall: wall, monotonic: 5, boot: 6, day: day), actor: clerk,
      event: event)
    try append([Entry(record: record, side: side)])
  }

  /// Founding, configuration, one deposit and one pickup: 20 records and a few.
  func pickup() throws {
    let closed = DoorSight(.closed)
    let order = OrderID(0x1122_3344_5566_7788)
    try act(.station) {
      $0.found(station: 0xABCD_EF01_2345_6789)
      $0.start(version: "1.0")
      try $0.configure([plan(1), plan(2)])
    }
    try act(note: .note(login: "meier", reason: "Lieferung")) {
      $0.announce(order, OrderFacts(documents: DocumentSet([.passport])), person(1))
    }
    try act { try $0.openForDeposit(order, at: 1, sight: closed) }
    let deposit = state.operationIDs[0]
    try act(.station) { $0.unlockReported($0.state.operations[deposit]!.ref, .sent(complete: true)) }
    try act(.station) { $0.doorSeen(1, DoorSight(.open), .seen) }
    try act { try $0.confirmEmpty(deposit, true) }
    try act(.station) { $0.doorSeen(1, closed, .seen) }
    try act {
      try $0.confirmDeposit(deposit, present: DocumentSet([.passport]).parts, witness: 1002)
    }
    try act(citizen) { $0.identify(order, slot: nil) }
    try act(citizen) { try $0.openForHandover(order, sight: closed) }
    let handover = state.operationIDs[0]
    try act(.station) { $0.unlockReported($0.state.operations[handover]!.ref, .sent(complete: true)) }
    try act(.station) { $0.doorSeen(1, DoorSight(.open), .seen) }
    try act(.station) { $0.doorSeen(1, closed, .seen) }
    try act(citizen) { try $0.answerTaken(handover, true) }
  }
}

// The memory of a real station with 48 doors that has been used: it starts on an empty directory before simulated
// boards, takes an import, deposits and pickups, and is looked at then.

import Glibc
import Messages
import Secrets

enum StationMemory {
  static let boards = 3
  static let locksPerBoard = 16
  static let orders = 24
  static let coilRestMilliseconds = 2500

  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    var anonymous = Samples()
    var proportional = Samples()
    var references = (anonymous: Samples(), proportional: Samples())
    for _ in 0..<options.count(3, quick: 1) {
      let scratch = try Scratch()
      let wall = try SimulatedWallProcess(programs, scratch, boards: boards, locks: locksPerBoard)
      let station = try start(programs, scratch, wall)
      let day = try Workday(scratch: scratch.path, wall: wall)
      try day.importOrders(orders)
      for number in 0..<3 { try day.deposit(number) }
      // A coil rests after a pulse.
      Clock.pause(milliseconds: coilRestMilliseconds)
      for number in 0..<2 { try day.pickup(number) }
      let memory = try station.memory()
      anonymous.add(memory.anonymous)
      proportional.add(memory.proportional)
      let other = try wall.process.memory()
      references.anonymous.add(other.anonymous)
      references.proportional.add(other.proportional)
      station.end()
    }
    let doings = "48 doors, \(orders) orders, 3 deposits, 2 pickups"
    return [
      Row(
        name: "station.memory", value: anonymous.median, unit: "MB", reference: references.anonymous.median,
        against: "anonymous; `kiosk simulate board`, the same program in another role; \(doings)",
        aim: .valueAtMost(12)),
      Row(
        name: "station.memory.pss", value: proportional.median, unit: "MB",
        reference: references.proportional.median,
        against: "PSS; `kiosk simulate board`, the same program in another role", aim: .none),
    ]
  }

  static func start(
    _ programs: Programs, _ scratch: Scratch, _ wall: SimulatedWallProcess, content: String? = nil
  ) throws(BenchProblem) -> ChildProcess {
    let file = "\(scratch.path)/Kiosk.conf"
    let boardTables = (0..<boards).map { "[[bus.board]]\naddress = \($0)\nlocks = \(locksPerBoard)\n" }
    let text = """
      [station]
      town = "\(PretendedStation.town)"
      content = "\(content ?? programs.content)"
      [counter]
      name = "Bürgeramt, Schalter 3"
      address = "Am Markt 1"
      hours = ["Mo bis Fr 8:00 bis 12:00 Uhr"]
      phone = "0999 123-0"
      [deposit]
      four_eyes = false
      [journal]
      disk_floor_megabytes = 16
      ballast_megabytes = 0
      [[bus]]
      name = "wall"
      path = "\(wall.link)"
      \(boardTables.joined())
      [wall]
      rows = \(boards)
      columns = \(locksPerBoard)
      [[compartments]]
      count = \(boards * locksPerBoard)
      bus = "wall"

      """
    if let problem = writeFile(file, Array(text.utf8)) { throw problem }
    let log = "\(scratch.path)/station.log"
    let station = try ChildProcess(
      programs.kiosk,
      ["station", "--config", file, "--state", "\(scratch.path)/state", "--socket", scratch.path], .file(log))
    do throws(BenchProblem) {
      try wait("the station's sockets", milliseconds: 10_000) {
        unsafe !station.isAlive || access("\(scratch.path)/\(SocketName.staff)", F_OK) == 0
      }
      guard station.isAlive else { throw BenchProblem("kiosk station ended at once") }
    } catch {
      let said = readFile(log).map { String(decoding: $0.prefix(600), as: UTF8.self) } ?? ""
      throw BenchProblem("\(error.sentence); it says: \(said)")
    }
    return station
  }
}

/// A clerk and a citizen who know what to do, and the hands at the doors.
private final class Workday {
  private let scratch: String
  private let wall: WallHands
  private let clerk: FrameConnection
  private var ids: [String] = []

  init(scratch: String, wall: SimulatedWallProcess) throws(BenchProblem) {
    self.scratch = scratch
    self.wall = try WallHands(path: wall.control)
    clerk = try FrameConnection(path: "\(scratch)/\(SocketName.staff)")
    try ask(.hello(version: protocolVersion)) { reply -> Bool? in
      if case .welcome = reply { true } else { nil }
    }
    let end = Clock.nanoseconds + 15_000_000_000
    while true {
      let status = try ask(.status) { if case .status(let status) = $0 { status } else { nil } }
      if status.service == "in-service" { break }
      guard Clock.nanoseconds < end else { throw BenchProblem("the station stays \(status.service)") }
      try Interruption.check()
      Clock.pause(milliseconds: 50)
    }
  }

  /// Asks, and passes over what is said about operations that go on meanwhile, until the answer comes.
  @discardableResult
  private func ask<Answer>(
    _ request: StaffRequest, _ answer: (StaffReply) -> Answer?
  ) throws(BenchProblem) -> Answer {
    try clerk.send(request)
    return try hear(answer)
  }

  private func hear<Answer>(_ answer: (StaffReply) -> Answer?) throws(BenchProblem) -> Answer {
    var last = "nothing"
    for _ in 0..<100 {
      let reply: StaffReply
      do throws(BenchProblem) {
        reply = try clerk.receive(StaffReply.self)
      } catch {
        throw BenchProblem("\(error.sentence); the station last said: \(last)")
      }
      if case .refused(let refused) = reply { throw BenchProblem("the station refuses: \(refused.message)") }
      if let wanted = answer(reply) { return wanted }
      last = "\(reply)"
    }
    throw BenchProblem("the station talks of something else: \(last)")
  }

  /// An operation in this phase.
  private static func phase(_ phase: String) -> (StaffReply) -> OperationView? {
    { reply in
      guard case .operation(let view) = reply, view.phase == phase else { return nil }
      return view
    }
  }

  func importOrders(_ count: Int) throws(BenchProblem) {
    let rows = (0..<count).map { number in
      OrderImportRow(
        id: "R\(1000 + number)", documents: ["passport"], serials: ["C01X\(10_000 + number)"],
        name: "Erika Muster \(number)", phone: Self.phone(number), email: nil, slip: nil,
        birthDate: "1985-03-17", size: "S", low: false, counterOnly: false, pinLetterConfirmed: true,
        language: "de")
    }
    let result = try ask(.importOrders(rows)) { if case .imported(let result) = $0 { result } else { nil } }
    guard result.announced == count else {
      throw BenchProblem("the station did not take \(count) orders")
    }
    ids = rows.map(\.id)
  }

  private static func phone(_ number: Int) -> String { "+49170\(1_000_000 + number)" }

  func deposit(_ number: Int) throws(BenchProblem) {
    let opened = try ask(.deposit(order: ids[number], compartment: nil), Self.phase("open"))
    try clerk.send(StaffRequest.confirmEmpty(operation: opened.operation, isEmpty: true))
    try closeDoor(opened.compartment)
    let closed = try hear(Self.phase("closed"))
    try ask(
      .confirmDeposit(operation: closed.operation, present: closed.parts.map(\.id)), Self.phase("settled"))
  }

  private func closeDoor(_ compartment: Int) throws(BenchProblem) {
    let lock = compartment - 1
    try wall.say(
      "close \(lock / StationMemory.locksPerBoard) \(lock % StationMemory.locksPerBoard)\n")
  }

  func pickup(_ number: Int) throws(BenchProblem) {
    let letter = try ask(.letter(order: ids[number])) {
      if case .letter(let letter) = $0 { letter } else { nil }
    }
    let citizen = try FrameConnection(path: "\(scratch)/\(SocketName.citizen)")
    var stage = Stage.idle
    func say(_ request: CitizenRequest, _ secret: String? = nil) throws(BenchProblem) {
      try citizen.send(request, secret: secret.map { Secret(Array($0.utf8)) })
    }
    func see(_ isWanted: (Stage) -> Bool) throws(BenchProblem) {
      for _ in 0..<50 {
        let reply: CitizenReply
        do throws(BenchProblem) {
          reply = try citizen.receive(CitizenReply.self)
        } catch {
          throw BenchProblem("\(error.sentence); a pickup stands at \(stage)")
        }
        switch reply {
        case .snapshot(let snapshot):
          stage = snapshot.stage
          if isWanted(stage) { return }
        case .refused(let refused): throw BenchProblem("the station refuses: \(refused.message)")
        case .welcome: continue
        }
      }
      throw BenchProblem("a pickup stands still at \(stage)")
    }
    try say(.hello(version: protocolVersion))
    try see { $0 == .idle }
    try say(.beginPickup)
    try see { $0 == .number }
    try say(.number, "0" + Self.phone(number).dropFirst(3))
    try see { if case .code = $0 { true } else { false } }
    try say(.code, String(letter.code.filter(\.isNumber)))
    // One set alone needs no choice.
    try see {
      switch $0 {
      case .waiting, .birthDate: true
      default: false
      }
    }
    if case .waiting = stage {
      try say(.choose([0]))
      try see { if case .birthDate = $0 { true } else { false } }
    }
    try say(.birthDate, "1985-03-17")
    try see { if case .ready = $0 { true } else { false } }
    try say(.open)
    var compartment = 0
    try see {
      guard case .open(_, let number) = $0 else { return false }
      compartment = number
      return true
    }
    try closeDoor(compartment)
    try see { if case .askTaken = $0 { true } else { false } }
    try say(.answerTaken(true))
    try see { if case .done = $0 { true } else { false } }
    try say(.end)
    try see { $0 == .idle }
  }
}

/// The control socket of the simulated wall: a line, an answer.
private final class WallHands {
  private let connection: FrameConnection

  init(path: String) throws(BenchProblem) { connection = try FrameConnection(path: path) }

  func say(_ line: String) throws(BenchProblem) {
    let bytes = Array(line.utf8)
    let sent = unsafe bytes.withUnsafeBytes { unsafe write(connection.descriptor, $0.baseAddress!, $0.count) }
    guard sent == bytes.count, isReadable(connection.descriptor, milliseconds: 3000) else {
      throw BenchProblem("the simulated boards do not answer")
    }
    let answer = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, unsafe read(connection.descriptor, buffer.baseAddress!, buffer.count))
    }
    guard String(decoding: answer, as: UTF8.self).contains("\"ok\":true") else {
      throw BenchProblem("the simulated boards refuse: \(line)")
    }
  }
}

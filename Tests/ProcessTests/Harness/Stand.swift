// A test stand: one wall of simulated boards, one station on it, a screen, a clerk and a follower of the journal, in
// one thread that waits for all of them at once. Scripts say what people do; `pump` is where time passes.

import Foundation
import Messages

final class Stand {
  struct TimedOut: Error, CustomStringConvertible {
    var description: String
  }

  let scratch: Scratch
  let wall: Wall
  var file: StationFile
  var station: ChildProcess?
  var citizen: CitizenSocket?
  var staff: StaffSocket?
  var follower: StaffSocket?
  /// JSON lines of records as the station told them, of all its lives.
  var followed: [String] = []
  /// The latest view of each operation.
  var views: [Int64: OperationView] = [:]
  private var answers: [StaffReply] = []
  /// Doors as the boards say they truly are.
  private(set) var openDoors: Set<Int> = []
  /// When each lock had its last pulse: a coil has to rest.
  private var pulsedAt: [Int: Int64] = [:]
  var starts = 0
  /// Looks at each thing that happens; it may end the station and throw.
  var onTruth: ((TruthLine) throws -> Void)?
  var onRecords: ((Int) throws -> Void)?
  var stateWatch: DirectoryWatch?
  var onStateChange: ((DirectoryWatch.Change) throws -> Void)?
  /// What to write before the station's own arguments, for a tracer.
  var tracer: [String] = []
  /// What the station finds in its environment besides ours.
  var environment: [String: String] = [:]

  var state: String { scratch.file("state") }
  var sockets: String { scratch.file("run") }
  var configuration: String { scratch.file("Kiosk.conf") }
  var database: String { "\(state)/journal.sqlite" }
  var publicKey: String { "\(state)/journal.pub" }

  init(
    _ name: String, boards: Int = 1, itemSensor: Bool = false,
    _ change: (inout StationFile) -> Void = { _ in }
  ) throws {
    scratch = try Scratch(name)
    var file = StationFile(boards: boards, link: scratch.file("wall"), itemSensor: itemSensor)
    change(&file)
    self.file = file
    try scratch.write(file.text, to: "Kiosk.conf")
    try FileManager.default.createDirectory(atPath: scratch.file("state"), withIntermediateDirectories: true)
    chmod(scratch.file("state"), 0o700)
    wall = try Wall(
      boards: boards, in: scratch, baud: file.baud, itemSensor: itemSensor, dialect: file.dialect)
  }

  deinit {
    station?.end()
    wall.process.end()
  }

  /// Starts the station and returns at once.
  func launch() throws {
    starts += 1
    stateWatch = DirectoryWatch(state)
    station = try ChildProcess(
      tracer + [
        Products.path("kiosk"), "station", "--config", configuration, "--state", state, "--socket", sockets,
      ], name: "station-\(starts)", in: scratch, environment: environment)
  }

  /// Connects screen, clerk and follower, and waits until the station serves.
  func start(seconds: Double = 40) throws {
    try launch()
    try connect(seconds: seconds)
    try waitForService(seconds: seconds)
  }

  func connect(seconds: Double = 40) throws {
    let child = station
    let isAlive = { () -> Bool in
      try? self.lookAround()
      return child?.isRunning == true
    }
    staff = try StaffSocket(sockets, seconds: seconds, while: isAlive)
    follower = try StaffSocket(sockets, seconds: seconds, while: isAlive)
    citizen = try CitizenSocket(sockets, seconds: seconds, while: isAlive)
    answers = []
    _ = try answer(seconds: seconds)  // to the clerk's hello
    try follower?.send(.follow(from: Int64(followed.count) + 1))
  }

  func waitForService(seconds: Double = 40) throws {
    let deadline = monotonicMilliseconds() + Int64(seconds * 1000)
    while true {
      let report = try status()
      if report.service == "in-service" { return }
      guard report.service != "safe-mode", monotonicMilliseconds() < deadline else {
        throw TimedOut(description: "the station does not serve: \(report.service) \(report.safeMode)")
      }
      // A reading of the boards comes as a snapshot: out of service no more.
      let seen = citizen?.snapshots ?? 0
      _ = try? wait("a snapshot", seconds: 0.2) { (citizen?.snapshots ?? 0) > seen }
    }
  }

  /// Lets go of the sockets of a station that has ended.
  func disconnect() {
    citizen = nil
    staff = nil
    follower = nil
    views = [:]
  }

  /// As `kill -9`.
  func killStation() {
    station?.kill()
    disconnect()
  }

  /// SIGTERM; the exit status.
  func stopStation(seconds: Double = 20) -> Int32? {
    station?.signalGroup(SIGTERM)
    let status = station?.wait(seconds: seconds)
    disconnect()
    return status
  }

  // MARK: Waiting

  /// Waits until `condition` holds; everything that happens meanwhile is taken in.
  func wait(_ what: String, seconds: Double = 20, until condition: () throws -> Bool) throws {
    let deadline = monotonicMilliseconds() + Int64(seconds * 1000)
    while true {
      try lookAround()
      if try condition() { return }
      let rest = deadline - monotonicMilliseconds()
      guard rest > 0 else { throw TimedOut(description: "waited \(seconds) s for \(what); \(situation)") }
      if station?.isRunning == false, citizen?.socket.isAtEnd == true {
        throw TimedOut(
          description: "the station ended while we waited for \(what): \(station?.errorText ?? "")")
      }
      sleepUntilSomething(milliseconds: min(rest, 100))
    }
  }

  /// A time in which people do nothing: everything goes on.
  func linger(milliseconds: Int64) throws {
    let end = monotonicMilliseconds() + milliseconds
    while true {
      try lookAround()
      let rest = end - monotonicMilliseconds()
      guard rest > 0 else { return }
      sleepUntilSomething(milliseconds: rest)
    }
  }

  /// How long this lock's coil still has to rest, in ms.
  func restLeft(_ compartment: Int) -> Int64 {
    max(0, (pulsedAt[compartment] ?? .min / 2) + Self.restMilliseconds - monotonicMilliseconds())
  }

  /// A little more than what the station keeps between two pulses of a lock.
  static let restMilliseconds: Int64 = 2100

  private func sleepUntilSomething(milliseconds: Int64) {
    let sockets = [citizen?.socket, staff?.socket, follower?.socket].compactMap { $0 }
    let open = sockets.filter { !$0.isAtEnd }.map(\.descriptor)
    let all = open + [wall.watchDescriptor] + (stateWatch.map { [$0.descriptor] } ?? [])
    var polled = all.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = poll(&polled, nfds_t(polled.count), Int32(milliseconds))
  }

  /// Takes in what has happened, without waiting. Whoever looks on and throws does so after all of it is taken in.
  func lookAround() throws {
    var failure: (any Error)?
    func tell(_ body: () throws -> Void) {
      do { try body() } catch { failure = failure ?? error }
    }
    for line in try wall.news() {
      switch line.event {
      case .doorOpened: openDoors.insert(line.compartment)
      case .doorClosed: openDoors.remove(line.compartment)
      case .pulse: pulsedAt[line.compartment] = monotonicMilliseconds()
      default: break
      }
      tell { try onTruth?(line) }
    }
    for case .records(let lines, _) in try follower?.take() ?? [] {
      followed += lines
      tell { try onRecords?(lines.count) }
    }
    for change in stateWatch?.changes() ?? [] { tell { try onStateChange?(change) } }
    for reply in try staff?.take() ?? [] {
      // A view is the answer to what was asked, and also comes by itself.
      if case .operation(let view) = reply { views[view.operation] = view }
      answers.append(reply)
    }
    try citizen?.update()
    if let failure { throw failure }
  }

  private var situation: String {
    "screen: \(citizen?.snapshot.map { "\($0.stage)" } ?? "none"); operations: "
      + "\(views.values.map { "\($0.purpose) \($0.compartment) \($0.phase)" }); open: \(openDoors.sorted()); "
      + "log: \(station?.errorText.suffix(600) ?? "")"
  }

  // MARK: Asking

  /// The answer of staff's last request, whatever it is.
  private func answer(seconds: Double = 20) throws -> StaffReply {
    try wait("an answer", seconds: seconds) { !answers.isEmpty }
    return answers.removeFirst()
  }

  /// Asks as a clerk; a refusal is an answer too. Views that come by themselves meanwhile are no answers.
  func ask(_ request: StaffRequest) throws -> StaffReply {
    answers = []
    guard let staff else { throw TimedOut(description: "nobody is connected") }
    try staff.send(request)
    while true {
      let reply = try answer()
      guard case .operation = reply, !request.isAnsweredByView else { return reply }
    }
  }

  func status() throws -> StatusReport {
    guard case .status(let report) = try ask(.status) else { throw TimedOut(description: "no status") }
    return report
  }

  func compartmentRows() throws -> [CompartmentRow] {
    guard case .compartments(let rows) = try ask(.compartments) else { return [] }
    return rows
  }

  func reviewRows() throws -> [ReviewRow] {
    guard case .review(let rows) = try ask(.review) else { return [] }
    return rows
  }

  /// Records of the file, by the product's own command; the station is to be stopped.
  func exported() throws -> [String] {
    let run = try ChildProcess.run(
      [Products.path("kiosk"), "journal", "export", database], name: "export", in: scratch)
    guard run.status == 0 else { throw TimedOut(description: "export: \(run.status) \(run.error)") }
    return run.output.split(separator: "\n").map(String.init)
  }

  func verify() throws -> (status: Int32, output: String, error: String) {
    try ChildProcess.run(
      [Products.path("kiosk"), "journal", "verify", database, "--key", publicKey], name: "verify", in: scratch
    )
  }
}

extension StaffRequest {
  /// Its answer is an operation's view.
  fileprivate var isAnsweredByView: Bool {
    switch self {
    case .deposit, .confirmEmpty, .confirmDeposit, .cancelDeposit, .retrieve, .answerRetrieval, .again,
      .giveUp, .watch:
      true
    default: false
    }
  }
}

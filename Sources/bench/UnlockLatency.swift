// How long an unlock takes from the command to the last bit of its frame on the wire, while polling goes on: the bus
// driver of the product on a pseudo-terminal, behind it the simulated boards, paced as 19200 baud would pace them.

import Glibc
import Lockers
import Simulators
import Synchronization

enum UnlockLatency {
  static let boards = 10
  static let locks = 16
  static let pulseMilliseconds = 10
  /// Between two commands, in ms: longer than the silence after an unlock, and never in step with polling.
  static let pauseMilliseconds = 80...180
  static let waitMillisecondsMax = 5000

  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    let scratch = try Scratch()
    let wall = try SimulatedWallProcess(
      programs, scratch, boards: boards, locks: locks, extra: ["--pulse", "\(pulseMilliseconds)"])
    let bus = try TimedBus(link: wall.link)
    defer { bus.driver.stop() }
    try wait("the boards to be read") { bus.isReady }
    var chance = SeededChance(state: 19_200)
    var truth = TruthReader(path: wall.truth)
    var samples = Samples()
    var watched = 0
    for number in 0..<options.count(250, quick: 40) {
      Clock.pause(milliseconds: Int.random(in: pauseMilliseconds, using: &chance))
      // One operation at a time is watched closely, as in the station.
      bus.driver.unfocus(board: watched)
      let position = LockPosition(board: number % boards, lock: number / boards % locks)
      watched = position.board
      let asked = BusDriver.now()
      bus.driver.unlock(
        position, token: BusToken(UInt64(number)), expires: asked.advanced(milliseconds: waitMillisecondsMax))
      try wait("an unlock to be sent") { bus.result(number) != nil }
      if let result = bus.result(number), result != .sent { throw BenchProblem("an unlock was \(result)") }
      var heard: Int64?
      try wait("the board to hear an unlock") {
        heard = truth.unlockFrame(board: position.board, lock: position.lock)
        return heard != nil
      }
      guard let heard else { continue }
      samples.add(Double(heard - Clock.realAheadMicroseconds - asked.microseconds) / 1000)
    }
    let exchange = WireTime.statusBytes(.kerong)
    let baud = 19_200
    // A command waits at most for the exchange that has begun and the silence after it; then it needs its own time.
    let turnAround = SimulatedWall(boards: 1).turnAroundMicroseconds
    let oneExchange =
      Double(
        WireTime.exchangeMicroseconds(sent: exchange.sent, received: exchange.received, baud: baud)
          + turnAround)
      / 1000
    let own = Double(WireTime.microseconds(bytes: WireTime.unlockBytes(.kerong), baud: baud)) / 1000
    let gap = Double(BusConfiguration(path: "-", boards: []).gapMilliseconds)
    return [
      Row(
        name: "unlock.latency", value: samples.median, unit: "ms", reference: oneExchange,
        against: "one status exchange with turn-around by wire time; \(samples.count) unlocks",
        aim: .ratioAtMost(1, words: "one exchange")),
      Row(
        name: "unlock.latency.p99", value: samples.percentile(99), unit: "ms",
        reference: oneExchange + gap + own,
        against: "the worst by wire time: one exchange, the gap after it, the unlock frame itself",
        aim: .none),
    ]
  }
}

/// Waits, in short steps, until something is so; not for ever.
func wait(
  _ what: String, milliseconds: Int = UnlockLatency.waitMillisecondsMax, stepMilliseconds: Int = 2,
  until isSo: () -> Bool
) throws(BenchProblem) {
  let end = Clock.nanoseconds + Int64(milliseconds) * 1_000_000
  while !isSo() {
    try Interruption.check()
    guard Clock.nanoseconds < end else { throw BenchProblem("waited \(milliseconds) ms in vain for \(what)") }
    Clock.pause(milliseconds: stepMilliseconds)
  }
}

/// The product's bus driver, and what it has said.
private final class TimedBus: Sendable {
  private struct Said {
    var isReady = false
    var results: [UInt64: UnlockResult] = [:]
  }

  private final class Ear: Sendable {
    let said = Mutex(Said())
  }

  let driver: BusDriver
  private let ear: Ear

  init(link: String) throws(BenchProblem) {
    let boards = (0..<UnlockLatency.boards).map { address in
      var board = BoardConfiguration(address: address)
      board.pulseMilliseconds = UnlockLatency.pulseMilliseconds
      // As these boards are: silent after an unlock.
      board.answersUnlock = .never
      return board
    }
    var configuration = BusConfiguration(path: link, boards: boards)
    configuration.supplyPauseMilliseconds = 0
    let ear = Ear()
    self.ear = ear
    do {
      driver = try BusDriver(configuration) { event in
        switch event {
        case .allBoardsRead: ear.said.withLock { $0.isReady = true }
        case .unlock(let token, let result, _): ear.said.withLock { $0.results[token.value] = result }
        default: break
        }
      }
      try driver.start()
    } catch {
      throw BenchProblem("no bus driver to be had: \(error)")
    }
  }

  var isReady: Bool { ear.said.withLock { $0.isReady } }
  func result(_ number: Int) -> UnlockResult? { ear.said.withLock { $0.results[UInt64(number)] } }
}

/// `kiosk simulate board` beside the bench.
final class SimulatedWallProcess {
  let link: String
  let truth: String
  let control: String
  let process: ChildProcess

  init(
    _ programs: Programs, _ scratch: Scratch, boards: Int, locks: Int, extra: [String] = []
  ) throws(BenchProblem) {
    let link = "\(scratch.path)/bus"
    self.link = link
    truth = "\(scratch.path)/truth.jsonl"
    control = "\(scratch.path)/wall.sock"
    process = try ChildProcess(
      programs.kiosk,
      [
        "simulate", "board", "--boards", "\(boards)", "--locks", "\(locks)", "--link", link, "--truth", truth,
        "--control", control,
      ] + extra, .file("\(scratch.path)/wall.log"))
    try wait("the simulated boards") { unsafe access(link, F_OK) == 0 }
  }
}

/// Reads the file in which the simulated boards write what truly happened, as it grows.
private struct TruthReader {
  let path: String
  private var offset = 0

  init(path: String) { self.path = path }

  /// The moment (CLOCK_REALTIME, microseconds) at which a new unlock frame for this lock was complete; nil: not yet.
  mutating func unlockFrame(board: Int, lock: Int) -> Int64? {
    guard let bytes = readFile(path, from: offset), let last = bytes.lastIndex(of: 0x0A) else { return nil }
    offset += last + 1
    for line in bytes[...last].split(separator: 0x0A) {
      let text = String(decoding: line, as: UTF8.self)
      guard text.contains("\"unlock_frame\""), Self.number(text, "board") == Double(board),
        Self.number(text, "lock") == Double(lock), let milliseconds = Self.number(text, "t")
      else { continue }
      return Int64((milliseconds * 1000).rounded())
    }
    return nil
  }

  private static func number(_ line: String, _ key: String) -> Double? {
    guard let found = line.firstRange(of: "\"\(key)\":") else { return nil }
    return Double(line[found.upperBound...].prefix { $0.isNumber || $0 == "." || $0 == "-" })
  }
}

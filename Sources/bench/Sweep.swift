// How long the whole wall takes to be read: 608 compartments on 38 boards and three lines, the bus drivers of the
// product on pseudo-terminals, behind each line a process of simulated boards, paced as 19200 baud would pace them.

import Glibc
import Lockers
import Simulators
import Synchronization

enum Sweep {
  /// Boards of each line: 38 of 16 locks are 608 compartments, and one line takes 15 at most.
  static let boards = [13, 13, 12]
  static let locks = 16
  static let baud = 19_200

  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    var places: [Scratch] = []
    var walls: [SimulatedWallProcess] = []
    var buses: [SweptBus] = []
    defer { for bus in buses { bus.driver.stop() } }
    for count in boards {
      let scratch = try Scratch()
      let wall = try SimulatedWallProcess(programs, scratch, boards: count, locks: locks)
      buses.append(try SweptBus(link: wall.link, boards: count))
      places.append(scratch)
      walls.append(wall)
    }
    try wait("the boards to be read") { buses.allSatisfy(\.isReady) }
    for bus in buses { bus.begin() }
    let sweeps = options.count(150, quick: 20)
    try wait("the sweeps", milliseconds: sweeps * 1000, stepMilliseconds: 50) {
      buses.allSatisfy { $0.sweeps >= sweeps }
    }
    if let problem = buses.compactMap(\.problem).first { throw BenchProblem(problem) }
    let rows = zip(buses, boards).enumerated().map { index, bus in
      Row(
        name: "sweep.38x16.bus\(index + 1)", value: bus.0.samples.median, unit: "ms",
        reference: ideal(boards: bus.1),
        against: "\(bus.1) boards: bytes at \(baud) baud, the configured gap, the boards' turn-around; "
          + "\(bus.0.samples.count) sweeps",
        aim: .none)
    }
    guard let slowest = rows.max(by: { $0.ratio < $1.ratio }) else { return [] }
    return [
      Row(
        name: "sweep.38x16", value: slowest.value, unit: "ms", reference: slowest.reference,
        against: "608 compartments, three lines side by side: the worst of the three, by wire time as below",
        aim: .ratioAtMost(1.15, words: "ratio <= 1.15"))
    ] + rows
  }

  /// What the wire itself needs for one sweep, in ms.
  private static func ideal(boards: Int) -> Double {
    let exchange = WireTime.statusBytes(.kerong)
    let wire = WireTime.exchangeMicroseconds(sent: exchange.sent, received: exchange.received, baud: baud)
    let turnAround = SimulatedWall(boards: 1).turnAroundMicroseconds
    let gap = Int64(BusConfiguration(path: "-", boards: []).gapMilliseconds) * 1000
    return Double(Int64(boards) * (wire + turnAround + gap)) / 1000
  }
}

/// The product's bus driver with every board watched, and the moments at which board 0 was asked.
private final class SweptBus: Sendable {
  fileprivate struct Said {
    var isReady = false
    var isCounting = false
    /// When board 0 was asked last, and how many boards were read since then.
    var beganAt: BusTime?
    var readings = 0
    var samples = Samples()
    var problem: String?
  }

  private final class Ear: Sendable {
    let said = Mutex(Said())
  }

  let driver: BusDriver
  private let ear: Ear
  private let boards: Int

  init(link: String, boards: Int) throws(BenchProblem) {
    var configuration = BusConfiguration(
      path: link, boards: (0..<boards).map { BoardConfiguration(address: $0) })
    configuration.baud = Sweep.baud
    // No rest between two sweeps: one begins as soon as the one before it has ended.
    configuration.focusMilliseconds = 20
    let ear = Ear()
    self.ear = ear
    self.boards = boards
    do {
      driver = try BusDriver(configuration) { event in
        ear.said.withLock { said in
          switch event {
          case .allBoardsRead: said.isReady = true
          case .reading(let reading): said.took(reading, boards: boards)
          case .health(let board, .unknown(let cause), _) where said.isCounting:
            said.problem = "board \(board) became unknown (\(cause)) while it was swept"
          default: break
          }
        }
      }
      try driver.start()
    } catch {
      throw BenchProblem("no bus driver to be had: \(error)")
    }
  }

  /// Watches every board from now on.
  func begin() {
    for board in 0..<boards { driver.focus(board: board) }
    ear.said.withLock { $0.isCounting = true }
  }

  var isReady: Bool { ear.said.withLock { $0.isReady } }
  var sweeps: Int { ear.said.withLock { $0.samples.count } }
  var samples: Samples { ear.said.withLock { $0.samples } }
  var problem: String? { ear.said.withLock { $0.problem } }
}

extension SweptBus.Said {
  /// A sweep lasts from one question to board 0 to the next, and has read every board once.
  fileprivate mutating func took(_ reading: BoardReading, boards: Int) {
    guard isCounting else { return }
    readings += 1
    guard reading.board == 0 else { return }
    if let beganAt, readings == boards {
      samples.add(Double(reading.askedAt.microseconds - beganAt.microseconds) / 1000)
    }
    beganAt = reading.askedAt
    readings = 0
  }
}

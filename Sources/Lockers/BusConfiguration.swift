// One serial line with its boards, and how the machine polls it. Limits have names here, so that a test and
// a technician can find them; the station reads them from its own configuration file.

/// A bus: a serial line, its settings, its boards and its rhythm.
public struct BusConfiguration: Hashable, Sendable {
  public static let bauds = [9600, 19200, 57600, 115_200]
  /// Boards on one line: RS-485 drives 32 unit loads. Kerong and xor boards run out of addresses before.
  public static let boardsMax = 32

  /// The device, best a stable name such as `/dev/serial/by-id/...` or `/dev/locker/bus1`.
  public var path: String
  /// Bits a second: 9600, 19200 (factory setting of Kerong boards), 57600 or 115200.
  public var baud = 19200
  /// Whether the adapter hands our own bytes back. Then they are expected, compared and taken away.
  public var echo = false
  /// Whether the kernel steers the direction of a real UART (TIOCSRS485). USB adapters do it themselves.
  public var rs485 = false
  /// The boards, all of one dialect, each with an address of its own.
  public var boards: [BoardConfiguration]

  /// The pause between an answer and the next request, in ms, 5...100. Without one, boards miss requests.
  public var gapMilliseconds = 5
  /// The silence that must pass after a time-out or a bad frame, in ms, 25...200 (at least 3.5 characters).
  public var quietMilliseconds = 25
  /// How long a babbling line is waited for before polling goes on all the same, in ms.
  public var quietMillisecondsMax = 250
  /// The time within which every board is read when nothing happens, in ms, 50...500.
  public var sweepMilliseconds = 500
  /// The time between two reads of a board that is in use, in ms, 20...500.
  public var focusMilliseconds = 100
  /// The time between a changed sample and the one that must confirm it, in ms, longer than contacts bounce.
  public var confirmMilliseconds = 20
  /// Misses in a row after which a board's contacts are unknown, 1...10.
  public var missesMax = 3
  /// Waits between probes of a silent board, in ms; the last one repeats.
  public var backOffMilliseconds = [1000, 2000, 5000, 10_000]
  /// The pause after a pulse before another coil of this bus may draw current, in ms.
  public var supplyPauseMilliseconds = 200

  /// Tries to open a lost line before it is called unreachable.
  public var reopenTriesMax = 5
  /// The time between these tries, in ms.
  public var reopenMilliseconds = 5000
  /// The time before the next tries at an unreachable line, in ms; it goes on for ever.
  public var unreachableMilliseconds = 60_000

  public init(path: String, boards: [BoardConfiguration]) {
    self.path = path
    self.boards = boards
  }

  /// The wire protocol of the line.
  var dialect: any Dialect { boards[0].dialect.dialect }

  /// Everything that is wrong with these settings, each with its remedy; empty when they can be used.
  public var problems: [String] {
    var found = boards.flatMap(\.problems)
    if path.isEmpty { found.append("a bus needs the path of its serial device") }
    if !Self.bauds.contains(baud) { found.append("baud \(baud): use 9600, 19200, 57600 or 115200") }
    if boards.isEmpty { found.append("a bus needs at least one board") }
    if boards.count > Self.boardsMax {
      found.append("\(boards.count) boards on one line: at most \(Self.boardsMax); use another bus")
    }
    if Set(boards.map(\.dialect)).count > 1 {
      found.append("boards of one line speak one dialect: put the others on a bus of their own")
    }
    if Set(boards.map(\.address)).count != boards.count {
      found.append("two boards have one address: give each board of a bus its own")
    }
    if boards.contains(where: { $0.dialect == .kerong && $0.address == 15 }) && boards.count > 1 {
      found.append("board 15 answers to the broadcast address: it may only stand alone on its bus")
    }
    func check(_ value: Int, _ range: ClosedRange<Int>, _ name: String) {
      if !range.contains(value) {
        found.append("\(name) \(value) is outside \(range.lowerBound)...\(range.upperBound)")
      }
    }
    check(gapMilliseconds, 5...100, "gap in ms")
    check(quietMilliseconds, 25...200, "quiet time in ms")
    check(quietMillisecondsMax, quietMilliseconds...2000, "longest quiet time in ms")
    check(sweepMilliseconds, 50...500, "sweep in ms")
    check(focusMilliseconds, 20...500, "focus in ms")
    check(confirmMilliseconds, 5...100, "confirmation in ms")
    check(missesMax, 1...10, "misses")
    check(supplyPauseMilliseconds, 0...5000, "pause of the supply in ms")
    check(reopenTriesMax, 1...100, "tries to re-open")
    check(reopenMilliseconds, 1...60_000, "time between tries in ms")
    check(unreachableMilliseconds, 1...3_600_000, "time between tries at an unreachable line in ms")
    if backOffMilliseconds.isEmpty || backOffMilliseconds.contains(where: { !(1...60_000).contains($0) }) {
      found.append("back-off needs at least one wait, each 1...60000 ms")
    }
    return found
  }
}

// Moments of a bus, and how long bytes need on its wire. Nothing here reads a clock: the driver and the
// simulator each bring their own, and all that counts is that it never runs backwards.

/// A moment of a monotonic clock, in microseconds since a start that only the clock's owner knows.
public struct BusTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Microseconds since the clock's own start.
  public var microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  public init(milliseconds: Int64) { self.microseconds = milliseconds * 1000 }

  /// Whole milliseconds since the clock's own start, rounded down.
  public var milliseconds: Int64 { microseconds / 1000 }

  public static func < (left: BusTime, right: BusTime) -> Bool { left.microseconds < right.microseconds }

  /// The moment `milliseconds` after this one.
  public func advanced(milliseconds: Int) -> BusTime {
    BusTime(microseconds: microseconds + Int64(milliseconds) * 1000)
  }

  public var description: String { "\(microseconds) µs" }
}

/// How long bytes stay on a wire of 8N1: ten bits a byte, nothing else counted.
public enum WireTime {
  /// Bits of one byte on the wire: start bit, eight data bits, stop bit.
  public static let bitsPerByte = 10

  /// Microseconds that `bytes` bytes need at `baud` bits a second, rounded up.
  public static func microseconds(bytes: Int, baud: Int) -> Int64 {
    precondition(bytes >= 0 && baud > 0)
    let bits = Int64(bytes) * Int64(bitsPerByte) * 1_000_000
    return (bits + Int64(baud) - 1) / Int64(baud)
  }

  /// Microseconds of one exchange: `sent` bytes out and `received` bytes back, without the board's turn-around.
  public static func exchangeMicroseconds(sent: Int, received: Int, baud: Int) -> Int64 {
    microseconds(bytes: sent + received, baud: baud)
  }

  /// Bytes of one status exchange (request and answer) with a board of so many locks, for a bench that has no codec.
  public static func statusBytes(_ dialect: DialectName, locks: Int = 16) -> (sent: Int, received: Int) {
    let board = board(dialect, locks)
    let codec = dialect.dialect
    return (codec.statusRequest(board).count, codec.statusAnswerLength(board))
  }

  /// Bytes of one unlock frame in a dialect.
  public static func unlockBytes(_ dialect: DialectName) -> Int {
    dialect.dialect.unlockRequest(board(dialect, 1), lock: 0).count
  }

  private static func board(_ dialect: DialectName, _ locks: Int) -> BoardConfiguration {
    var board = BoardConfiguration(address: dialect.addresses.lowerBound, dialect: dialect)
    board.lockCount = locks
    return board
  }
}

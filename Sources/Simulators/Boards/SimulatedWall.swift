// How a simulated wall of boards on one wire is built. Settings only; what boards do with them stands beside it.

/// How a simulated wall is built.
public struct SimulatedWall: Hashable, Sendable {
  public var dialect: SimulatedDialect
  /// Boards on the wire; board N has the address `firstAddress + N`.
  public var boards: Int
  public var firstAddress: Int
  /// Locks on each board: Kerong 1...16, XOR 8, 12, 18, 24, 36 or 50, Modbus 8...32.
  public var locks: Int
  /// Bits a second of the wire.
  public var baud: Int
  /// From the end of a request to the first bit of its answer, in µs. Modbus boards wait for their silence before that.
  public var turnAroundMicroseconds: Int64 = 2000
  /// When an XOR board answers an opening, in ms after it; nothing else is heard on the wire until then.
  public var openingAnswerMilliseconds = 500...1000
  /// How long a coil is energised, in ms, until the board is told otherwise.
  public var pulseMilliseconds: Int
  public var pulseForm = SimulatedPulseForm.flash
  /// From the pulse to the moving door, in ms.
  public var releaseMilliseconds = 40
  /// How long a released door waits for a hand before the latch holds again, in ms.
  public var handMilliseconds = 10_000
  public var pull = SimulatedPull.spring
  /// Whether a contact bit of 1 means closed.
  public var closedIsOne = true
  /// Whether Kerong boards answer an unlock frame with a status frame. The others always answer.
  public var answersUnlock = false
  /// Whether item sensors are wired (Kerong only); a 1 means that an item is there.
  public var irWired = true
  /// Whether each byte comes out at its own time; otherwise an answer comes whole, at the time of its last byte.
  public var isByteByByte = false
  /// Start of the noise of `garbage`.
  public var seed: UInt64 = 1

  public init(boards: Int, dialect: SimulatedDialect = .kerong) {
    self.boards = boards
    self.dialect = dialect
    firstAddress = dialect.addresses.lowerBound
    locks = dialect.defaultLocks
    baud = dialect.defaultBaud
    pulseMilliseconds = dialect.defaultPulseMilliseconds
  }

  /// What is wrong with these settings; empty when they can be used.
  public var problems: [String] {
    var found: [String] = []
    if !(1...dialect.boardsMax).contains(boards) {
      found.append("boards \(boards): use 1...\(dialect.boardsMax)")
    } else if !dialect.addresses.contains(firstAddress)
      || !dialect.addresses.contains(firstAddress + boards - 1)
    {
      let range = dialect.addresses
      found.append(
        "first address \(firstAddress): addresses are \(range.lowerBound)...\(range.upperBound), one for each board"
      )
    }
    if let problem = dialect.problem(locks: locks) { found.append(problem) }
    if ![9600, 19200, 57600, 115_200].contains(baud) {
      found.append("baud \(baud): use 9600, 19200, 57600 or 115200")
    }
    if !(10...60_000).contains(pulseMilliseconds) {
      found.append("pulse \(pulseMilliseconds) ms: use 10...60000 ms")
    }
    if pulseForm != .flash && dialect != .modbus {
      found.append("pulse form \(pulseForm.rawValue): only Modbus boards have forms")
    }
    return found
  }

  /// One byte on the wire, in µs: a start bit, eight bits, a stop bit.
  var byteMicroseconds: Int64 { (10_000_000 + Int64(baud) / 2) / Int64(baud) }

  /// The silence that ends a Modbus frame, in µs: 3.5 characters, above 19200 bits a second a fixed 1750
  /// (Modbus over serial line 1.02, section 2.5.1.1).
  var silenceMicroseconds: Int64 { baud > 19200 ? 1750 : byteMicroseconds * 7 / 2 }
}

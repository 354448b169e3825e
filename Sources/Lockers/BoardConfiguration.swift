// One lock board as it was commissioned. Everything that the makers' papers dispute (polarity, answers to
// an unlock, byte order, checksums) stands here as a setting and is never guessed at run time.

/// Whether a board answers an unlock frame. Silence is legal in every case; this only says how long to listen.
public enum UnlockAnswer: String, Hashable, Sendable {
  case never, maybe, always
}

/// The byte order of the pulse time in the frames that read and set it.
public enum PulseByteOrder: String, Hashable, Sendable {
  /// Nobody has proven it on this board: setting the time is refused.
  case unconfirmed
  case highFirst, lowFirst
}

/// A lock board: its address, its dialect, its locks and what is particular about them.
public struct BoardConfiguration: Hashable, Sendable {
  public static let statusTimeoutRange = 60...150
  public static let coolDownMillisecondsMin = 2000

  /// The address of its switches, within `dialect.addresses`; 15 of Kerong only with `allowsBroadcastAddress`.
  public var address: Int
  /// The wire protocol; the same for every board of a bus.
  public let dialect: DialectName
  /// Locks 0..<lockCount are wired; within `dialect.locks`.
  public var lockCount = 16
  /// The polarity of the contacts: true where a 1 means closed (most boards), proven at commissioning.
  public var closedIsOne = true
  /// Locks whose contact has the other polarity than `closedIsOne` says.
  public var invertedLocks: [Int] = []
  /// Locks that are out of use: always unknown, never opened.
  public var ignoredLocks: [Int] = []
  /// Whether the board answers an unlock frame.
  public var answersUnlock = UnlockAnswer.maybe
  /// Whether item sensors (IR) are wired. Without them an item is always unknown.
  public var irWired = false
  /// Whether a set IR bit means that an item is there.
  public var itemIsOne = true
  /// How long the board energises a coil, in ms. Kerong boards keep it themselves (10...60000), the others are told
  /// with every pulse: xor 300 or 1000...9000 in seconds, modbus 100...10000 in steps of 100.
  public var pulseMilliseconds: Int
  /// How a Modbus board is told to give a pulse.
  public var modbusPulse = ModbusPulse.coilFlash
  /// Status bytes in the answer of an xor board, 2...8; nil for 3, or as many as its locks need.
  public var statusBytes: Int?
  /// How long one coil rests after a pulse, in ms, at least 2000.
  public var coolDownMilliseconds = 2000
  /// How long to wait for the answer to a status request, in ms, 60...150; about 3 times what was measured.
  public var statusTimeoutMilliseconds = 100
  /// The byte order of the pulse time.
  public var pulseByteOrder = PulseByteOrder.unconfirmed
  /// Whether an answer's checksum must be right. Only to be switched off for a board that is known to err.
  public var verifiesSum = true
  /// Address 15 is also the broadcast address of the Kerong family and therefore unsafe.
  public var allowsBroadcastAddress = false

  public init(address: Int, dialect: DialectName = .kerong) {
    self.address = address
    self.dialect = dialect
    pulseMilliseconds = dialect.pulseMilliseconds
  }

  /// How long a coil rests from the start of a pulse, in ms: at least as long again as it was energised.
  var restMilliseconds: Int { max(coolDownMilliseconds, 2 * pulseMilliseconds) }

  /// Status bytes in the answer of an xor board: boards of 8 channels were seen to send 3.
  var xorStatusBytes: Int { statusBytes ?? max(3, (lockCount + 7) / 8) }

  /// Everything that is wrong with these settings, each with its remedy; empty when they can be used.
  public var problems: [String] {
    var found = dialect.dialect.problems(of: self)
    if !dialect.locks.contains(lockCount) {
      found.append("board \(address): lock count \(lockCount) is outside 1...\(dialect.locks.upperBound)")
    }
    if dialect != .kerong {
      if irWired {
        found.append("board \(address): \(dialect.rawValue) has no item sensors; switch them off")
      }
      if !verifiesSum { found.append("board \(address): \(dialect.rawValue) needs its check sum") }
    }
    for lock in invertedLocks + ignoredLocks where !(0..<lockCount).contains(lock) {
      found.append("board \(address): there is no lock \(lock); locks count from 0 to \(lockCount - 1)")
    }
    if !Self.statusTimeoutRange.contains(statusTimeoutMilliseconds) {
      found.append("board \(address): status timeout \(statusTimeoutMilliseconds) ms is outside 60...150 ms")
    }
    if coolDownMilliseconds < Self.coolDownMillisecondsMin {
      found.append("board \(address): a coil needs at least \(Self.coolDownMillisecondsMin) ms of rest")
    }
    return found
  }
}

// Many simulated boards on one wire, as a value in virtual time: bytes of the computer go in, bytes at their
// moments and the truth about doors come out. It reads no clock; the same calls give the same answers.

/// A simulated bus. Times are microseconds of any clock that does not run backwards.
public struct SimulatedBus: Hashable, Sendable {
  enum Happening: Hashable, Sendable {
    case bytes([UInt8])
    /// The adapter hands one of the computer's own bytes back.
    case echo(UInt8)
    /// A request has been heard; the whole frame with its check.
    case heard([UInt8])
    /// The silence after a Modbus frame may be over.
    case silence
    case pulse(lock: Int, board: Int, milliseconds: Int)
    /// An XOR board answers an opening; the bytes are its request.
    case answersOpening([UInt8], boards: [Int])
    case opens(lock: Int, board: Int)
    case opensUncommanded(lock: Int, board: Int)
    case hangUp(Int)
  }

  struct Entry: Hashable, Sendable {
    var at: Int64
    var happening: Happening
  }

  public let wall: SimulatedWall
  /// Boards in the order of their addresses; a twin of `duplicate-address` is the last one.
  public internal(set) var boards: [SimulatedBoard]
  public internal(set) var faults: [SimulatedFault] = []
  var agenda: [Entry] = []
  var outbox: [SimulatedOutput] = []
  var twin: Int?
  /// XOR: an opening is under way and nobody hears anything.
  var deadUntil: Int64 = .min / 2
  /// Openings of XOR boards so far: each answers at another moment.
  var openings: Int64 = 0
  var answers = 0
  private var listener = SimulatedListener()
  private var wireFreeAt: Int64 = .min / 2
  /// When the last byte of a board was on the line.
  private var lineBusyUntil: Int64 = .min / 2
  private var noise: UInt64

  public init(_ wall: SimulatedWall) {
    precondition(wall.problems.isEmpty, "wall: \(wall.problems)")
    self.wall = wall
    boards = (0..<wall.boards).map { SimulatedBoard(wall, address: wall.firstAddress + $0) }
    noise = wall.seed | 1
  }

  /// When something happens next; nil when nothing will.
  public var nextDue: Int64? { outbox.isEmpty ? agenda.first?.at : .min }

  /// Bytes that the computer began to send at `time`; they need their time on the wire.
  public mutating func receive(_ bytes: [UInt8], at time: Int64) {
    wireFreeAt = max(wireFreeAt, time)
    for byte in bytes {
      let begin = wireFreeAt
      wireFreeAt += wall.byteMicroseconds
      if faults.contains(where: { $0.kind == .echo }) { plan(.echo(byte), at: wireFreeAt) }
      var frame: [UInt8]?
      if wall.dialect == .modbus {
        listener.takeModbus(byte, from: begin, to: wireFreeAt, silence: wall.silenceMicroseconds)
        let mayBeCut = faults.contains { $0.kind == .unplug && $0.strikesUnlock }
        frame = mayBeCut && wall.dialect.isSound(listener.unfinished) ? listener.unfinished : nil
      } else {
        frame = listener.take(byte, at: wireFreeAt, wall.dialect)
      }
      guard let frame else { continue }
      if isUnlock(frame), let index = faults.firstIndex(where: { $0.kind == .unplug && $0.strikesUnlock }) {
        // The last bytes never reach the board: the plug is pulled while they are on their way.
        plan(.hangUp(faults[index].value), at: wireFreeAt - 2 * wall.byteMicroseconds)
        faults.remove(at: index)
        listener.forget()
      } else if wall.dialect != .modbus {
        plan(.heard(frame), at: wireFreeAt)
      }
    }
    if wall.dialect == .modbus { plan(.silence, at: wireFreeAt + wall.silenceMicroseconds) }
  }

  /// Lets time pass and returns what came out, in order.
  public mutating func advance(to time: Int64) -> [SimulatedOutput] {
    while let first = agenda.first, first.at <= time {
      agenda.removeFirst()
      happen(first.happening, at: first.at)
    }
    defer { outbox = [] }
    return outbox
  }

  /// Forgets what is on the wire, as when the adapter is pulled. Doors stay as they are.
  public mutating func dropWire() {
    agenda.removeAll { entry in
      switch entry.happening {
      case .bytes, .echo, .heard, .silence, .answersOpening, .hangUp: true
      case .pulse, .opens, .opensUncommanded: false
      }
    }
    listener = SimulatedListener()
  }

  mutating func plan(_ happening: Happening, at time: Int64) {
    var index = agenda.count
    while index > 0 && agenda[index - 1].at > time { index -= 1 }
    agenda.insert(Entry(at: time, happening: happening), at: index)
  }

  private mutating func happen(_ happening: Happening, at time: Int64) {
    switch happening {
    case .bytes(let bytes):
      lineBusyUntil = time
      outbox.append(.bytes(at: time, bytes))
    case .echo(let byte): outbox.append(.bytes(at: time, [byte]))
    case .heard(let frame): obey(frame, at: time)
    case .silence:
      let silence = wall.silenceMicroseconds
      guard time - listener.lastAt >= silence else { return }
      if let frame = listener.finish(silence: silence, lineBusyUntil: lineBusyUntil) { obey(frame, at: time) }
    case .pulse(let lock, let board, let milliseconds): pulse(board, lock, milliseconds, at: time)
    case .answersOpening(let frame, let boards): answerOpening(frame, boards, at: time)
    case .opens(let lock, let board): setOpen(true, board, lock, at: time)
    case .opensUncommanded(let lock, let board): setOpen(true, board, lock, at: time)
    case .hangUp(let again):
      dropWire()
      outbox.append(.hangUp(at: time, againAfterMilliseconds: again))
    }
  }

  private mutating func obey(_ frame: [UInt8], at time: Int64) {
    switch wall.dialect {
    case .kerong: obeyKerong(frame, at: time)
    case .xor: obeyXor(frame, at: time)
    case .modbus: obeyModbus(frame, at: time)
    }
  }

  /// Whether a sound request opens a single lock.
  private func isUnlock(_ frame: [UInt8]) -> Bool {
    switch wall.dialect {
    case .kerong: frame[2] == 0x31
    case .xor: frame[0] == 0x8A
    case .modbus: Self.isModbusPulse(frame)
    }
  }

  /// The boards that hear this address: one, or several when they share it.
  func struck(_ address: Int, at time: Int64) -> [Int] {
    var found = boards.indices.filter {
      $0 != twin && boards[$0].address == address && time >= boards[$0].silentUntil
    }
    if let twin, let first = found.first, fault(.duplicateAddress, board: first) != nil { found.append(twin) }
    return found
  }

  func fault(_ kind: SimulatedFault.Kind, board: Int) -> SimulatedFault? {
    faults.first { $0.kind == kind && $0.strikes(board: board) }
  }

  func tell(_ event: SimulatedTruth.Event, _ board: Int, _ lock: Int, at time: Int64) -> SimulatedOutput {
    .truth(SimulatedTruth(at: time, board: board, lock: lock, event: event))
  }

  mutating func randomBytes() -> [UInt8] {
    func next() -> UInt64 {
      noise ^= noise << 13
      noise ^= noise >> 7
      noise ^= noise << 17
      return noise
    }
    return (0..<Int(next() % 6 + 1)).map { _ in UInt8(truncatingIfNeeded: next() >> 16) }
  }
}

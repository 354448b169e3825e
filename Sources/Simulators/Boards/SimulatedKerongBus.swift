// Many simulated boards on one wire, as a value in virtual time: bytes of the computer go in, bytes at their
// moments and the truth about doors come out. It reads no clock; the same calls give the same answers.

/// A simulated bus. Times are microseconds of any clock that does not run backwards.
public struct SimulatedKerongBus: Hashable, Sendable {
  enum Happening: Hashable, Sendable {
    case bytes([UInt8])
    case heard(SimulatedRequest)
    case pulse(lock: Int, board: Int)
    case opens(lock: Int, board: Int)
    case opensUncommanded(lock: Int, board: Int)
    case hangUp(Int)
  }

  struct Entry: Hashable, Sendable {
    var at: Int64
    var happening: Happening
  }

  public let wall: SimulatedWall
  /// Boards by address; a twin of `duplicate-address` is the last one.
  public internal(set) var boards: [SimulatedKerongBoard]
  public internal(set) var faults: [SimulatedFault] = []
  var agenda: [Entry] = []
  var outbox: [SimulatedOutput] = []
  var twin: Int?
  private var assembler = SimulatedAssembler()
  private var wireFreeAt: Int64 = .min / 2
  private var cutsAt: Int64?
  private var answers = 0
  private var noise: UInt64

  public init(_ wall: SimulatedWall) {
    precondition(wall.problems.isEmpty, "wall: \(wall.problems)")
    self.wall = wall
    boards = Array(repeating: SimulatedKerongBoard(wall), count: wall.boards)
    noise = wall.seed | 1
  }

  var byteMicroseconds: Int64 { (10_000_000 + Int64(wall.baud) / 2) / Int64(wall.baud) }

  /// When something happens next; nil when nothing will.
  public var nextDue: Int64? { outbox.isEmpty ? agenda.first?.at : .min }

  /// Bytes that the computer began to send at `time`; they need their time on the wire.
  public mutating func receive(_ bytes: [UInt8], at time: Int64) {
    wireFreeAt = max(wireFreeAt, time)
    for byte in bytes {
      wireFreeAt += byteMicroseconds
      if faults.contains(where: { $0.kind == .echo }) { plan(.bytes([byte]), at: wireFreeAt) }
      guard let request = assembler.take(byte, at: wireFreeAt) else { continue }
      if request.command == 0x31,
        let index = faults.firstIndex(where: { $0.kind == .unplug && $0.strikesUnlock })
      {
        // The last bytes never reach the board: the plug is pulled while they are on their way.
        plan(.hangUp(faults[index].value), at: wireFreeAt - 2 * byteMicroseconds)
        faults.remove(at: index)
        continue
      }
      plan(.heard(request), at: wireFreeAt)
    }
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
      case .bytes, .heard, .hangUp: true
      case .pulse, .opens, .opensUncommanded: false
      }
    }
    assembler = SimulatedAssembler()
  }

  mutating func plan(_ happening: Happening, at time: Int64) {
    var index = agenda.count
    while index > 0 && agenda[index - 1].at > time { index -= 1 }
    agenda.insert(Entry(at: time, happening: happening), at: index)
  }

  private mutating func happen(_ happening: Happening, at time: Int64) {
    switch happening {
    case .bytes(let bytes): outbox.append(.bytes(at: time, bytes))
    case .heard(let request): obey(request, at: time)
    case .pulse(let lock, let board): pulse(board, lock, at: time)
    case .opens(let lock, let board): setOpen(true, board, lock, at: time)
    case .opensUncommanded(let lock, let board): setOpen(true, board, lock, at: time)
    case .hangUp(let again):
      dropWire()
      outbox.append(.hangUp(at: time, againAfterMilliseconds: again))
    }
  }

  func fault(_ kind: SimulatedFault.Kind, board: Int) -> SimulatedFault? {
    faults.first { $0.kind == kind && $0.strikes(board: board) }
  }

  func tell(_ event: SimulatedTruth.Event, _ board: Int, _ lock: Int, at time: Int64) -> SimulatedOutput {
    .truth(SimulatedTruth(at: time, board: board, lock: lock, event: event))
  }

  private mutating func obey(_ request: SimulatedRequest, at time: Int64) {
    if request.command == 0x32 {
      // Every board answers in its turn.
      var at = time
      for board in 0..<wall.boards {
        answer(board, UInt8(board * 16), 0x36, at: at)
        at += wall.turnAroundMicroseconds + 10 * byteMicroseconds
      }
      return
    }
    guard request.board < wall.boards, time >= boards[request.board].silentUntil else { return }
    let isTwinned = fault(.duplicateAddress, board: request.board) != nil && twin != nil
    let struck = isTwinned ? [request.board, twin!] : [request.board]
    switch request.command {
    case 0x30: answer(request.board, request.address, 0x35, at: time)
    case 0x31:
      for board in struck where request.lock < wall.locks {
        outbox.append(tell(.unlockFrame, board, request.lock, at: time))
        pulse(board, request.lock, at: time)
      }
      if wall.answersUnlock { answer(request.board, request.address, 0x35, at: time) }
    case 0x33:
      for board in struck {
        for lock in 0..<wall.locks { pulse(board, lock, at: time) }
      }
    case 0x37:
      if request.data.count == 2 {
        boards[request.board].pulseMilliseconds = (Int(request.data[0]) * 256 + Int(request.data[1])) * 10
      } else {
        answer(request.board, request.address, 0x38, at: time)
      }
    case 0x39:
      guard request.lock < wall.locks, let seconds = request.data.first else { return }
      outbox.append(tell(.unlockFrame, request.board, request.lock, at: time))
      plan(.pulse(lock: request.lock, board: request.board), at: time + Int64(seconds) * 1_000_000)
    default: return
    }
  }

  private mutating func answer(_ board: Int, _ address: UInt8, _ command: UInt8, at time: Int64) {
    guard time >= boards[board].silentUntil, fault(.noAnswer, board: board) == nil else { return }
    answers += 1
    let late = fault(.lateAnswer, board: board).map { Int64($0.value) * 1000 } ?? 0
    var at = time + wall.turnAroundMicroseconds + late
    var frame: [UInt8]
    if command == 0x38 {
      let units = boards[board].pulseMilliseconds / 10
      frame = SimulatedAssembler.answer(address, command, [UInt8(units / 256), UInt8(units % 256)])
    } else {
      let data = boards[board].status(wall, board: board, faults: faults, at: at)
      let shown = fault(.wrongAddress, board: board) == nil ? address : address &+ 16
      frame = SimulatedAssembler.answer(shown, command, data)
    }
    if fault(.badSum, board: board) != nil { frame[frame.count - 1] ^= 0x5A }
    if fault(.truncated, board: board) != nil { frame = Array(frame[0..<5]) }
    if let index = faults.firstIndex(where: { $0.kind == .unplug && !$0.strikesUnlock }) {
      let again = faults.remove(at: index).value
      frame = Array(frame[0..<4])
      at = transmit(frame, at: at)
      plan(.hangUp(again), at: at)
      return
    }
    if let split = fault(.split, board: board) {
      at = transmit(Array(frame[0..<4]), at: at)
      frame.removeFirst(4)
      at += Int64(split.value) * 1000
    }
    let end = transmit(frame, at: at)
    if fault(.duplicateAddress, board: board) != nil, let twin {
      let data = boards[twin].status(wall, board: twin, faults: [], at: at)
      let second = SimulatedAssembler.answer(address, command, data)
      // Now both talk at once, now one after the other.
      let begin = answers.isMultiple(of: 2) ? end + 1000 : at + 3 * byteMicroseconds / 2
      _ = transmit(second, at: begin)
    }
    if fault(.garbage, board: board) != nil { _ = transmit(randomBytes(), at: end + 5200) }
  }

  /// Puts bytes on the wire from `time` on; returns when the last one has arrived.
  private mutating func transmit(_ bytes: [UInt8], at time: Int64) -> Int64 {
    let end = time + Int64(bytes.count) * byteMicroseconds
    // Overlapping answers must mix byte by byte; anything else may come in one piece.
    if wall.isByteByByte || faults.contains(where: { $0.kind == .duplicateAddress }) {
      for (index, byte) in bytes.enumerated() {
        plan(.bytes([byte]), at: time + Int64(index + 1) * byteMicroseconds)
      }
    } else {
      plan(.bytes(bytes), at: end)
    }
    return end
  }

  private mutating func randomBytes() -> [UInt8] {
    func next() -> UInt64 {
      noise ^= noise << 13
      noise ^= noise >> 7
      noise ^= noise << 17
      return noise
    }
    return (0..<Int(next() % 6 + 1)).map { _ in UInt8(truncatingIfNeeded: next() >> 16) }
  }
}

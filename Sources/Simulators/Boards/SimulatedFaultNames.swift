// The arguments of the fault modes and the sentences that explain them. Boards and locks count from 0.

extension SimulatedFault.Kind {
  var defaultValue: Int {
    switch self {
    case .lateAnswer: 130
    case .split: 40
    case .bounce: 15
    case .opensLate: 3000
    case .uncommandedOpen: 2000
    case .reset: 1500
    case .unplug: 3000
    case .stuckBit: 1
    default: 0
    }
  }

  /// The name with its argument, as one types it.
  public var usage: String {
    switch self {
    case .echo: rawValue
    case .noAnswer, .wrongAddress, .badSum, .truncated, .garbage, .duplicateAddress, .inverted, .reset,
      .silentUnlock, .swappedOrder:
      "\(rawValue)[=BOARD]"
    case .lateAnswer, .split: "\(rawValue)[=[BOARD@]MS]"
    case .bounce, .opensLate, .uncommandedOpen: "\(rawValue)[=[[BOARD:]LOCK@]MS]"
    case .jammed: "\(rawValue)[=[BOARD:]LOCK]"
    case .stuckBit: "\(rawValue)[=[BOARD:]LOCK:0|1]"
    case .unplug: "\(rawValue)[=[unlock][@MS]]"
    }
  }

  /// What it does, in a sentence.
  public var explanation: String {
    switch self {
    case .noAnswer: "hears and obeys, but never answers"
    case .lateAnswer: "answers MS later than it should (130)"
    case .wrongAddress: "answers with the address of the next board"
    case .badSum: "answers with a wrong checksum"
    case .truncated: "answers with the first half of the bytes only"
    case .split: "answers in two bursts, MS apart (40)"
    case .echo: "the adapter hands the computer its own bytes back"
    case .garbage: "noise on the line after each answer"
    case .duplicateAddress: "a second board has the same address; its doors are board N of the truth lines"
    case .stuckBit: "the contact bit of a lock does not move (lock 0, stuck at 1)"
    case .bounce: "contacts bounce for MS after each movement (15)"
    case .inverted: "contact bits mean the opposite"
    case .jammed: "a pulse does not open the door"
    case .opensLate: "the door opens MS after the pulse (3000)"
    case .uncommandedOpen: "a door opens by itself, once, after MS (lock 0, 2000); without BOARD on board 0"
    case .reset: "the board restarts once and is silent for 1.5 s"
    case .unplug: "the adapter is pulled once in the middle of the next answer (or unlock), for MS (3000)"
    case .silentUnlock: "opens, but never answers the frame that opens"
    case .swappedOrder: "Kerong: the unlock time has its low byte first; XOR: the lowest group comes first"
    }
  }

  /// Why boards of this dialect cannot have the fault; nil when they can.
  public func problem(_ dialect: SimulatedDialect) -> String? {
    switch (self, dialect) {
    case (.swappedOrder, .modbus): "Modbus fixes the order of its bytes: nothing to be swapped"
    default: nil
    }
  }

  func parse(_ text: String) -> SimulatedFault? {
    func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
      guard !text.isEmpty, text.allSatisfy({ ("0"..."9").contains($0) }), let value = Int(text) else {
        return nil
      }
      return range.contains(value) ? value : nil
    }
    let boards = 0...30
    let locks = 0...49
    let times = 0...3_600_000
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    let places = halves[0].split(separator: ":", omittingEmptySubsequences: false)
    switch self {
    case .echo: return nil
    case .noAnswer, .wrongAddress, .badSum, .truncated, .garbage, .duplicateAddress, .inverted, .reset,
      .silentUnlock, .swappedOrder:
      guard let board = number(text[...], boards) else { return nil }
      return SimulatedFault(self, board: board)
    case .lateAnswer, .split:
      guard halves.count <= 2, let value = number(halves.last!, times) else { return nil }
      if halves.count == 1 { return SimulatedFault(self, value: value) }
      guard let board = number(halves[0], boards) else { return nil }
      return SimulatedFault(self, board: board, value: value)
    case .bounce, .opensLate, .uncommandedOpen:
      guard halves.count <= 2, let value = number(halves.last!, times) else { return nil }
      if halves.count == 1 { return SimulatedFault(self, value: value) }
      guard places.count <= 2, let lock = number(places.last!, locks) else { return nil }
      if places.count == 1 { return SimulatedFault(self, lock: lock, value: value) }
      guard let board = number(places[0], boards) else { return nil }
      return SimulatedFault(self, board: board, lock: lock, value: value)
    case .jammed:
      guard halves.count == 1, places.count <= 2, let lock = number(places.last!, locks) else { return nil }
      if places.count == 1 { return SimulatedFault(self, lock: lock) }
      guard let board = number(places[0], boards) else { return nil }
      return SimulatedFault(self, board: board, lock: lock)
    case .stuckBit:
      guard halves.count == 1, (2...3).contains(places.count), let level = number(places.last!, 0...1),
        let lock = number(places[places.count - 2], locks)
      else { return nil }
      if places.count == 2 { return SimulatedFault(self, lock: lock, value: level) }
      guard let board = number(places[0], boards) else { return nil }
      return SimulatedFault(self, board: board, lock: lock, value: level)
    case .unplug:
      guard halves.count <= 2, halves[0].isEmpty || halves[0] == "unlock" else { return nil }
      if halves.count == 1 { return SimulatedFault(self, strikesUnlock: true) }
      guard let value = number(halves[1], times) else { return nil }
      return SimulatedFault(self, value: value, strikesUnlock: halves[0] == "unlock")
    }
  }
}

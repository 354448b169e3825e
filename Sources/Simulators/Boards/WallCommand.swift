// The words that the control socket understands: one line in, one JSON line out. Hands and faults only; the
// wire has its own way in.

/// A command of the control socket.
enum WallCommand: Hashable, Sendable {
  enum Hand: String, CaseIterable, Sendable {
    case pull, open, close, take, put, jam, unjam
    case leaveOpen = "leave-open"

    var explanation: String {
      switch self {
      case .pull: "pulls a door whose latch a pulse has released (--pull hand)"
      case .open: "opens a door by force or by key; uncommanded unless a pulse released it"
      case .close: "shuts an open door"
      case .take: "takes the item out of an open door"
      case .put: "puts an item behind an open door"
      case .jam: "makes the latch stick: a pulse does not open the door any more"
      case .unjam: "frees the latch"
      case .leaveOpen: "leaves a door open (pulls it first if it was released) until close"
      }
    }
  }

  case state, help, watch
  case hand(Hand, board: Int, lock: Int)
  case fault(SimulatedFault)
  case noFault

  static var usages: [String] {
    Hand.allCases.map { "\($0.rawValue) BOARD LOCK" } + [
      "state", "fault NAME[=ARG]", "fault none", "watch", "help",
    ]
  }

  /// The command that `line` is; throws a text that says what would have been right.
  init(_ line: String) throws(SimulatedFaultError) {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" }).map(String.init)
    let valid = "valid commands: " + Self.usages.joined(separator: ", ")
    guard let first = words.first else { throw SimulatedFaultError("an empty line; \(valid)") }
    switch (first, words.count) {
    case ("state", 1): self = .state
    case ("help", 1): self = .help
    case ("watch", 1): self = .watch
    case ("fault", 2):
      self = try words[1] == "none" ? .noFault : .fault(SimulatedFault(parsing: words[1]))
    default:
      guard let hand = Hand(rawValue: first) else {
        throw SimulatedFaultError("\(line) is not understood; \(valid)")
      }
      guard words.count == 3, let board = Int(words[1]), let lock = Int(words[2]) else {
        throw SimulatedFaultError("use \(first) BOARD LOCK, both counted from 0; \(valid)")
      }
      self = .hand(hand, board: board, lock: lock)
    }
  }
}

extension SimulatedBus {
  /// Obeys one line of the control socket and returns the answer, a JSON object without a line end.
  /// `watch` is only acknowledged: the socket's owner streams the events.
  mutating func control(_ line: String, at time: Int64) -> (answer: String, watches: Bool) {
    var answer = JSONObject()
    do {
      let command = try WallCommand(line)
      switch command {
      case .state:
        answer.add("ok", flag: true)
        answer.add("boards", json: JSONObject.array(boards.indices.map(boardState)))
        answer.add("faults", json: JSONObject.array(texts: faults.map(\.description)))
      case .help:
        answer.add("ok", flag: true)
        answer.add("numbering", text: "BOARD and LOCK count from 0")
        var commands = JSONObject()
        for hand in WallCommand.Hand.allCases {
          commands.add("\(hand.rawValue) BOARD LOCK", text: hand.explanation)
        }
        commands.add("state", text: "all doors and faults")
        commands.add("fault NAME[=ARG]", text: "begins a fault; see faults")
        commands.add("fault none", text: "ends all faults")
        commands.add("watch", text: "streams truth events as JSON lines on this connection")
        answer.add("commands", json: commands.line)
        var kinds = JSONObject()
        for kind in SimulatedFault.Kind.allCases { kinds.add(kind.usage, text: kind.explanation) }
        answer.add("faults", json: kinds.line)
      case .watch:
        answer.add("ok", flag: true)
        answer.add("watching", flag: true)
      case .hand(let hand, let board, let lock):
        try use(hand, board, lock, at: time)
        answer.add("ok", flag: true)
        answer.add("board", number: board)
        answer.add("state", json: doorState(boards[board].doors[lock], lock))
      case .fault(let fault):
        if let problem = problem(fault) { throw SimulatedFaultError(problem) }
        add(fault, at: time)
        answer.add("ok", flag: true)
        answer.add("faults", json: JSONObject.array(texts: faults.map(\.description)))
      case .noFault:
        clearFaults()
        answer.add("ok", flag: true)
        answer.add("faults", json: "[]")
      }
      return (answer.line, command == .watch)
    } catch {
      var refusal = JSONObject()
      refusal.add("ok", flag: false)
      if let hand = error as? SimulatedRefusal {
        refusal.add("error", text: hand.rawValue)
      } else {
        refusal.add("error", text: "\(error)")
      }
      refusal.add("commands", json: JSONObject.array(texts: WallCommand.usages))
      return (refusal.line, false)
    }
  }

  /// Why a fault cannot strike this wall; nil when it can.
  public func problem(_ fault: SimulatedFault) -> String? {
    if let problem = fault.kind.problem(wall.dialect) { return "\(fault): \(problem)" }
    if let board = fault.board, board >= wall.boards {
      return "\(fault): there is no board \(board); boards count from 0 to \(wall.boards - 1)"
    }
    if let lock = fault.lock, lock >= wall.locks {
      return "\(fault): there is no lock \(lock); locks count from 0 to \(wall.locks - 1)"
    }
    return nil
  }

  private mutating func use(
    _ hand: WallCommand.Hand, _ board: Int, _ lock: Int, at time: Int64
  ) throws(SimulatedRefusal) {
    switch hand {
    case .pull: try pull(board: board, lock: lock, at: time)
    case .open: try forceOpen(board: board, lock: lock, at: time)
    case .close: try close(board: board, lock: lock, at: time)
    case .take: try take(board: board, lock: lock, at: time)
    case .put: try put(board: board, lock: lock, at: time)
    case .jam: try setJammed(true, board: board, lock: lock)
    case .unjam: try setJammed(false, board: board, lock: lock)
    case .leaveOpen: try leaveOpen(board: board, lock: lock, at: time)
    }
  }

  private func boardState(_ board: Int) -> String {
    var object = JSONObject()
    object.add("board", number: board)
    object.add("address", number: boards[board].address)
    object.add("twin", flag: board == twin)
    let locks = boards[board].doors.enumerated().map { doorState($1, $0) }
    object.add("locks", json: JSONObject.array(locks))
    return object.line
  }

  private func doorState(_ door: SimulatedDoor, _ lock: Int) -> String {
    var object = JSONObject()
    object.add("lock", number: lock)
    object.add("door", text: door.isOpen ? "open" : "closed")
    object.add("item", flag: door.hasItem)
    object.add("released", flag: door.releasedUntil != nil)
    object.add("jammed", flag: door.isJammed)
    object.add("left_open", flag: door.isLeftOpen)
    object.add("pulses", number: door.pulses)
    object.add("held", flag: door.isHeld)
    return object.line
  }
}

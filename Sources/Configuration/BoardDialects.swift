// What each dialect lets a board say in Kiosk.conf: addresses, locks, pulses, and which keys are its own. The wire
// itself is the business of Lockers, which refuses the same; a test of Station compares the two.

/// The row of one dialect.
struct DialectRow: Sendable {
  /// Board addresses, without broadcast addresses.
  var addresses: ClosedRange<Int>
  /// What a technician does about an address outside.
  var addressRemedy: String
  var locksMax: Int
  /// Bits a second as the boards leave the factory.
  var baud: Int
  /// Keys of `[[bus.board]]` that other dialects have and this one has not.
  var foreignKeys: [String]
}

extension BoardSettings.Dialect {
  var row: DialectRow {
    switch self {
    case .kerong:
      DialectRow(
        addresses: 0...14, addressRemedy: "set its switches to 0…14; 15 is the broadcast address, too",
        locksMax: 16, baud: 19_200, foreignKeys: ["pulse", "status_bytes"])
    case .xor:
      DialectRow(
        addresses: 1...31, addressRemedy: "set its switches to 1…31", locksMax: 50, baud: 9_600,
        foreignKeys: ["pulse", "item_sensor", "verify_sum", "unlock_time_byte_order"])
    case .modbus:
      DialectRow(
        addresses: 1...247, addressRemedy: "give it an address of 1…247; 0 is the broadcast address",
        locksMax: 32, baud: 9_600,
        foreignKeys: ["status_bytes", "item_sensor", "verify_sum", "unlock_time_byte_order"])
    }
  }

  /// The pulse where Kiosk.conf says none, in ms.
  func pulseMilliseconds(_ pulse: BoardSettings.Pulse) -> Int {
    switch (self, pulse) {
    case (.xor, _): 300
    case (.modbus, .registerMomentary): 1_000
    case (.kerong, _), (.modbus, .coilFlash): 500
    }
  }

  /// Whether the board can be told to give this pulse (or, of kerong, to keep it), in ms.
  func offers(_ milliseconds: Int, _ pulse: BoardSettings.Pulse) -> Bool {
    switch (self, pulse) {
    case (.kerong, _): milliseconds.isMultiple(of: 10) && (10...60_000).contains(milliseconds)
    case (.xor, _):
      milliseconds == 300 || (milliseconds.isMultiple(of: 1_000) && (1_000...9_000).contains(milliseconds))
    case (.modbus, .coilFlash): milliseconds.isMultiple(of: 100) && (100...10_000).contains(milliseconds)
    case (.modbus, .registerMomentary): milliseconds == 1_000
    }
  }

  func pulseRemedy(_ pulse: BoardSettings.Pulse) -> String {
    switch (self, pulse) {
    case (.kerong, _): "write 10…60000 in steps of 10, as the board is set"
    case (.xor, _): "write 300, or 1000…9000 in steps of 1000"
    case (.modbus, .coilFlash): "write 100…10000 in steps of 100"
    case (.modbus, .registerMomentary): "register-momentary always gives 1000: remove the key"
    }
  }
}

extension BoardSettings {
  /// Status bytes that an xor board sends where Kiosk.conf does not say: boards of 8 channels were seen to send 3.
  static func statusBytes(locks: Int) -> Int { max(3, (locks + 7) / 8) }
}

/// Looks for what contradicts itself in the boards of a bus, and for what their dialect does not know.
func checkBoards(of bus: Section, into list: inout MistakeList) {
  var byAddress: [Int: Section] = [:]
  var first: (board: Section, dialect: String)?
  for board in bus.sections("board") {
    if list.isSound(board.path("address")) {
      let address = board.integer("address")
      if let other = byAddress[address] {
        list.add(
          board.path("address"),
          "\(address) is the address of the board in line \(list.positions[other.path].line) too",
          "set another DIP address: two boards with one address open two doors at once")
      } else {
        byAddress[address] = board
      }
    }
    if list.isSound(board.path("dialect")) {
      let dialect = board.text("dialect")
      if let first, first.dialect != dialect {
        list.add(
          board.path("dialect"),
          "this board speaks \(dialect), the board in line \(list.positions[first.board.path].line) speaks"
            + " \(first.dialect)",
          "boards of one line speak one dialect: put this one on a [[bus]] of its own",
          at: board.placed("dialect"))
      } else {
        first = first ?? (board, dialect)
        checkDialect(of: board, into: &list)
      }
    }
    checkLocks(of: board, into: &list)
  }
}

private func checkDialect(of board: Section, into list: inout MistakeList) {
  let dialect: BoardSettings.Dialect = board.word("dialect")
  let row = dialect.row
  for key in row.foreignKeys where board.values[key] != nil {
    list.add(board.path(key), "\(dialect.rawValue) boards do not have this", "remove it")
  }
  if list.isSound(board.path("address")), !row.addresses.contains(board.integer("address")) {
    list.add(
      board.path("address"),
      "\(dialect.rawValue) boards cannot have address \(board.integer("address"))", row.addressRemedy)
  }
  if list.isSound(board.path("locks")) {
    let locks = board.integer("locks")
    if locks > row.locksMax {
      list.add(
        board.path("locks"), "\(dialect.rawValue) boards have at most \(row.locksMax) locks",
        "write 1…\(row.locksMax)")
    } else if dialect == .xor, list.isSound(board.path("status_bytes")),
      let bytes = board.integerIfPresent("status_bytes"), bytes * 8 < locks
    {
      list.add(
        board.path("status_bytes"), "\(bytes) status bytes hold \(bytes * 8) locks, not \(locks)",
        "write \(BoardSettings.statusBytes(locks: locks)) or more, or correct locks")
    }
  }
  guard list.areSound(board, ["pulse", "pulse_milliseconds"]),
    let milliseconds = board.integerIfPresent("pulse_milliseconds")
  else { return }
  let pulse: BoardSettings.Pulse = board.word("pulse")
  if !dialect.offers(milliseconds, pulse) {
    list.add(
      board.path("pulse_milliseconds"),
      "\(dialect.rawValue) boards do not give pulses of \(milliseconds) milliseconds",
      dialect.pulseRemedy(pulse))
  }
}

private func checkLocks(of board: Section, into list: inout MistakeList) {
  guard list.isSound(board.path("locks")) else { return }
  let locks = board.integer("locks")
  for key in ["locks_inverted", "locks_ignored"] {
    guard case .array(let items) = board.values[key] else { continue }
    for (index, item) in items.enumerated() {
      let path = board.path(key) + [.index(index)]
      guard case .integer(let lock) = item, lock >= locks, list.isSound(path) else { continue }
      list.add(
        path, "lock \(lock) is not on this board, which has \(locks)",
        "write 0…\(locks - 1), or correct locks")
    }
  }
}

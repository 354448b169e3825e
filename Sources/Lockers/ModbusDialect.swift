// Relay boards with inputs behind Modbus RTU: contacts by "read discrete inputs" (FC02), a door by a pulse that the
// board times itself. Never a coil that is switched on and off by us: a crash between the two would burn it. The
// broadcast address 0 and the write-many functions cannot be written here at all.

/// How a Modbus board is told to give one pulse.
public enum ModbusPulse: String, Hashable, Sendable, CaseIterable {
  /// FC05 on coil 0200h + lock, value = pulse in 100 ms (Waveshare Modbus RTU Relay).
  case coilFlash = "coil-flash"
  /// FC06 on register lock + 1, value 0500h: one second, fixed (Eletechsup R421 and others).
  case registerMomentary = "register-momentary"
}

/// A request to a slave. Only what is asked for here can be sent at all.
enum ModbusRequest: Hashable, Sendable {
  /// The inputs 0..<count.
  case readInputs(count: Int)
  /// A pulse of `tenths` x 100 ms on the relay that counts from 0.
  case flash(relay: Int, tenths: Int)
  /// A pulse of one second on the relay that counts from 0.
  case momentary(relay: Int)
  /// All relays off: coil 00FFh stands for all of them.
  case allOff
  /// One relay off, counted from 0, of a board whose relays are registers.
  case off(relay: Int)

  var function: UInt8 {
    switch self {
    case .readInputs: ModbusDialect.readInputs
    case .flash, .allOff: ModbusDialect.writeCoil
    case .momentary, .off: ModbusDialect.writeRegister
    }
  }

  /// The first and the second number of the request.
  var numbers: (UInt16, UInt16) {
    switch self {
    case .readInputs(let count): (0x0000, UInt16(count))
    case .flash(let relay, let tenths): (0x0200 + UInt16(relay), UInt16(tenths))
    case .momentary(let relay): (UInt16(relay + 1), 0x0500)
    case .allOff: (0x00FF, 0x0000)
    case .off(let relay): (UInt16(relay + 1), 0x0200)
    }
  }

  /// What a right answer to a write repeats: function and both numbers.
  var detail: UInt64 { UInt64(function) << 32 | UInt64(numbers.0) << 16 | UInt64(numbers.1) }

  /// The frame for the slave with this address, 1...247.
  func bytes(to address: Int) -> [UInt8] {
    precondition(ModbusDialect.addresses.contains(address))
    let (first, second) = numbers
    var out = [UInt8(address), function]
    for number in [first, second] {
      out.append(UInt8(number >> 8))
      out.append(UInt8(number & 0xFF))
    }
    let check = ModbusDialect.check(out, 0, out.count)
    out.append(UInt8(check & 0xFF))
    out.append(UInt8(check >> 8))
    return out
  }
}

struct ModbusDialect: Dialect {
  static let addresses = 1...247
  static let locksMax = 32
  static let readInputs: UInt8 = 0x02
  static let writeCoil: UInt8 = 0x05
  static let writeRegister: UInt8 = 0x06
  static let momentaryMilliseconds = 1000
  static let flashMilliseconds = 100...10_000
  private static let exceptionBit: UInt8 = 0x80
  private static let writeAnswerLength = 8
  private static let exceptionLength = 5
  /// Data bytes of an FC02 answer that is still taken for a frame.
  private static let inputBytes = 1...32

  /// CRC-16 of Modbus (polynomial A001h, start FFFFh); on the wire its low byte comes first.
  static func check(_ bytes: [UInt8], _ from: Int, _ to: Int) -> UInt16 {
    var check: UInt16 = 0xFFFF
    for index in from..<to {
      check ^= UInt16(bytes[index])
      for _ in 0..<8 { check = check & 1 == 1 ? check >> 1 ^ 0xA001 : check >> 1 }
    }
    return check
  }

  func problems(of board: BoardConfiguration) -> [String] {
    var found: [String] = []
    if board.address == 0 {
      found.append("board 0: this is the broadcast address of Modbus; give the board one of 1...247")
    } else if !Self.addresses.contains(board.address) {
      found.append("board \(board.address): a Modbus board has an address of 1...247")
    }
    let pulse = board.pulseMilliseconds
    switch board.modbusPulse {
    case .coilFlash where !Self.flashMilliseconds.contains(pulse) || !pulse.isMultiple(of: 100):
      found.append(
        "board \(board.address): pulse \(pulse) ms cannot be asked for; use 100...10000 ms in steps of 100")
    case .registerMomentary where pulse != Self.momentaryMilliseconds:
      found.append(
        "board \(board.address): register-momentary gives 1000 ms, not \(pulse); correct the pulse")
    case .coilFlash, .registerMomentary: break
    }
    return found
  }

  func statusRequest(_ board: BoardConfiguration) -> [UInt8] {
    ModbusRequest.readInputs(count: board.lockCount).bytes(to: board.address)
  }

  func statusAnswerLength(_ board: BoardConfiguration) -> Int { 5 + (board.lockCount + 7) / 8 }

  private func unlock(_ board: BoardConfiguration, _ lock: Int) -> ModbusRequest {
    precondition((0..<Self.locksMax).contains(lock))
    return switch board.modbusPulse {
    case .coilFlash: .flash(relay: lock, tenths: board.pulseMilliseconds / 100)
    case .registerMomentary: .momentary(relay: lock)
    }
  }

  func unlockRequest(_ board: BoardConfiguration, lock: Int) -> [UInt8] {
    unlock(board, lock).bytes(to: board.address)
  }

  func unlockListenMilliseconds(_ board: BoardConfiguration) -> Int { promptUnlockListenMilliseconds(board) }

  // A relay that an earlier program left on is let go.
  private func starts(_ board: BoardConfiguration) -> [ModbusRequest] {
    switch board.modbusPulse {
    case .coilFlash: [.allOff]
    case .registerMomentary: (0..<board.lockCount).map { .off(relay: $0) }
    }
  }

  func startRequests(_ board: BoardConfiguration) -> [[UInt8]] {
    starts(board).map { $0.bytes(to: board.address) }
  }

  func mayAnswerByEcho(_ purpose: Purpose) -> Bool {
    switch purpose {
    case .unlock, .start: true
    case .status, .pulseTimeQuery, .pulseTimeSetting: false
    }
  }

  func fit(_ answer: Answer, to purpose: Purpose, of board: BoardConfiguration) -> Fit {
    guard Int(answer.address) == board.address else { return .stray }
    switch (purpose, answer) {
    case (.status, .status): return .answer
    case (.status, .refused(_, let request, _)): return request == Self.readInputs ? .answer : .stray
    case (.unlock(let lock, _), .acknowledged(_, let detail)):
      return detail == unlock(board, lock).detail ? .answer : .mismatch
    case (.unlock(let lock, _), .refused(_, let request, _)):
      return request == unlock(board, lock).function ? .answer : .stray
    case (.start(let index), .acknowledged(_, let detail)):
      return detail == starts(board)[index].detail ? .answer : .mismatch
    case (.start(let index), .refused(_, let request, _)):
      return request == starts(board)[index].function ? .answer : .stray
    default: return .stray
    }
  }

  func recognise(_ bytes: [UInt8], from start: Int, _ listening: Listening) -> Recognition {
    guard Self.addresses.contains(Int(bytes[start])) else { return .nothing }
    let count = bytes.count - start
    guard count >= 2 else { return .incomplete }
    let function = bytes[start + 1]
    let length: Int
    switch function {
    case Self.readInputs:
      guard count >= 3 else { return .incomplete }
      guard Self.inputBytes.contains(Int(bytes[start + 2])) else { return .nothing }
      length = 5 + Int(bytes[start + 2])
    case Self.writeCoil, Self.writeRegister: length = Self.writeAnswerLength
    case Self.readInputs | Self.exceptionBit, Self.writeCoil | Self.exceptionBit,
      Self.writeRegister | Self.exceptionBit:
      length = Self.exceptionLength
    default: return .nothing
    }
    guard count >= length else { return .incomplete }
    let end = start + length - 2
    guard UInt16(bytes[end]) | UInt16(bytes[end + 1]) << 8 == Self.check(bytes, start, end) else {
      return .broken(.badSum)
    }
    let address = bytes[start]
    switch function {
    case Self.readInputs:
      guard length == statusAnswerLength(listening.board(address)) else { return .broken(.wrongLength) }
      var contacts: UInt64 = 0
      for index in (start + 3..<end).reversed() { contacts = contacts << 8 | UInt64(bytes[index]) }
      return .answer(.status(address: address, contacts: contacts, items: 0), length: length)
    case Self.writeCoil, Self.writeRegister:
      var detail = UInt64(function)
      for index in start + 2..<end { detail = detail << 8 | UInt64(bytes[index]) }
      return .answer(.acknowledged(address: address, detail: detail), length: length)
    default:
      let request = function & ~Self.exceptionBit
      return .answer(.refused(address: address, request: request, code: bytes[start + 2]), length: length)
    }
  }
}

// Modbus RTU relay boards with inputs from the board's side: coils 0000 and up, inputs 0000 and up, pulses that the
// board times itself. A coil that is switched on by level stays on: that burns locks and counts as harm.

extension SimulatedBus {
  private static let allCoils = 0x00FF
  private static let flashOn = 0x0200
  private static let flashOff = 0x0400
  private static let addressRegister = 0x4000
  private static let momentaryMilliseconds = 1000

  /// Why a request is refused (Modbus application protocol 1.1b3, section 7).
  private enum Refusal: UInt8, Error {
    case function = 1
    case address = 2
    case value = 3
  }

  /// Whether a frame asks for one pulse of one lock.
  static func isModbusPulse(_ frame: [UInt8]) -> Bool {
    guard frame.count == 8 else { return false }
    let register = Int(frame[2]) << 8 | Int(frame[3])
    return frame[1] == 5 && (flashOn..<flashOff).contains(register)
      || frame[1] == 6 && [5, 6].contains(frame[4])
  }

  /// Obeys a sound request: address, function, data, CRC. Address 0 is everybody, and nobody answers it.
  mutating func obeyModbus(_ frame: [UInt8], at time: Int64) {
    guard frame.count >= 4 else { return }
    let isBroadcast = frame[0] == 0
    let struck =
      isBroadcast
      ? boards.indices.filter { time >= boards[$0].silentUntil } : struck(Int(frame[0]), at: time)
    let request = Array(frame[1..<frame.count - 2])
    let isPulse = Self.isModbusPulse(frame)
    // Each board does it; the answers differ at most in what its contacts and coils say.
    var answers: [Int: [UInt8]] = [:]
    for board in struck {
      do throws(Refusal) {
        answers[board] = try obey(request, board, at: time)
      } catch {
        answers[board] = [request[0] | 0x80, error.rawValue]
      }
    }
    guard !isBroadcast else { return }
    reply(struck, at: time, isUnlock: isPulse) { _, board in [frame[0]] + (answers[board] ?? []) }
  }

  private mutating func obey(_ request: [UInt8], _ board: Int, at time: Int64) throws(Refusal) -> [UInt8] {
    let hasCoils = wall.pulseForm == .flash
    switch request[0] {
    case 1 where hasCoils, 2: return try bits(request, board, at: time)
    case 3: return try registers(request, board, at: time)
    case 5 where hasCoils: try writeCoil(request, board, at: time)
    case 6: try writeRegister(request, board, at: time)
    case 15 where hasCoils:
      try writeCoils(request, board, at: time)
      return Array(request[0..<5])
    default: throw .function
    }
    return request
  }

  private static func word(_ request: [UInt8], _ index: Int) throws(Refusal) -> Int {
    guard request.count > index + 1 else { throw .value }
    return Int(request[index]) << 8 | Int(request[index + 1])
  }

  /// FC01 and FC02: coils or inputs as bits, the first one lowest.
  private func bits(_ request: [UInt8], _ board: Int, at time: Int64) throws(Refusal) -> [UInt8] {
    let start = try Self.word(request, 1)
    let count = try Self.word(request, 3)
    guard request.count == 5, (1...2000).contains(count) else { throw .value }
    guard start + count <= wall.locks else { throw .address }
    var all: UInt64 = 0
    if request[0] == 2 {
      all = boards[board].contacts(wall, board: board, faults: faults, at: time)
    } else {
      for lock in 0..<wall.locks where boards[board].doors[lock].coilUntil > time { all |= 1 << UInt64(lock) }
    }
    let wanted = all >> UInt64(start) & ((1 << UInt64(count)) - 1)
    let bytes = (0..<(count + 7) / 8).map { UInt8(wanted >> UInt64($0 * 8) & 0xFF) }
    return [request[0], UInt8(bytes.count)] + bytes
  }

  /// FC03: relays by register, or the address register.
  private func registers(_ request: [UInt8], _ board: Int, at time: Int64) throws(Refusal) -> [UInt8] {
    let start = try Self.word(request, 1)
    let count = try Self.word(request, 3)
    guard request.count == 5, (1...125).contains(count) else { throw .value }
    var values: [UInt8] = []
    for register in start..<start + count {
      if wall.pulseForm == .momentary, (1...wall.locks).contains(register) {
        values += [0, boards[board].doors[register - 1].coilUntil > time ? 1 : 0]
      } else if wall.pulseForm == .flash, register == Self.addressRegister {
        values += [0, UInt8(boards[board].address)]
      } else {
        throw .address
      }
    }
    return [3, UInt8(values.count)] + values
  }

  /// FC05: one coil by level, all coils, or a pulse that the board times.
  private mutating func writeCoil(_ request: [UInt8], _ board: Int, at time: Int64) throws(Refusal) {
    let address = try Self.word(request, 1)
    let value = try Self.word(request, 3)
    guard request.count == 5 else { throw .value }
    let isLevel = value == 0xFF00 || value == 0
    if (0..<wall.locks).contains(address) {
      guard isLevel else { throw .value }
      set(board, address, value != 0, at: time)
    } else if address == Self.allCoils {
      guard isLevel else { throw .value }
      for lock in 0..<wall.locks { set(board, lock, value != 0, at: time) }
    } else if (0..<wall.locks).contains(address - Self.flashOn) {
      guard (1...0x7FFF).contains(value) else { throw .value }
      outbox.append(tell(.unlockFrame, board, address - Self.flashOn, at: time))
      pulse(board, address - Self.flashOn, value * 100, at: time)
    } else if (0..<wall.locks).contains(address - Self.flashOff) {
      guard (1...0x7FFF).contains(value) else { throw .value }
      // Off for a while and then on, with nobody to switch it off again.
      hold(board, address - Self.flashOff, at: time)
    } else {
      throw .address
    }
  }

  /// FC0F: many coils by level.
  private mutating func writeCoils(_ request: [UInt8], _ board: Int, at time: Int64) throws(Refusal) {
    let start = try Self.word(request, 1)
    let count = try Self.word(request, 3)
    guard request.count >= 6, (1...0x7B0).contains(count), Int(request[5]) == (count + 7) / 8,
      request.count == 6 + Int(request[5])
    else { throw .value }
    guard start + count <= wall.locks else { throw .address }
    for index in 0..<count {
      set(board, start + index, request[6 + index / 8] >> UInt8(index % 8) & 1 == 1, at: time)
    }
  }

  /// FC06: the address register, or a relay by what its value says.
  private mutating func writeRegister(_ request: [UInt8], _ board: Int, at time: Int64) throws(Refusal) {
    let register = try Self.word(request, 1)
    let value = try Self.word(request, 3)
    guard request.count == 5 else { throw .value }
    guard wall.pulseForm == .momentary else {
      guard register == Self.addressRegister else { throw .address }
      guard (1...247).contains(value) else { throw .value }
      boards[board].address = value
      return
    }
    guard (1...wall.locks).contains(register) else { throw .address }
    let lock = register - 1
    switch (value >> 8, value & 0xFF) {
    case (1, 0), (4, 0): hold(board, lock, at: time)
    case (2, 0): letGo(board, lock)
    case (3, 0): set(board, lock, boards[board].doors[lock].coilUntil <= time, at: time)
    case (5, 0):
      outbox.append(tell(.unlockFrame, board, lock, at: time))
      pulse(board, lock, Self.momentaryMilliseconds, at: time)
    case (6, 1...255):
      outbox.append(tell(.unlockFrame, board, lock, at: time))
      pulse(board, lock, (value & 0xFF) * 1000, at: time)
    default: throw .value
    }
  }

  private mutating func set(_ board: Int, _ lock: Int, _ isOn: Bool, at time: Int64) {
    if isOn { hold(board, lock, at: time) } else { letGo(board, lock) }
  }
}

// How an answer gets onto the wire, and what faults do to it there: late, wrong, cut, split, or two at once.

extension SimulatedBus {
  /// Bytes that a burst brings before `split` pauses or `unplug` cuts.
  private static let firstBurst = 4

  /// Lets the boards that heard a request answer at `time` plus the turn-around. `frame` gives one board's answer
  /// without its check. Boards that share an address talk at once, or one right after the other.
  mutating func reply(
    _ struck: [Int], at time: Int64, isUnlock: Bool = false, _ frame: (SimulatedBus, Int) -> [UInt8]
  ) {
    guard let board = struck.first, time >= boards[board].silentUntil, fault(.noAnswer, board: board) == nil
    else { return }
    if isUnlock && fault(.silentUnlock, board: board) != nil { return }
    answers += 1
    let late = fault(.lateAnswer, board: board).map { Int64($0.value) * 1000 } ?? 0
    var at = time + wall.turnAroundMicroseconds + late
    var bytes = frame(self, board)
    if fault(.wrongAddress, board: board) != nil {
      bytes[wall.dialect.addressIndex] &+= wall.dialect.addressStep
    }
    bytes = wall.dialect.sealed(bytes)
    if fault(.badSum, board: board) != nil { bytes[bytes.count - 1] ^= 0x5A }
    if fault(.truncated, board: board) != nil { bytes = Array(bytes[0..<(bytes.count + 1) / 2]) }
    let burst = min(Self.firstBurst, bytes.count - 1)
    if let index = faults.firstIndex(where: { $0.kind == .unplug && !$0.strikesUnlock }) {
      let again = faults.remove(at: index).value
      at = transmit(Array(bytes[0..<burst]), at: at)
      plan(.hangUp(again), at: at)
      return
    }
    if let split = fault(.split, board: board) {
      at = transmit(Array(bytes[0..<burst]), at: at)
      bytes.removeFirst(burst)
      at += Int64(split.value) * 1000
    }
    let end = transmit(bytes, at: at)
    for other in struck.dropFirst() {
      // Now both talk at once, now one after the other.
      let begin = answers.isMultiple(of: 2) ? end + 1000 : at + 3 * wall.byteMicroseconds / 2
      _ = transmit(wall.dialect.sealed(frame(self, other)), at: begin)
    }
    if fault(.garbage, board: board) != nil { _ = transmit(randomBytes(), at: end + 5200) }
  }

  /// Puts bytes on the wire from `time` on; returns when the last one has arrived.
  private mutating func transmit(_ bytes: [UInt8], at time: Int64) -> Int64 {
    let end = time + Int64(bytes.count) * wall.byteMicroseconds
    // Overlapping answers must mix byte by byte; anything else may come in one piece.
    if wall.isByteByByte || faults.contains(where: { $0.kind == .duplicateAddress }) {
      for (index, byte) in bytes.enumerated() {
        plan(.bytes([byte]), at: time + Int64(index + 1) * wall.byteMicroseconds)
      }
    } else {
      plan(.bytes(bytes), at: end)
    }
    return end
  }
}

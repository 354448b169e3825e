// What the product's bus machine makes of troubled boards beyond the matrix of FaultMatrixTests: openings that nobody
// ordered, silence after a pulse, items, sweeps.

import Lockers
import Testing

@testable import Simulators

@Suite struct BoardFaultTests {
  @Test("an opening that nobody ordered is seen")
  func uncommanded() {
    var line = VirtualLine(boards: 13)
    line.open()
    line.run(2000)
    line.bus.add(SimulatedFault(.uncommandedOpen, board: 12, lock: 15, value: 100), at: line.now)
    line.run(1200)
    #expect(line.seenOpen == [LockPosition(board: 12, lock: 15)])
  }

  @Test("C13: a board that falls silent after the pulse leaves its contacts unknown, never closed")
  func silentAfterPulse() {
    var line = VirtualLine(boards: 1)
    line.open()
    line.run(2000)
    line.bus.add(SimulatedFault(.noAnswer), at: line.now)
    line.unlock(0, 0)
    line.run(1000)
    #expect(line.results == [.sent])
    #expect(line.bus.door(board: 0, lock: 0)?.isOpen == true)
    #expect(line.contact(0, 0) == .unknown)
    line.bus.clearFaults()
    line.run(11_000)
    #expect(line.contact(0, 0) == .open)
  }

  @Test("an item put and taken is seen by the sensor")
  func items() throws {
    var line = VirtualLine(boards: 1)
    line.open()
    line.run(2000)
    line.unlock(0, 2)
    line.run(1000)
    try line.bus.put(board: 0, lock: 2, at: line.now)
    try line.bus.close(board: 0, lock: 2, at: line.now)
    line.run(1000)
    #expect(line.machine.reading(board: 0)?.item(2) == .present)
    #expect(line.contact(0, 2) == .closed)
    line.run(2000)
    line.unlock(0, 2)
    line.run(1000)
    try line.bus.take(board: 0, lock: 2, at: line.now)
    line.run(1000)
    #expect(line.machine.reading(board: 0)?.item(2) == .absent)
    #expect(
      line.truth.map(\.event) == [
        .unlockFrame, .pulse, .doorOpened, .itemPut, .doorClosed, .unlockFrame, .pulse, .doorOpened,
        .itemTaken,
      ])
  }

  @Test("13 boards are swept within half a second, with one of them dead")
  func sweep() {
    var line = VirtualLine(boards: 13)
    line.open()
    line.run(3000)
    line.bus.add(SimulatedFault(.noAnswer, board: 4), at: line.now)
    line.run(10_000)
    #expect(line.machine.health(board: 4) == .unknown(.silent))
    for board in [0, 3, 5, 12] {
      line.bus.add(SimulatedFault(.uncommandedOpen, board: board, lock: 1, value: 0), at: line.now)
      let before = line.now
      while line.contact(board, 1) != .open && line.now < before + 2_000_000 { line.run(1) }
      #expect(line.now - before <= 700_000)
    }
  }

  @Test("the same calls give the same bytes and the same truth")
  func determinism() throws {
    func run() throws -> ([SimulatedTruth], [BusOutput]) {
      var line = VirtualLine(boards: 3)
      line.bus.add(try SimulatedFault(parsing: "garbage"), at: 0)
      line.open()
      line.run(2000)
      line.unlock(1, 1)
      line.run(5000)
      return (line.truth, line.outputs)
    }
    let (first, second) = (try run(), try run())
    #expect(first.0 == second.0)
    #expect(first.1 == second.1)
  }
}

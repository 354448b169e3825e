// The bus driver of the product against a Modbus slave that is not ours, over a pseudo-terminal: inputs, coils and
// registers as the standard has them. A standard slave knows no pulse by coil: what it says to one is an answer, too.

import Foundation
import Lockers
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
final class ModbusPeerTests {
  private let folder = NSTemporaryDirectory() + "kiosk-modbus-\(getpid())"
  private let ear = BusEar()
  private var driver: BusDriver?

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  deinit {
    driver?.stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func start(_ slave: LibmodbusSlave, address: Int = 1, pulse: ModbusPulse = .coilFlash) throws {
    var board = BoardConfiguration(address: address, dialect: .modbus)
    board.lockCount = 8
    board.modbusPulse = pulse
    if pulse == .registerMomentary { board.pulseMilliseconds = 1000 }
    board.statusTimeoutMilliseconds = 150
    var bus = BusConfiguration(path: slave.path, boards: [board])
    bus.baud = 9600
    let driver = try BusDriver(bus) { [ear] in ear.take($0) }
    self.driver = driver
    try driver.start()
    #expect(ear.waits { if case .allBoardsRead = $0 { true } else { false } })
  }

  private func isReading(_ event: BusEvent, _ lock: Int, _ contact: Contact) -> Bool {
    if case .reading(let reading) = event { reading.contact(lock) == contact } else { false }
  }

  private func closeAll(_ slave: LibmodbusSlave) throws {
    for input in 0..<8 { try slave.set(input: input, true) }
  }

  /// Opens lock 0, anew when the machine is so loaded that the answer missed its time. Returns how often.
  private func unlock(until isIt: (BusEvent) -> Bool) throws -> Int {
    let driver = try #require(self.driver)
    for attempt in 1...3 {
      let token = BusToken(UInt64(attempt))
      driver.unlock(
        LockPosition(board: 1, lock: 0), token: token, expires: BusDriver.now().advanced(milliseconds: 15_000)
      )
      #expect(ear.waits { if case .unlock(token, .sent, _) = $0 { true } else { false } })
      if ear.waits(seconds: 2, isIt) { return attempt }
    }
    Issue.record("the slave never answered in time: \(ear.diagnostics)")
    return 3
  }

  @Test("inputs of a slave that is not ours are contacts: each of eight, open and closed again")
  func inputs() throws {
    let slave = try LibmodbusSlave(in: folder)
    try closeAll(slave)
    try start(slave)
    #expect(ear.waits { isReading($0, 7, .closed) })
    driver?.focus(board: 1)
    for lock in 0..<8 {
      ear.clear()
      try slave.set(input: lock, false)
      #expect(ear.waits { isReading($0, lock, .open) })
      let reading = ear.all.compactMap { if case .reading(let reading) = $0 { reading } else { nil } }.last
      #expect(reading?.contacts.count { $0 == .open } == 1)
      try slave.set(input: lock, true)
      ear.clear()
      #expect(ear.waits { isReading($0, lock, .closed) })
    }
    try slave.catchUp()
    #expect(slave.requests.contains("02 0000 0008"))
  }

  @Test("its coils are let go at the start; where it has no such coil that is told, and it serves")
  func relaysOff() throws {
    let slave = try LibmodbusSlave(in: folder)
    try start(slave)
    try slave.catchUp()
    #expect(slave.requests.filter { $0.hasPrefix("05") } == ["05 00FF 0000"])
    #expect(ear.diagnostics.isEmpty)
    driver?.stop()
    ear.clear()
    let small = try LibmodbusSlave(coils: 16, in: folder)
    try start(small)
    #expect(ear.diagnostics == [.relaysOffUnconfirmed(board: 1)])
  }

  @Test("I7, I12: it refuses the flash with exception 3: sent once, refused, the door is as its contact says")
  func flashRefused() throws {
    let slave = try LibmodbusSlave(in: folder)
    try closeAll(slave)
    try start(slave)
    let lock = LockPosition(board: 1, lock: 0)
    let attempts = try unlock { event in
      if case .diagnostic(.unlockRefused(lock, code: 3), _) = event { true } else { false }
    }
    try slave.catchUp()
    #expect(slave.requests.count { $0 == "05 0200 0005" } == attempts)
    #expect(!slave.requests.contains { $0.hasSuffix("FF00") })
    #expect(!ear.has { isReading($0, 0, .open) })
    #expect(!ear.diagnostics.contains(.unlockAnswered(lock)))
  }

  @Test("it takes the momentary register, and repeats it as a board does")
  func momentary() throws {
    let slave = try LibmodbusSlave(in: folder)
    try closeAll(slave)
    try start(slave, pulse: .registerMomentary)
    try slave.catchUp()
    #expect(slave.requests.filter { $0.hasPrefix("06") } == (1...8).map { "06 000\($0) 0200" })
    let attempts = try unlock { event in
      if case .diagnostic(.unlockAnswered(LockPosition(board: 1, lock: 0)), _) = event { true } else { false }
    }
    try slave.catchUp()
    #expect(slave.requests.count { $0 == "06 0001 0500" } == attempts)
  }

  @Test("I8: with fewer inputs than we ask for it refuses, and nothing is opened")
  func tooFewInputs() throws {
    let slave = try LibmodbusSlave(inputs: 4, in: folder)
    try start(slave)
    #expect(ear.has { if case .health(1, .unknown(.refused), _) = $0 { true } else { false } })
    #expect(ear.diagnostics.contains(.statusRefused(board: 1, code: 2)))
    driver?.unlock(
      LockPosition(board: 1, lock: 0), token: BusToken(1),
      expires: BusDriver.now().advanced(milliseconds: 5000))
    #expect(ear.waits { if case .unlock(_, .notSent(.contactUnknown), _) = $0 { true } else { false } })
    try slave.catchUp()
    #expect(!slave.requests.contains { $0.hasPrefix("05") })
  }

  @Test("a slave of another address is silent; one that stops is unknown until it goes on")
  func silence() throws {
    let other = try LibmodbusSlave(address: 9, in: folder)
    try start(other)
    #expect(ear.has { if case .health(1, .unknown(.silent), _) = $0 { true } else { false } })
    driver?.stop()
    ear.clear()
    let slave = try LibmodbusSlave(in: folder)
    try closeAll(slave)
    try start(slave)
    #expect(ear.waits { isReading($0, 0, .closed) })
    ear.clear()
    slave.signal(SIGSTOP)
    #expect(ear.waits { if case .health(1, .unknown, _) = $0 { true } else { false } })
    ear.clear()
    slave.signal(SIGCONT)
    #expect(ear.waits(seconds: 40) { if case .health(1, .answering, _) = $0 { true } else { false } })
    #expect(ear.waits { isReading($0, 0, .closed) })
  }
}

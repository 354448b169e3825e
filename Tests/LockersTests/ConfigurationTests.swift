// Settings that must be refused, the rhythm of re-opening, and the arithmetic of wire time.

import Testing

@testable import Lockers

@Suite struct BusConfigurationTests {
  @Test("good settings have no problems; each bad one is named")
  func problems() {
    func problems(_ change: (inout BusConfiguration) -> Void) -> Int {
      var configuration = BusConfiguration(path: "/dev/x", boards: [BoardConfiguration(address: 0)])
      change(&configuration)
      return configuration.problems.count
    }
    #expect(problems { _ in } == 0)
    #expect(problems { $0.boards[0].address = 14 } == 0)
    #expect(problems { $0.boards[0].address = 15 } == 1)
    #expect(
      problems {
        $0.boards[0].address = 15
        $0.boards[0].allowsBroadcastAddress = true
      } == 0)
    #expect(problems { $0.boards[0].address = 16 } == 1)
    #expect(problems { $0.boards[0].lockCount = 17 } == 1)
    #expect(problems { $0.boards[0].lockCount = 0 } == 1)
    #expect(problems { $0.boards[0].invertedLocks = [16] } == 1)
    #expect(problems { $0.boards[0].statusTimeoutMilliseconds = 59 } == 1)
    #expect(problems { $0.boards[0].coolDownMilliseconds = 1999 } == 1)
    #expect(problems { $0.boards[0].pulseMilliseconds = 9 } == 1)
    #expect(problems { $0.boards.append(BoardConfiguration(address: 0)) } == 1)
    #expect(problems { $0.boards = [] } == 1)
    #expect(problems { $0.baud = 38400 } == 1)
    #expect(problems { $0.sweepMilliseconds = 501 } == 1)
    #expect(problems { $0.backOffMilliseconds = [] } == 1)
    #expect(problems { $0.path = "" } == 1)
  }

  @Test("five tries five seconds apart, then every minute, told once")
  func reopening() {
    let configuration = BusConfiguration(path: "/dev/x", boards: [BoardConfiguration(address: 0)])
    var policy = ReopenPolicy(configuration)
    var now = BusTime(milliseconds: 0)
    var waits: [Int64] = []
    var declarations: [Int] = []
    for index in 0..<12 {
      let (next, declares) = policy.failed(now)
      waits.append((next.microseconds - now.microseconds) / 1_000_000)
      if declares { declarations.append(index) }
      now = next
    }
    #expect(waits == [5, 5, 5, 5, 60, 5, 5, 5, 5, 60, 5, 5])
    #expect(declarations == [4])
    policy.succeeded()
    #expect(policy.failed(now).next == now.advanced(milliseconds: 5000))
  }

  @Test("wire times of the table")
  func wireTimes() {
    #expect(WireTime.exchangeMicroseconds(sent: 5, received: 9, baud: 9600) == 14_584)
    #expect(WireTime.exchangeMicroseconds(sent: 5, received: 9, baud: 19200) == 7292)
    #expect(WireTime.exchangeMicroseconds(sent: 5, received: 9, baud: 115_200) == 1216)
    #expect(WireTime.statusBytes(.kerong) == (5, 9))
    #expect(WireTime.unlockBytes(.kerong) == 5)
  }
}

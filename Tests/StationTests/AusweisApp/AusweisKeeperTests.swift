// The life of the program as a table: launched, found, spoken to, ended, launched again, and always with a wait between.

import Testing

@testable import Station

@Suite struct AusweisKeeperTests {
  private func keeper(_ events: AusweisKeeper.Event...) -> AusweisKeeper {
    var keeper = AusweisKeeper()
    for event in events { _ = keeper.reduce(event) }
    return keeper
  }

  private let look = AusweisKeeper.Effect.alarm(.look, milliseconds: AusweisKeeper.lookMilliseconds)
  private let grace = AusweisKeeper.Effect.alarm(.grace, milliseconds: AusweisKeeper.graceMilliseconds)

  @Test func fromTheStartToTheFirstWord() {
    var keeper = AusweisKeeper()
    #expect(keeper.reduce(.start) == [.report(.starting), .launch, look])
    #expect(keeper.reduce(.rang(.look)) == [.findPort])
    #expect(keeper.reduce(.port(nil)) == [look])
    #expect(keeper.reduce(.rang(.look)) == [.findPort])
    #expect(keeper.reduce(.port(4711)) == [.open(4711)])
    // It has written its port down and does not listen yet.
    #expect(keeper.reduce(.notOpened(.nobodyListens)) == [look])
    #expect(keeper.reduce(.rang(.look)) == [.findPort])
    #expect(keeper.reduce(.port(4711)) == [.open(4711)])
    #expect(keeper.reduce(.opened) == [.report(.up), .alarm(.steady, milliseconds: 60_000)])
    #expect(keeper.reduce(.start).isEmpty)
  }

  @Test func aPortThatNeverComes() {
    var keeper = keeper(.start)
    for _ in 0..<AusweisKeeper.looksMax {
      #expect(keeper.reduce(.rang(.look)) == [.findPort])
      #expect(keeper.reduce(.port(nil)) == [look])
    }
    #expect(keeper.reduce(.rang(.look)) == [.close, grace, .askToEnd])
    #expect(keeper.reduce(.rang(.grace)) == [.kill, grace])
    #expect(
      keeper.reduce(.ended) == [
        .report(.down(.noPort, retryMilliseconds: 500)), .alarm(.relaunch, milliseconds: 500),
      ])
  }

  @Test func eachFailureWaitsLongerUntilItHasBeenUpForAWhile() {
    var keeper = keeper(.start)
    var waits: [Int64] = []
    for _ in 0..<9 {
      for case .alarm(.relaunch, let time) in keeper.reduce(.notLaunched(2)) { waits.append(time) }
      #expect(keeper.reduce(.rang(.relaunch)).contains(.launch))
    }
    #expect(waits == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    for event in [AusweisKeeper.Event.rang(.look), .port(1), .opened, .rang(.steady)] {
      _ = keeper.reduce(event)
    }
    #expect(keeper.failures == 0)
  }

  @Test func anEndByItselfAndALostConnection() {
    var ended = keeper(.start, .rang(.look), .port(1), .opened)
    #expect(ended.reduce(.ended).first == .close)
    #expect(ended.state == .waiting(.ended))
    var lost = keeper(.start, .rang(.look), .port(1), .opened)
    #expect(lost.reduce(.lost(.lost(.timedOut))) == [.close, grace, .askToEnd])
    // What an ending program still says changes nothing.
    #expect(lost.reduce(.lost(.blind)).isEmpty)
    #expect(lost.reduce(.ended).last == .alarm(.relaunch, milliseconds: 500))
    #expect(lost.state == .waiting(.lost(.timedOut)))
  }

  @Test func turnedAway() {
    var keeper = keeper(.start, .rang(.look), .port(1))
    #expect(keeper.reduce(.notOpened(.occupied)) == [.close, grace, .askToEnd])
    _ = keeper.reduce(.ended)
    #expect(keeper.state == .waiting(.refused(.occupied)))
  }

  @Test("stop ends it from wherever it stands, for good")
  func stop() {
    for events in [
      [], [.start], [.start, .rang(.look)], [.start, .rang(.look), .port(1)],
      [.start, .rang(.look), .port(1), .opened],
      [.start, .notLaunched(13)], [.start, .rang(.look), .port(1), .opened, .lost(.blind)],
    ] as [[AusweisKeeper.Event]] {
      var keeper = AusweisKeeper()
      for event in events { _ = keeper.reduce(event) }
      _ = keeper.reduce(.stop)
      _ = keeper.reduce(.ended)
      #expect(keeper.state == .off, "\(events)")
      #expect(!keeper.reduce(.rang(.relaunch)).contains(.launch))
    }
  }
}

// The watch over readers, round by round against scripted PC/SC: hot-plug, swap, mute cards, a daemon that dies.

import Dispatch
import Synchronization
import Testing

@testable import Identity

@Suite("Reader monitor")
struct ReaderMonitorTests {
  private let present: UInt32 = 0x22
  private let empty: UInt32 = 0x12
  private let atr: [UInt8] = [0x3B, 0x8A]

  private func rows(_ name: String, _ event: UInt32, _ atr: [UInt8] = []) -> ScriptedPCSC.Step {
    .rows([row(name, event, atr)])
  }

  @Test("a reader comes, a card comes and goes: the state is fed back with its counter")
  func hotPlug() {
    let calls = ScriptedPCSC([
      "readers": Array(repeating: .names(["A"]), count: 4),
      "statusChange": [rows("A", empty), rows("A", 0x1_0022, atr), rows("A", 0x2_0012), .fail(.timeout)],
    ])
    var rounds = ReaderRounds(calls: calls)
    #expect(rounds.next().events == [.serviceUp, .readerAdded("A"), .card(reader: "A", .absent)])
    #expect(rounds.next().events == [.card(reader: "A", .present(atr: atr))])
    #expect(rounds.next().events == [.card(reader: "A", .absent)])
    #expect(rounds.next().events == [])
    #expect(
      calls.log.filter { $0.hasPrefix("statusChange") } == [
        #"statusChange 0 A=0 \\?PnP?\Notification=0"#, #"statusChange 2000 A=10 \\?PnP?\Notification=0"#,
        #"statusChange 2000 A=10020 \\?PnP?\Notification=0"#,
        #"statusChange 2000 A=20010 \\?PnP?\Notification=0"#,
      ])
    #expect(calls.count("establish") == 1)
    #expect(calls.count("readers") == 4, "the list is read in every round")
  }

  @Test("a counter that jumped by two is a swapped card, whatever lies there now")
  func swapped() {
    let calls = ScriptedPCSC([
      "readers": Array(repeating: .names(["A"]), count: 3),
      "statusChange": [rows("A", 0x1_0022, atr), rows("A", 0x3_0022, atr), rows("A", 0x3_0122, atr)],
    ])
    var rounds = ReaderRounds(calls: calls)
    _ = rounds.next()
    let card = CardPresence.present(atr: atr)
    #expect(rounds.next().events == [.card(reader: "A", .absent), .card(reader: "A", card)])
    #expect(rounds.next().events == [], "in use by somebody: the same card")
  }

  @Test("another answer to reset is another card, the counter's wrap no reason to miss one")
  func otherATR() {
    let calls = ScriptedPCSC([
      "readers": Array(repeating: .names(["A"]), count: 3),
      "statusChange": [
        rows("A", 0xFFFF_0022, atr), rows("A", 0xFFFF_0022, [0x3B, 0x00]),
        rows("A", 0x0001_0022, [0x3B, 0x00]),
      ],
    ])
    var rounds = ReaderRounds(calls: calls)
    _ = rounds.next()
    #expect(rounds.next().events.first == .card(reader: "A", .absent))
    #expect(rounds.next().events.first == .card(reader: "A", .absent))
  }

  @Test("mute and exclusive cards are told apart; an exclusive hold is no new card")
  func muteAndExclusive() {
    let calls = ScriptedPCSC([
      "readers": Array(repeating: .names(["A"]), count: 3),
      "statusChange": [rows("A", 0x1_0222), rows("A", 0x3_0022, atr), rows("A", 0x3_00A2, atr)],
    ])
    var rounds = ReaderRounds(calls: calls)
    #expect(rounds.next().events.last == .card(reader: "A", .mute))
    #expect(rounds.next().events.last == .card(reader: "A", .present(atr: atr)))
    #expect(rounds.next().events == [.card(reader: "A", .exclusive(atr: atr))])
  }

  @Test("what no wake tells is seen when the wait is over")
  func atTimeout() {
    let calls = ScriptedPCSC([
      "readers": Array(repeating: .names(["A"]), count: 2),
      "statusChange": [rows("A", 0x1_0022, atr), .rowsAtTimeout([row("A", 0x1_00A0, atr)])],
    ])
    var rounds = ReaderRounds(calls: calls)
    _ = rounds.next()
    #expect(rounds.next().events == [.card(reader: "A", .exclusive(atr: atr))])
  }

  @Test("a reader that is unknown now is dropped, with its card, and comes back as a new one")
  func unknownReader() {
    let calls = ScriptedPCSC([
      "readers": [.names(["A", "B"]), .names(["A", "B"]), .names(["B"]), .names(["A", "B"])],
      "statusChange": [
        .rows([row("A", 0x1_0022, atr), row("B", empty)]), .fail(.unknownReader), rows("B", empty),
        .rows([row("A", empty), row("B", empty)]),
      ],
    ])
    var rounds = ReaderRounds(calls: calls)
    _ = rounds.next()
    let failed = rounds.next()
    #expect(failed.events == [] && failed.pause == ReaderRounds.idlePauseMilliseconds)
    #expect(rounds.next().events == [.card(reader: "A", .absent), .readerRemoved("A")])
    #expect(rounds.next().events == [.readerAdded("A"), .card(reader: "A", .absent)])
    let flagged = ScriptedPCSC([
      "readers": Array(repeating: .names(["A"]), count: 2),
      "statusChange": [rows("A", 0x1_0022, atr), rows("A", 0x000E)],
    ])
    rounds = ReaderRounds(calls: flagged)
    _ = rounds.next()
    #expect(rounds.next().events == [.card(reader: "A", .absent), .readerRemoved("A")])
  }

  @Test(
    "a dead context is released; the pauses before a new one grow from 0.5 to 5 s and begin anew afterwards")
  func deadContext() {
    let calls = ScriptedPCSC([
      "establish": [.good] + Array(repeating: .fail(.noService), count: 5),
      "readers": Array(repeating: .names(["A"]), count: 4),
      "statusChange": [rows("A", 0x1_0022, atr), .fail(.communicationError), rows("A", 0x1_0022, atr)],
    ])
    var rounds = ReaderRounds(calls: calls)
    _ = rounds.next()
    let died = rounds.next()
    #expect(
      died.events == [
        .card(reader: "A", .absent), .readerRemoved("A"), .serviceDown(.transport(.serviceGone)),
      ])
    var pauses = [died.pause]
    for _ in 0..<5 {
      let round = rounds.next()
      #expect(round.events == [], "said once")
      pauses.append(round.pause)
    }
    #expect(pauses == [500, 1000, 2000, 4000, 5000, 5000])
    #expect(rounds.snapshot == ReaderSnapshot(fault: .transport(.serviceGone), readers: []))
    #expect(
      rounds.next().events == [.serviceUp, .readerAdded("A"), .card(reader: "A", .present(atr: atr))])
    calls.add("readers", .fail(.serviceStopped))
    #expect(rounds.next().pause == 0)
    #expect(calls.count("release 1") == 1)
  }

  @Test("a user whom pcscd does not let in hears that, not that pcscd is gone")
  func accessDenied() {
    let calls = ScriptedPCSC(["establish": [.fail(.noAccess), .fail(.securityViolation)]])
    var rounds = ReaderRounds(calls: calls)
    #expect(rounds.next().events == [.serviceDown(.transport(.accessDenied))])
    #expect(rounds.next().events == [])
    #expect(throws: CardError.transport(.accessDenied)) {
      try CardReaders.look(ScriptedPCSC(["establish": [.fail(.noAccess)]]))
    }
  }

  @Test("a wake that brings nothing is followed by a pause (no busy loop)")
  func noBusyLoop() {
    let calls = ScriptedPCSC([
      "readers": Array(repeating: .names(["A"]), count: 3),
      "statusChange": Array(repeating: rows("A", empty), count: 3),
    ])
    var rounds = ReaderRounds(calls: calls)
    _ = rounds.next()
    #expect(rounds.next().pause == ReaderRounds.idlePauseMilliseconds)
  }

  @Test("stop wakes the thread out of pcscd, and no event comes afterwards")
  func stop() {
    let calls = ScriptedPCSC(["readers": Array(repeating: .names(["A"]), count: 9)])
    calls.add("statusChange", rows("A", empty), .hold(calls.cancelled), .fail(.cancelled))
    let events = Mutex<[ReaderEvent]>([])
    let monitor = ReaderMonitor(calls: calls) { event, _ in events.withLock { $0.append(event) } }
    monitor.start()
    calls.called.wait()
    #expect(monitor.snapshot.readers == [ReaderState(name: "A", card: .absent)])
    monitor.stop()
    #expect(calls.log.contains("cancel 1"))
    #expect(calls.log.last == "release 1")
    #expect(events.withLock { $0.count } == 3)
  }
}

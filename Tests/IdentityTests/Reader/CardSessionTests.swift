// A session with a card against scripted PC/SC: what is called in which order, what each error becomes, and that every
// call ends, whatever the driver does.

import Dispatch
import Testing

@testable import Identity

@Suite("Card session")
struct CardSessionTests {
  private func open(
    _ calls: ScriptedPCSC, sharing: CardSharing = .shared, extended: ExtendedLength = .automatic,
    limits: CardSession.Limits = CardSession.Limits()
  ) throws -> CardSession {
    try CardSession(calls, reader: "A", sharing: sharing, extended: extended, limits: limits, pause: { _ in })
  }

  @Test("shared: one transaction around exchanges that follow each other, and a reset at the end")
  func shared() throws {
    let calls = ScriptedPCSC()
    let session = try open(calls)
    #expect(try session.transmit([0, 0xB0, 0, 0, 0]) == [0x90, 0])
    #expect(try session.transmit([0, 0xB0, 0, 1, 0]) == [0x90, 0])
    session.close()
    #expect(
      calls.log.filter { !$0.hasPrefix("control") } == [
        "establish", "connect A shared 3", "status", "begin", "transmit t1 00b0000000",
        "transmit t1 00b0000100", "end",
        "disconnect reset", "release 1",
      ])
  }

  @Test("shared: a pause in the exchanges gives others their turn")
  func idle() throws {
    let calls = ScriptedPCSC()
    var limits = CardSession.Limits()
    limits.idle = 1
    let session = try open(calls, limits: limits)
    _ = try session.transmit([0, 0xB0, 0, 0, 0])
    calls.called.wait()
    #expect(calls.log.last == "end")
    _ = try session.transmit([0, 0xB0, 0, 0, 0])
    #expect(calls.count("begin") == 2)
  }

  @Test("exclusive: no transaction is needed")
  func exclusive() throws {
    let calls = ScriptedPCSC()
    let session = try open(calls, sharing: .exclusive)
    _ = try session.transmit([0, 0xB0, 0, 0, 0])
    #expect(calls.log.contains("connect A exclusive 3"))
    #expect(calls.count("begin") == 0)
  }

  @Test("a card that another program holds is asked for three times, then the reader is busy")
  func sharingViolation() throws {
    let calls = ScriptedPCSC(["connect": Array(repeating: .fail(.sharingViolation), count: 2)])
    _ = try open(calls)
    #expect(calls.count("connect") == 3)
    let held = ScriptedPCSC(["connect": Array(repeating: .fail(.sharingViolation), count: 3)])
    #expect(throws: CardError.transport(.busy)) { try open(held) }
    #expect(held.count("connect") == 3)
  }

  @Test("a card that neither T=0 nor T=1 fits is spoken to raw")
  func raw() throws {
    let calls = ScriptedPCSC(["connect": [.fail(.protocolMismatch), .handle(.raw)]])
    let session = try open(calls)
    _ = try session.transmit([0, 0xB0, 0, 0, 0])
    #expect(calls.log.contains("connect A shared 4"))
    #expect(calls.log.contains("transmit raw 00b0000000"))
  }

  @Test("T=0 carries no Le behind data")
  func t0() throws {
    let calls = ScriptedPCSC(["connect": [.handle(.t0)]])
    let session = try open(calls, extended: .upTo(commandByteCount: 4000))
    #expect(session.commandByteCountMax == 261)
    _ = try session.transmit([0, 0xA4, 4, 0xC, 2, 1, 2, 0])
    #expect(calls.log.last == "transmit t0 00a4040c020102")
    _ = try session.transmit([0, 0xA4, 4, 0xC, 2, 1, 2])
    #expect(calls.log.last == "transmit t0 00a4040c020102")
  }

  /// E.2: what each answer of PC/SC becomes when connecting and in an exchange.
  private static let faults: [(SmartCardCode, connect: CardError, exchange: CardError)] = [
    (.noSmartCard, .transport(.noCard), .transport(.removed)),
    (.removedCard, .transport(.noCard), .transport(.removed)),
    (.invalidValue, .transport(.other), .transport(.removed)),
    (.resetCard, .transport(.reset), .transport(.reset)),
    (.communicationDataLost, .transport(.moved), .transport(.moved)),
    (.readerUnavailable, .transport(.readerGone), .transport(.readerGone)),
    (.unknownReader, .transport(.readerGone), .transport(.readerGone)),
    (.noReaders, .transport(.noReader), .transport(.noReader)),
    (.noService, .transport(.serviceGone), .transport(.serviceGone)),
    (.serviceStopped, .transport(.serviceGone), .transport(.serviceGone)),
    (.invalidHandle, .transport(.serviceGone), .transport(.serviceGone)),
    (.communicationError, .transport(.serviceGone), .transport(.serviceGone)),
    (.shutdown, .transport(.serviceGone), .transport(.serviceGone)),
    (.serverTooBusy, .transport(.serviceGone), .transport(.serviceGone)),
    (.unresponsiveCard, .transport(.mute), .transport(.mute)),
    (.unpoweredCard, .transport(.mute), .transport(.mute)),
    (.unsupportedCard, .transport(.mute), .transport(.mute)),
    (.notReady, .transport(.mute), .transport(.moved)),
    (.securityViolation, .transport(.accessDenied), .transport(.accessDenied)),
    (.noAccess, .transport(.accessDenied), .transport(.accessDenied)),
    (.insufficientBuffer, .transport(.other), .transport(.malformedAnswer)),
    (.timeout, .transport(.timedOut), .transport(.timedOut)),
    (.cancelled, .cancelled, .cancelled),
    (.systemCancelled, .cancelled, .cancelled),
    (SmartCardCode(0x8010_0001), .transport(.other), .transport(.other)),
    (SmartCardCode(0x8010_0014), .transport(.other), .transport(.other)),
  ]

  @Test(
    "every error of PC/SC is typed, nothing is sent twice, and the session is over", arguments: faults.indices
  )
  func errors(_ index: Int) throws {
    let (code, connect, exchange) = Self.faults[index]
    let refused = ScriptedPCSC(["connect": [.fail(code)]])
    #expect(throws: connect) { try open(refused) }
    #expect(throws: connect) { try open(ScriptedPCSC(["establish": [.fail(code)]])) }
    let calls = ScriptedPCSC(["transmit": [.fail(code)]])
    let session = try open(calls)
    #expect(throws: exchange) { try session.transmit([0, 0xB0, 0, 0, 0]) }
    #expect(throws: exchange) { try session.transmit([0, 0xB0, 0, 0, 0]) }
    #expect(calls.count("transmit") == 1)
    session.close()
    #expect(calls.log.suffix(2) == ["disconnect reset", "release 1"])
    let begun = ScriptedPCSC(["begin": [.fail(code)]])
    let second = try open(begun)
    #expect(throws: exchange) { try second.transmit([0, 0xB0, 0, 0, 0]) }
    #expect(begun.count("transmit") == 0)
  }

  @Test("a failed connection leaves no context behind")
  func releasedAfterFailure() throws {
    let calls = ScriptedPCSC(["connect": [.fail(.noSmartCard)]])
    #expect(throws: CardError.transport(.noCard)) { try open(calls) }
    // The thread releases behind us: wait for its word, not for a time.
    let deadline = DispatchTime.now() + .seconds(5)
    while calls.count("release") == 0, DispatchTime.now() < deadline {
      _ = calls.called.wait(timeout: .now() + .milliseconds(1))
    }
    #expect(calls.count("release") == 1)
  }

  @Test("a broken exchange: the reader says whether the card is gone, the reader, or only the contact")
  func broken() throws {
    func end(_ steps: [ScriptedPCSC.Step], _ command: [UInt8] = [0, 0xB0, 0, 0, 0]) throws -> CardError? {
      let calls = ScriptedPCSC(["transmit": [.fail(.notTransacted)], "statusChange": steps])
      let session = try open(calls, sharing: .exclusive, extended: .upTo(commandByteCount: 2000))
      do throws(CardError) {
        _ = try session.transmit(command)
        return nil
      } catch { return error }
    }
    #expect(try end([.rows([row("A", 0x12)])]) == .transport(.removed))
    #expect(try end([.rows([row("A", 0x22)]), .rows([row("A", 0x1_0012)])]) == .transport(.removed))
    #expect(try end([.rows([row("A", 0x22)]), .fail(.timeout)]) == .transport(.moved))
    #expect(try end([.rows([row("A", 0xE)])]) == .transport(.readerGone))
    #expect(try end([.fail(.noService)]) == .transport(.serviceGone))
    let long = [UInt8](repeating: 0, count: 300)
    #expect(try end([.rows([row("A", 0x22)]), .fail(.timeout)], long) == .transport(.tooLong))
  }

  @Test("an answer without a status word is refused; the longest is taken")
  func answers() throws {
    for answer in [[], [0x90]] as [[UInt8]] {
      let session = try open(ScriptedPCSC(["transmit": [.bytes(answer)]]))
      #expect(throws: CardError.transport(.malformedAnswer)) { try session.transmit([0, 0xB0, 0, 0, 0]) }
    }
    let longest = [UInt8](repeating: 1, count: 65_538)
    let session = try open(ScriptedPCSC(["transmit": [.bytes(longest)]]))
    #expect(try session.transmit([0, 0xB0, 0, 0, 0]).count == 65_538)
  }

  @Test("a driver that hangs: the call ends in time, and the card is reset when the driver comes back")
  func hangs() throws {
    let gate = DispatchSemaphore(value: 0)
    let calls = ScriptedPCSC(["transmit": [.hold(gate), .good]])
    var limits = CardSession.Limits()
    limits.exchange = 20
    let session = try open(calls, sharing: .exclusive, limits: limits)
    #expect(throws: CardError.transport(.timedOut)) { try session.transmit([0, 0xB0, 0, 0, 0]) }
    #expect(throws: CardError.transport(.timedOut)) { try session.transmit([0, 0xB0, 0, 0, 0]) }
    calls.called.wait()
    gate.signal()
    calls.called.wait()
    #expect(calls.log.contains("disconnect reset"))
    #expect(calls.count("transmit") == 1)
  }

  @Test(
    "a card that answers each command late: the session's own time ends it, whatever one exchange may take")
  func late() throws {
    let gate = DispatchSemaphore(value: 0)
    var limits = CardSession.Limits()
    #expect(limits.exchange < 5000 && limits.exchange < limits.exchanges && limits.exchanges <= 20_000)
    limits.exchanges = 20
    let session = try open(
      ScriptedPCSC(["transmit": [.hold(gate), .good]]), sharing: .exclusive, limits: limits)
    #expect(throws: CardError.transport(.timedOut)) { try session.transmit([0, 0xB0, 0, 0, 0]) }
    gate.signal()
  }

  @Test("another program's transaction that does not end: the reader is busy")
  func waitingForTurn() throws {
    let gate = DispatchSemaphore(value: 0)
    let calls = ScriptedPCSC(["begin": [.hold(gate), .good]])
    var limits = CardSession.Limits()
    limits.exchange = 20
    let session = try open(calls, limits: limits)
    #expect(throws: CardError.transport(.busy)) { try session.transmit([0, 0xB0, 0, 0, 0]) }
    gate.signal()
  }

  @Test("cancelled from another thread, in the middle of an exchange")
  func cancelled() throws {
    let gate = DispatchSemaphore(value: 0)
    let calls = ScriptedPCSC(["transmit": [.hold(gate), .good]])
    let session = try open(calls, sharing: .exclusive)
    OwnThread.start("test") {
      calls.called.wait()
      session.cancel()
    }
    #expect(throws: CardError.cancelled) { try session.transmit([0, 0xB0, 0, 0, 0]) }
    gate.signal()
    #expect(throws: CardError.cancelled) { try session.transmit([0, 0xB0, 0, 0, 0]) }
  }

  private let nPA = bytes("3B8A80018031F873F741E082900075")

  @Test("extended length: as the reader says; only a reader without the property leaves it to the card's ATR")
  func extendedLength() throws {
    func most(_ control: [ScriptedPCSC.Step], _ atr: [UInt8], _ extended: ExtendedLength = .automatic) throws
      -> Int
    {
      try open(ScriptedPCSC(["control": control, "status": [.bytes(atr)]]), extended: extended)
        .commandByteCountMax
    }
    let features = bytes("1204 42000DAC")
    #expect(try most([.bytes(features), .bytes(bytes("0A04 00000100"))], nPA) == 65_535 + 9)
    #expect(try most([.bytes(features), .bytes(bytes("0A04 F6030000"))], [0x3B, 0x80]) == 1014 + 9)
    #expect(try most([.bytes(features), .bytes(bytes("0A04 00010000"))], nPA) == 261)
    #expect(try most([.bytes(features), .bytes(bytes("0A04 00000000"))], nPA) == 261)
    #expect(try most([.bytes(features), .bytes([])], nPA) == 261)
    #expect(try most([.fail(.notTransacted)], nPA) == 1509)
    #expect(try most([.fail(.notTransacted)], [0x3B, 0x80]) == 261)
    #expect(try most([.fail(.notTransacted)], nPA, .never) == 261)
    #expect(try most([], [0x3B, 0x80], .upTo(commandByteCount: 1200)) == 1200)
    let session = try open(ScriptedPCSC())
    #expect(throws: CardError.transport(.tooLong)) { try session.transmit([UInt8](repeating: 0, count: 262)) }
    #expect(try session.transmit([0, 0xB0, 0, 0, 0]) == [0x90, 0], "refusing a long command ends nothing")
  }

  @Test("cut or odd answers to reset say nothing of extended length")
  func oddATR() {
    for count in 0..<nPA.count - 1 { #expect(!AnswerToReset.saysExtendedLength(Array(nPA.prefix(count)))) }
    #expect(AnswerToReset.saysExtendedLength(nPA))
    #expect(!AnswerToReset.saysExtendedLength([0x3B, 0xFF]))
    #expect(AnswerToReset.historicalBytes(bytes("3B8A80018031F873F741E082900075")).count == 10)
  }
}

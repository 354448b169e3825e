// Readers with a PIN pad, at the seam: the bytes of each frame, every result of TR-03119, answers that are cut.

import Testing

@testable import Identity

@Suite("PIN pads")
struct PinPadTests {
  private let features = bytes("2004 42000DCC 0704 42000D4B 1204 42000DAC FF")

  private func open(_ controls: [ScriptedPCSC.Step]) throws -> (CardSession, ScriptedPCSC) {
    let calls = ScriptedPCSC(["control": [.bytes(features), .bytes([])] + controls])
    return (try CardSession(calls, reader: "A", sharing: .exclusive, pause: { _ in }), calls)
  }

  @Test("features: big-endian control codes, cut lists and odd lengths do no harm")
  func featureList() {
    let read = ReaderFeatures(features)
    #expect(
      read.executePACE == 0x4200_0DCC && read.modifyPIN == 0x4200_0D4B && read.properties == 0x4200_0DAC)
    for count in 0...features.count { _ = ReaderFeatures(Array(features.prefix(count))) }
    #expect(ReaderFeatures(bytes("2003 420001")) == ReaderFeatures())
    #expect(ReaderFeatures.request == 0x4200_0D48)
  }

  @Test("a reader without EXECUTE_PACE has no pad")
  func noPad() throws {
    let plain = try CardSession(ScriptedPCSC(), reader: "A", sharing: .exclusive, pause: { _ in })
    #expect(plain.pinPad == nil)
  }

  @Test("TS_PINPAD EstablishPACEChannel: frame without a PIN, answer with all parts")
  func establish() throws {
    let whole = bytes("00000000 1600 9000 0400 31023000 03 444531 03 444532 0400 0A0B0C0D")
    let (session, calls) = try open([.bytes(whole)])
    let pad = try #require(session.pinPad)
    let got = try pad.establishPACE(
      PinPadRequest(password: .pin, chat: [0x7F, 0x4C], certificateDescription: [0x30, 0x01, 0x00]))
    #expect(calls.log.last == "control 42000dcc 020a0003027f4c000300300100")
    #expect(got.cardAccess == bytes("31023000"))
    #expect(got.authorities == [bytes("444531"), bytes("444532")])
    #expect(got.cardIdentifier == bytes("0A0B0C0D"))
  }

  @Test("an answer that is cut at any byte is malformed or good, never a crash; too much is malformed")
  func cut() throws {
    let whole = bytes("00000000 1600 9000 0400 31023000 03 444531 03 444532 0400 0A0B0C0D")
    for count in 6..<whole.count {
      #expect(throws: CardError.self) {
        try ExecutePACE.established(Array(whole.prefix(count)), password: .pin)
      }
    }
    // Lengths inside that say more than there is.
    for count in 0..<22 {
      let data = Array(whole[6..<6 + count])
      let framed = bytes("00000000") + ExecutePACE.littleEndian(count) + data
      _ = try? ExecutePACE.established(framed, password: .pin)
    }
    let more = bytes("00000000 1700 9000 0400 31023000 03 444531 03 444532 0400 0A0B0C0D 00")
    #expect(throws: CardError.self) { try ExecutePACE.established(more, password: .pin) }
  }

  @Test("without terminal authentication the authorities may be missing")
  func short() throws {
    let answer = try ExecutePACE.established(bytes("00000000 0800 9000 0400 31023000"), password: .can)
    #expect(answer.authorities == [] && answer.cardIdentifier == [])
  }

  private static let results: [(UInt32, PasswordKind, CardError)] = [
    (0xE000_0003, .pin, .unsupported(.paceSetUp, "the card does not know this password")),
    (0xE000_0006, .pin, .unauthentic(.paceToken)),
    (0xF000_6A82, .pin, .refused(.cardAccess, .fileNotFound)),
    (0xF001_6982, .pin, .refused(.cardAccess, .securityStatusNotSatisfied)),
    (0xF002_6A80, .pin, .refused(.paceSetUp, .incorrectData)),
    (0xF003_6985, .pin, .refused(.paceNonce, .conditionsNotSatisfied)),
    (0xF004_6F00, .pin, .refused(.paceMapping, .noPreciseDiagnosis)),
    (0xF005_6F00, .pin, .refused(.paceAgreement, .noPreciseDiagnosis)),
    (0xF006_63C2, .pin, .password(.wrong(.pin, triesLeft: 2))),
    (0xF006_63C1, .pin, .password(.wrong(.pin, triesLeft: 1))),
    (0xF006_63C0, .pin, .password(.pinBlocked)),
    (0xF006_6983, .pin, .password(.pinBlocked)),
    (0xF006_6984, .pin, .password(.pinDeactivated)),
    (0xF006_6985, .pin, .refused(.paceToken, .conditionsNotSatisfied)),
    (0xF006_6300, .pin, .password(.wrong(.pin, triesLeft: nil))),
    (0xF006_6300, .can, .password(.wrong(.can, triesLeft: nil))),
    (0xF006_63C0, .puk, .password(.wrong(.puk, triesLeft: nil))),
    (0xF006_6F00, .mrz, .refused(.paceToken, .noPreciseDiagnosis)),
    (0xF010_0001, .pin, .transport(.moved)),
    (0xF010_0002, .pin, .transport(.noCard)),
    (0xF020_0001, .pin, .cancelled),
    (0xF020_0002, .pin, .transport(.timedOut)),
    (0xF020_0003, .pin, .refused(.paceSetUp, .referenceDataNotUsable)),
  ]

  @Test("TR-03119 annex D: each result of the reader is typed", arguments: results.indices)
  func result(_ index: Int) throws {
    let (number, password, expected) = Self.results[index]
    let littleEndian = (0..<4).map { (index: Int) in UInt8(truncatingIfNeeded: number >> (8 * UInt32(index)))
    }
    let (session, _) = try open([.bytes(littleEndian + [0, 0])])
    let pad = try #require(session.pinPad)
    #expect(throws: expected) { try pad.establishPACE(PinPadRequest(password: password)) }
  }

  @Test(
    "results that no table knows are malformed",
    arguments: [0xD000_0001, 0xD000_0002, 0xD000_0003, 0xE000_0001, 0xE000_0002, 0xF007_9000, 0x1234_5678]
      as [UInt32])
  func malformed(_ number: UInt32) {
    guard case .malformed(.paceSetUp, _)? = ExecutePACE.error(number, password: .pin) else {
      Issue.record("\(number)")
      return
    }
  }

  @Test("DestroyPACEChannel, and MODIFY_PIN_DIRECT with six digits typed twice")
  func changePIN() throws {
    let (session, calls) = try open([.bytes(bytes("9000")), .bytes(bytes("00000000 0000"))])
    let pad = try #require(session.pinPad)
    try pad.changePIN()
    #expect(
      calls.log.last
        == "control 42000d4b 3c3c82000000000606010202070400010200000004000000002c0203")
    try pad.destroyPACE()
    #expect(calls.log.last == "control 42000dcc 030000")
  }

  @Test("the pad's own status words for a PIN change")
  func changeRefused() {
    #expect(throws: CardError.transport(.timedOut)) { try ModifyPIN.check([0x64, 0x00]) }
    #expect(throws: CardError.cancelled) { try ModifyPIN.check([0x64, 0x01]) }
    #expect(throws: CardError.refused(.changePIN, StatusWord(0x6402))) { try ModifyPIN.check([0x64, 0x02]) }
    #expect(throws: CardError.refused(.changePIN, .conditionsNotSatisfied)) {
      try ModifyPIN.check([0x69, 0x85])
    }
    #expect(throws: CardError.malformed(.changePIN, "the reader answers without a status word")) {
      try ModifyPIN.check([0x90])
    }
  }
}

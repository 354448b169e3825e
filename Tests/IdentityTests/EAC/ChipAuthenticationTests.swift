// Chip Authentication 2 and Restricted Identification: the worked example's token and keys, what is chosen from an
// EF.CardAccess of today, and what a chip may not answer.

import Crypto
import Secrets
import Testing

@testable import Identity

@Suite("Chip Authentication 2 (TR-03110-3 B.3; TR-03105-5.3 section 4.3.3)")
struct ChipAuthenticationTests {
  private func example(_ script: [(String, String)]) throws -> (ChipAuthentication, ScriptedTransport) {
    let transport = ScriptedTransport(script)
    let authentication = ChipAuthentication(
      link: CardLink(transport),
      choice: ChipAuthenticationChoice(
        protocolIdentifier: ObjectIdentifier(0, 4, 0, 127, 0, 7, 2, 2, 3, 2, 2), algorithm: .aes128,
        curve: .brainpoolP256r1, keyIdentifier: 65),
      chipKey: try CurvePoint(uncompressed: WorkedExample.chipPoint, on: .brainpoolP256r1),
      ephemeral: try CurvePrivateKey(scalar: Secret(WorkedExample.ephemeralScalar), on: .brainpoolP256r1))
    return (authentication, transport)
  }

  private var keyCommand: String { "00860000 45 7C43 8041" + hex(WorkedExample.ephemeralPoint) + "00" }
  private let referenceCommand = "002241A4 0F 800A 04007F00070202030202 8401 41"

  @Test("the EAC worked example: both sides' keys, shared secret, encryption and authentication key")
  func workedExample() throws {
    let (authentication, _) = try example([])
    #expect(authentication.ephemeral.publicPoint.bytes == WorkedExample.ephemeralPoint)
    let shared = try authentication.ephemeral.sharedSecret(with: authentication.chipKey)
    #expect(shared == Secret(WorkedExample.chipSharedSecret))
    let chip = try CurvePrivateKey(scalar: Secret(WorkedExample.chipScalar), on: .brainpoolP256r1)
    #expect(chip.publicPoint.bytes == WorkedExample.chipPoint)
    for (counter, key) in [(UInt32(1), WorkedExample.chipEncryptionKey), (2, WorkedExample.chipMACKey)] {
      let derived = KeyDerivation.key(
        from: shared, counter: counter, nonce: WorkedExample.chipNonce, algorithm: .aes128)
      #expect(derived == Secret(key))
    }
  }

  @Test(
    "the worked example's token opens the channel; the next command goes out under its keys with counter 0")
  func token() throws {
    let answer = "7C14 8108" + hex(WorkedExample.chipNonce) + "8208" + hex(WorkedExample.chipToken) + "9000"
    let (authentication, transport) = try example([(referenceCommand, "9000"), (keyCommand, answer)])
    try authentication.run()
    #expect(transport.isFinished)
    let own = try AESSecureMessaging(
      encryptionKey: Secret(WorkedExample.chipEncryptionKey), macKey: Secret(WorkedExample.chipMACKey))
    let command = CommandAPDU(ins: 0xB0, p1: 0x84, p2: 0, expectedLength: 8)
    let channel = try #require(authentication.link.secureMessaging)
    #expect(try channel.protect(command, secret: nil) == own.protect(command, secret: nil))
  }

  @Test("any other token is a chip that does not have the signed key, and no channel comes of it")
  func wrongToken() throws {
    for bit in 0..<64 {
      let (authentication, _) = try example([])
      var token = WorkedExample.chipToken
      token[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: CardError.unauthentic(.chipAuthentication)) {
        try authentication.channel(nonce: WorkedExample.chipNonce, token: token)
      }
    }
  }

  @Test(
    "answers that are none",
    arguments: [
      "", "7C00", "7C0A 8108 0011223344556677", "7C12 8108 0011223344556677 8206 001122334455", "30020000",
    ])
  func malformed(_ answer: String) throws {
    let (authentication, _) = try example([(referenceCommand, "9000"), (keyCommand, answer + "9000")])
    #expect {
      try authentication.run()
    } throws: { error in
      if case .malformed(.chipAuthentication, _)? = error as? CardError { true } else { false }
    }
    #expect(authentication.link.secureMessaging == nil)
  }

  @Test("a refusal is told with its step")
  func refused() throws {
    let (first, _) = try example([(referenceCommand, "6A80")])
    #expect(throws: CardError.refused(.chipAuthentication, .incorrectData)) { try first.run() }
    let (second, _) = try example([(referenceCommand, "9000"), (keyCommand, "6300")])
    #expect(throws: CardError.refused(.chipAuthentication, .authenticationFailed)) { try second.run() }
  }

  @Test("a key's identifier goes out as the shortest number")
  func keyIdentifiers() {
    #expect(ChipAuthenticationChoice.bytes(ofKeyIdentifier: 0) == [0])
    #expect(ChipAuthenticationChoice.bytes(ofKeyIdentifier: 65) == [65])
    #expect(ChipAuthenticationChoice.bytes(ofKeyIdentifier: 0x1_00) == [1, 0])
  }
}

@Suite("Which Chip Authentication (TR-03110-3 A.1.1.2)")
struct ChipAuthenticationChoiceTests {
  // Object identifiers below 0.4.0.127.0.7.2.2.
  private static func info(_ arcs: [UInt8], _ fields: [UInt8]) -> [UInt8] {
    object([0x30], object([0x06], [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02] + arcs) + fields)
  }

  private static func parameters(_ number: UInt8, key: UInt8?) -> [UInt8] {
    let standardised = object(
      [0x30], [0x06, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x02, 0x02, 0x01, number])
    return info([3, 2], standardised + (key.map { [0x02, 0x01, $0] } ?? []))
  }

  private static func infos(_ infos: [[UInt8]]) throws -> SecurityInfos {
    try SecurityInfos(object([0x31], infos.flatMap { $0 }))
  }

  @Test("version 3 and unknown infos beside version 2 are passed over, and so are RSA's and 3DES's variants")
  func newerInfos() throws {
    let access = try Self.infos([
      Self.info([3, 2, 3], [0x02, 0x01, 0x03, 0x02, 0x01, 0x01]),
      Self.info([11, 1, 2, 3], [0x02, 0x01, 0x01]),
      Self.info([3, 1, 2], [0x02, 0x01, 0x02, 0x02, 0x01, 0x28]),
      Self.info([3, 2, 1], [0x02, 0x01, 0x02, 0x02, 0x01, 0x29]),
      Self.info([3, 2, 2], [0x02, 0x01, 0x02, 0x02, 0x01, 0x41]),
      Self.info([99], [0x04, 0x02, 0xAB, 0xCD]),
      Self.parameters(12, key: 0x29), Self.parameters(13, key: 0x41),
    ])
    let choice = try #require(ChipAuthenticationChoice.preferred(access))
    #expect(choice.curve == .brainpoolP256r1)
    #expect(choice.keyIdentifier == 0x41)
    #expect(choice.algorithm == .aes128)
  }

  @Test("without version 2, or without its curve, there is none")
  func none() throws {
    #expect(ChipAuthenticationChoice.preferred(try Self.infos([])) == nil)
    #expect(
      ChipAuthenticationChoice.preferred(
        try Self.infos([Self.info([3, 2, 2], [0x02, 0x01, 0x03]), Self.parameters(13, key: nil)])) == nil)
    #expect(
      ChipAuthenticationChoice.preferred(
        try Self.infos([
          Self.info([3, 2, 2], [0x02, 0x01, 0x02, 0x02, 0x01, 0x41]), Self.parameters(13, key: 0x42),
        ]))
        == nil)
  }

  @Test(
    "a chip's key has to be signed for the variant, the curve and the key that were chosen, and be a point")
  func chipKey() throws {
    let version2 = Self.info([3, 2, 2], [0x02, 0x01, 0x02, 0x02, 0x01, 0x41])
    let access = try Self.infos([version2, Self.parameters(13, key: 0x41)])
    let choice = try #require(ChipAuthenticationChoice.preferred(access))
    func key(_ point: [UInt8], key: UInt8, curve: UInt8 = 13) -> [UInt8] {
      let algorithm = object(
        [0x30], [0x06, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x02, 0x02, 0x01, curve])
      return Self.info(
        [1, 2], object([0x30], algorithm + object([0x03], [0] + point)) + [0x02, 0x01, key])
    }
    let right = key(WorkedExample.chipPoint, key: 0x41)
    #expect(try choice.chipKey(in: Self.infos([version2, right])).bytes == WorkedExample.chipPoint)
    for wrong in [
      [right], [version2], [version2, key(WorkedExample.chipPoint, key: 0x42)],
      [version2, key(WorkedExample.chipPoint, key: 0x41, curve: 12)],
    ] {
      #expect {
        try choice.chipKey(in: Self.infos(wrong))
      } throws: { error in
        if case .unsupported(.cardSecurity, _)? = error as? CardError { true } else { false }
      }
    }
    var beside = WorkedExample.chipPoint
    beside[64] ^= 1
    #expect(throws: CardError.malformed(.cardSecurity, "a point that is not on the curve")) {
      try choice.chipKey(in: Self.infos([version2, key(beside, key: 0x41)]))
    }
  }
}

@Suite("EF.CardSecurity (TR-03110-3 A.1.2)")
struct CardSecurityTests {
  private static let access = object([0x31], object([0x30], [0x06, 0x02, 0x2A, 0x03, 0x02, 0x01, 0x01]))

  private func read(
    _ file: [UInt8], access: [UInt8] = access, verify: CardSecurity.Verifier
  ) throws -> CardSecurity {
    try CardSecurity.read(
      on: CardLink(FileTransport(file)), access: try SecurityInfos(access), verify: verify)
  }

  @Test("a fault of the signature ends the run, whichever it is", arguments: CertificateFault.allCases)
  func faults(_ fault: CertificateFault) {
    #expect(throws: CardError.certificate(fault)) {
      try read(object([0x30], [1, 2, 3])) { _ throws(CertificateFault) in throw fault }
    }
  }

  @Test("every info of EF.CardAccess reappears, or the run ends")
  func reappear() throws {
    let more = object([0x31], Self.access.dropFirst(2) + object([0x30], [0x06, 0x02, 0x2A, 0x04]))
    _ = try read(object([0x30], [0])) { _ throws(CertificateFault) in more }
    let other = object([0x31], object([0x30], [0x06, 0x02, 0x2A, 0x03, 0x02, 0x01, 0x02]))
    #expect(throws: CardError.certificate(.cardAccess)) {
      try read(object([0x30], [0])) { _ throws(CertificateFault) in other }
    }
  }

  @Test("a card without short identifiers is led to the file; one that refuses it is asked once")
  func byIdentifier() throws {
    let file = object([0x30], [0])
    let scripts = [
      [("00B09D0000", "6A86"), ("00A4020C02011D", "9000"), ("00B0000000", hex(file) + "9000")],
      [
        ("00B09D0000", "6A82"), ("00A4000C023F00", "9000"), ("00A4020C02011D", "9000"),
        ("00B0000000", hex(file) + "9000"),
      ],
    ]
    for script in scripts {
      let transport = ScriptedTransport(script)
      _ = try CardSecurity.read(on: CardLink(transport), access: SecurityInfos(Self.access)) {
        _ throws(CertificateFault) in Self.access
      }
      #expect(transport.isFinished)
    }
    let refusing = ScriptedTransport([("00B09D0000", "6982")])
    #expect(throws: CardError.refused(.cardSecurity, .securityStatusNotSatisfied)) {
      try CardSecurity.read(on: CardLink(refusing), access: SecurityInfos(Self.access)) {
        _ throws(CertificateFault) in Self.access
      }
    }
  }

  @Test("signed content that is no set of infos is malformed")
  func content() {
    #expect {
      try read(object([0x30], [0])) { _ throws(CertificateFault) in [0x04, 0x00] }
    } throws: { error in
      if case .malformed(.cardSecurity, _)? = error as? CardError { true } else { false }
    }
  }
}

@Suite("Restricted Identification (TR-03110-3 B.4; TR-03105-5.3 section 4.3.7)")
struct RestrictedIdentificationTests {
  private let sectorKey = object([0x7F, 0x49], object([0x06], [0x2A, 0x03]) + object([0x86], [4, 1, 2]))
  private let identifier = [UInt8](repeating: 0xAB, count: 32)

  private func run(_ script: [(String, String)], sectorKey: [UInt8]) throws -> [UInt8] {
    try RestrictedIdentification(
      link: CardLink(ScriptedTransport(script)),
      protocolIdentifier: ObjectIdentifier(0, 4, 0, 127, 0, 7, 2, 2, 5, 2, 3), keyIdentifier: 2
    ).identifier(sectorKey: sectorKey)
  }

  private let reference = "002241A4 0F 800A 04007F00070202050203 8401 02"
  private let command = "00860000 0D 7C0B A009 06022A03 8603040102 00"

  @Test("the sector's key goes out, the sector's identifier comes back")
  func good() throws {
    let found = try run(
      [(reference, "9000"), (command, "7C22 8120" + hex(identifier) + "9000")], sectorKey: sectorKey)
    #expect(found == identifier)
  }

  @Test("what is no identifier, and what is no key")
  func bad() {
    for answer in ["7C00 9000", "7C03 8101 01 9000", "9000"] {
      #expect(throws: CardError.self) {
        try run([(reference, "9000"), (command, answer)], sectorKey: sectorKey)
      }
    }
    #expect(throws: CardError.refused(.verify, .referencedDataNotFound)) {
      try run([(reference, "6A88")], sectorKey: sectorKey)
    }
    #expect(throws: CardError.self) { try run([], sectorKey: [1, 2, 3]) }
  }
}

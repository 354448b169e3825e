// Terminal Authentication 2: the worked example's signature, and command by command what goes to the card.

import Crypto
import Secrets
import Testing

@testable import Identity

/// Signs as the worked example's terminal did: with a signature that is already there.
private struct RememberedKey: TerminalKey {
  let publicPoint: [UInt8]
  let signature: [UInt8]

  func sign(digest: [UInt8]) throws(CardError) -> [UInt8] { signature }
}

@Suite("Terminal Authentication 2 (TR-03110-3 B.2; TR-03105-5.3 sections 4.3.2 and 5.3)")
struct TerminalAuthenticationTests {
  private let ephemeral = Array(WorkedExample.ephemeralPoint[1...32])

  private func example(_ script: [(String, String)]) throws -> (TerminalAuthentication, ScriptedTransport) {
    let certificate = try CVCertificate(WorkedExample.terminalCertificate)
    let credentials = TerminalCredentials(
      certificate: certificate,
      issuers: [
        try CVCertificate(WorkedExample.verifierCertificate),
        try CVCertificate(WorkedExample.rootCertificate),
      ],
      key: RememberedKey(
        publicPoint: certificate.publicKey.point, signature: WorkedExample.terminalSignature))
    let transport = ScriptedTransport(script, commandByteCountMax: 4096)
    return (
      TerminalAuthentication(
        link: CardLink(transport), credentials: credentials, cardIdentifier: WorkedExample.cardIdentifier,
        ephemeralKey: ephemeral, auxiliaryData: []),
      transport
    )
  }

  private static func extended(_ header: String, _ data: [UInt8]) -> String {
    let count = data.count
    return header + "00" + hex([UInt8(count >> 8), UInt8(count & 255)]) + hex(data)
  }

  private static let script: [(String, String)] = {
    let verifier = Array(WorkedExample.verifierCertificate.dropFirst(5))
    let terminal = Array(WorkedExample.terminalCertificate.dropFirst(5))
    let reference: String =
      "002281A4 3D 800A 04007F00070202020205 830D 4445544553544154444530 3139 9120"
    return [
      ("002281B6 0F 830D 4445435643414154 3030303031", "9000"),
      (extended("002A00BE", verifier), "9000"),
      ("002281B6 0F 830D 4445544553544456444530 3139", "9000"),
      (extended("002A00BE", terminal), "9000"),
      (reference + hex(Array(WorkedExample.ephemeralPoint[1...32])), "9000"),
      ("0084000008", "547E4EAB03B235D2 9000"),
      ("00820000 80" + hex(WorkedExample.terminalSignature), "9000"),
    ]
  }()

  private let authorities = [Array("DECVCAAT00001".utf8)]

  @Test("the EAC worked example, command by command: two certificates, template, challenge, signature")
  func workedExample() throws {
    let (authentication, transport) = try example(Self.script)
    try authentication.run(authorities: authorities)
    #expect(transport.isFinished)
    #expect(transport.commands.count == 7)
  }

  @Test("the worked example's signature is right over what this program signs, and its key signs the same")
  func signature() throws {
    let (authentication, _) = try example([])
    let message = authentication.message(challenge: WorkedExample.challenge)
    let digest = HashAlgorithm.sha512.digest(of: message)
    let certificate = authentication.credentials.certificate
    let key = try certificate.publicKey.key(inheriting: .brainpoolP512r1)
    #expect(key.point.verify(signature: WorkedExample.terminalSignature, digest: digest))

    let own = try CurvePrivateKey(scalar: Secret(WorkedExample.terminalScalar), on: .brainpoolP512r1)
    #expect(own.publicPoint == key.point)
    let signed = try LocalTerminalKey(own).sign(digest: digest)
    #expect(key.verify(signature: signed, of: message))
  }

  @Test("auxiliary data are signed and sent as one object 67, in the order of the questions")
  func auxiliaryData() throws {
    let checks: [AuxiliaryCheck] = [
      .age(atLeast: 18, at: date(2026, 11, 21)), .validAt(date(2026, 11, 21)),
      .community([0x02, 0x76, 0x05]),
    ]
    let expected = """
      6740 7315 060904007F000703010401 5308 3230303831313231 7315 060904007F000703010402 5308 3230323631313231
      7310 060904007F000703010403 5303 027605
      """
    #expect(AuxiliaryCheck.encode(checks) == bytes(expected))
    #expect(AuxiliaryCheck.encode([]).isEmpty)
    #expect(checks.map(\.right) == [.ageVerification, [], .communityVerification])
  }

  @Test("an age at 29 February counts as people count: born on 28 February has it, born on 1 March has not")
  func leapDay() {
    #expect(AuxiliaryCheck.age(atLeast: 18, at: date(2028, 2, 29)) == .bornNotAfter(date(2010, 2, 28)))
    #expect(AuxiliaryCheck.age(atLeast: 16, at: date(2028, 2, 29)) == .bornNotAfter(date(2012, 2, 29)))
  }

  @Test("each refusal is told with its step", arguments: 0..<7)
  func refusals(_ index: Int) throws {
    let script = Array(Self.script.prefix(index)) + [("*", "6300")]
    let (authentication, transport) = try example(script)
    let step: CardStep = index < 4 ? .certificateChain : .terminalAuthentication
    #expect(throws: CardError.refused(step, .authenticationFailed)) {
      try authentication.run(authorities: authorities)
    }
    #expect(transport.isFinished)
  }

  @Test("an authority that the card names and then does not know: no issuer")
  func unknownReference() throws {
    let (authentication, _) = try example([("*", "6A88")])
    #expect(throws: CardError.certificate(.unknownIssuer)) {
      try authentication.run(authorities: authorities)
    }
  }

  @Test("a card that names authorities of another PKI gets nothing at all")
  func foreignAuthority() throws {
    let (authentication, transport) = try example([])
    #expect(throws: CardError.certificate(.unknownIssuer)) {
      try authentication.run(authorities: [Array("DECVCAeID00104".utf8)])
    }
    #expect(throws: CardError.certificate(.unknownIssuer)) { try authentication.run(authorities: []) }
    #expect(transport.commands.isEmpty)
  }

  @Test("a challenge of another length is no challenge", arguments: ["", "00", "00112233445566778899"])
  func challengeLength(_ challenge: String) throws {
    let script = Array(Self.script.prefix(5)) + [("0084000008", challenge + "9000")]
    let (authentication, _) = try example(script)
    #expect(throws: CardError.self) { try authentication.run(authorities: authorities) }
  }
}

@Suite("Auxiliary data verification (TR-03110-3 B.11.6; TR-03105-5.3 section 4.3.8)")
struct AuxiliaryAnswerTests {
  @Test(
    "9000 is yes, 6300 is no, a missing value is neither",
    arguments: [("9000", AuxiliaryAnswer.yes), ("6300", .no), ("6A88", .unknown), ("6A82", .unknown)])
  func answers(_ status: String, _ answer: AuxiliaryAnswer) throws {
    let transport = ScriptedTransport([("80208000 0B 060904007F000703010401", status)])
    #expect(try AuxiliaryAnswer.ask(.bornNotAfter(date(2008, 1, 1)), on: CardLink(transport)) == answer)
  }

  @Test("a card that does not allow the question ends the run")
  func refused() {
    let transport = ScriptedTransport([("*", "6982")])
    #expect(throws: CardError.refused(.verify, .securityStatusNotSatisfied)) {
      try AuxiliaryAnswer.ask(.validAt(date(2026, 1, 1)), on: CardLink(transport))
    }
  }
}

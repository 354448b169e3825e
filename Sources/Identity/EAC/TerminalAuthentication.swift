// Terminal Authentication version 2 (TR-03110 part 2, 3.3; part 3, B.2 and A.6): the chain goes to the card, then a
// signature over the card's identity in PACE, its challenge, the key of the coming Chip Authentication and the checks.

import Crypto

/// One Terminal Authentication, after PACE and under its channel.
struct TerminalAuthentication {
  let link: CardLink
  let credentials: TerminalCredentials
  /// ID_PICC.
  let cardIdentifier: [UInt8]
  /// The terminal's ephemeral public key for Chip Authentication, compressed: the first coordinate.
  let ephemeralKey: [UInt8]
  /// The data object 67, or nothing.
  let auxiliaryData: [UInt8]

  static let challengeByteCount = 8

  /// Runs it, for a card that names these authorities.
  func run(authorities: [[UInt8]]) throws(CardError) {
    let chain: CVChain
    do { chain = try credentials.chain(for: authorities) } catch { throw .certificate(error) }
    // What signs is known to be possible before the card has seen anything.
    guard let hash = credentials.certificate.publicKey.hash else {
      throw .unsupported(.terminalAuthentication, "Terminal Authentication without ECDSA")
    }
    try present(chain)
    try setAuthenticationTemplate()
    let challenge = try getChallenge()
    let signature = try credentials.key.sign(digest: hash.digest(of: message(challenge: challenge)))
    _ = try link.require(
      CommandAPDU(ins: 0x82, p1: 0, p2: 0, data: signature), step: .terminalAuthentication)
  }

  /// What is signed: ID_PICC ‖ r_PICC ‖ Comp(ephemeral key) ‖ auxiliary data.
  func message(challenge: [UInt8]) -> [UInt8] { cardIdentifier + challenge + ephemeralKey + auxiliaryData }

  /// Each certificate under the authority above it: MSE:Set DST, PSO:VERIFY CERTIFICATE.
  private func present(_ chain: CVChain) throws(CardError) {
    for certificate in chain.certificates {
      let reference = CommandAPDU(
        ins: 0x22, p1: 0x81, p2: 0xB6, data: TLV(0x83, certificate.authority.bytes).encoded)
      let status = try link.send(reference, step: .certificateChain).status
      // The card does not know the authority that it named, or that a certificate before has made known.
      guard status != .referencedDataNotFound else { throw .certificate(.unknownIssuer) }
      guard status == .ok else { throw .refused(.certificateChain, status) }
      _ = try link.require(
        CommandAPDU(ins: 0x2A, p1: 0x00, p2: 0xBE, data: certificate.commandData), step: .certificateChain)
    }
  }

  private func setAuthenticationTemplate() throws(CardError) {
    let certificate = credentials.certificate
    var data = TLV(0x80, certificate.publicKey.protocolIdentifier.bytes).encoded
    data += TLV(0x83, certificate.holder.bytes).encoded
    data += auxiliaryData
    data += TLV(0x91, ephemeralKey).encoded
    _ = try link.require(
      CommandAPDU(ins: 0x22, p1: 0x81, p2: 0xA4, data: data), step: .terminalAuthentication)
  }

  private func getChallenge() throws(CardError) -> [UInt8] {
    let challenge = try link.require(
      CommandAPDU(ins: 0x84, p1: 0, p2: 0, expectedLength: Self.challengeByteCount),
      step: .terminalAuthentication)
    guard challenge.count == Self.challengeByteCount else {
      throw .malformed(.terminalAuthentication, "a challenge of \(challenge.count) bytes")
    }
    return challenge
  }
}

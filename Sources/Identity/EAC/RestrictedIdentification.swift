// Restricted Identification (TR-03110 part 2, 3.5; part 3, B.4): the card makes a name for its holder that only one
// sector knows. Key 1 makes the feature of the revocation list, key 2 the pseudonym of one service.

import Crypto

/// One Restricted Identification, after Chip Authentication.
struct RestrictedIdentification {
  let link: CardLink
  let protocolIdentifier: ObjectIdentifier
  let keyIdentifier: Int

  /// The shortest and the longest identifier that a hash of the protocol makes, in bytes.
  static let identifierByteCounts = 20...64

  /// The identifier for the sector with this public key, a data object 7F49 with its domain parameters: the one whose
  /// hash stands in the terminal's certificate.
  func identifier(sectorKey: [UInt8]) throws(CardError) -> [UInt8] {
    let key: TLV
    do { key = try TLV.parse(sectorKey, tag: 0x7F49) } catch {
      throw .unsupported(.verify, "a sector key that is no data object 7F49")
    }
    var reference = TLV(0x80, protocolIdentifier.bytes).encoded
    reference += TLV(0x84, ChipAuthenticationChoice.bytes(ofKeyIdentifier: keyIdentifier)).encoded
    _ = try link.require(CommandAPDU(ins: 0x22, p1: 0x41, p2: 0xA4, data: reference), step: .verify)
    let data = TLV(0x7C, [TLV(0xA0, key.value)]).encoded
    let answer = try link.require(
      CommandAPDU(ins: 0x86, p1: 0, p2: 0, data: data, expectedLength: 256), step: .verify)
    let identifier = try CardError.reading(.verify) { () throws(TLVError) in
      try TLV.parse(answer, tag: 0x7C).children().require(0x81).value
    }
    guard Self.identifierByteCounts.contains(identifier.count) else {
      throw .malformed(.verify, "an identifier of \(identifier.count) bytes")
    }
    return identifier
  }
}

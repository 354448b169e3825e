// EF.CardSecurity and its passive authentication (TR-03110 part 2, 3.1 and part 3, A.1.2): the infos that the issuing
// state has signed, with the chip's key among them. A signature that does not hold ends the run; there is no other way
// to the chip's key.

import Crypto

/// The signed infos of a card.
struct CardSecurity: Equatable {
  let infos: SecurityInfos

  static let shortIdentifier: UInt8 = 0x1D
  static let identifier: UInt16 = 0x011D
  /// id-SecurityObject: 0.4.0.127.0.7.3.2.1.
  static let contentType = ObjectIdentifier(0, 4, 0, 127, 0, 7, 3, 2, 1)

  /// What checks a signed file: the content that is signed, or the fault.
  typealias Verifier = ([UInt8]) throws(CertificateFault) -> [UInt8]

  /// Reads the file, checks its signature, and finds in it what EF.CardAccess had said before anybody was authentic.
  static func read(
    on link: CardLink, access: SecurityInfos, verify: Verifier
  ) throws(CardError) -> CardSecurity {
    let file = try readFile(on: link)
    let content: [UInt8]
    do { content = try verify(file) } catch { throw .certificate(error) }
    let infos = try SecurityInfos(content, step: .cardSecurity)
    // Somebody in between could have offered weaker protocols in EF.CardAccess.
    let signed = Set(infos.infos)
    guard access.infos.allSatisfy(signed.contains) else { throw .certificate(.cardAccess) }
    return CardSecurity(infos: infos)
  }

  /// By the short identifier; a card that knows none, or stands in an application, is led there by identifiers.
  private static func readFile(on link: CardLink) throws(CardError) -> [UInt8] {
    do {
      return try link.readFile(shortIdentifier: shortIdentifier, step: .cardSecurity)
    } catch .refused(.cardSecurity, let status) where status != .securityStatusNotSatisfied {
      try link.selectMasterFile(step: .cardSecurity)
      return try link.readFile(identifier: identifier, step: .cardSecurity)
    }
  }
}

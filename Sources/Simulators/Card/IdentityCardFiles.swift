// The files of an ID card: what everybody may read, the signed EF.CardSecurity, and the data groups of the eID
// application with the values of the holder (TR-03127 section 4.3; types of TR-03110-4 section 2.2).

import Crypto

enum IdentityCardFiles {
  static func access(_ memory: CardMemory, quirks: Set<CardQuirk>) -> [UInt8] {
    let isCurrent = memory.profile != .previousGeneration
    var infos = CardSecurityInfos.access(memory.suite, isCurrentGeneration: isCurrent)
    // An attacker's file: it offers a weaker cipher than the signed one does.
    if memory.profile == .alteredCardAccess {
      infos.append(CardSecurityInfos.pace(CardSuite(memory.suite.curve, .tripleDES)))
    }
    let trailing: [UInt8] = quirks.contains(.trailingBytes) ? [0, 0, 0, 0, 0, 0] : []
    return CardDER.set(infos) + trailing
  }

  /// What EF.CardSecurity signs.
  static func securedInfos(_ memory: CardMemory, _ keys: CardKeys) -> [UInt8] {
    let isCurrent = memory.profile != .previousGeneration
    return CardDER.set(
      CardSecurityInfos.access(memory.suite, isCurrentGeneration: isCurrent)
        + CardSecurityInfos.secured(
          chip: keys.announcedChip.publicPoint, pseudonym: isCurrent ? keys.pseudonym.publicPoint : nil))
  }

  static func directories(_ memory: CardMemory, _ holder: CardHolder, quirks: Set<CardQuirk>)
    -> [CardDirectory]
  {
    let master = CardDirectory(
      name: [],
      files: [
        CardFile(
          identifier: CardFileNumber.cardAccess, short: 0x1C, content: access(memory, quirks: quirks),
          rule: .always),
        CardFile(
          identifier: CardFileNumber.cardSecurity, short: 0x1D, content: memory.signedFile,
          rule: .afterTerminalAuthentication),
        CardFile(
          identifier: CardFileNumber.directory, short: 0x1E,
          content: applicationList, rule: .always),
        CardFile(
          identifier: CardFileNumber.attributes, short: 0x01,
          content: attributes(hasExtendedLength: !quirks.contains(.noExtended)), rule: .always),
      ])
    let identity = CardDirectory(name: CardApplication.identity, files: dataGroups(holder, memory.profile))
    // Sovereign inspection systems alone read it, and this card knows none.
    let travel = CardDirectory(
      name: CardApplication.travelDocument,
      files: [(0x0101, 1), (0x0102, 2), (0x0103, 3), (0x010E, 14), (0x011D, 0x1D), (0x011E, 0x1E)].map {
        CardFile(identifier: UInt16($0.0), short: UInt8($0.1), content: [], rule: .never)
      })
    // No signature was ever bought for this card: the applications are there and hold nothing.
    let empty = [CardApplication.signature, CardApplication.signatureInformation].map {
      CardDirectory(name: $0, files: [])
    }
    return [master, identity, travel] + empty
  }

  /// EF.DIR, word for word as ID cards have it: terminals know a card by it.
  private static var applicationList: [UInt8] {
    let signature = CardTLV.object(0x4F, CardApplication.signature)
    let information = CardTLV.object(
      0x61,
      [
        CardTLV.object(0x4F, CardApplication.signatureInformation),
        CardTLV.object(0x50, Array("CIA zu DF.eSign".utf8)), CardTLV.object(0x51, [UInt8]()),
        CardTLV.object(0x73, signature),
      ])
    let names = [CardApplication.travelDocument, CardApplication.identity, CardApplication.signature]
    return information + names.flatMap { CardTLV.object(0x61, CardTLV.object(0x4F, $0)) }
  }

  /// EF.ATR/INFO: the capabilities (47), and commands and answers of up to 64 KiB where the card has extended length
  /// (ISO 7816-4 section 12.7.1, tag 7F66).
  private static func attributes(hasExtendedLength: Bool) -> [UInt8] {
    let lengths = CardTLV.object(0x7F66, [0x02, 0x03, 0x00, 0xFF, 0xFF, 0x02, 0x03, 0x00, 0xFF, 0xFF])
    return CardTLV.object(0x47, [0x00, 0x00, 0x80]) + (hasExtendedLength ? lengths : [])
  }

  private static func dataGroups(_ holder: CardHolder, _ profile: CardProfile) -> [CardFile] {
    let address =
      profile == .noFixedAddress
      ? CardTLV.object(0xA2, CardDER.utf8("keine Hauptwohnung in Deutschland"))
      : CardDER.sequence(
        CardTLV.object(0xAA, CardDER.utf8(holder.street)), CardTLV.object(0xAB, CardDER.utf8(holder.city)),
        CardTLV.object(0xAD, CardDER.printable("D")), CardTLV.object(0xAE, CardDER.printable(holder.postcode))
      )
    var groups: [(Int, [UInt8])] = [
      (1, CardDER.printable("ID")), (2, CardDER.printable("D")), (3, CardDER.numeric(holder.expiry.digits)),
      (4, CardDER.utf8(holder.givenNames)), (5, CardDER.utf8(holder.familyName)),
      (8, CardDER.numeric(holder.birthDigits)),
      (9, CardTLV.object(0xA1, CardDER.utf8(holder.birthPlace))), (10, CardDER.printable("D")),
      (13, CardDER.utf8(holder.birthName)), (17, address),
      (18, CardDER.octets(Hex.decode(holder.community) ?? [])),
    ]
    if profile != .noDG6And7 {
      groups += [(6, CardDER.utf8(holder.artisticName)), (7, CardDER.utf8(holder.doctoralDegree))]
    }
    // DG n has tag 60 + n; its right is bit 7 + n of the holder authorization (TR-03110-4 table 4).
    return groups.sorted { $0.0 < $1.0 }.map { number, value in
      CardFile(
        identifier: UInt16(0x0100 + number), short: UInt8(number),
        content: CardTLV.object(UInt32(0x60 + number), value), rule: .withRight(7 + number))
    }
  }
}

// The files of a passport (ICAO 9303-10): EF.COM, DG1, DG2 without a picture, DG11, DG12, DG14, DG15 and the EF.SOD whose
// hashes are signed. Passports with PACE have EF.CardAccess in the master file, old ones nothing there.

import Crypto

enum PassportFiles {
  /// The data groups in their numbers' order, as they were when EF.SOD was signed.
  static func dataGroups(_ memory: CardMemory, _ holder: CardHolder, _ keys: CardKeys) -> [(Int, [UInt8])] {
    // In national characters, which the zone has not (ICAO 9303-10 section 4.7.11).
    let name = [holder.familyName, holder.givenNames]
      .map { String($0.map { $0 == " " ? "<" : $0 }) }.joined(separator: "<<")
    let suite = memory.profile.isBACOnly ? CardSuite(memory.suite.curve, .tripleDES) : memory.suite
    let point = keys.announcedChip.publicPoint
    let isActive = memory.profile.hasActiveAuthentication
    let infos =
      isActive
      ? [CardSecurityInfos.activeAuthentication]
      : CardSecurityInfos.passport(suite, chip: point, hasPACE: !memory.profile.isBACOnly)
    let signing = isActive ? [(15, CardTLV.object(0x6F, CardSecurityInfos.explicitKey(point)))] : []
    let place = [holder.street, holder.postcode, holder.city].joined(separator: "<")
    return [
      (1, CardTLV.object(0x61, CardTLV.object(0x5F1F, Array(holder.zoneTD3.utf8)))),
      (2, CardTLV.object(0x75, CardTLV.object(0x7F61, [0x02, 0x01, 0x00]))),
      (
        11,
        CardTLV.object(
          0x6B,
          [
            CardTLV.object(0x5C, [0x5F, 0x0E, 0x5F, 0x2B, 0x5F, 0x11, 0x5F, 0x42]),
            CardTLV.object(0x5F0E, Array(name.utf8)),
            CardTLV.object(0x5F2B, Array(holder.birthDate.digits.utf8)),
            CardTLV.object(0x5F11, Array(holder.birthPlace.utf8)), CardTLV.object(0x5F42, Array(place.utf8)),
          ])
      ),
      (
        12,
        CardTLV.object(
          0x6C,
          [
            CardTLV.object(0x5C, [0x5F, 0x19, 0x5F, 0x26]),
            CardTLV.object(0x5F19, Array("STADT \(holder.city)".utf8)),
            CardTLV.object(0x5F26, Array(holder.issued.digits.utf8)),
          ])
      ),
      (14, CardTLV.object(0x6E, CardDER.set(infos))),
    ] + signing
  }

  static func directories(
    _ memory: CardMemory, _ holder: CardHolder, _ keys: CardKeys, quirks: Set<CardQuirk>
  ) -> [CardDirectory] {
    var groups = dataGroups(memory, holder, keys)
    // Another name in the zone, the key fields untouched: only the signed hash tells.
    if [.passportAltered, .passportBACAltered].contains(memory.profile) {
      var zone = Array(holder.zoneTD3.utf8)
      zone[5] = zone[5] == UInt8(ascii: "X") ? UInt8(ascii: "Y") : UInt8(ascii: "X")
      groups[0].1 = CardTLV.object(0x61, CardTLV.object(0x5F1F, zone))
    }
    let tags = groups.map { $0.1[0] }
    let common = CardTLV.object(
      0x60,
      [
        CardTLV.object(0x5F01, Array("0107".utf8)), CardTLV.object(0x5F36, Array("040000".utf8)),
        CardTLV.object(0x5C, tags),
      ])
    var files = groups.map {
      CardFile(
        identifier: UInt16(0x0100 + $0.0), short: UInt8($0.0), content: $0.1, rule: .afterAccessControl)
    }
    files += [
      CardFile(identifier: 0x011E, short: 0x1E, content: common, rule: .afterAccessControl),
      CardFile(identifier: 0x011D, short: 0x1D, content: memory.signedFile, rule: .afterAccessControl),
      // Fingerprints, for sovereign inspection systems alone.
      CardFile(identifier: 0x0103, short: 3, content: [], rule: .never),
    ]
    var master = CardDirectory(name: [], files: [])
    if !memory.profile.isBACOnly {
      let trailing: [UInt8] = quirks.contains(.trailingBytes) ? [0, 0, 0, 0] : []
      master.files = [
        CardFile(
          identifier: CardFileNumber.cardAccess, short: 0x1C,
          content: CardDER.set([CardSecurityInfos.pace(memory.suite)]) + trailing, rule: .always),
        CardFile(
          identifier: CardFileNumber.directory, short: 0x1E,
          content: CardTLV.object(0x61, CardTLV.object(0x4F, CardApplication.travelDocument)), rule: .always),
      ]
    }
    return [master, CardDirectory(name: CardApplication.travelDocument, files: files)]
  }
}

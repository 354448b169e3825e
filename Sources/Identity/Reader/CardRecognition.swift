// What kind of document lies on the reader, by what it offers and not by its answer to reset (identity.md A.1): an ID
// card has the eID application and PACE with standardised parameters, a passport the one of ICAO 9303. Nothing is tried.

/// The kind of a card.
public enum CardKind: String, Sendable, CaseIterable {
  /// German ID card, residence permit or eID card of a citizen of the Union.
  case identityCard = "id-card"
  /// A travel document of ICAO 9303 without eID.
  case passport
  case other
}

/// What a card shows of itself before any secret.
public struct CardRecognition: Equatable, Sendable {
  public let kind: CardKind
  /// EF.CardAccess; nil where there is none, as on passports that only know basic access control.
  public let access: SecurityInfos?
  /// How the PIN stands; nil for cards without one.
  public let pin: PINState?

  /// AID of the eID application (TR-03110 part 3, A.1).
  static let eID: [UInt8] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02]
  /// AID of the eMRTD application (ICAO 9303-10 section 3.2).
  static let eMRTD: [UInt8] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01]

  /// Looks at a card that was just powered; the master file is selected afterwards.
  public static func look(on link: CardLink) throws(CardError) -> CardRecognition {
    var access: SecurityInfos?
    do throws(CardError) {
      access = try SecurityInfos(try link.readCardAccess())
    } catch .refused {
      // A card without the file: basic access control, or no document at all.
    }
    let hasEID = try offers(eID, on: link)
    var isDocument = hasEID
    if !hasEID { isDocument = try offers(eMRTD, on: link) }
    // Some passports have no master file to go back to.
    _ = try link.send(
      CommandAPDU(ins: 0xA4, p1: 0x00, p2: 0x0C, data: [0x3F, 0x00]), step: .select)
    guard hasEID, let access, PACERun.preferred(access) != nil else {
      return CardRecognition(kind: isDocument ? .passport : .other, access: access, pin: nil)
    }
    let pin = try PINManagement.state(on: link, access: access)
    return CardRecognition(kind: .identityCard, access: access, pin: pin)
  }

  /// 9000, 6982 from a card that shows its application only behind PACE, or 6283 from one that is switched off.
  private static func offers(_ application: [UInt8], on link: CardLink) throws(CardError) -> Bool {
    let command = CommandAPDU(ins: 0xA4, p1: 0x04, p2: 0x0C, data: application)
    let status = try link.send(command, step: .select).status
    return status == .ok || status == .securityStatusNotSatisfied || status == .deactivated
  }
}

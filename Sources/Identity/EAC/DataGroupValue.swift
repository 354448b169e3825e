// What stands in a data group (TR-03110 part 4, 2.2.1): typed as the standard types it. A group that is not on the card
// and one that the terminal may not read are values of their own: neither is an empty text.

import Crypto

/// The content of a data group.
public enum DataGroupValue: Equatable, Sendable {
  /// Names, document type, state, nationality, sex, phone, e-mail, and texts of the residence permit.
  case text(String)
  case date(PartialDate)
  /// One place, or several of residence.
  case places([Place])
  /// The community: digits of 0276, state, district, community.
  case community(String)
  /// Bytes that this program only passes on: DG12, DG14, DG16.
  case bytes([UInt8])

  /// The longest text of a residence permit after inflating, in bytes.
  public static let inflatedByteCountMax = 65_536
  /// The most places of residence that are read.
  public static let placeCountMax = 16

  /// Reads the file of `group`.
  init(_ file: [UInt8], of group: DataGroup) throws(CardError) {
    self = try CardError.reading(.dataGroup) { () throws(TLVError) in
      let outer = try TLV.parse(file, tag: group.tag)
      if group == .optionalData || group == .writtenSignature || group == .reserved {
        return .bytes(outer.value)
      }
      return try Self.read(try TLV.parse(outer.value), of: group)
    }
  }

  private static func read(_ object: TLV, of group: DataGroup) throws(TLVError) -> DataGroupValue {
    switch group {
    case .dateOfExpiry, .dateOfBirth, .dateOfIssuance:
      guard CardText.tags.contains(object.tag), let date = PartialDate(cardDigits: object.value) else {
        throw .value
      }
      return .date(date)
    case .placeOfBirth: return .places([try Place(object)])
    case .placeOfResidence:
      guard object.tag == DER.set else { return .places([try Place(object)]) }
      let children = try object.children()
      guard (1...placeCountMax).contains(children.count) else { throw .tooMany }
      var places: [Place] = []
      for child in children { places.append(try Place(child)) }
      return .places(places)
    case .communityIdentifier:
      guard object.tag == DER.octetString, (1...8).contains(object.value.count),
        object.value.allSatisfy({ $0 >> 4 <= 9 && $0 & 15 <= 9 })
      else { throw .value }
      return .community(Hex.encode(object.value))
    case .residencePermit1, .residencePermit2: return .text(try permit(object))
    default: return .text(try CardText.read(object))
    }
  }

  /// Text ::= CHOICE { [1] UTF8String, [2] OCTET STRING with DEFLATE }.
  private static func permit(_ object: TLV) throws(TLVError) -> String {
    switch object.tag {
    case 0xA1, 0x81: return try CardText.tagged(object)
    case 0xA2, 0x82:
      var bytes = object.value
      if object.isConstructed {
        let inner = try TLV.parse(bytes)
        guard inner.tag == DER.octetString else { throw .missing(DER.octetString) }
        bytes = inner.value
      }
      guard let inflated = Inflate.inflate(bytes, byteCountMax: inflatedByteCountMax),
        let text = String(validating: inflated, as: UTF8.self), CardText.isPrintable(text)
      else { throw .value }
      return text
    default: return try CardText.read(object)
    }
  }
}

/// What came of reading a data group.
public enum DataGroupReading: Equatable, Sendable {
  case value(DataGroupValue)
  /// The card has no such group (6A82).
  case absent
  /// The terminal has no right to it (6982).
  case forbidden

  /// Reads a group of the selected eID application.
  static func read(_ group: DataGroup, on link: CardLink) throws(CardError) -> DataGroupReading {
    do {
      let file = try link.readFile(shortIdentifier: group.shortIdentifier, step: .dataGroup)
      return .value(try DataGroupValue(file, of: group))
    } catch .refused(.dataGroup, .fileNotFound) {
      return .absent
    } catch .refused(.dataGroup, .securityStatusNotSatisfied) {
      return .forbidden
    }
  }
}

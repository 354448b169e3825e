// The holder of an ID card as the data groups say it, under the names that the product's JSON uses. A field that was not
// asked for, is not on the card or may not be read is nil here: which of them it was, IdentityCardReading knows.

/// Who a card belongs to.
public struct IdentityCardHolder: Equatable, Sendable {
  public var documentType: String?
  public var issuingState: String?
  public var expiryDate: PartialDate?
  public var familyName: String?
  public var givenNames: String?
  public var birthName: String?
  public var artisticName: String?
  public var doctoralDegree: String?
  public var birthDate: PartialDate?
  public var birthPlace: Place?
  public var nationality: String?
  public var sex: String?
  /// The first place of residence.
  public var address: Place?
  /// Places of residence after the first.
  public var furtherAddresses: [Place] = []
  public var communityIdentifier: String?
  public var residencePermits: [String] = []
  public var phoneNumber: String?
  public var emailAddress: String?

  /// From the groups that were read; empty texts, which cards use for "none", count as nothing.
  public init(_ groups: [(group: DataGroup, reading: DataGroupReading)]) {
    for (group, reading) in groups {
      guard case .value(let value) = reading else { continue }
      switch value {
      case .text(let text): if !text.isEmpty { set(text, of: group) }
      case .date(let date):
        if group == .dateOfBirth { birthDate = date }
        if group == .dateOfExpiry { expiryDate = date }
      case .places(let places):
        if group == .placeOfBirth {
          birthPlace = places.first
        } else {
          address = places.first
          furtherAddresses = Array(places.dropFirst())
        }
      case .community(let digits): communityIdentifier = digits
      case .bytes: break
      }
    }
  }

  private mutating func set(_ text: String, of group: DataGroup) {
    switch group {
    case .documentType: documentType = text
    case .issuingState: issuingState = text
    case .givenNames: givenNames = text
    case .familyName: familyName = text
    case .artisticName: artisticName = text
    case .doctoralDegree: doctoralDegree = text
    case .nationality: nationality = text
    case .sex: sex = text
    case .birthName: birthName = text
    case .residencePermit1, .residencePermit2: residencePermits.append(text)
    case .phoneNumber: phoneNumber = text
    case .emailAddress: emailAddress = text
    default: break
    }
  }
}

extension IdentityCardHolder: Encodable {
  private enum CodingKeys: String, CodingKey {
    case familyName, givenNames, birthName, birthDate, birthPlace, artisticName, doctoralDegree, nationality,
      sex
    case address, furtherAddresses, communityIdentifier, documentType, issuingState, expiryDate,
      residencePermits
    case phoneNumber, emailAddress
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encodeIfPresent(familyName, forKey: .familyName)
    try fields.encodeIfPresent(givenNames, forKey: .givenNames)
    try fields.encodeIfPresent(birthName, forKey: .birthName)
    try fields.encodeIfPresent(birthDate, forKey: .birthDate)
    try fields.encodeIfPresent(birthPlace, forKey: .birthPlace)
    try fields.encodeIfPresent(artisticName, forKey: .artisticName)
    try fields.encodeIfPresent(doctoralDegree, forKey: .doctoralDegree)
    try fields.encodeIfPresent(nationality, forKey: .nationality)
    try fields.encodeIfPresent(sex, forKey: .sex)
    try fields.encodeIfPresent(address, forKey: .address)
    if !furtherAddresses.isEmpty { try fields.encode(furtherAddresses, forKey: .furtherAddresses) }
    try fields.encodeIfPresent(communityIdentifier, forKey: .communityIdentifier)
    try fields.encodeIfPresent(documentType, forKey: .documentType)
    try fields.encodeIfPresent(issuingState, forKey: .issuingState)
    try fields.encodeIfPresent(expiryDate, forKey: .expiryDate)
    if !residencePermits.isEmpty { try fields.encode(residencePermits, forKey: .residencePermits) }
    try fields.encodeIfPresent(phoneNumber, forKey: .phoneNumber)
    try fields.encodeIfPresent(emailAddress, forKey: .emailAddress)
  }
}

extension Place: Encodable {
  private enum CodingKeys: String, CodingKey {
    case street, postcode, city, state, country, text, none
  }

  /// The parts under their names, or `text`, or `none` with the register's words.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .structured(let place):
      try fields.encodeIfPresent(place.street, forKey: .street)
      try fields.encodeIfPresent(place.postcode, forKey: .postcode)
      try fields.encode(place.city, forKey: .city)
      try fields.encodeIfPresent(place.state, forKey: .state)
      try fields.encodeIfPresent(place.country, forKey: .country)
    case .text(let text): try fields.encode(text, forKey: .text)
    case .none(let text): try fields.encode(text, forKey: .none)
    }
  }
}

// What a provider asks of the card's holder: the rights that are required, those that the holder may grant one by one,
// and the provider's certificate with name and purpose. All of it is shown before anything is accepted.

import Crypto

/// A right by the name that the SDK gives it (message ACCESS_RIGHTS), such as `FamilyName`.
public struct AccessRight: Hashable, Sendable {
  public let name: String

  public init(_ name: String) { self.name = name }

  /// Letters and digits, as all names of the SDK are; nil for anything else.
  init?(checking name: String) {
    guard !name.isEmpty, name.utf8.count <= 40,
      name.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
      })
    else { return nil }
    self.name = name
  }

  /// The names that the SDK lists up to API level 3. A right that is not among them is shown by its bare name.
  public static let known: [AccessRight] = [
    "FamilyName", "GivenNames", "BirthName", "DoctoralDegree", "ArtisticName", "DateOfBirth", "PlaceOfBirth",
    "Address", "Nationality", "DocumentType", "IssuingCountry", "ValidUntil", "ResidencePermitI",
    "ResidencePermitII", "CommunityID", "Pseudonym", "AgeVerification", "AddressVerification", "WriteAddress",
    "WriteCommunityID", "WriteResidencePermitI", "WriteResidencePermitII", "CanAllowed", "PinManagement",
  ].map(AccessRight.init)

  /// Reading with the CAN alone (section 18a PAuswG): a person must have compared holder and photo first. A station that
  /// nobody attends never grants it.
  public static let canAllowed = AccessRight("CanAllowed")
}

/// The message ACCESS_RIGHTS.
public struct AccessRights: Equatable, Sendable {
  /// Granted in any case, in the program's order.
  public var required: [AccessRight]
  /// Granted if the holder wants, in the program's order.
  public var optional: [AccessRight]
  /// The optional ones that are granted as it stands.
  public var granted: Set<AccessRight>
  /// What the provider wants confirmed, such as an order's text.
  public var transactionInfo: String?
  /// For the check of age: the age in years.
  public var requiredAge: Int?
  /// For the check of age: the latest date of birth, ISO 8601.
  public var ageVerificationDate: String?
  /// For the check of validity, ISO 8601.
  public var validityDate: String?
  /// For the check of the place of residence.
  public var communityID: String?

  public init(
    required: [AccessRight], optional: [AccessRight] = [], granted: Set<AccessRight> = [],
    transactionInfo: String? = nil, requiredAge: Int? = nil, ageVerificationDate: String? = nil,
    validityDate: String? = nil, communityID: String? = nil
  ) {
    self.required = required
    self.optional = optional
    self.granted = granted
    self.transactionInfo = transactionInfo
    self.requiredAge = requiredAge
    self.ageVerificationDate = ageVerificationDate
    self.validityDate = validityDate
    self.communityID = communityID
  }
}

/// The message CERTIFICATE: who asks, and what for. Texts are cleaned, not verified: AusweisApp checks the chain.
public struct ProviderCertificate: Equatable, Sendable {
  public var subjectName: String
  public var subjectAddress: String
  public var issuerName: String
  public var issuerAddress: String
  /// The purpose alone; empty where the program could not find it in the terms.
  public var purpose: String
  /// The whole text, lines as they stand.
  public var terms: String
  /// ISO 8601.
  public var validFrom: String
  /// ISO 8601.
  public var validUntil: String

  public init(
    subjectName: String, subjectAddress: String = "", issuerName: String = "", issuerAddress: String = "",
    purpose: String = "", terms: String = "", validFrom: String = "", validUntil: String = ""
  ) {
    self.subjectName = subjectName
    self.subjectAddress = subjectAddress
    self.issuerName = issuerName
    self.issuerAddress = issuerAddress
    self.purpose = purpose
    self.terms = terms
    self.validFrom = validFrom
    self.validUntil = validUntil
  }
}

extension AccessRights {
  /// Reads the message; nil where a list is missing, a name is none, or something is granted that nobody asked for.
  init?(_ value: JSONValue) {
    guard let chat = value["chat"], let required = Self.rights(chat["required"]),
      let optional = Self.rights(chat["optional"]), let effective = Self.rights(chat["effective"]),
      Set(required).isDisjoint(with: optional),
      Set(effective).isSubset(of: required + optional)
    else { return nil }
    let aux = value["aux"]
    func line(_ name: String) -> String? { aux?[name]?.text.map { ShownText.line($0, charactersMax: 40) } }
    self.init(
      required: required, optional: optional, granted: Set(optional).intersection(effective),
      transactionInfo: value["transactionInfo"]?.text.map(ShownText.text),
      requiredAge: aux?["requiredAge"].flatMap { $0.number ?? $0.text.flatMap { Int($0) } }
        .flatMap { (0...150).contains($0) ? $0 : nil },
      ageVerificationDate: line("ageVerificationDate"), validityDate: line("validityDate"),
      communityID: line("communityId"))
  }

  private static func rights(_ value: JSONValue?) -> [AccessRight]? {
    guard let list = value?.list, list.count <= AusweisLimit.rightsMax else { return nil }
    let rights = list.compactMap { $0.text.flatMap { AccessRight(checking: $0) } }
    return rights.count == list.count && Set(rights).count == rights.count ? rights : nil
  }
}

extension ProviderCertificate {
  /// Reads the message; nil where no provider is named.
  init?(_ value: JSONValue) {
    guard let description = value["description"] else { return nil }
    func line(_ name: String) -> String { description[name]?.text.map { ShownText.line($0) } ?? "" }
    self.init(
      subjectName: line("subjectName"), subjectAddress: line("subjectUrl"), issuerName: line("issuerName"),
      issuerAddress: line("issuerUrl"), purpose: line("purpose"),
      terms: description["termsOfUsage"]?.text.map(ShownText.text) ?? "",
      validFrom: value["validity"]?["effectiveDate"]?.text.map { ShownText.line($0, charactersMax: 40) }
        ?? "",
      validUntil: value["validity"]?["expirationDate"]?.text.map { ShownText.line($0, charactersMax: 40) }
        ?? "")
    guard !subjectName.isEmpty else { return nil }
  }
}

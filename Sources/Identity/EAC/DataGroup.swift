// The data groups of the eID application by number and name (TR-03110 part 4, section 2.2.1; TR-03127). What stands in
// one is DataGroupValue's matter.

/// A data group of the eID application: file 01nn, short file identifier and number the same.
public enum DataGroup: UInt8, CaseIterable, Sendable {
  case documentType = 1
  case issuingState = 2
  case dateOfExpiry = 3
  case givenNames = 4
  case familyName = 5
  /// Religious or artistic name (Ordens- oder Künstlername).
  case artisticName = 6
  /// Doctoral degree (Doktorgrad).
  case doctoralDegree = 7
  case dateOfBirth = 8
  case placeOfBirth = 9
  case nationality = 10
  case sex = 11
  case optionalData = 12
  case birthName = 13
  case writtenSignature = 14
  case dateOfIssuance = 15
  /// Reserved for future use.
  case reserved = 16
  case placeOfResidence = 17
  /// Municipality (amtlicher Gemeindeschlüssel).
  case communityIdentifier = 18
  case residencePermit1 = 19
  case residencePermit2 = 20
  case phoneNumber = 21
  case emailAddress = 22

  /// The short file identifier.
  public var shortIdentifier: UInt8 { rawValue }

  /// The application tag around the value: 61 for DG1 … 76 for DG22.
  public var tag: UInt32 { 0x60 + UInt32(rawValue) }

  /// `DG1` … `DG22`.
  public var name: String { "DG\(rawValue)" }

  /// Who the holder is and where they live: names, date of birth, address.
  public static let holderAndAddress: [DataGroup] = [
    .givenNames, .familyName, .dateOfBirth, .placeOfResidence,
  ]
}

// Object identifiers that the card carries or understands (TR-03110-3 annex A and C, ICAO 9303-11), as the value bytes
// of tag 06.

enum CardOID {
  private static let bsi: [UInt8] = [0x04, 0x00, 0x7F, 0x00, 0x07]
  private static let smartcard: [UInt8] = bsi + [0x02, 0x02]

  static let standardizedDomainParameters = bsi + [0x01, 0x02]
  static let publicKeyECDH = smartcard + [0x01, 0x02]
  static let publicKeyPseudonymousSignature = smartcard + [0x01, 0x03, 0x02]
  static let terminalAuthentication = smartcard + [0x02]
  /// Followed by the hash: 1 SHA-1, 2 SHA-224, 3 SHA-256, 4 SHA-384, 5 SHA-512.
  static let terminalAuthenticationECDSA = smartcard + [0x02, 0x02]
  /// Followed by the cipher, see `CardCipher`.
  static let chipAuthenticationECDH = smartcard + [0x03, 0x02]
  /// Generic mapping; followed by the cipher.
  static let paceECDHGenericMapping = smartcard + [0x04, 0x02]
  static let restrictedIdentificationECDH = smartcard + [0x05, 0x02]
  static let restrictedIdentificationSHA256 = restrictedIdentificationECDH + [0x03]
  static let cardInfoLocator = smartcard + [0x06]
  static let privilegedTerminal = smartcard + [0x08]
  static let pseudonymousAuthenticationSHA256 = smartcard + [0x0B, 0x01, 0x02, 0x03]

  static let ecPublicKey: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
  static let primeField: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x01, 0x01]

  /// ICAO 9303-11 section 9.2.9: id-icao-mrtd-security-aaProtocolObject.
  static let activeAuthentication: [UInt8] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x05]
  /// TR-03111 section 5.2.1.1: ecdsa-plain-SHA256.
  static let ecdsaPlainSHA256 = bsi + [0x01, 0x01, 0x04, 0x01, 0x03]

  private static let applications = bsi + [0x03, 0x01]
  static let authenticationTerminal = applications + [0x02, 0x02]
  static let inspectionSystem = applications + [0x02, 0x01]
  static let signatureTerminal = applications + [0x02, 0x03]
  static let sectorExtension = applications + [0x03, 0x02]
  static let auxiliaryBirthDate = applications + [0x04, 0x01]
  static let auxiliaryExpiry = applications + [0x04, 0x02]
  static let auxiliaryCommunity = applications + [0x04, 0x03]
}

/// The last number of a PACE or chip authentication identifier: the cipher of the channel that follows.
enum CardCipher: UInt8, CaseIterable, Sendable {
  case tripleDES = 1
  case aes128 = 2
  case aes192 = 3
  case aes256 = 4

  /// Bytes of a key.
  var keyByteCount: Int {
    switch self {
    case .tripleDES, .aes128: 16
    case .aes192: 24
    case .aes256: 32
    }
  }

  var blockByteCount: Int { self == .tripleDES ? 8 : 16 }
}

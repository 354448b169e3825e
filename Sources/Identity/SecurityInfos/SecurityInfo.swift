// What the single SecurityInfos of EF.CardAccess, EF.CardSecurity and DG14 say, as values (TR-03110 part 3, A.1 and
// ICAO 9303-11 section 9.2). Reading them stands in SecurityInfos.swift; none of this is trusted by being read.

import Crypto

/// A PACE variant that the card offers.
public struct PACEInfo: Equatable, Sendable {
  /// How the nonce becomes a generator.
  public enum Mapping: UInt8, Sendable {
    case genericDH = 1
    case genericECDH = 2
    case integratedDH = 3
    case integratedECDH = 4
    case chipAuthenticationECDH = 6
  }

  public let identifier: ObjectIdentifier
  public let mapping: Mapping
  public let algorithm: KeyAlgorithm
  /// 2 for the PACE that this program speaks.
  public let version: Int
  /// The number of the standardised domain parameters; nil or above 31 for the card's own.
  public let parameterIdentifier: Int?

  /// The curve of `parameterIdentifier`; nil for another group.
  public var curve: EllipticCurve? { parameterIdentifier.flatMap(EllipticCurve.init(rawValue:)) }
}

/// A Chip Authentication variant that the card offers; version 1 (passports), 2 or 3.
public struct ChipAuthenticationInfo: Equatable, Sendable {
  public let identifier: ObjectIdentifier
  public let algorithm: KeyAlgorithm
  public let isECDH: Bool
  public let version: Int
  public let keyIdentifier: Int?
}

/// The group of a Chip Authentication key.
public struct ChipAuthenticationParameters: Equatable, Sendable {
  public let identifier: ObjectIdentifier
  /// Nil for a group that this program does not know.
  public let curve: EllipticCurve?
  public let keyIdentifier: Int?
}

/// A public key for Chip Authentication.
public struct ChipAuthenticationPublicKey: Equatable, Sendable {
  public let identifier: ObjectIdentifier
  /// Nil for a group that this program does not know.
  public let curve: EllipticCurve?
  /// The key as it stands, for a curve 04‖x‖y; whether it is a point is checked where it is used.
  public let publicKey: [UInt8]
  public let keyIdentifier: Int?
}

/// A Terminal Authentication version that the card knows.
public struct TerminalAuthenticationInfo: Equatable, Sendable {
  public let version: Int
}

/// A key for Restricted Identification.
public struct RestrictedIdentificationInfo: Equatable, Sendable {
  public let identifier: ObjectIdentifier
  /// The hash that makes the identifier.
  public let hash: HashAlgorithm
  public let version: Int
  public let keyIdentifier: Int
  /// Whether the key may only be used by terminals with that right.
  public let isAuthorizedOnly: Bool
}

/// An Active Authentication key's signature algorithm (passports with an elliptic-curve key).
public struct ActiveAuthenticationInfo: Equatable, Sendable {
  public let version: Int
  public let signatureAlgorithm: ObjectIdentifier
}

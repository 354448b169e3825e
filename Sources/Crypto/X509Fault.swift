// Why a signed file or a certificate of the X.509 kind is not taken. Texts name parts of the standards, never contents.

/// A fault of CMS (RFC 5652), X.509 (RFC 5280) or of the chain from a document signer to a trusted authority.
public enum X509Fault: Error, Equatable, Sendable {
  /// Not the structure that the standard describes; which part.
  case malformed(String)
  /// Signed data of another kind than was asked for.
  case contentType
  /// The content is not the one whose digest was signed.
  case digest
  /// A signature does not verify under the key that should have made it.
  case signature
  /// An algorithm, key length or curve that is unknown or too weak, SHA-1 for one; which.
  case algorithm(String)
  /// The signer's certificate is not in the file.
  case unknownSigner
  /// No trusted authority has issued the signer's certificate.
  case unknownIssuer
  /// Not valid yet on the day of the check.
  case notYetValid
  /// No longer valid on the day of the check, or issued after the time in which its issuer's key could be used.
  case expired
  /// The certificate may not be used for this.
  case rights
  /// The issuer's revocation list names the certificate.
  case revoked
}

extension X509Fault: CustomStringConvertible {
  /// For an operator: what is wrong with the file.
  public var description: String {
    switch self {
    case .malformed(let part): "\(part): not the structure that the standard describes"
    case .contentType: "signed data of another kind"
    case .digest: "the content is not the one that was signed"
    case .signature: "a signature does not hold"
    case .algorithm(let name): "unknown or too weak: \(name)"
    case .unknownSigner: "the signer's certificate is not in the file"
    case .unknownIssuer: "no trusted authority has issued the signer's certificate"
    case .notYetValid: "not valid yet"
    case .expired: "no longer valid"
    case .rights: "the certificate may not be used for this"
    case .revoked: "the certificate is revoked"
    }
  }
}

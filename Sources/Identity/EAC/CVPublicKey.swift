// The public key of a card verifiable certificate (TR-03110 part 3, D.3): the algorithm, explicit domain parameters
// where there are any, and the point, which is only a point once a curve is known: DV and terminal inherit the CVCA's.

import Crypto

/// A public key as a certificate carries it (data object 7F49).
public struct CVPublicKey: Equatable, Sendable {
  /// The terminal authentication protocol that the key is for.
  public let protocolIdentifier: ObjectIdentifier
  /// The hash of ECDSA with this key; nil for RSA and for what came later, which this program does not do.
  public let hash: HashAlgorithm?
  /// The curve that the certificate spells out; nil where it is inherited from the issuer.
  public let curve: EllipticCurve?
  /// 04‖x‖y, not checked yet.
  public let point: [UInt8]

  /// id-TA-ECDSA: 0.4.0.127.0.7.2.2.2.2.
  static let ellipticBase = ObjectIdentifier.bsiProtocols.appending(2).appending(2)
  private static let hashes: [HashAlgorithm] = [.sha1, .sha224, .sha256, .sha384, .sha512]
  private static let parameterTags: [UInt32] = [0x81, 0x82, 0x83, 0x84, 0x85]
  private static let pointTag: UInt32 = 0x86
  private static let cofactorTag: UInt32 = 0x87

  init(_ object: TLV) throws(TLVError) {
    guard object.tag == 0x7F49 else { throw .missing(0x7F49) }
    let children = try object.children()
    guard let first = children.first else { throw .missing(0x06) }
    protocolIdentifier = try DER.objectIdentifier(first)
    guard let arcs = protocolIdentifier.arcs(below: Self.ellipticBase), arcs.count == 1,
      (1...UInt8(Self.hashes.count)).contains(arcs[0])
    else {
      hash = nil
      curve = nil
      point = []
      return
    }
    hash = Self.hashes[Int(arcs[0]) - 1]
    let tags = children.dropFirst().map(\.tag)
    point = try children.require(Self.pointTag).value
    // Domain parameters stand complete and in order, or not at all.
    guard tags != [Self.pointTag] else {
      curve = nil
      return
    }
    // The cofactor, 1 for every curve here, may be left out.
    let complete = Self.parameterTags + [Self.pointTag, Self.cofactorTag]
    guard tags == complete || tags == complete.dropLast() else { throw .missing(0x81) }
    let values = children.dropFirst().map(\.value)
    let parameters = DomainParameters(
      prime: values[0], a: values[1], b: values[2], generator: values[3], order: values[4],
      cofactor: values.count > 6 ? values[6] : [])
    // A curve of one's own making could have a weak order or a generator with a known logarithm.
    guard let known = EllipticCurve(domainParameters: parameters) else { throw .value }
    curve = known
  }

  /// The key on its curve: the one it spells out, or the issuer's.
  func key(inheriting inherited: EllipticCurve?) throws(CertificateFault) -> VerificationKey {
    // A key of another algorithm signs nothing that could be checked here.
    guard let hash else { throw .signature }
    guard let curve = curve ?? inherited else { throw .unknownIssuer }
    do {
      return VerificationKey(point: try CurvePoint(uncompressed: point, on: curve), hash: hash)
    } catch {
      throw .malformed
    }
  }
}

/// A public key that can check a signature.
struct VerificationKey: Equatable {
  let point: CurvePoint
  let hash: HashAlgorithm

  func verify(signature: [UInt8], of message: [UInt8]) -> Bool {
    point.verify(signature: signature, digest: hash.digest(of: message))
  }
}

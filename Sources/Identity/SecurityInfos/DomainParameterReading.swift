// Which curve an AlgorithmIdentifier means: a number of the standardised parameters (TR-03110 part 3, A.2.1.1), a named
// curve, or the parameters spelled out (RFC 3279 ECParameters), as passports have them.

import Crypto

enum DomainParameterReading {
  private static let standardised = ObjectIdentifier.bsi.appending(1).appending(2)
  private static let ecPublicKey = ObjectIdentifier(1, 2, 840, 10_045, 2, 1)
  private static let primeField = ObjectIdentifier(1, 2, 840, 10_045, 1, 1)

  /// The curve; nil for a group that this program does not know.
  static func curve(of algorithmIdentifier: TLV) throws(TLVError) -> EllipticCurve? {
    guard algorithmIdentifier.tag == DER.sequence else { throw .missing(DER.sequence) }
    let parts = try DER.elements(algorithmIdentifier)
    guard let first = parts.first else { throw .missing(DER.objectIdentifier) }
    let algorithm = try DER.objectIdentifier(first)
    guard parts.count == 2 else { return nil }
    if algorithm == standardised {
      return EllipticCurve(rawValue: try DER.integer(parts[1]))
    }
    guard algorithm == ecPublicKey || algorithm.arcs(below: .bsiProtocols) != nil else { return nil }
    switch parts[1].tag {
    case DER.integer: return EllipticCurve(rawValue: try DER.integer(parts[1]))
    case DER.objectIdentifier:
      return EllipticCurve(objectIdentifier: try DER.objectIdentifier(parts[1]).description)
    case DER.sequence: return try curve(ofParameters: parts[1])
    default: return nil
    }
  }

  /// ECParameters: version, field, curve, generator, order, cofactor.
  private static func curve(ofParameters object: TLV) throws(TLVError) -> EllipticCurve? {
    let parts = try DER.elements(object)
    guard (5...6).contains(parts.count), parts[1].tag == DER.sequence, parts[2].tag == DER.sequence else {
      throw .value
    }
    _ = try DER.integer(parts[0])
    let field = try DER.elements(parts[1])
    guard field.count == 2, try DER.objectIdentifier(field[0]) == primeField else { return nil }
    let coefficients = try DER.elements(parts[2])
    guard (2...3).contains(coefficients.count), coefficients[0].tag == DER.octetString,
      coefficients[1].tag == DER.octetString, parts[3].tag == DER.octetString
    else { throw .value }
    return EllipticCurve(
      domainParameters: DomainParameters(
        prime: try DER.magnitude(field[1]), a: coefficients[0].value, b: coefficients[1].value,
        generator: parts[3].value, order: try DER.magnitude(parts[4]),
        cofactor: parts.count == 6 ? try DER.magnitude(parts[5]) : []))
  }
}

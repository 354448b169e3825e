// The elliptic curves of TR-03110 part 3, table A.2 (standardised domain parameters): NIST's and Brainpool's, all over
// prime fields and with cofactor 1. A curve that is not here is refused; parameters spelled out are recognised.

import CCrypto
import Synchronization

/// A curve; the raw value is the number that PACEInfo and ChipAuthenticationInfo carry.
public enum EllipticCurve: Int, CaseIterable, Sendable {
  case secp192r1 = 8
  case brainpoolP192r1 = 9
  case secp224r1 = 10
  case brainpoolP224r1 = 11
  case secp256r1 = 12
  case brainpoolP256r1 = 13
  case brainpoolP320r1 = 14
  case secp384r1 = 15
  case brainpoolP384r1 = 16
  case brainpoolP512r1 = 17
  case secp521r1 = 18

  /// The length of a coordinate in bytes.
  public var fieldByteCount: Int { (bitCount + 7) / 8 }

  /// The length of a private key, and of each half of a signature, in bytes. For all these curves the order is as long
  /// as the field.
  public var orderByteCount: Int { fieldByteCount }

  /// The length of the order in bits.
  public var bitCount: Int {
    switch self {
    case .secp192r1, .brainpoolP192r1: 192
    case .secp224r1, .brainpoolP224r1: 224
    case .secp256r1, .brainpoolP256r1: 256
    case .brainpoolP320r1: 320
    case .secp384r1, .brainpoolP384r1: 384
    case .brainpoolP512r1: 512
    case .secp521r1: 521
    }
  }

  /// The name in certificates, with dots: RFC 5480 section 2.1.1.1, RFC 5639 section 4.1.
  public var objectIdentifier: String {
    switch self {
    case .secp192r1: "1.2.840.10045.3.1.1"
    case .brainpoolP192r1: "1.3.36.3.3.2.8.1.1.3"
    case .secp224r1: "1.3.132.0.33"
    case .brainpoolP224r1: "1.3.36.3.3.2.8.1.1.5"
    case .secp256r1: "1.2.840.10045.3.1.7"
    case .brainpoolP256r1: "1.3.36.3.3.2.8.1.1.7"
    case .brainpoolP320r1: "1.3.36.3.3.2.8.1.1.9"
    case .secp384r1: "1.3.132.0.34"
    case .brainpoolP384r1: "1.3.36.3.3.2.8.1.1.11"
    case .brainpoolP512r1: "1.3.36.3.3.2.8.1.1.13"
    case .secp521r1: "1.3.132.0.35"
    }
  }

  /// The curve of that name; nil for a name that is not in this list.
  public init?(objectIdentifier: String) {
    guard let curve = Self.allCases.first(where: { $0.objectIdentifier == objectIdentifier }) else {
      return nil
    }
    self = curve
  }

  /// The parameters spelled out.
  public var domainParameters: DomainParameters { CurveGroup.of(self).parameters }

  /// The curve with exactly these parameters, leading zeros aside; nil for any other, however similar.
  public init?(domainParameters: DomainParameters) {
    guard let curve = Self.allCases.first(where: { $0.domainParameters.isSameCurve(as: domainParameters) })
    else { return nil }
    self = curve
  }

  /// The standard generator.
  public var generator: CurvePoint { CurvePoint(checked: domainParameters.generator, on: self) }

  var numericIdentifier: Int32 {
    switch self {
    case .secp192r1: NID_X9_62_prime192v1
    case .brainpoolP192r1: NID_brainpoolP192r1
    case .secp224r1: NID_secp224r1
    case .brainpoolP224r1: NID_brainpoolP224r1
    case .secp256r1: NID_X9_62_prime256v1
    case .brainpoolP256r1: NID_brainpoolP256r1
    case .brainpoolP320r1: NID_brainpoolP320r1
    case .secp384r1: NID_secp384r1
    case .brainpoolP384r1: NID_brainpoolP384r1
    case .brainpoolP512r1: NID_brainpoolP512r1
    case .secp521r1: NID_secp521r1
    }
  }
}

/// A curve spelled out, as CV certificates of a CVCA and X9.62 ECParameters carry it. Numbers are bytes, most
/// significant first.
public struct DomainParameters: Equatable, Sendable {
  /// The prime p of the field.
  public var prime: [UInt8]
  /// The coefficients of y² = x³ + ax + b.
  public var a: [UInt8]
  public var b: [UInt8]
  /// 04‖x‖y; compressed (02 or 03, x) where it was read from outside.
  public var generator: [UInt8]
  /// The prime order of the generator.
  public var order: [UInt8]
  /// 1 for every curve here; empty where it was left out.
  public var cofactor: [UInt8]

  /// Parameters as they were read; nothing is checked.
  public init(
    prime: [UInt8], a: [UInt8], b: [UInt8], generator: [UInt8], order: [UInt8], cofactor: [UInt8]
  ) {
    self.prime = prime
    self.a = a
    self.b = b
    self.generator = generator
    self.order = order
    self.cofactor = cofactor
  }

  func isSameCurve(as other: DomainParameters) -> Bool {
    func number(_ bytes: [UInt8]) -> ArraySlice<UInt8> { bytes.drop { $0 == 0 } }
    guard number(prime) == number(other.prime), number(a) == number(other.a), number(b) == number(other.b),
      number(order) == number(other.order),
      other.cofactor.isEmpty || number(cofactor) == number(other.cofactor)
    else { return false }
    if other.generator.count == generator.count { return generator == other.generator }
    // 02 or 03: whether y is even or odd, and x.
    let isOdd = (generator.last ?? 0) & 1
    return other.generator == [2 + isOdd] + generator[1...(generator.count / 2)]
  }
}

/// libcrypto's side of a curve, made when first used and kept to the end of the process. Groups are only read.
@safe final class CurveGroup: @unchecked Sendable {
  let group: OpaquePointer
  let order: OpaquePointer
  let parameters: DomainParameters

  private static let made = Mutex<[EllipticCurve: CurveGroup]>([:])

  static func of(_ curve: EllipticCurve) -> CurveGroup {
    made.withLock { known in
      if let group = known[curve] { return group }
      let group = CurveGroup(curve)
      known[curve] = group
      return group
    }
  }

  private init(_ curve: EllipticCurve) {
    guard let group = unsafe EC_GROUP_new_by_curve_name(curve.numericIdentifier),
      let order = unsafe EC_GROUP_get0_order(group)
    else { preconditionFailure("libcrypto has no curve \(curve)") }
    unsafe self.group = group
    unsafe self.order = order
    let prime = BigNumber()
    let a = BigNumber()
    let b = BigNumber()
    let done = unsafe EC_GROUP_get_curve(group, prime.pointer, a.pointer, b.pointer, nil) == 1
    precondition(done, "libcrypto does not know its curve \(curve)")
    let length = curve.fieldByteCount
    let generator = unsafe [UInt8](unsafeUninitializedCapacity: 2 * length + 1) { buffer, count in
      unsafe count = EC_POINT_point2oct(
        group, EC_GROUP_get0_generator(group), POINT_CONVERSION_UNCOMPRESSED, buffer.baseAddress,
        2 * length + 1,
        nil)
    }
    parameters = unsafe DomainParameters(
      prime: prime.bytes(count: length), a: a.bytes(count: length), b: b.bytes(count: length),
      generator: generator,
      order: BigNumber.bytes(of: order, count: curve.orderByteCount),
      cofactor: BigNumber.bytes(of: EC_GROUP_get0_cofactor(group), count: 1))
  }
}

// Points of a curve as cards send them. A value of this type is on its curve and not infinity: nothing else can be
// made, so that nobody has to check again.

import CCrypto
import Secrets

/// A point, never infinity.
public struct CurvePoint: Equatable, Sendable {
  /// 04‖x‖y.
  public let bytes: [UInt8]
  /// The curve that it lies on.
  public let curve: EllipticCurve

  /// Reads 04‖x‖y. Refused: another length or first byte, coordinates not below p, a point beside the curve, infinity.
  public init(uncompressed: [UInt8], on curve: EllipticCurve) throws(CryptoError) {
    guard uncompressed.count == 2 * curve.fieldByteCount + 1, uncompressed[0] == 4 else { throw .curvePoint }
    guard GroupPoint(uncompressed, on: CurveGroup.of(curve)) != nil else { throw .curvePoint }
    bytes = uncompressed
    self.curve = curve
  }

  init(checked bytes: [UInt8], on curve: EllipticCurve) {
    self.bytes = bytes
    self.curve = curve
  }

  /// The first coordinate; TR-03110 calls it the compressed point.
  public var x: [UInt8] { Array(bytes[1...curve.fieldByteCount]) }

  /// The second coordinate.
  public var y: [UInt8] { Array(bytes[(1 + curve.fieldByteCount)...]) }

  /// The generator of PACE's generic mapping, s·G + H (TR-03110 part 3, A.3.4.1), where `nonce` is s and `shared` is H.
  public static func mappedGenerator(nonce: Secret, shared: CurvePoint) throws(CryptoError) -> CurvePoint {
    let group = CurveGroup.of(shared.curve)
    let scalar = BigNumber(nonce)
    let product = try GroupPoint(multiplying: nil, by: scalar, on: group)
    guard let other = GroupPoint(shared.bytes, on: group) else { throw .curvePoint }
    // Two steps, since the product of both at once would take a time that depends on the nonce.
    guard unsafe EC_POINT_add(group.group, product.pointer, product.pointer, other.pointer, nil) == 1 else {
      throw .library("EC_POINT_add")
    }
    guard let bytes = product.bytes(on: shared.curve) else { throw .curvePoint }
    return CurvePoint(checked: bytes, on: shared.curve)
  }
}

/// A point of libcrypto that wipes itself; infinity is possible here.
@safe struct GroupPoint: ~Copyable {
  let pointer: OpaquePointer
  private let group: CurveGroup

  /// Nil unless the bytes are a point of the curve.
  init?(_ bytes: [UInt8], on group: CurveGroup) {
    guard let made = unsafe EC_POINT_new(group.group) else {
      preconditionFailure("libcrypto is out of memory")
    }
    unsafe pointer = made
    self.group = group
    guard unsafe EC_POINT_oct2point(group.group, made, bytes, bytes.count, nil) == 1,
      unsafe EC_POINT_is_at_infinity(group.group, made) == 0
    else {
      ERR_clear_error()
      return nil
    }
  }

  /// scalar·point, or scalar·G; libcrypto's ladder, whose time does not depend on the scalar.
  init(multiplying point: CurvePoint?, by scalar: borrowing BigNumber, on group: CurveGroup)
    throws(CryptoError)
  {
    guard let made = unsafe EC_POINT_new(group.group) else {
      preconditionFailure("libcrypto is out of memory")
    }
    unsafe pointer = made
    self.group = group
    if let point {
      guard let base = GroupPoint(point.bytes, on: group) else { throw .curvePoint }
      guard unsafe EC_POINT_mul(group.group, made, nil, base.pointer, scalar.pointer, nil) == 1 else {
        throw .library("EC_POINT_mul")
      }
    } else {
      guard unsafe EC_POINT_mul(group.group, made, scalar.pointer, nil, nil, nil) == 1 else {
        throw .library("EC_POINT_mul")
      }
    }
  }

  deinit { unsafe EC_POINT_clear_free(pointer) }

  /// 04‖x‖y; nil for infinity.
  func bytes(on curve: EllipticCurve) -> [UInt8]? {
    let length = 2 * curve.fieldByteCount + 1
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      unsafe count = EC_POINT_point2oct(
        group.group, pointer, POINT_CONVERSION_UNCOMPRESSED, buffer.baseAddress, length, nil)
    }
    return bytes.count == length ? bytes : nil
  }

  /// x alone, for a shared secret; nil for infinity.
  func secretX(on curve: EllipticCurve) -> Secret? {
    let x = BigNumber()
    guard unsafe EC_POINT_get_affine_coordinates(group.group, pointer, x.pointer, nil, nil) == 1 else {
      ERR_clear_error()
      return nil
    }
    return x.secret(count: curve.fieldByteCount)
  }
}

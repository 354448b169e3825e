// Private keys on the curves: key agreement (also over a generator that PACE has mapped) and ECDSA. Chance comes in
// as an argument. Where the key is kept, and what is signed, others decide.

import CCrypto
import Secrets

/// A private key with its public point. Any task may use it.
public final class CurvePrivateKey: Sendable {
  /// The private number, as long as the order of the curve.
  public let scalar: Secret
  /// The public half: scalar times generator.
  public let publicPoint: CurvePoint
  /// Nil for the curve's own generator.
  public let generator: CurvePoint?

  /// The curve of both.
  public var curve: EllipticCurve { publicPoint.curve }

  /// A key from its number, 1…order-1, most significant byte first, leading zeros allowed.
  public init(scalar: Secret, on curve: EllipticCurve, generator: CurvePoint? = nil) throws(CryptoError) {
    guard generator == nil || generator?.curve == curve else { throw .curveMismatch }
    let group = CurveGroup.of(curve)
    let number = BigNumber(scalar)
    guard unsafe BN_is_zero(number.pointer) == 0, unsafe BN_cmp(number.pointer, group.order) < 0 else {
      throw .curveScalar
    }
    let point = try GroupPoint(multiplying: generator, by: number, on: group)
    guard let bytes = point.bytes(on: curve) else { throw .curvePoint }
    publicPoint = CurvePoint(checked: bytes, on: curve)
    self.scalar = scalar.count == curve.orderByteCount ? scalar : number.secret(count: curve.orderByteCount)
    self.generator = generator
  }

  /// A fresh key; takes the order's length and eight bytes more from `chance`, once.
  public convenience init(
    on curve: EllipticCurve, generator: CurvePoint? = nil, chance: Chance
  ) throws(CryptoError) {
    let random = BigNumber(try chance(curve.orderByteCount + 8))
    let number = unsafe random.reducedToScalar(below: CurveGroup.of(curve).order)
    try self.init(scalar: number.secret(count: curve.orderByteCount), on: curve, generator: generator)
  }

  /// scalar·point, as PACE's mapping needs it.
  public func agree(with point: CurvePoint) throws(CryptoError) -> CurvePoint {
    guard let bytes = try product(with: point).bytes(on: curve) else { throw .curvePoint }
    return CurvePoint(checked: bytes, on: curve)
  }

  /// The first coordinate of scalar·point: the shared secret of ECKA (TR-03111 section 4.3.1).
  public func sharedSecret(with point: CurvePoint) throws(CryptoError) -> Secret {
    guard let x = try product(with: point).secretX(on: curve) else { throw .curvePoint }
    return x
  }

  private func product(with point: CurvePoint) throws(CryptoError) -> GroupPoint {
    guard point.curve == curve else { throw .curveMismatch }
    return try GroupPoint(multiplying: point, by: BigNumber(scalar), on: CurveGroup.of(curve))
  }

  /// ECDSA over a digest, plain r‖s (TR-03111 section 5.2.1); a digest longer than the order is cut as the standard
  /// says. With `chance` the ephemeral number comes from there, which makes signatures repeatable for tests and
  /// simulators; without, libcrypto makes it from its own chance, the key and the digest.
  public func sign(digest: [UInt8], chance: Chance? = nil) throws(CryptoError) -> [UInt8] {
    guard generator == nil else { throw .curveGenerator }
    let group = CurveGroup.of(curve)
    let key = try CurveKeyHandle(group)
    let number = BigNumber(scalar)
    guard unsafe EC_KEY_set_private_key(key.pointer, number.pointer) == 1 else {
      throw .library("EC_KEY_set_private_key")
    }
    let signature: OpaquePointer?
    if let chance {
      let random = BigNumber(try chance(curve.orderByteCount + 8))
      let ephemeral = unsafe random.reducedToScalar(below: group.order)
      let point = try GroupPoint(multiplying: nil, by: ephemeral, on: group)
      guard let x = point.secretX(on: curve) else { throw .curvePoint }
      let inverse = BigNumber()
      let r = BigNumber()
      let abscissa = BigNumber(x)
      let scratch = unsafe BN_CTX_secure_new()
      defer { unsafe BN_CTX_free(scratch) }
      guard unsafe BN_mod_inverse(inverse.pointer, ephemeral.pointer, group.order, scratch) != nil,
        unsafe BN_nnmod(r.pointer, abscissa.pointer, group.order, scratch) == 1
      else { throw .library("BN_mod_inverse") }
      unsafe signature = ECDSA_do_sign_ex(
        digest, Int32(digest.count), inverse.pointer, r.pointer, key.pointer)
    } else {
      unsafe signature = ECDSA_do_sign(digest, Int32(digest.count), key.pointer)
    }
    guard let signature = unsafe signature else {
      ERR_clear_error()
      throw .library("ECDSA_do_sign")
    }
    defer { unsafe ECDSA_SIG_free(signature) }
    let length = curve.orderByteCount
    return unsafe BigNumber.bytes(of: ECDSA_SIG_get0_r(signature), count: length)
      + BigNumber.bytes(of: ECDSA_SIG_get0_s(signature), count: length)
  }
}

extension CurvePoint {
  /// Whether `signature`, plain r‖s, is an ECDSA signature of `digest` under this public key. False for any other
  /// length.
  public func verify(signature: [UInt8], digest: [UInt8]) -> Bool {
    let length = curve.orderByteCount
    guard signature.count == 2 * length else { return false }
    let group = CurveGroup.of(curve)
    guard let point = GroupPoint(bytes, on: group), let key = try? CurveKeyHandle(group),
      unsafe EC_KEY_set_public_key(key.pointer, point.pointer) == 1,
      let values = unsafe ECDSA_SIG_new()
    else { return false }
    defer { unsafe ECDSA_SIG_free(values) }
    let r = unsafe BN_bin2bn(Array(signature[..<length]), Int32(length), nil)
    let s = unsafe BN_bin2bn(Array(signature[length...]), Int32(length), nil)
    // The signature owns both from here on.
    guard unsafe ECDSA_SIG_set0(values, r, s) == 1 else {
      unsafe BN_free(r)
      unsafe BN_free(s)
      return false
    }
    let isRight = unsafe ECDSA_do_verify(digest, Int32(digest.count), values, key.pointer) == 1
    // A refused signature leaves entries in the thread's error queue, which nobody reads.
    if !isRight { ERR_clear_error() }
    return isRight
  }
}

/// libcrypto's key on a group that is already there; freeing it wipes the private number.
@safe private struct CurveKeyHandle: ~Copyable {
  let pointer: OpaquePointer

  init(_ group: CurveGroup) throws(CryptoError) {
    guard let made = unsafe EC_KEY_new() else { throw .library("EC_KEY_new") }
    guard unsafe EC_KEY_set_group(made, group.group) == 1 else {
      unsafe EC_KEY_free(made)
      throw .library("EC_KEY_set_group")
    }
    unsafe pointer = made
  }

  deinit { unsafe EC_KEY_free(pointer) }
}

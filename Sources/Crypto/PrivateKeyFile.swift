// A private key from a key file as openssl and the certification authorities' tools write it: PEM, PKCS#8 or the older
// EC form, not encrypted. Reading the file is the caller's; so is the question who may read it.

import CCrypto
import Secrets

extension CurvePrivateKey {
  /// The longest PEM text that is read, in bytes; the longest right one, with its curve spelled out, has about 1000.
  public static let pemByteCountMax = 16_384

  /// The key in a PEM text; the curve may be named or spelled out. Refused: encrypted keys, other kinds of keys, curves
  /// that are not in `EllipticCurve`.
  public convenience init(pem: Secret) throws(CryptoError) {
    guard pem.count <= Self.pemByteCountMax else { throw .privateKeyText("it is too long") }
    let key = unsafe pem.withBytes { bytes -> OpaquePointer? in
      guard let source = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
      defer { unsafe BIO_free(source) }
      // The answer to a question for a password is none; without it libcrypto would ask at the terminal.
      return unsafe PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in 0 }, nil)
    }
    defer { unsafe EVP_PKEY_free(key) }
    guard let key = unsafe key else {
      ERR_clear_error()
      throw .privateKeyText("there is no readable PRIVATE KEY block")
    }
    let inner = unsafe EVP_PKEY_get1_EC_KEY(key)
    defer { unsafe EC_KEY_free(inner) }
    guard let inner = unsafe inner, let group = unsafe EC_KEY_get0_group(inner),
      let number = unsafe EC_KEY_get0_private_key(inner),
      let curve = unsafe EllipticCurve(group: group)
    else {
      ERR_clear_error()
      throw .privateKeyText("it is a key of another kind or curve")
    }
    let length = curve.orderByteCount
    guard unsafe BN_num_bits(number) <= Int32(8 * length) else { throw .curveScalar }
    let scalar = unsafe Secret(count: length) { buffer in
      _ = unsafe BN_bn2binpad(number, buffer.baseAddress, Int32(length))
    }
    try self.init(scalar: scalar, on: curve)
  }
}

extension EllipticCurve {
  /// The curve of a group that libcrypto has read, by its numbers; nil for one that is not in the list.
  init?(group: OpaquePointer) {
    let prime = BigNumber()
    let a = BigNumber()
    let b = BigNumber()
    guard unsafe EC_GROUP_get_curve(group, prime.pointer, a.pointer, b.pointer, nil) == 1 else { return nil }
    let length = unsafe Int(EC_GROUP_get_degree(group) + 7) / 8
    guard (1...66).contains(length) else { return nil }
    let generator = unsafe [UInt8](unsafeUninitializedCapacity: 2 * length + 1) { buffer, count in
      unsafe count = EC_POINT_point2oct(
        group, EC_GROUP_get0_generator(group), POINT_CONVERSION_UNCOMPRESSED, buffer.baseAddress,
        2 * length + 1,
        nil)
    }
    guard let order = unsafe EC_GROUP_get0_order(group), unsafe BN_num_bits(order) <= Int32(8 * length),
      let cofactor = unsafe EC_GROUP_get0_cofactor(group), unsafe BN_num_bits(cofactor) <= 8
    else { return nil }
    unsafe self.init(
      domainParameters: DomainParameters(
        prime: prime.bytes(count: length), a: a.bytes(count: length), b: b.bytes(count: length),
        generator: generator, order: BigNumber.bytes(of: order, count: length),
        cofactor: BigNumber.bytes(of: cofactor, count: 1)))
  }
}

// A number of libcrypto that wipes itself. Not public: outside, numbers are bytes of a known length, most significant
// first.

import CCrypto
import Secrets

@safe struct BigNumber: ~Copyable {
  let pointer: OpaquePointer

  init() {
    guard let made = unsafe BN_new() else { preconditionFailure("libcrypto is out of memory") }
    unsafe pointer = made
  }

  init(_ bytes: [UInt8]) {
    guard let made = unsafe BN_bin2bn(bytes, Int32(bytes.count), nil) else {
      preconditionFailure("libcrypto is out of memory")
    }
    unsafe pointer = made
  }

  init(_ secret: Secret) {
    let made = unsafe secret.withBytes { unsafe BN_bin2bn($0.baseAddress, Int32($0.count), nil) }
    guard let made = unsafe made else { preconditionFailure("libcrypto is out of memory") }
    unsafe pointer = made
    unsafe BN_set_flags(pointer, BN_FLG_CONSTTIME)
  }

  deinit { unsafe BN_clear_free(pointer) }

  /// `count` bytes with zeros in front; the number must fit.
  func bytes(count: Int) -> [UInt8] {
    unsafe Self.bytes(of: pointer, count: count)
  }

  func secret(count: Int) -> Secret {
    unsafe Secret(count: count) { buffer in
      let written = unsafe BN_bn2binpad(pointer, buffer.baseAddress, Int32(count))
      precondition(Int(written) == count, "the number is longer")
    }
  }

  /// The same for a number that libcrypto owns.
  static func bytes(of number: OpaquePointer?, count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let written = unsafe BN_bn2binpad(number, buffer.baseAddress, Int32(count))
      precondition(Int(written) == count, "the number is longer")
      filled = count
    }
  }

  /// 1 + (number mod (order - 1)): a number of 1…order-1 from a longer random one (TR-03111 section 4.1.1 allows 64
  /// bits more than the order has, which makes the bias too small to see).
  func reducedToScalar(below order: OpaquePointer?) -> BigNumber {
    let limit = BigNumber()
    let result = BigNumber()
    let scratch = unsafe BN_CTX_secure_new()
    defer { unsafe BN_CTX_free(scratch) }
    let done =
      unsafe BN_copy(limit.pointer, order) != nil && BN_sub_word(limit.pointer, 1) == 1
      && BN_nnmod(result.pointer, pointer, limit.pointer, scratch) == 1 && BN_add_word(result.pointer, 1) == 1
    precondition(done, "libcrypto cannot divide")
    unsafe BN_set_flags(result.pointer, BN_FLG_CONSTTIME)
    return result
  }
}

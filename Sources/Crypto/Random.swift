// The kernel's chance, and a comparison that does not tell by its time where two values differ. Only the
// wiring of an executable calls for chance; everything else gets it as an argument.

import CCrypto
import Glibc
import Secrets

/// Where random bytes come from: a function that gives as many as asked for. `randomSecret` in the wiring of an
/// executable, a seeded one in tests and simulators.
public typealias Chance = (_ byteCount: Int) throws(CryptoError) -> Secret

/// The most random bytes that one call may ask for.
public let randomByteCountMax = 65_536

/// Fresh random bytes from getrandom(2), 0…`randomByteCountMax` of them.
public func randomBytes(_ count: Int) throws(CryptoError) -> [UInt8] {
  precondition((0...randomByteCountMax).contains(count), "too many random bytes at once")
  var bytes = [UInt8](repeating: 0, count: count)
  let failure = unsafe bytes.withUnsafeMutableBufferPointer { unsafe fillWithChance($0) }
  if let failure { throw failure }
  return bytes
}

/// A fresh random secret of `count` bytes that never stood anywhere else.
public func randomSecret(_ count: Int) throws(CryptoError) -> Secret {
  precondition((0...randomByteCountMax).contains(count), "too many random bytes at once")
  return unsafe try Secret(count: count) { (buffer) throws(CryptoError) in
    if let failure = unsafe fillWithChance(buffer) { throw failure }
  }
}

/// Compares in a time that depends on the lengths alone.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  unsafe left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}

private func fillWithChance(_ buffer: UnsafeMutableBufferPointer<UInt8>) -> CryptoError? {
  guard let start = buffer.baseAddress else { return nil }
  var filled = 0
  while filled < buffer.count {
    // A signal may cut a long request short; what came so far is good.
    let got = unsafe getrandom(start + filled, buffer.count - filled, 0)
    if got > 0 {
      filled += got
    } else if got == 0 || errno != EINTR {
      return .randomnessUnavailable(errno)
    }
  }
  return nil
}

// The five hashes that cards and certificates name (FIPS 180-4), chosen at run time. The journal's chain does not use
// this: it has SHA256 of its own, which cannot become anything else.

import CCrypto
import Secrets

/// A hash by its name in the standards. SHA-1 is for key derivation and old passports only.
public enum HashAlgorithm: String, CaseIterable, Sendable {
  case sha1, sha224, sha256, sha384, sha512

  /// The length of a digest in bytes.
  public var byteCount: Int {
    switch self {
    case .sha1: 20
    case .sha224: 28
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// The digest of `message`.
  public func digest(of message: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      unsafe message.withUnsafeBufferPointer { unsafe compute($0, into: buffer) }
      count = byteCount
    }
  }

  /// The digest of `message` where both are secret, as in key derivation.
  public func digest(of message: Secret) -> Secret {
    unsafe Secret(count: byteCount) { buffer in
      unsafe message.withBytes { unsafe compute($0, into: buffer) }
    }
  }

  private func compute(_ message: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>)
  {
    let done =
      unsafe EVP_Digest(
        message.baseAddress, message.count, buffer.baseAddress, nil, FetchedHashes.shared[self], nil) == 1
    precondition(done, "libcrypto cannot compute \(rawValue)")
  }
}

/// The algorithms, looked up once: a look-up by name costs more than hashing a key does.
@safe private final class FetchedHashes: @unchecked Sendable {
  static let shared = FetchedHashes()
  private let algorithms: [OpaquePointer]

  init() {
    unsafe algorithms = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512"].map { name in
      guard let fetched = unsafe EVP_MD_fetch(nil, name, nil) else {
        preconditionFailure("libcrypto has no \(name)")
      }
      return unsafe fetched
    }
  }

  subscript(algorithm: HashAlgorithm) -> OpaquePointer {
    switch algorithm {
    case .sha1: unsafe algorithms[0]
    case .sha224: unsafe algorithms[1]
    case .sha256: unsafe algorithms[2]
    case .sha384: unsafe algorithms[3]
    case .sha512: unsafe algorithms[4]
    }
  }
}

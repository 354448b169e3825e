// A block cipher of libcrypto with one key and one direction, rewound for each message. It neither pads nor
// authenticates: secure messaging does both by its own rules. Not public.

import CCrypto
import Secrets
import Synchronization

/// Belongs to one task.
@safe final class CipherContext {
  enum Direction: Int32 {
    case decrypt = 0
    case encrypt = 1
  }

  private let context: OpaquePointer
  private let blockByteCount: Int
  private let direction: Direction

  /// `name` is libcrypto's, as "AES-128-CBC"; the key's length must be the cipher's.
  init(_ name: String, key: Secret, direction: Direction, blockByteCount: Int) throws(CryptoError) {
    guard let made = unsafe EVP_CIPHER_CTX_new() else { throw .library("EVP_CIPHER_CTX_new") }
    let algorithm = unsafe FetchedCiphers.shared[name]
    guard unsafe Int(EVP_CIPHER_get_key_length(algorithm)) == key.count else {
      unsafe EVP_CIPHER_CTX_free(made)
      throw .cipherKeyLength(key.count)
    }
    let done = unsafe key.withBytes { bytes in
      unsafe EVP_CipherInit_ex2(made, algorithm, bytes.baseAddress, nil, direction.rawValue, nil) == 1
        && EVP_CIPHER_CTX_set_padding(made, 0) == 1
    }
    guard done else {
      unsafe EVP_CIPHER_CTX_free(made)
      throw .library("EVP_CipherInit_ex2")
    }
    unsafe context = made
    self.blockByteCount = blockByteCount
    self.direction = direction
  }

  // Freeing wipes the key schedule.
  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  /// Transforms whole blocks from `input` into `output` of the same length; `iv` has one block, or is nil for ECB.
  func run(_ input: UnsafeBufferPointer<UInt8>, iv: [UInt8]?, into output: UnsafeMutableBufferPointer<UInt8>)
  {
    precondition(
      input.count.isMultiple(of: blockByteCount) && output.count == input.count, "whole blocks alone")
    precondition(iv == nil || iv?.count == blockByteCount, "an initial value has one block")
    guard !input.isEmpty else { return }
    var written: Int32 = 0
    let begun =
      if let iv {
        unsafe EVP_CipherInit_ex2(context, nil, nil, iv, direction.rawValue, nil) == 1
      } else {
        unsafe EVP_CipherInit_ex2(context, nil, nil, nil, direction.rawValue, nil) == 1
      }
    let done =
      unsafe begun
      && EVP_CipherUpdate(context, output.baseAddress, &written, input.baseAddress, Int32(input.count)) == 1
      && Int(written) == input.count
    precondition(done, "libcrypto cannot run a block cipher")
  }

  func run(_ input: [UInt8], iv: [UInt8]?) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: input.count) { buffer, count in
      // An empty array's buffer may have room for more than was asked for.
      let output = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<input.count])
      unsafe input.withUnsafeBufferPointer { unsafe run($0, iv: iv, into: output) }
      count = input.count
    }
  }

  func runToSecret(_ input: [UInt8], iv: [UInt8]?) -> Secret {
    unsafe Secret(count: input.count) { buffer in
      unsafe input.withUnsafeBufferPointer { unsafe run($0, iv: iv, into: buffer) }
    }
  }

  func run(secret: Secret, iv: [UInt8]?) -> [UInt8] {
    unsafe secret.withBytes { bytes in
      unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
        let output = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<bytes.count])
        unsafe run(bytes, iv: iv, into: output)
        count = bytes.count
      }
    }
  }
}

/// The algorithms, looked up once each, when first used; they are kept to the end of the process.
@safe private final class FetchedCiphers: @unchecked Sendable {
  static let shared = FetchedCiphers()
  // An address as a number, because a pointer cannot cross into the lock.
  private let algorithms = Mutex<[String: UInt]>([:])

  subscript(name: String) -> OpaquePointer {
    let address = algorithms.withLock { known in
      if let address = known[name] { return address }
      guard let fetched = unsafe EVP_CIPHER_fetch(nil, name, nil) else {
        preconditionFailure("libcrypto has no \(name)")
      }
      let address = UInt(bitPattern: fetched)
      known[name] = address
      return address
    }
    guard let algorithm = unsafe OpaquePointer(bitPattern: address) else { preconditionFailure("no address") }
    return unsafe algorithm
  }
}

// SHA-256 (FIPS 180-4): at once, or piece by piece with a hasher that is reused. Not for passwords or codes,
// which need a key: see HMACSHA256.

import CCrypto

/// A SHA-256 value: always 32 bytes.
public struct Digest32: Hashable, Sendable {
  /// The number of bytes of every digest.
  public static let byteCount = 32
  /// The 32 bytes.
  public let bytes: [UInt8]

  /// A digest read from elsewhere; nil unless there are 32 bytes.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = Array(bytes)
  }

  /// A digest from 64 hexadecimal digits; nil for anything else.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes)
  }

  init(checked bytes: [UInt8]) {
    precondition(bytes.count == Self.byteCount)
    self.bytes = bytes
  }

  /// The digest of no record at all: 32 zero bytes, the predecessor of a chain's first link.
  public static let zero = Digest32(checked: [UInt8](repeating: 0, count: byteCount))

  /// 64 lower-case hexadecimal digits.
  public var hex: String { Hex.encode(bytes) }
}

extension Digest32: CustomStringConvertible {
  public var description: String { hex }
}

/// SHA-256 of bytes that are all there.
public enum SHA256 {
  /// The digest of `message`.
  public static func digest(of message: [UInt8]) -> Digest32 { digest(of: message.span) }

  /// The digest of `message`.
  public static func digest(of message: Span<UInt8>) -> Digest32 {
    var written = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Digest32.byteCount) { buffer, count in
      written = unsafe message.withUnsafeBufferPointer { input in
        unsafe EVP_Digest(
          input.baseAddress, input.count, buffer.baseAddress, nil, SHA256Algorithm.shared.algorithm, nil) == 1
      }
      count = Digest32.byteCount
    }
    precondition(written, "libcrypto cannot compute SHA-256")
    return Digest32(checked: bytes)
  }
}

/// SHA-256 piece by piece. One hasher serves any number of messages one after another; it belongs to one
/// task.
@safe public final class SHA256Hasher {
  private let context: OpaquePointer

  /// A hasher with nothing in it.
  public init() {
    guard let made = unsafe EVP_MD_CTX_new() else { preconditionFailure("libcrypto is out of memory") }
    unsafe context = made
    start()
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Appends `bytes` to the message.
  public func update(_ bytes: Span<UInt8>) {
    let done = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe input.isEmpty || EVP_DigestUpdate(context, input.baseAddress, input.count) == 1
    }
    precondition(done, "libcrypto cannot compute SHA-256")
  }

  /// Appends `bytes` to the message.
  public func update(_ bytes: [UInt8]) { update(bytes.span) }

  /// The digest of what was appended since the last `finish`; the hasher is empty afterwards.
  public func finish() -> Digest32 {
    var written = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Digest32.byteCount) { buffer, count in
      written = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1
      count = Digest32.byteCount
    }
    precondition(written, "libcrypto cannot compute SHA-256")
    start()
    return Digest32(checked: bytes)
  }

  private func start() {
    let done = unsafe EVP_DigestInit_ex2(context, SHA256Algorithm.shared.algorithm, nil) == 1
    precondition(done, "libcrypto cannot compute SHA-256")
  }
}

/// The algorithm, looked up once: a look-up by name costs more than hashing a record does.
@safe private final class SHA256Algorithm: @unchecked Sendable {
  static let shared = SHA256Algorithm()
  let algorithm: OpaquePointer

  init() {
    guard let fetched = unsafe EVP_MD_fetch(nil, "SHA256", nil) else {
      preconditionFailure("libcrypto has no SHA-256")
    }
    unsafe algorithm = fetched
  }
}

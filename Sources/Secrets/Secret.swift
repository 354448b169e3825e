// A secret: bytes that are compared in constant time, wiped when the last copy goes, and never printed.
// It is not a container for text: codes, PINs and birth dates are read into it byte by byte and stay bytes.

import Glibc

/// Bytes that must not leak. Copies share one buffer, which is overwritten when the last copy goes.
public struct Secret: Sendable {
  private let storage: Storage

  /// A secret with a copy of `bytes`. The caller's own copy is the caller's to wipe.
  public init(_ bytes: some Collection<UInt8>) {
    storage = Storage(count: bytes.count)
    var index = 0
    for byte in bytes {
      unsafe storage.buffer[index] = byte
      index += 1
    }
  }

  /// A secret of `count` bytes that `fill` writes in place, so that no other copy comes to be.
  public init<Failure: Error>(
    count: Int, fill: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    storage = Storage(count: count)
    try unsafe fill(storage.buffer)
  }

  /// The number of bytes.
  public var count: Int { unsafe storage.buffer.count }

  /// Lends the bytes for the time of the call; the span cannot be kept.
  public func withSpan<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe Span(_unsafeElements: UnsafeBufferPointer(storage.buffer)))
  }

  /// Lends the bytes as a pointer, for C libraries; it must not be kept.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeBufferPointer(storage.buffer))
  }

  @safe private final class Storage: @unchecked Sendable {
    let buffer: UnsafeMutableBufferPointer<UInt8>

    init(count: Int) {
      unsafe buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
      unsafe buffer.initialize(repeating: 0)
    }

    deinit {
      if let address = unsafe buffer.baseAddress {
        unsafe explicit_bzero(address, buffer.count)
      }
      unsafe buffer.deallocate()
    }
  }
}

extension Secret: Equatable {
  /// Compares in a time that depends on the lengths alone.
  public static func == (left: Secret, right: Secret) -> Bool {
    let count = left.count
    guard count == right.count else { return false }
    var difference: UInt8 = 0
    for index in 0..<count {
      unsafe difference |= left.storage.buffer[index] ^ right.storage.buffer[index]
    }
    return difference == 0
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "Secret(…)" }
  public var debugDescription: String { "Secret(…)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

// Putting secrets together without a copy that stays behind: joining, cutting, ISO padding. Each result is a Secret
// that was written in place. Nothing here computes.

import Secrets

extension Secret {
  /// The bytes of all parts, one after the other.
  static func joined(_ parts: [Secret]) -> Secret {
    let count = parts.reduce(0) { $0 + $1.count }
    return unsafe Secret(count: count) { buffer in
      var offset = 0
      for part in parts {
        part.withSpan { span in
          for index in span.indices { unsafe buffer[offset + index] = span[index] }
        }
        offset += part.count
      }
    }
  }

  /// The first `count` bytes.
  func prefix(_ count: Int) -> Secret { slice(0..<count) }

  /// The bytes of `range`.
  func slice(_ range: Range<Int>) -> Secret {
    precondition(range.lowerBound >= 0 && range.upperBound <= self.count, "a slice within the secret")
    return withSpan { span in
      unsafe Secret(count: range.count) { buffer in
        for index in range { unsafe buffer[index - range.lowerBound] = span[index] }
      }
    }
  }

  /// The bytes with ISO 7816-4 padding (80 00 …) up to a multiple of `blockByteCount`.
  func padded(to blockByteCount: Int) -> Secret {
    let whole = (count / blockByteCount + 1) * blockByteCount
    return withSpan { span in
      unsafe Secret(count: whole) { buffer in
        for index in span.indices { unsafe buffer[index] = span[index] }
        unsafe buffer[span.count] = 0x80
      }
    }
  }
}

/// ISO 7816-4 padding of bytes that are no secret.
enum Padding {
  /// 80 00 … up to a multiple of `blockByteCount`; one byte at least.
  static func add(_ bytes: [UInt8], to blockByteCount: Int) -> [UInt8] {
    let whole = (bytes.count / blockByteCount + 1) * blockByteCount
    return bytes + [0x80] + [UInt8](repeating: 0, count: whole - bytes.count - 1)
  }

  /// The bytes before the padding; nil if there is none.
  static func remove(_ bytes: [UInt8]) -> [UInt8]? {
    guard let end = bytes.lastIndex(where: { $0 != 0 }), bytes[end] == 0x80 else { return nil }
    return Array(bytes[..<end])
  }
}

// What a citizen types: ASCII bytes that stay in wiping storage from the first key to the frame on the socket. It is
// not a text field: it knows no label and no place, and it becomes text only on the page that is being typed.

import Secrets

/// Typed characters, at most `countMax`, in storage that is overwritten when it changes or goes.
struct TypedInput: Equatable, Sendable {
  private(set) var secret = Secret([])
  let countMax: Int

  init(countMax: Int) {
    self.countMax = countMax
  }

  var count: Int { secret.count }
  var isEmpty: Bool { count == 0 }
  var isFull: Bool { count >= countMax }

  /// False when it is full; nothing changes then.
  mutating func append(_ byte: UInt8) -> Bool {
    guard !isFull else { return false }
    let old = secret
    secret = unsafe Secret(count: old.count + 1) { buffer in
      old.withSpan { span in for index in span.indices { unsafe buffer[index] = span[index] } }
      unsafe buffer[old.count] = byte
    }
    return true
  }

  mutating func removeLast() {
    guard !isEmpty else { return }
    let old = secret
    secret = unsafe Secret(count: old.count - 1) { buffer in
      old.withSpan { span in for index in 0..<old.count - 1 { unsafe buffer[index] = span[index] } }
    }
  }

  /// Drops the storage; `Secret` overwrites it.
  mutating func wipe() {
    secret = Secret([])
  }

  /// Byte at `index`, nil beyond the end.
  func byte(at index: Int) -> UInt8? {
    secret.withSpan { index < $0.count ? $0[index] : nil }
  }

  /// The digits as values 0 to 9, for the page that is being typed.
  var digits: [UInt8] {
    (0..<count).compactMap { byte(at: $0) }.filter(Ascii.digits.contains).map { $0 - Ascii.zero }
  }

  /// The digits as a number; nil when there is none, another character, or more than a date part has.
  var number: Int? {
    guard (1...4).contains(count) else { return nil }
    return secret.withSpan { span -> Int? in
      var value = 0
      for index in span.indices {
        guard case Ascii.digits = span[index] else { return nil }
        value = value * 10 + Int(span[index] - Ascii.zero)
      }
      return value
    }
  }
}

/// The few bytes that are typed here.
enum Ascii {
  static let zero = UInt8(ascii: "0")
  static let plus = UInt8(ascii: "+")
  static let hyphen = UInt8(ascii: "-")
  static let space = UInt8(ascii: " ")
  static let filler = UInt8(ascii: "<")
  static let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
  static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}

// Looks for what must not stand anywhere: planted words and numbers, plain and in the disguises that programs put on
// them by themselves (hexadecimal, Base64, UTF-16). It searches bytes and knows no format.

import Foundation

/// Sentinels of a hundred persons, made so that a few stems find them all.
struct SentinelPerson {
  let index: Int

  var parcel: Parcel {
    Parcel(register: "QZXREG-\(1000 + index)", slip: "773199\(1000 + index)", birthDate: birthDate)
  }
  /// All in one month long ago: nothing else in a journal of today says its name.
  var birthDate: String { "1931-03-\(String(format: "%02d", index % 28 + 1))" }
  var name: String { "Qzxname\(1000 + index) Qzxfamily" }
  /// 0159 99 77 1000: no other number in a test has these digits.
  var phone: String { "+491599977\(1000 + index)" }
  var serial: String { "CZXZX\(1000 + index)" }
  var email: String { "qzxmail\(1000 + index)@qzx.example" }
}

struct SentinelSearch {
  /// Words of which any part would give a person away.
  static let stems = [
    "Qzxname", "Qzxfamily", "qzxmail", "QZXREG-", "CZXZX", "773199", "1599977", "1931-03", "03.1931",
    ".3.1931",
    "Mar 1931", "March 1931", "März 1931",
  ]

  private var plain: [[UInt8]] = []
  /// Found only where no digit or letter stands beside them: six digits occur by chance in longer numbers.
  private var tokens: [[UInt8]] = []

  init(codes: [String]) {
    for stem in Self.stems { plain += Self.disguises(stem) }
    for day in 1...28 {
      let day = String(format: "%02d", day)
      tokens += [Array("193103\(day)".utf8), Array("\(day)031931".utf8)]
    }
    tokens += codes.map { Array($0.utf8) }
  }

  private static func disguises(_ word: String) -> [[UInt8]] {
    let bytes = Array(word.utf8)
    let hex = bytes.map { String(format: "%02x", $0) }.joined()
    var all = [bytes, Array(word.lowercased().utf8), Array(word.uppercased().utf8)]
    all += [Array(hex.utf8), Array(hex.uppercased().utf8)]
    all.append(word.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    all.append(word.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    // The middle of Base64, at each of the three places where a word may begin.
    for offset in 0..<3 {
      let text = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
      let first = [0, 2, 3][offset]
      let count = text.count - first - 4
      if count >= 6 { all.append(Array(text.dropFirst(first).prefix(count).utf8)) }
    }
    return all
  }

  /// Names of what was found in `bytes`; empty is good.
  func findings(_ bytes: [UInt8], in name: String) -> [String] {
    let bytes = Data(bytes)
    var found: [String] = []
    for needle in plain where Self.places(of: needle, in: bytes, limit: 1).first != nil {
      found.append("\(name): \(String(decoding: needle, as: UTF8.self))")
    }
    for needle in tokens {
      let isThere = Self.places(of: needle, in: bytes, limit: .max).contains { at in
        let before = at > 0 ? bytes[at - 1] : 0
        let after = at + needle.count < bytes.count ? bytes[at + needle.count] : 0
        return !Self.isOfWord(before) && !Self.isOfWord(after)
      }
      if isThere { found.append("\(name): \(String(decoding: needle, as: UTF8.self))") }
    }
    return found
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  static func places(of needle: [UInt8], in bytes: Data, limit: Int) -> [Int] {
    let needle = Data(needle)
    var places: [Int] = []
    var at = 0
    while places.count < limit, let hit = bytes.range(of: needle, in: at..<bytes.count) {
      places.append(hit.lowerBound)
      at = hit.lowerBound + 1
    }
    return places
  }
}

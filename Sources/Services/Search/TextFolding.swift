// Makes words comparable: small letters without marks, so that Ü, ü and u are one letter to a search. The table holds
// what the product's languages need; other letters stay as they are.

enum TextFolding {
  /// The folded words of `text` in their order, as UTF-8. What is neither letter nor digit parts words.
  static func words(_ text: some StringProtocol) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    for scalar in text.unicodeScalars {
      if fold(scalar, into: &word) { continue }
      if !word.isEmpty {
        words.append(word)
        word = []
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// By which names are sorted: their words, folded, with one blank between them.
  static func sortKey(_ name: String) -> String {
    String(decoding: Array(words(name).joined(separator: [0x20])), as: UTF8.self)
  }

  /// The capital under which a name stands from A to Z; `#` for digits and signs.
  static func initial(ofSortKey key: String) -> String {
    guard let first = key.first, first.isLetter else { return "#" }
    return first.uppercased()
  }

  /// Appends the folded letter or digit; false where `scalar` is neither. Marks on letters are nothing at all.
  private static func fold(_ scalar: Unicode.Scalar, into word: inout [UInt8]) -> Bool {
    let value = scalar.value
    switch value {
    case 0x61...0x7A, 0x30...0x39: word.append(UInt8(value))
    case 0x41...0x5A: word.append(UInt8(value + 0x20))
    case 0..<0xAA: return false
    case 0x300...0x36F, 0x640, 0x64B...0x652, 0x670, 0x200C, 0x200D, 0xAD: break
    default:
      guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return false }
      for small in scalar.properties.lowercaseMapping.unicodeScalars
      where !(0x300...0x36F).contains(small.value) {
        word.append(contentsOf: (plain[small.value] ?? String(small)).utf8)
      }
    }
    return true
  }

  private static let plain: [UInt32: String] = {
    let rows = [
      ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"),
      ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"), ("o", "òóôõöøōŏő"),
      ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"),
      ("z", "źżž"),
      ("ss", "ß"), ("ae", "æ"), ("oe", "œ"), ("th", "þ"), ("е", "ё"), ("г", "ґ"), ("ا", "أإآٱ"), ("ه", "ة"),
      ("ي", "ىی"),
      ("ك", "ک"),
    ]
    var table: [UInt32: String] = [:]
    for (plain, marked) in rows { for scalar in marked.unicodeScalars { table[scalar.value] = plain } }
    return table
  }()

  /// How a folded query word may have been meant: `ue` for ü stands in the index as u. The word itself first; more than
  /// four such pairs are not tried.
  static func variants(_ word: [UInt8]) -> [[UInt8]] {
    var variants: [[UInt8]] = [[]]
    var pairs = 0
    var at = 0
    while at < word.count {
      let byte = word[at]
      let isPair =
        at + 1 < word.count && word[at + 1] == UInt8(ascii: "e")
        && (byte == UInt8(ascii: "a") || byte == UInt8(ascii: "o") || byte == UInt8(ascii: "u"))
      if isPair && pairs < 4 {
        pairs += 1
        variants = variants.map { $0 + [byte, word[at + 1]] } + variants.map { $0 + [byte] }
        at += 2
      } else {
        for index in variants.indices { variants[index].append(byte) }
        at += 1
      }
    }
    return variants
  }

  /// The key of a telephone on which a folded letter stands; nil where it stands on none.
  static func key(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte
    case UInt8(ascii: "a")...UInt8(ascii: "c"): UInt8(ascii: "2")
    case UInt8(ascii: "d")...UInt8(ascii: "f"): UInt8(ascii: "3")
    case UInt8(ascii: "g")...UInt8(ascii: "i"): UInt8(ascii: "4")
    case UInt8(ascii: "j")...UInt8(ascii: "l"): UInt8(ascii: "5")
    case UInt8(ascii: "m")...UInt8(ascii: "o"): UInt8(ascii: "6")
    case UInt8(ascii: "p")...UInt8(ascii: "s"): UInt8(ascii: "7")
    case UInt8(ascii: "t")...UInt8(ascii: "v"): UInt8(ascii: "8")
    case UInt8(ascii: "w")...UInt8(ascii: "z"): UInt8(ascii: "9")
    default: nil
    }
  }
}

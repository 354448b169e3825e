// The check of ISO 7064 (MOD 97-10) that IBANs and creditor references share: letters count as 10 to 35. Not public.

enum Modulo97 {
  /// The remainder of `text` read as one long number; nil with a character that is not 0-9 or A-Z.
  static func remainder(_ text: some Sequence<UInt8>) -> Int? {
    var rest = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): rest = (rest * 10 + Int(byte - 0x30)) % 97
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): rest = (rest * 100 + Int(byte - 0x41) + 10) % 97
      default: return nil
      }
    }
    return rest
  }

  /// Whether the text is right once its first four characters stand at its end.
  static func isRight(_ text: [UInt8]) -> Bool {
    text.count > 4 && remainder(text[4...] + text[..<4]) == 1
  }

  /// The two check digits for a body behind two letters.
  static func checkDigits(_ letters: String, _ body: [UInt8]) -> String? {
    remainder(body + Array(letters.utf8) + Array("00".utf8)).map { rest in
      let digits = 98 - rest
      return digits < 10 ? "0\(digits)" : "\(digits)"
    }
  }

  /// What people type and copy: spaces of all kinds, hyphens, lower case; nil with any other character.
  static func cleaned(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 200 else { return nil }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ", "-", "\t", "\u{A0}", "\u{202F}", "\u{2009}": continue
      case "0"..."9", "A"..."Z": bytes.append(UInt8(scalar.value))
      case "a"..."z": bytes.append(UInt8(scalar.value) - 0x20)
      default: return nil
      }
    }
    return bytes
  }

  /// In groups of four, for the eye.
  static func grouped(_ text: String) -> String {
    var grouped = ""
    for (index, character) in text.enumerated() {
      if index > 0, index.isMultiple(of: 4) { grouped += " " }
      grouped.append(character)
    }
    return grouped
  }
}

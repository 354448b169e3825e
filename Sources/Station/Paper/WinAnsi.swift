// The letters that the standard fonts of a PDF have (WinAnsiEncoding, PDF Reference 1.4, appendix D): Western Europe.
// What is beyond is written with the letters that a passport would use for it (ICAO Doc 9303-3, section 6), and with a
// question mark only where there is nothing like it. Nothing is refused.

enum WinAnsi {
  /// The bytes that show `text`. Line ends and other control characters become blanks.
  static func bytes(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for character in text {
      // As characters, so that a letter with its mark written apart is the letter.
      if let byte = letters[character] {
        bytes.append(byte)
      } else {
        for scalar in character.unicodeScalars { append(scalar, to: &bytes) }
      }
    }
    return bytes
  }

  /// Whether every letter of `text` can be printed as it is or nearly so: of a text in another script the reader would see
  /// question marks.
  static func isReadable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isAlphabetic || scalar == "?" || !bytes(String(scalar)).contains(unknown)
    }
  }

  private static let unknown = UInt8(ascii: "?")

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    if let byte = letters[Character(scalar)] {
      bytes.append(byte)
    } else if let plain = replacements[scalar.value] {
      bytes.append(contentsOf: plain)
    } else {
      switch scalar.properties.generalCategory {
      // A mark without its letter, or something that only steers what stands around it.
      case .nonspacingMark, .enclosingMark, .spacingMark, .format: break
      case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: bytes.append(UInt8(ascii: " "))
      case .dashPunctuation: bytes.append(UInt8(ascii: "-"))
      default: bytes.append(unknown)
      }
    }
  }

  /// 0x80 to 0x9F, where WinAnsi is not Latin-1; a blank where it has nothing.
  private static let between = Array("€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ")

  private static let letters: [Character: UInt8] = {
    var letters: [Character: UInt8] = [:]
    for value in [UInt8](0x20...0x7E) + [UInt8](0xA1...0xFF) where value != 0xAD {
      letters[Character(Unicode.Scalar(value))] = value
    }
    for (index, character) in between.enumerated() where character != " " {
      letters[character] = UInt8(0x80 + index)
    }
    // Keeps its words together, and is kept apart from a blank until lines are broken.
    letters["\u{A0}"] = 0xA0
    letters["\u{202F}"] = 0xA0
    return letters
  }()

  private static let replacements: [UInt32: [UInt8]] = {
    let rows =
      "Ā A ā a Ă A ă a Ą A ą a Ć C ć c Ĉ C ĉ c Ċ C ċ c Č C č c Ď D ď d Đ D đ d Ē E ē e Ĕ E ĕ e Ė E ė e Ę E ę e "
      + "Ě E ě e Ĝ G ĝ g Ğ G ğ g Ġ G ġ g Ģ G ģ g Ĥ H ĥ h Ħ H ħ h Ĩ I ĩ i Ī I ī i Ĭ I ĭ i Į I į i İ I ı i Ĳ IJ ĳ ij "
      + "Ĵ J ĵ j Ķ K ķ k ĸ q Ĺ L ĺ l Ļ L ļ l Ľ L ľ l Ŀ L ŀ l Ł L ł l Ń N ń n Ņ N ņ n Ň N ň n Ŋ N ŋ n Ō O ō o Ŏ O "
      + "ŏ o Ő O ő o Ŕ R ŕ r Ŗ R ŗ r Ř R ř r Ś S ś s Ŝ S ŝ s Ş S ş s Ș S ș s Ţ T ţ t Ț T ț t Ť T ť t Ŧ T ŧ t Ũ U "
      + "ũ u Ū U ū u Ŭ U ŭ u Ů U ů u Ű U ű u Ų U ų u Ŵ W ŵ w Ŷ Y ŷ y Ź Z ź z Ż Z ż z ẞ SS Ə E ə e "
      + "А A Б B В V Г G Ґ G Д D Е E Ё E Є IE Ж ZH З Z И I І I Ї I Й I К K Л L М M Н N О O П P Р R С S Т T У U Ф F "
      + "Х KH Ц TS Ч CH Ш SH Щ SHCH Ы Y Э E Ю IU Я IA а a б b в v г g ґ g д d е e ё e є ie ж zh з z и i і i ї i й i "
      + "к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю iu я ia Ъ IE ъ ie "
      + "− - ≤ <= ≥ >= ≠ <> → -> ← <- ⇒ => ✓ x ✔ x ▸ > ▶ > № Nr. ″ \" ′ ' ℮ e ● • ■ • ◦ •"
    var table: [UInt32: [UInt8]] = [0x042C: [], 0x044C: []]
    let words = rows.split(separator: " ")
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      guard let scalar = words[index].unicodeScalars.first else { continue }
      table[scalar.value] = words[index + 1].flatMap { letters[$0].map { [$0] } ?? [] }
    }
    return table
  }()
}

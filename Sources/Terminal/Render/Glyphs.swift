// Which glyphs may stand in a cell: those that the console font Uni2-Terminus32x16 holds (read from its Unicode
// table), each one column wide. Everything else becomes a question mark, so that a cell is always one column.

/// What a terminal can show.
public enum GlyphSet: Equatable, Sendable {
  /// A console with its font: text, frames and full blocks.
  case console
  /// A terminal emulator with fonts of its own: half blocks, too, and thereby QR codes.
  case full

  /// What a terminal of this kind (`TERM`) can show in this locale (`LC_ALL`, `LC_CTYPE` or `LANG`).
  public static func of(terminal: String, locale: String) -> GlyphSet {
    let charset = locale.split(separator: ".").dropFirst().first.map { $0.lowercased() } ?? ""
    let isUTF8 = charset.hasPrefix("utf-8") || charset.hasPrefix("utf8")
    let isConsole = terminal.isEmpty || terminal.hasPrefix("linux") || terminal.hasPrefix("con")
    return isUTF8 && !isConsole ? .full : .console
  }
}

/// The repertoire of the console font, without blanks other than the space and without combining marks.
public enum Glyphs {
  /// What stands in for a glyph that the font lacks.
  public static let substitute: Unicode.Scalar = "?"

  /// Ranges of scalars that the font holds, ascending. Heavy and light box lines share a glyph there, so a heavy
  /// frame never carries a meaning alone.
  static let ranges: [ClosedRange<UInt32>] = [
    0x0020...0x007E, 0x00A1...0x00AC, 0x00AE...0x0113, 0x0116...0x0127, 0x012A...0x012B, 0x012E...0x0131,
    0x0134...0x0137, 0x0139...0x013E, 0x0141...0x0148, 0x014C...0x014D, 0x0150...0x0165, 0x016A...0x017E,
    0x0192...0x0192, 0x0218...0x021B, 0x0384...0x0386, 0x0388...0x038A, 0x038C...0x038C, 0x038E...0x03A1,
    0x03A3...0x03CE, 0x03F3...0x03F4, 0x0400...0x045F, 0x0490...0x0491, 0x04AE...0x04AE, 0x04D0...0x04D1,
    0x1E40...0x1E41, 0x2010...0x201A, 0x201C...0x201E, 0x2020...0x2022, 0x2026...0x2026, 0x2030...0x2030,
    0x2039...0x203A, 0x20AC...0x20AC, 0x2116...0x2116, 0x2122...0x2122, 0x2190...0x2193, 0x2212...0x2212,
    0x2500...0x257F, 0x2588...0x2588, 0x2591...0x2592,
  ]

  /// True when the font holds the glyph.
  public static func has(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20...0x7E).contains(scalar.value) { return true }
    var low = 1
    var high = ranges.count - 1
    while low <= high {
      let middle = (low + high) / 2
      let range = ranges[middle]
      if scalar.value < range.lowerBound {
        high = middle - 1
      } else if scalar.value > range.upperBound {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }

  /// True when a terminal of this kind shows the glyph: drawings on a full one also have half blocks. Words keep to
  /// the font everywhere.
  public static func has(_ scalar: Unicode.Scalar, in set: GlyphSet) -> Bool {
    has(scalar) || set == .full && (scalar == "▀" || scalar == "▄")
  }

  /// True when every character of the string can be shown as itself.
  public static func canShow(_ string: String) -> Bool {
    string.allSatisfy { glyph(for: $0) != substitute || $0 == "?" }
  }

  /// The one glyph for a character as a reader sees it, or nil for a character that has no width of its own. A
  /// letter with combining marks becomes its composed form; blanks of all kinds become a space.
  public static func glyph(for character: Character) -> Unicode.Scalar? {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return nil }
    if scalars.count > 1 {
      return composed[character] ?? substitute
    }
    if has(first) { return first }
    switch first.value {
    case 0x00A0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return " "
    case 0x00AD: return nil
    case 0x1E9E: return "ß"
    default: return substitute
    }
  }

  /// Composed letters by any canonically equal spelling: `Character` compares and hashes by canonical equivalence.
  private static let composed: [Character: Unicode.Scalar] = {
    var table: [Character: Unicode.Scalar] = [:]
    for range in ranges where range.lowerBound >= 0xA1 && range.upperBound < 0x2000 {
      for value in range {
        if let scalar = Unicode.Scalar(value) { table[Character(scalar)] = scalar }
      }
    }
    return table
  }()
}

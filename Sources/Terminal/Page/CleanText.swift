// The filter that every string from outside passes before it can reach a page: control characters go, the rest stays.
// It does not decide which glyphs the console font has; `Glyphs` does that when cells are drawn.

/// Takes out of a string what a terminal would obey instead of show.
public enum CleanText {
  /// The longest data that one text can hold, in Unicode scalars.
  public static let scalarsMax = 4_000

  /// One line: C0, DEL, C1 and bidi controls are taken out; tabs and line breaks become one space.
  public static func line(_ string: String) -> String {
    clean(string, keepingLineBreaks: false)
  }

  /// Several lines: as `line`, but a line feed stays.
  public static func lines(_ string: String) -> String {
    clean(string, keepingLineBreaks: true)
  }

  private static func clean(_ string: String, keepingLineBreaks: Bool) -> String {
    var result = String.UnicodeScalarView()
    var count = 0
    for scalar in string.unicodeScalars {
      let kept: Unicode.Scalar?
      switch scalar.value {
      case 0x0A where keepingLineBreaks: kept = scalar
      case 0x09...0x0D, 0x85, 0x2028, 0x2029: kept = result.last == " " ? nil : " "
      case 0x00...0x1F, 0x7F...0x9F: kept = nil
      case 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: kept = nil
      case 0xE0000...0xE007F: kept = nil
      default: kept = scalar
      }
      guard let kept else { continue }
      if count == scalarsMax {
        result.append("…")
        break
      }
      result.append(kept)
      count += 1
    }
    return String(result)
  }
}

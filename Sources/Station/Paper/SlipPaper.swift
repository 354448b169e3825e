// The paper that slips are printed on: a receipt printer's roll or sheets. Lengths are thousandths of a point (1/72 inch),
// whole numbers, so that the same slip is the same bytes on every machine.

/// What lies in the printer, as `[receipt] paper` names it.
public enum SlipPaper: String, Hashable, Sendable, CaseIterable {
  /// A roll 80 mm wide, of which a receipt printer prints 72; a slip is as long as what stands on it.
  case roll80 = "80mm"
  case a5
  case a4

  /// Thousandths of a point for tenths of a millimetre, rounded to the nearest.
  static func length(tenths: Int) -> Int { (tenths * 36_000 + 63) / 127 }

  var width: Int {
    switch self {
    case .roll80: Self.length(tenths: 800)
    case .a5: Self.length(tenths: 1_480)
    case .a4: Self.length(tenths: 2_100)
    }
  }

  /// Of a sheet; of a roll the longest piece, since drivers know rolls as pages of up to 297 mm and shrink longer ones.
  var height: Int {
    switch self {
    case .roll80: Self.length(tenths: 2_970)
    case .a5: Self.length(tenths: 2_100)
    case .a4: Self.length(tenths: 2_970)
    }
  }

  /// On all four sides.
  var margin: Int {
    switch self {
    case .roll80: Self.length(tenths: 40)
    case .a5: Self.length(tenths: 120)
    case .a4: Self.length(tenths: 200)
    }
  }

  /// What stands between the margins, across.
  var textWidth: Int { width - 2 * margin }

  /// Whether a page ends where its text ends.
  var isRoll: Bool { self == .roll80 }

  /// Size of running text in points.
  var textSize: Int {
    switch self {
    case .roll80: 9
    case .a5: 10
    case .a4: 11
    }
  }

  /// The most that a QR code with its quiet zone takes of the width, in eighths of a millimetre: the dots of a receipt
  /// printer (203 dpi).
  var codeEighths: Int { self == .a4 ? 360 : 400 }

  /// How `lp` names a page of this paper (`-o media=`); `height` in thousandths of a point counts for a roll alone.
  func media(height: Int) -> String {
    switch self {
    case .roll80: "Custom.80x\((height * 127 + 359_999) / 360_000)mm"
    case .a5: "A5"
    case .a4: "A4"
    }
  }
}

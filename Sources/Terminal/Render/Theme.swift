// Themes: which colour each ink has. Colours are entries of the fixed 256-colour palette, so that contrast can be
// computed (AX-42); terminals with eight colours get these colours loaded where they can be loaded, otherwise the
// nearest of their own. Nothing is said by colour alone, so a terminal without colours loses nothing.

/// A background and a colour for each ink.
public struct Theme: Equatable, Sendable {
  /// A colour, each part from 0 to 255.
  public struct RGB: Equatable, Sendable {
    public let red: Int
    public let green: Int
    public let blue: Int
  }

  /// A colour of the 256-colour palette (16 to 255), and the one of the first eight that comes nearest.
  struct Entry: Equatable, Sendable {
    let number: Int
    let basic: Int
  }

  /// What the theme is called in a configuration file.
  public let name: String
  /// False for the theme without colours.
  public let hasColours: Bool
  /// True when bold may be drawn: some consoles make bold text brighter, which dark text on light must not become.
  let hasBold: Bool
  let background: Entry
  private let entries: [Entry]

  /// Black on white, for what machines read.
  private static let code = (ink: Entry(number: 16, basic: 0), ground: Entry(number: 231, basic: 7))

  func entry(_ ink: Ink) -> Entry { ink == .code ? Self.code.ink : entries[Int(ink.rawValue)] }

  /// What an ink stands on: the theme's background, but for codes.
  func ground(_ ink: Ink) -> Entry { ink == .code ? Self.code.ground : background }

  /// The colour that an ink stands on.
  public func groundColour(_ ink: Ink) -> RGB { Self.colour(ground(ink).number) }

  /// The colour of an ink.
  public func colour(_ ink: Ink) -> RGB { Self.colour(entry(ink).number) }

  /// The colour behind all text.
  public var backgroundColour: RGB { Self.colour(background.number) }

  /// Light grey on black.
  public static let dark = Theme(
    name: "dark", hasColours: true, hasBold: true, background: Entry(number: 16, basic: 0),
    entries: [
      Entry(number: 254, basic: 7), Entry(number: 117, basic: 6), Entry(number: 210, basic: 1),
      Entry(number: 120, basic: 2),
    ])

  /// Black on white.
  public static let light = Theme(
    name: "light", hasColours: true, hasBold: false, background: Entry(number: 231, basic: 7),
    entries: [
      Entry(number: 16, basic: 0), Entry(number: 18, basic: 4), Entry(number: 124, basic: 1),
      Entry(number: 22, basic: 0),
    ])

  /// White and yellow on black.
  public static let highContrast = Theme(
    name: "high-contrast", hasColours: true, hasBold: true, background: Entry(number: 16, basic: 0),
    entries: [
      Entry(number: 231, basic: 7), Entry(number: 226, basic: 3), Entry(number: 217, basic: 7),
      Entry(number: 157, basic: 7),
    ])

  /// The terminal's own foreground and background.
  public static let monochrome = Theme(
    name: "monochrome", hasColours: false, hasBold: true, background: Entry(number: 16, basic: 0),
    entries: Array(repeating: Entry(number: 231, basic: 7), count: Ink.allCases.count))

  /// All themes.
  public static let all = [dark, light, highContrast, monochrome]

  /// The theme of a name, or nil.
  public init?(named name: String) {
    guard let theme = Self.all.first(where: { $0.name == name }) else { return nil }
    self = theme
  }

  private init(name: String, hasColours: Bool, hasBold: Bool, background: Entry, entries: [Entry]) {
    self.name = name
    self.hasColours = hasColours
    self.hasBold = hasBold
    self.background = background
    self.entries = entries
  }

  /// The contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance).
  public static func contrast(_ one: RGB, _ other: RGB) -> Double {
    let (first, second) = (luminance(one), luminance(other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private static func luminance(_ colour: RGB) -> Double {
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
  }

  private static func linear(_ part: Int) -> Double {
    let value = Double(part) / 255
    // x to the power of 2.4 is x squared times the fifth root of x, squared.
    guard value > 0.04045 else { return value / 12.92 }
    let base = (value + 0.055) / 1.055
    let root = fifthRoot(base)
    return base * base * root * root
  }

  /// By Newton's method, for values from 0 to 1.
  private static func fifthRoot(_ value: Double) -> Double {
    var root = 1.0
    for _ in 0..<40 { root -= (root * root * root * root * root - value) / (5 * root * root * root * root) }
    return root
  }

  /// The fixed colours of the 256-colour palette: a cube of six steps (16 to 231), then greys (232 to 255).
  private static func colour(_ number: Int) -> RGB {
    if number >= 232 {
      let grey = 8 + 10 * (number - 232)
      return RGB(red: grey, green: grey, blue: grey)
    }
    let steps = [0, 95, 135, 175, 215, 255]
    let index = max(0, number - 16)
    return RGB(red: steps[index / 36 % 6], green: steps[index / 6 % 6], blue: steps[index % 6])
  }
}

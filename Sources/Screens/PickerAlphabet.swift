// What can be typed into a line, by what the line is for: which letters the grid offers, and what becomes of a
// character that was typed on a keyboard. People type as they are used to, with blanks and in small letters (UX-8);
// whether an answer is right is not decided here.

import Terminal

enum PickerAlphabet: Equatable, Sendable {
  /// Words to search for. Digits are telephone keys as well (5 is J, K or L); the search knows both.
  case search
  /// A serial number of German documents or the number of a slip (UX-11).
  case serial
  /// Names and sentences, at most so many characters.
  case text(max: Int)
  /// Digits alone, at most so many.
  case digits(max: Int)
  case email, iban, phone

  /// What becomes of a typed character.
  enum Typed: Equatable {
    case scalar(Unicode.Scalar)
    /// Nothing, and nothing is said: a blank between groups of digits.
    case skipped
    /// There is no such character here.
    case unknown
  }

  /// The letters and signs of the grid, in order; none where a keypad has all that is needed.
  var cells: [Character] {
    switch self {
    case .search: Self.letters
    case .serial: Self.serialLetters
    case .text: Self.letters + Array("-'.,/")
    case .email: Array("abcdefghijklmnopqrstuvwxyz.-_@+")
    case .iban: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    case .digits, .phone: []
    }
  }

  /// The grid has a cell for the blank.
  var hasSpace: Bool {
    switch self {
    case .search, .text: true
    case .serial, .digits, .email, .iban, .phone: false
    }
  }

  /// The most characters.
  var countMax: Int {
    switch self {
    case .search: 40
    case .serial: 12
    case .text(let max), .digits(let max): min(max, TextLine.countMax)
    // RFC 5321, 4.5.3.1.3, without the angle brackets.
    case .email: 254
    // ISO 13616-1.
    case .iban: 34
    case .phone: 20
    }
  }

  /// Characters stand in groups of so many when they are shown.
  var groupLength: Int? { self == .iban ? 4 : nil }

  /// What a character becomes when it is typed behind what there is.
  func typed(_ scalar: Unicode.Scalar, isFirst: Bool) -> Typed {
    if case "0"..."9" = scalar { return .scalar(scalar) }
    let capital = Self.capital(scalar)
    switch self {
    case .search, .text: return Self.isWritten(scalar) ? .scalar(scalar) : .unknown
    case .serial:
      if capital == "O" { return .scalar("0") }
      if let capital, Self.serialLetters.contains(Character(capital)) { return .scalar(capital) }
      return Self.isSeparator(scalar) ? .skipped : .unknown
    case .digits: return Self.isSeparator(scalar) ? .skipped : .unknown
    case .email:
      if let capital { return .scalar(Unicode.Scalar(UInt8(capital.value) + 0x20)) }
      if scalar == " " { return .skipped }
      return "!#$%&'*+-/=?^_`{|}~.@".unicodeScalars.contains(scalar) ? .scalar(scalar) : .unknown
    case .iban:
      if let capital { return .scalar(capital) }
      return Self.isSeparator(scalar) ? .skipped : .unknown
    case .phone:
      if scalar == "+" { return isFirst ? .scalar(scalar) : .skipped }
      return Self.isSeparator(scalar) || scalar == "(" || scalar == ")" ? .skipped : .unknown
    }
  }

  /// A picked letter as it is written there: in text the first letter of a word is a capital, the others are small.
  func picked(_ character: Character, after last: Unicode.Scalar?) -> [Unicode.Scalar] {
    guard case .text = self else { return Array(character.unicodeScalars) }
    let isFirst = last.map { " -/".unicodeScalars.contains($0) } ?? true
    return isFirst ? Array(character.unicodeScalars) : Array(character.lowercased().unicodeScalars)
  }

  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜß")
  /// Annex of PassV and PAuswV: no vowels and nothing that is taken for a digit.
  private static let serialLetters = Array("CFGHJKLMNPRTVWXYZ")

  /// A to Z, also from a small letter; nil for all others.
  private static func capital(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "A"..."Z": scalar
    case "a"..."z": Unicode.Scalar(UInt8(scalar.value) - 0x20)
    default: nil
    }
  }

  /// People part groups of digits with these.
  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    " -./\u{A0}".unicodeScalars.contains(scalar)
  }

  /// Latin letters with their marks, digits, blanks and the signs of a sentence, as far as the screen can show them:
  /// what nobody can read back is not taken.
  private static func isWritten(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: true
    case 0xA1...0x24F, 0x1E00...0x1EFF, 0x2010...0x2030, 0x20AC: Glyphs.has(scalar)
    default: false
    }
  }
}

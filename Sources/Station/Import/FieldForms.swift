// The forms of single values, and how what people type becomes one form (UX-8): spaces, hyphens and small
// letters do no harm. The same rules serve an import and a keyboard.

import Handover

/// `text` without spaces and tabs around it.
func trimmed(_ text: String) -> String {
  let isBlank = { (character: Character) in character == " " || character == "\t" || character == "\u{A0}" }
  return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
}

/// Whether `character` is one of 0 to 9. (A range of Characters also holds digits with accents.)
func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

/// Text that may be shown, sorted, exported and opened in a spreadsheet.
func plainText(_ text: String) -> Result<String, RowFault> {
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      return .failure(RowFault("has a control character", "remove it; it cannot be seen"))
    default: break
    }
  }
  return .success(text)
}

/// What is wrong with a text that a spreadsheet would run as a formula when a list with it is opened: it begins with
/// =, +, -, @, a tab or a line break (or with the wide forms of the first four). Telephone numbers begin with + and are
/// judged as numbers.
func formulaFault(_ text: String, in field: OrderField) -> RowFault? {
  func begins(_ text: String, _ marks: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return marks.unicodeScalars.contains(first)
  }
  let remedy = "remove that character: a spreadsheet would run the text"
  if begins(text, "\t\r\n") { return RowFault("begins with a tab or a line break", remedy) }
  let text = trimmed(text)
  if begins(text, formulaMarks), !(field == .phone && begins(text, "+")) {
    return RowFault("begins with =, +, - or @", remedy)
  }
  return nil
}

/// What a formula begins with, in its usual and its wide form.
let formulaMarks = "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}"

/// Telephone numbers.
public enum PhoneNumber {
  /// Digits of a number with its country code (ITU-T E.164).
  static let digits = 8...15

  /// `text` in the form of E.164: `+491701234567`. Numbers without a country code are German.
  public static func normalise(_ text: String) -> String? { try? normalised(text).get() }

  static func normalised(_ text: String) -> Result<String, RowFault> {
    let remedy = "write +49 170 1234567, 0049 170 1234567 or 0170 1234567"
    var number = ""
    for character in text.replacing("(0)", with: text.hasPrefix("+") || text.hasPrefix("00") ? "" : "0") {
      switch character {
      case _ where isDigit(character): number.append(character)
      case "+" where number.isEmpty: number = "+"
      case " ", "\u{A0}", "-", "\u{2010}", "\u{2011}", "\u{2013}", "/", "(", ")", ".": continue
      default: return .failure(RowFault("has characters that are no digits", remedy))
      }
    }
    if number.hasPrefix("+") {
      number = String(number.dropFirst())
    } else if number.hasPrefix("00") {
      number = String(number.dropFirst(2))
    } else if number.hasPrefix("0") {
      number = "49" + number.dropFirst()
    } else {
      return .failure(RowFault("begins neither with + nor with 0", remedy))
    }
    // "+49 0170 …" is a common slip; no German area code begins with 0.
    if number.hasPrefix("490") { number = "49" + number.dropFirst(3) }
    guard digits.contains(number.count), number.first != "0", !number.hasPrefix("490") else {
      return .failure(RowFault("is not a telephone number", remedy))
    }
    return .success("+" + number)
  }
}

/// Serial numbers of documents.
public enum SerialNumber {
  /// Letters and digits of the serial numbers of passports and cards (annexes of PassV and PAuswV; documents
  /// issued before November 2021 may have a 0, none has the letter O).
  static let alphabet = Set("CFGHJKLMNPRTVWXYZ0123456789")
  static let characters = 9
  /// The number of a driving licence (FeV annex 8, field 5): letters and digits.
  static let licenceAlphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
  static let licenceCharacters = 11

  /// `text` in upper case without spaces; nil if it is no serial number of a `kind`.
  public static func normalise(_ text: String, of kind: DocumentKind) -> String? {
    try? normalised(text, of: kind).get()
  }

  static func normalised(_ text: String, of kind: DocumentKind) -> Result<String, RowFault> {
    let serial = text.filter { $0 != " " && $0 != "\u{A0}" }.uppercased()
    if kind == .drivingLicence, serial.count == licenceCharacters, serial.allSatisfy(licenceAlphabet.contains)
    {
      return .success(serial)
    }
    guard serial.count == characters else {
      return .failure(
        RowFault(
          "a serial number has \(characters) characters, this one has \(serial.count)",
          "read it from the document again"))
    }
    guard serial.allSatisfy(alphabet.contains) else {
      return .failure(
        RowFault(
          "a serial number has a character that does not occur",
          "only C F G H J K L M N P R T V W X Y Z and digits;"
            + " what looks like the letter O is a zero"))
    }
    return .success(serial)
  }
}

/// A birth date as `1985-03-17` or `17.3.1985`.
func readBirthDate(_ text: String, today: CivilDay) -> Result<CivilDay, RowFault> {
  let remedy = "write 1985-03-17 or 17.03.1985"
  let isISO = text.contains("-")
  let parts = text.split(separator: isISO ? "-" : ".", omittingEmptySubsequences: false)
  let widths = isISO ? [4...4, 2...2, 2...2] : [1...2, 1...2, 4...4]
  guard parts.count == 3,
    zip(parts, widths).allSatisfy({ part, width in
      width.contains(part.count) && part.allSatisfy(isDigit)
    })
  else { return .failure(RowFault("is not a date", remedy)) }
  let numbers = parts.compactMap { Int($0) }
  let (year, month, day) = isISO ? (numbers[0], numbers[1], numbers[2]) : (numbers[2], numbers[1], numbers[0])
  guard let date = CivilDay(year: year, month: month, day: day) else {
    return .failure(RowFault("is a day that does not exist", remedy))
  }
  guard year >= ImportLimit.birthYearMin, date <= today else {
    return .failure(RowFault("is before \(ImportLimit.birthYearMin) or in the future", "correct the year"))
  }
  return .success(date)
}

/// The number of a letter: digits, spaces and hyphens between them do no harm.
func readSlip(_ text: String) -> Result<String, RowFault> {
  let digits = text.filter { $0 != " " && $0 != "-" }
  guard digits.allSatisfy(isDigit), ImportLimit.slipDigits.contains(digits.count) else {
    let range = ImportLimit.slipDigits
    return .failure(
      RowFault("is not the number of a letter", "write \(range.lowerBound) to \(range.upperBound) digits"))
  }
  return .success(digits)
}

/// An address for electronic mail, plain ASCII; that it exists is not checked.
func readEmail(_ text: String) -> Result<String, RowFault> {
  let fault = RowFault("is not an e-mail address", "write name@example.org")
  let parts = text.split(separator: "@", omittingEmptySubsequences: false)
  let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-")
  guard text.count <= 254, parts.count == 2, (1...64).contains(parts[0].count),
    parts[0].allSatisfy(allowed.contains), !"=+-@".contains(parts[0].first ?? "=")
  else { return .failure(fault) }
  let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
  let inDomain = { (character: Character) in
    character.isASCII && (character.isLetter || character.isNumber || character == "-")
  }
  guard labels.count >= 2,
    labels.allSatisfy({
      (1...63).contains($0.count) && $0.allSatisfy(inDomain) && $0.first != "-" && $0.last != "-"
    })
  else { return .failure(fault) }
  return .success(text)
}

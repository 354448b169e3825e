// From what was typed to a value, or to the mistake in it. It takes what people type (spaces, dots, lower case) and
// changes it silently where only one meaning is possible (UX-8); it never guesses.

import Handover

extension FormField {
  /// Reads the parts of an answer. Nil: nothing was typed, and nothing need be.
  public func value(of typed: [String], on day: CivilDay) throws(AnswerMistake) -> FormValue? {
    let parts = typed.prefix(type.partCount).map(AnswerText.trimmed)
    if parts.allSatisfy(\.isEmpty) {
      guard isRequired else { return nil }
      throw .missing
    }
    if let empty = (0..<type.partCount).first(where: { $0 >= parts.count || parts[$0].isEmpty }) {
      throw .missingPart(empty)
    }
    switch type {
    case .text(let length, let digitsOnly): return .text(try AnswerText.text(parts[0], length, digitsOnly))
    case .date(let range): return .date(try Self.day(parts, range, today: day))
    case .number(let range): return .number(try Self.number(parts[0], range))
    case .choice(let options):
      guard options.contains(parts[0]) else { throw .noOption }
      return .choice(parts[0])
    case .yesNo:
      guard parts[0] == "yes" || parts[0] == "no" else { throw .noOption }
      return .yesNo(parts[0] == "yes")
    case .address: return .address(try Self.address(parts))
    case .iban: return .iban(try Self.iban(parts[0]))
    case .email: return .email(try AnswerText.email(parts[0]))
    case .phone: return .phone(try AnswerText.phone(parts[0]))
    }
  }

  private static func day(
    _ parts: [String], _ range: FormFieldType.DateRange, today: CivilDay
  ) throws(AnswerMistake) -> CivilDay {
    func digits(_ text: String) -> Int? { text.utf8.count <= 4 ? AnswerText.wholeNumber(text) : nil }
    guard let day = digits(parts[0]), (1...31).contains(day) else { throw .noDay }
    guard let month = digits(parts[1]), (1...12).contains(month) else { throw .noMonth }
    guard parts[2].utf8.count == 4, let year = digits(parts[2]), (1900...2199).contains(year) else {
      throw .noYear
    }
    guard let found = CivilDay(year: year, month: month, day: day) else {
      throw .noSuchDay(day: day, month: month)
    }
    switch range {
    case .any: break
    case .past: if found > today { throw .notPast }
    case .future: if found < today { throw .notFuture }
    }
    return found
  }

  private static func number(_ text: String, _ range: ClosedRange<Int>) throws(AnswerMistake) -> Int {
    guard text.utf8.count <= 15, let number = AnswerText.wholeNumber(text) else { throw .noNumber }
    if number < range.lowerBound { throw .tooSmall(least: range.lowerBound) }
    if number > range.upperBound { throw .tooLarge(most: range.upperBound) }
    return number
  }

  private static func address(_ parts: [String]) throws(AnswerMistake) -> PostalAddress {
    let street = try AnswerText.text(parts[0], 1...55, false)
    let number = try AnswerText.text(parts[1], 1...9, false)
    let postcode = parts[2].filter { $0 != " " }
    guard postcode.utf8.count == 5, AnswerText.wholeNumber(postcode) != nil, postcode != "00000" else {
      throw .postcode
    }
    let place = try AnswerText.text(parts[3], 1...50, false)
    return PostalAddress(street: street, houseNumber: number, postcode: postcode, place: place)
  }

  private static func iban(_ text: String) throws(AnswerMistake) -> IBAN {
    do { return try IBAN(text) } catch {
      switch error {
      case .malformed: throw .ibanForm
      case .unknownCountry(let country): throw .ibanCountry(country)
      case .length(let count, let expected): throw .ibanLength(count: count, expected: expected)
      case .checkDigits: throw .ibanDigits
      }
    }
  }
}

enum AnswerText {
  /// The most bytes of one typed part that are looked at.
  static let byteCountMax = 4096

  /// Without space around it, and with one space where there were several.
  static func trimmed(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\t" || $0 == "\u{A0}" || $0.isNewline }.joined(separator: " ")
  }

  /// Digits alone, without a sign.
  static func wholeNumber(_ text: String) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  static func text(
    _ text: String, _ length: ClosedRange<Int>, _ digitsOnly: Bool
  ) throws(AnswerMistake) -> String {
    guard text.utf8.count <= byteCountMax else { throw .tooLong(count: text.count, most: length.upperBound) }
    let text = digitsOnly ? text.filter { $0 != " " } : text
    if digitsOnly, wholeDigits(text) == false { throw .digitsOnly }
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        throw .characters
      default: break
      }
    }
    let count = text.count
    if count < length.lowerBound { throw .tooShort(count: count, least: length.lowerBound) }
    // An accent of its own makes no character, and many of them make no name.
    if max(count, text.unicodeScalars.count / 2) > length.upperBound {
      throw .tooLong(count: count, most: length.upperBound)
    }
    return text
  }

  private static func wholeDigits(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The form of RFC 5321 sections 4.1.2 and 4.5.3.1 in ASCII, without quoted names, which no mailbox of a person has.
  static func email(_ text: String) throws(AnswerMistake) -> String {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .emailSign }
    let atoms = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    let isLocal = atoms.allSatisfy { atom in
      !atom.isEmpty && atom.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
    }
    let isDomain =
      labels.count >= 2
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2D }
          && label.first != "-" && label.last != "-"
      }
    guard isLocal, isDomain, parts[0].utf8.count <= 64, text.utf8.count <= 254,
      labels.last.map({ wholeNumber(String($0)) == nil }) == true
    else { throw .emailForm }
    return text
  }

  /// E.164; a number without a country is taken for a German one.
  static func phone(_ text: String) throws(AnswerMistake) -> String {
    var digits = ""
    for (index, character) in text.enumerated() {
      switch character {
      case "0"..."9": digits.append(character)
      case "+" where index == 0: digits = "+"
      case " ", "-", "/", "(", ")", ".": continue
      default: throw .phoneForm
      }
    }
    if digits.hasPrefix("+") {
      digits.removeFirst()
    } else if digits.hasPrefix("00") {
      digits.removeFirst(2)
    } else if digits.hasPrefix("0") {
      digits = "49" + digits.dropFirst()
    } else {
      throw .phoneForm
    }
    guard let first = digits.first, first != "0" else { throw .phoneForm }
    guard (7...15).contains(digits.count) else { throw .phoneLength }
    return "+" + digits
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

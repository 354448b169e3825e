// What opens a passport's chip, made from the typed or scanned zone or from its three fields: the MRZ information of
// ICAO 9303-11, from which the keys of PACE and of basic access control are derived. It knows no card.

import Crypto
import Secrets

/// Whose document number it is; this decides which letters it can have.
public enum DocumentIssuer: Sendable {
  /// A German document: letters that German numbers do not have are the digits that they look like.
  case germany
  /// Any other: the number is taken as it was typed.
  case other
}

/// The key of a travel document's chip as the document shows it. It does not print itself.
public struct DocumentAccess: Sendable {
  /// Document number, date of birth and date of expiry, each with its check digit (ICAO 9303-11 section 9.7.2).
  public let information: Secret
  /// The document number without fillers at its end and without check digit.
  public let documentNumber: Secret
  /// The date of expiry; nil if the document has none. Old passports may have expired: that is not judged here.
  public let expiryDate: CivilDate?
  /// The format, if the whole zone was typed or scanned.
  public let layout: MRZLayout?

  /// The most characters of a document number with its check digit: nine and the fifteen of a card's optional data.
  static let numberByteCountMax = 24

  /// Reads what a person typed or a scanner sent: the whole zone, its lines one after another or each on its own;
  /// the second line of a passport or the first two of a card, which hold all that is needed;
  /// or number, date of birth and date of expiry with blanks, commas, semicolons or new lines between them; or these
  /// three with their check digits and nothing between them.
  public static func read(
    _ typed: Secret, today: CivilDate, issuer: DocumentIssuer = .germany
  ) throws(MRZFault) -> DocumentAccess {
    guard typed.count <= MRZText.inputByteCountMax else { throw .layout }
    let fields = typed.withSpan { span in Self.fields(of: span) }
    let lines = try typed.withSpan { (span) throws(MRZFault) in try MRZText.lines(of: span) }
    let isZone = lines.contains { $0.spanning.count > 2 * numberByteCountMax || (20...48).contains($0.count) }
    if fields.count == 3, !(lines.count > 1 && isZone), fields[0].count <= numberByteCountMax,
      fields[1].count <= 10, fields[2].count <= 10
    {
      return try DocumentAccess(
        documentNumber: part(of: typed, fields[0]), birthDate: part(of: typed, fields[1]),
        expiryDate: part(of: typed, fields[2]), today: today, issuer: issuer)
    }
    // Number and both dates with their check digits: 15 to 38 characters, which no format has.
    if fields.count == 1, fields[0].count > 14, fields[0].count <= numberByteCountMax + 14 {
      let all = fields[0]
      return try DocumentAccess(
        documentNumber: part(of: typed, all.lowerBound..<(all.upperBound - 14)),
        birthDate: part(of: typed, (all.upperBound - 14)..<(all.upperBound - 7)),
        expiryDate: part(of: typed, (all.upperBound - 7)..<all.upperBound), today: today, issuer: issuer)
    }
    return try DocumentAccess(zone: completed(typed, lines), today: today)
  }

  /// The whole zone for the lines that a key needs: the second of a passport, or the first two of a card. Fillers stand
  /// for the names, which no check digit covers; a passport's state is taken to be the holder's. Others stay as they are.
  private static func completed(_ typed: Secret, _ lines: [MRZText.Line]) -> Secret {
    func holds(_ line: MRZText.Line, _ count: Int) -> Bool {
      line.count == count || line.spanning.count == count
    }
    let passport = MRZLayout.td3.lineWidth
    let card = MRZLayout.td1.lineWidth
    return typed.withSpan { span in
      func joined(_ before: [UInt8], _ after: [UInt8]) -> Secret {
        let range = lines[0].spanning.lowerBound..<lines[lines.count - 1].spanning.upperBound
        return unsafe Secret(count: before.count + range.count + after.count) { buffer in
          for index in before.indices { unsafe buffer[index] = before[index] }
          for index in 0..<range.count {
            unsafe buffer[before.count + index] = span[range.lowerBound + index]
          }
          for index in after.indices { unsafe buffer[before.count + range.count + index] = after[index] }
        }
      }
      if lines.count == 1, holds(lines[0], passport) {
        let isSpaced = lines[0].count != passport
        let places = lines[0].spanning.filter { isSpaced || !MRZText.isBlank(span[$0]) }
        let nationality = places[10..<13].map { MRZText.isBlank(span[$0]) ? mrzFiller : span[$0] }
        return joined([UInt8(ascii: "P"), mrzFiller] + nationality + [0x0A], [])
      }
      if lines.count == 1, holds(lines[0], 2 * card) {
        return joined([], [UInt8](repeating: mrzFiller, count: card))
      }
      if lines.count == 2, holds(lines[1], card), lines[0].count <= card {
        return joined([], [0x0A, mrzFiller])
      }
      return typed
    }
  }

  /// Reads the whole zone.
  public init(zone typed: Secret, today: CivilDate) throws(MRZFault) {
    let zone = try MRZText(typed: typed)
    let checked = try zone.check(today: today)
    let places = MRZPlaces.of(zone.layout)
    var parts = checked.number.count == 1 ? [places.number] : checked.number
    parts.append(checked.numberDigit..<(checked.numberDigit + 1))
    parts.append(places.birth.lowerBound..<(places.birthDigit + 1))
    parts.append(places.expiry.lowerBound..<(places.expiryDigit + 1))
    information = Self.joined(zone.text, parts)
    documentNumber = Self.joined(zone.text, checked.number)
    expiryDate = checked.expiryDate
    layout = zone.layout
  }

  /// Takes number and dates singly. The number may be followed by its check digit; a date is typed as in the zone
  /// (`YYMMDD`, its check digit may follow), as eight digits, or as day, month and year with dots.
  public init(
    documentNumber: Secret, birthDate: Secret, expiryDate: Secret, today: CivilDate,
    issuer: DocumentIssuer = .germany
  ) throws(MRZFault) {
    let number = try TypedNumber(documentNumber, issuer: issuer)
    let birth = try Self.date(birthDate, .birthDate, today: today)
    let expiry = try Self.date(expiryDate, .expiryDate, today: today)
    guard birth.birthDate(today: today) != nil else { throw .date(.birthDate) }
    guard let expires = expiry.expiryDate(today: today) else { throw .date(.expiryDate) }
    let count = number.padded.count
    information = unsafe Secret(count: count + 15) { buffer in
      var check = MRZCheckDigit()
      number.padded.withSpan { span in
        for index in 0..<count {
          unsafe buffer[index] = span[index]
          check.add(span[index])
        }
      }
      unsafe buffer[count] = check.digit
      for (date, start) in [(birth, count + 1), (expiry, count + 8)] {
        unsafe date.write(to: buffer, at: start)
        var check = MRZCheckDigit()
        for index in start..<(start + 6) { unsafe check.add(buffer[index]) }
        unsafe buffer[start + 6] = check.digit
      }
    }
    self.documentNumber = number.bare
    self.expiryDate = expires
    layout = nil
  }

  private static func date(_ typed: Secret, _ field: MRZField, today: CivilDate) throws(MRZFault) -> MRZDate {
    // A date has digits only, so a letter is the digit that it looks like.
    let digits = typed.withSpan { span in
      unsafe Secret(count: span.count) { buffer in
        for index in 0..<span.count {
          let isBlank = MRZText.isBlank(span[index])
          let character = isBlank ? nil : MRZText.character(span[index])
          unsafe buffer[index] = character.map(MRZCorrection.digit) ?? span[index]
        }
      }
    }
    return try digits.withSpan { (span) throws(MRZFault) in
      let range = trimmed(span)
      guard !range.isEmpty else { throw .missing(field) }
      // As in the zone: six characters, perhaps with the check digit.
      if range.count == 7 && range.allSatisfy({ isMRZDigit(span[$0]) || span[$0] == mrzFiller })
        || range.contains(where: { span[$0] == mrzFiller })
      {
        guard range.count == 6 || range.count == 7 else { throw .date(field) }
        var check = MRZCheckDigit()
        for index in range.prefix(6) { check.add(span[index]) }
        guard range.count == 6 || check.digit == span[range.upperBound - 1] else { throw .checkDigit(field) }
        guard let date = MRZDate(span, at: range.lowerBound..<(range.lowerBound + 6)) else {
          throw .content(field)
        }
        return date
      }
      var fullYear: Int?
      let digits = span.extracting(range)
      guard let date = MRZDate(typed: digits, fullYear: &fullYear) else { throw .date(field) }
      // A year of four digits is no matter of guessing: it must be the one that the two digits will be read as.
      if let fullYear {
        let read =
          field == .birthDate ? date.birthDate(today: today)?.year : date.expiryDate(today: today)?.year
        guard read == fullYear || fullYear < today.year - 99 else { throw .date(field) }
      }
      return date
    }
  }

  /// Words between blanks, commas, semicolons and line ends.
  private static func fields(of span: Span<UInt8>) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var begin: Int?
    for index in 0...span.count {
      let between = index == span.count || isSeparator(span[index])
      if between, let first = begin {
        fields.append(first..<index)
        begin = nil
      } else if !between, begin == nil {
        begin = index
      }
    }
    return fields
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    MRZText.isBlank(byte) || [10, 13, UInt8(ascii: ","), UInt8(ascii: ";")].contains(byte)
  }

  private static func trimmed(_ span: Span<UInt8>) -> Range<Int> {
    guard let first = (0..<span.count).first(where: { !isSeparator(span[$0]) }),
      let last = (0..<span.count).last(where: { !isSeparator(span[$0]) })
    else { return 0..<0 }
    return first..<(last + 1)
  }

  private static func part(of typed: Secret, _ range: Range<Int>) -> Secret { joined(typed, [range]) }

  static func joined(_ text: Secret, _ parts: [Range<Int>]) -> Secret {
    let count = parts.reduce(0) { $0 + $1.count }
    return text.withSpan { span in
      unsafe Secret(count: count) { buffer in
        var position = 0
        for part in parts {
          for index in part {
            unsafe buffer[position] = span[index]
            position += 1
          }
        }
      }
    }
  }
}

// What can be wrong with a typed or scanned machine readable zone, by field, with the remedy. The texts never
// repeat what was typed; the citizens' words in their languages are Messages' matter and go by `code`.

/// A field of the machine readable zone (ICAO 9303-3 section 4).
public enum MRZField: String, Sendable, CaseIterable {
  case documentNumber = "document-number"
  case birthDate = "birth-date"
  case expiryDate = "expiry-date"
  case optionalData = "optional-data"
  /// The last digit, which covers the others.
  case composite
  case documentCode = "document-code"
  case issuingState = "issuing-state"
  case nationality
  case sex
  case names
}

/// Why a machine readable zone cannot be taken. No case carries what was typed.
public enum MRZFault: Error, Equatable, Sendable {
  /// Nothing was typed for a field.
  case missing(MRZField)
  /// Neither two lines of 44 or 36 characters, nor three of 30, nor number, birth date and expiry date.
  case layout
  /// A line, counted from 1, does not have the length of its kind of document.
  case lineLength(line: Int, expected: Int)
  /// A character that the zone cannot have: not a letter A to Z, a digit or `<`; line and column from 1.
  case character(line: Int, column: Int)
  /// The check digit of a field does not fit: a character of the field or the digit is wrong.
  case checkDigit(MRZField)
  /// A character that this field cannot have, a letter in a date for one.
  case content(MRZField)
  /// Not a day of the calendar, or a birth date in the future.
  case date(MRZField)
  /// Longer than such a field can be.
  case tooLong(MRZField)

  /// The field that is to be looked at again; nil if it is the zone as a whole.
  public var field: MRZField? {
    switch self {
    case .missing(let field), .checkDigit(let field), .content(let field), .date(let field),
      .tooLong(let field):
      field
    case .layout, .lineLength, .character: nil
    }
  }

  /// A stable name for traces and texts, such as `mrz-check-digit-birth-date`.
  public var code: String {
    switch self {
    case .missing(let field): "mrz-missing-\(field.rawValue)"
    case .layout: "mrz-layout"
    case .lineLength: "mrz-line-length"
    case .character: "mrz-character"
    case .checkDigit(let field): "mrz-check-digit-\(field.rawValue)"
    case .content(let field): "mrz-content-\(field.rawValue)"
    case .date(let field): "mrz-date-\(field.rawValue)"
    case .tooLong(let field): "mrz-too-long-\(field.rawValue)"
    }
  }

  /// One sentence for a technician: what is wrong and what to do.
  public var remedy: String {
    switch self {
    case .missing(let field):
      "The \(field.words) is missing: type it as it is printed on the document."
    case .layout:
      "This is no machine readable zone: type both lines of a passport, all three lines of a card, or document"
        + " number, date of birth and date of expiry."
    case .lineLength(let line, let expected):
      "Line \(line) of the machine readable zone must have \(expected) characters: type it anew, each < too."
    case .character(let line, let column):
      "Line \(line), character \(column) is neither a letter A to Z nor a digit nor <: look at it again."
    case .checkDigit(let field):
      "The \(field.words) does not fit its check digit: compare it with the document, character by character."
    case .content(let field):
      "The \(field.words) has a character that cannot stand there: compare it with the document."
    case .date(let field):
      "The \(field.words) is not a day that can be: type day, month and a year of four digits."
    case .tooLong(let field):
      "The \(field.words) is too long: type it as it is printed on the document, without anything else."
    }
  }
}

extension MRZField {
  var words: String {
    switch self {
    case .documentNumber: "document number"
    case .birthDate: "date of birth"
    case .expiryDate: "date of expiry"
    case .optionalData: "optional data"
    case .composite: "machine readable zone as a whole"
    case .documentCode: "kind of document"
    case .issuingState: "issuing state"
    case .nationality: "nationality"
    case .sex: "sex"
    case .names: "name line"
    }
  }
}

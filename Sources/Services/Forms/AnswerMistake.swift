// Why an answer is not taken. Each mistake has a text in every language that says what is wrong and how to mend it; its
// key and the values of its places stand here, so that no sentence is put together in code.

import Handover

/// What is wrong with what was typed.
public enum AnswerMistake: Error, Equatable, Sendable {
  case missing
  /// A part of an address or a date is empty; its number, from 0.
  case missingPart(Int)
  case tooShort(count: Int, least: Int)
  case tooLong(count: Int, most: Int)
  /// Something that is no letter, digit or mark.
  case characters
  case digitsOnly
  case noNumber
  case tooSmall(least: Int)
  case tooLarge(most: Int)
  case noDay
  case noMonth
  case noYear
  /// There is no such day in that month.
  case noSuchDay(day: Int, month: Int)
  case notPast
  case notFuture
  case noOption
  case postcode
  case ibanForm
  case ibanCountry(String)
  case ibanLength(count: Int, expected: Int)
  case ibanDigits
  case emailSign
  case emailForm
  case phoneForm
  case phoneLength

  /// The key below `mistake.` of the common texts.
  public var key: String {
    switch self {
    case .missing: "missing"
    case .missingPart: "missing_part"
    case .tooShort: "too_short"
    case .tooLong: "too_long"
    case .characters: "characters"
    case .digitsOnly: "digits_only"
    case .noNumber: "no_number"
    case .tooSmall: "too_small"
    case .tooLarge: "too_large"
    case .noDay: "no_day"
    case .noMonth: "no_month"
    case .noYear: "no_year"
    case .noSuchDay: "no_such_day"
    case .notPast: "not_past"
    case .notFuture: "not_future"
    case .noOption: "no_option"
    case .postcode: "postcode"
    case .ibanForm: "iban_form"
    case .ibanCountry: "iban_country"
    case .ibanLength: "iban_length"
    case .ibanDigits: "iban_digits"
    case .emailSign: "email_sign"
    case .emailForm: "email_form"
    case .phoneForm: "phone_form"
    case .phoneLength: "phone_length"
    }
  }

  /// The values of the text's places. What was typed never stands among them.
  public var arguments: [String: String] {
    switch self {
    case .missingPart(let part): ["part": "\(part + 1)"]
    case .tooShort(let count, let least): ["count": "\(count)", "least": "\(least)"]
    case .tooLong(let count, let most): ["count": "\(count)", "most": "\(most)"]
    case .tooSmall(let least): ["least": "\(least)"]
    case .tooLarge(let most): ["most": "\(most)"]
    case .noSuchDay(let day, let month): ["day": "\(day)", "month": "\(month)"]
    case .ibanCountry(let country): ["country": country]
    case .ibanLength(let count, let expected): ["count": "\(count)", "expected": "\(expected)"]
    default: [:]
    }
  }

  /// One of each, for whoever checks that the texts are there.
  public static let samples: [AnswerMistake] = [
    .missing, .missingPart(1), .tooShort(count: 1, least: 2), .tooLong(count: 3, most: 2), .characters,
    .digitsOnly,
    .noNumber, .tooSmall(least: 1), .tooLarge(most: 2), .noDay, .noMonth, .noYear,
    .noSuchDay(day: 31, month: 2),
    .notPast, .notFuture, .noOption, .postcode, .ibanForm, .ibanCountry("XX"),
    .ibanLength(count: 21, expected: 22),
    .ibanDigits, .emailSign, .emailForm, .phoneForm, .phoneLength,
  ]
}

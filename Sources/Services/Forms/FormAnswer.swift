// An answer and what it means for the other questions: which of them are asked. The order of the fields is the order of
// the questions, and a condition looks back only (the check of forms sees to that), so one walk is enough.

import Handover

/// A right answer.
public enum FormValue: Equatable, Sendable {
  case text(String)
  case date(CivilDay)
  case number(Int)
  case choice(String)
  case yesNo(Bool)
  case address(PostalAddress)
  case iban(IBAN)
  case email(String)
  /// E.164: `+491701234567`.
  case phone(String)

  /// The name by which a condition asks for it.
  var name: String? {
    switch self {
    case .choice(let option): option
    case .yesNo(let yes): yes ? "yes" : "no"
    default: nil
    }
  }
}

/// An address in Germany.
public struct PostalAddress: Equatable, Sendable {
  public var street: String
  public var houseNumber: String
  /// Five digits.
  public var postcode: String
  public var place: String

  public init(street: String, houseNumber: String, postcode: String, place: String) {
    self.street = street
    self.houseNumber = houseNumber
    self.postcode = postcode
    self.place = place
  }
}

/// What someone answered, and how.
public struct FormAnswer: Equatable, Sendable {
  public enum Source: String, Sendable {
    case typed
    /// Read from the ID card, and not to be changed by hand.
    case card
  }

  /// As it was typed, part by part, to be shown again.
  public var typed: [String]
  /// Nil: passed over.
  public var value: FormValue?
  public var source: Source

  public init(typed: [String], value: FormValue?, source: Source) {
    self.typed = typed
    self.value = value
    self.source = source
  }
}

extension Form {
  /// The fields that are asked, given these answers, in their order.
  public func shownFields(_ answers: [String: FormAnswer]) -> [FormField] {
    var shown: [String: FormAnswer] = [:]
    return fields.filter { field in
      guard Self.hold(field.conditions, shown) else { return false }
      if let answer = answers[field.id] { shown[field.id] = answer }
      return true
    }
  }

  /// The answers of fields that are asked. What a changed answer has made pointless is not among them.
  func shownAnswers(_ answers: [String: FormAnswer]) -> [String: FormAnswer] {
    var shown: [String: FormAnswer] = [:]
    for field in shownFields(answers) { shown[field.id] = answers[field.id] }
    return shown
  }

  static func hold(_ conditions: [FormCondition], _ shown: [String: FormAnswer]) -> Bool {
    conditions.allSatisfy { condition in
      shown[condition.field]?.value?.name.map { condition.values.contains($0) } ?? false
    }
  }
}

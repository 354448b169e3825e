// The words of a form in one language: texts of the content with their places filled, and answers as people write them
// down. It puts no sentence together.

import Handover
import Messages
import Services

struct FormWords {
  private let forms: FormLibrary
  /// The languages in which a text is looked for, in this order.
  private let chain: [String]
  /// The station's own texts in the session's language.
  private let own: [String: String]
  private let language: String

  init(_ edition: ContentEdition, _ language: String, _ own: [String: String]) {
    forms = edition.store.forms
    chain = edition.store.town.fallback(language)
    self.own = own
    self.language = language
  }

  /// The text of a form that the check of the content has seen to; empty where there is none.
  func text(_ form: Form, _ key: String) -> String { textIfAny(form, key) ?? "" }

  func textIfAny(_ form: Form, _ key: String) -> String? { raw("\(form.id).\(key)") }

  private func raw(_ key: String) -> String? {
    for tag in chain { if let text = forms.texts.texts[tag]?[key] { return text } }
    return nil
  }

  func fee(_ rule: FormFeeRule, of form: Form) -> FormFee {
    FormFee(label: text(form, "fee.\(rule.name)"), cents: rule.cents)
  }

  /// What is wrong with an answer, and how to mend it.
  func mistake(_ mistake: AnswerMistake) -> String {
    let key = "\(FormLibrary.commonName).mistake.\(mistake.key)"
    guard let source = raw(key), let template = try? TextTemplate(source) else { return "" }
    return template.filled(with: mistake.arguments)
  }

  func entry(_ field: FormField, of form: Form) -> FormEntry {
    switch field.type {
    case .text(let length, let digitsOnly):
      digitsOnly ? .digits(max: length.upperBound) : .text(max: length.upperBound)
    case .date: .date
    case .number(let range): .number(min: range.lowerBound, max: range.upperBound)
    case .choice(let options): .choice(options.map { text(form, "\(field.id).options.\($0)") })
    case .yesNo: .yesNo
    case .address: .address
    case .iban: .iban
    case .email: .email
    case .phone: .phone
    }
  }

  /// An answer for people.
  func value(_ value: FormValue?, of field: FormField, in form: Form) -> String {
    switch value {
    case nil: own["formvalue.none"] ?? "–"
    case .text(let text), .email(let text): text
    case .date(let day): date(day)
    case .number(let number): "\(number)"
    case .choice(let option): text(form, "\(field.id).options.\(option)")
    case .yesNo(let yes): own[yes ? "formvalue.yes" : "formvalue.no"] ?? (yes ? "+" : "–")
    case .address(let address):
      "\(address.street) \(address.houseNumber), \(address.postcode) \(address.place)"
    case .iban(let iban): iban.grouped
    case .phone(let number): Self.phone(number)
    }
  }

  /// `17. März 1985`, `17 March 1985`: as the language writes it.
  func date(_ day: CivilDay) -> String {
    let (year, month, number) = day.date
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let values = [
      "day": "\(number)", "month": own["month.m\(month)"] ?? two(month), "year": "\(year)",
    ]
    guard let source = own["formvalue.date"], let template = try? TextTemplate(source) else {
      return "\(two(number)).\(two(month)).\(year)"
    }
    return template.filled(with: values)
  }

  /// As people of the country write it, in pairs (UX-10): `0170 12 34 56 7`. Other countries' numbers keep their plus.
  static func phone(_ number: String) -> String {
    let isGerman = number.hasPrefix("+49")
    let digits = Array(isGerman ? "0" + number.dropFirst(3) : number.dropFirst(0))
    let head = min(isGerman ? 4 : 3, digits.count)
    var groups = [String(digits[..<head])]
    var index = head
    while index < digits.count {
      let end = min(index + 2, digits.count)
      groups.append(String(digits[index..<end]))
      index = end
    }
    return groups.joined(separator: " ")
  }

  /// An address as a person types it: without what every browser adds.
  static func short(_ address: String) -> String {
    var text = address[...]
    for prefix in ["https://", "www."] where text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
    while text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }
}

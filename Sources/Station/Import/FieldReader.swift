// Takes the fields of one row and notes what is wrong under the field's name. Faults never repeat a value: they may
// reach a log.

import Handover

/// Takes fields and notes faults under the field's name.
struct FieldReader {
  let fields: [String: ImportValue]
  var faults: [RowFault] = []

  init(fields: [String: ImportValue]) { self.fields = fields }

  mutating func note(_ field: OrderField, _ fault: RowFault) {
    faults.append(RowFault("\(field.rawValue): \(fault.reason)", fault.remedy, field: field))
  }

  mutating func refuseUnknownFields() {
    let unknown = fields.keys.count { OrderField(rawValue: $0) == nil }
    if unknown > 0 {
      faults.append(
        RowFault("the row has fields that are not known: \(unknown)", "use only \(OrderField.allNames)"))
    }
  }

  func isAbsent(_ field: OrderField) -> Bool {
    guard case .text(let text) = fields[field.rawValue] ?? .text("") else { return false }
    return trimmed(text).isEmpty
  }

  mutating func optional<Value>(
    _ field: OrderField, _ read: (String) -> Result<Value, RowFault>
  ) -> Value? {
    guard !isAbsent(field) else { return nil }
    guard case .text(let text) = fields[field.rawValue] else {
      note(field, RowFault("is not a text", "put it in quotes"))
      return nil
    }
    if let fault = formulaFault(text, in: field) {
      note(field, fault)
      return nil
    }
    switch read(trimmed(text)) {
    case .success(let value): return value
    case .failure(let fault):
      note(field, fault)
      return nil
    }
  }

  mutating func required<Value>(
    _ field: OrderField, _ read: (String) -> Result<Value, RowFault>
  ) -> Value? {
    if isAbsent(field) {
      note(field, RowFault("is missing", "every order needs it"))
      return nil
    }
    return optional(field, read)
  }

  /// False when the field is absent.
  mutating func flag(_ field: OrderField) -> Bool {
    if case .flag(let flag) = fields[field.rawValue] { return flag }
    let value = optional(field) { text -> Result<Bool, RowFault> in
      truth(word: text).map(Result.success)
        ?? .failure(RowFault("is neither true nor false", "write true or false"))
    }
    return value ?? false
  }

  /// Whether the row takes its order back.
  mutating func isWithdrawal() -> Bool {
    let action = optional(.action) { text in
      takesBack(word: text).map(Result.success)
        ?? .failure(RowFault("is not an action", "write announce or withdraw"))
    }
    let flag = flag(.withdraw)
    if action == false && flag {
      note(.withdraw, RowFault("contradicts the action", "leave one of both out"))
    }
    return action == true || flag
  }

  /// A list, or a text joined with `+`, `|` or line breaks; nil if the field is something else.
  private mutating func list(_ field: OrderField) -> [String]? {
    switch fields[field.rawValue] ?? .text("") {
    case .list(let items): return items.map(trimmed)
    case .text(let text):
      if let fault = formulaFault(text, in: field) {
        note(field, fault)
        return nil
      }
      let text = trimmed(text)
      if text.isEmpty { return [] }
      return text.split(omittingEmptySubsequences: false) { $0 == "+" || $0 == "|" || $0.isNewline }.map {
        trimmed(String($0))
      }
    case .flag, .other:
      note(field, RowFault("is not a list of texts", "write [\"…\", \"…\"] in JSON, or … + … in CSV"))
      return nil
    }
  }

  mutating func documents() -> [DocumentKind]? {
    guard let names = list(.documents) else { return nil }
    guard DocumentSet.countRange.contains(names.count) else {
      let fault =
        names.isEmpty
        ? RowFault("is missing", "every order needs it")
        : RowFault("has \(names.count) documents", "name 1 to \(DocumentSet.countRange.upperBound)")
      note(.documents, fault)
      return nil
    }
    let kinds = names.compactMap { documentKind(word: $0) }
    guard kinds.count == names.count else {
      let known = DocumentKind.allCases.map(\.name).joined(separator: ", ")
      note(.documents, RowFault("names a kind that is not known", "use \(known)"))
      return nil
    }
    return kinds
  }

  mutating func serials(for documents: [DocumentKind]?) -> [String]? {
    guard let texts = list(.serials) else { return nil }
    guard let documents, !texts.isEmpty else { return texts }
    guard texts.count == documents.count else {
      note(
        .serials,
        RowFault(
          "has \(texts.count) serial numbers for \(documents.count) documents",
          "give one for each document in the same order, or none"))
      return nil
    }
    var serials: [String] = []
    for (text, kind) in zip(texts, documents) {
      switch SerialNumber.normalised(text, of: kind) {
      case .success(let serial): serials.append(serial)
      case .failure(let fault):
        note(.serials, fault)
        return nil
      }
    }
    guard Set(serials).count == serials.count else {
      note(.serials, RowFault("has a serial number twice", "each document has its own"))
      return nil
    }
    return serials
  }

  /// The old document that is to be brought; nil: none.
  mutating func oldDocument() -> DocumentKind? {
    let read = optional(.oldDocument) { text -> Result<DocumentKind?, RowFault> in
      if ["none", "kein", "keins", "keines", "keine", "nein", "no"].contains(folded(text)) {
        return .success(nil)
      }
      guard let kind = documentKind(word: text) else {
        let known = DocumentKind.allCases.map(\.name).joined(separator: ", ")
        return .failure(RowFault("names a kind that is not known", "use none, \(known)"))
      }
      return .success(kind)
    }
    return read ?? nil
  }

  /// The serial number of the old document; nil: not named, or after a fault.
  mutating func oldSerial(of kind: DocumentKind?) -> String? {
    let text = optional(.oldSerial) { Result<String, RowFault>.success($0) }
    guard let text else { return nil }
    guard let kind else {
      note(.oldSerial, RowFault("stands without old_document", "name the kind of the old document, too"))
      return nil
    }
    switch SerialNumber.normalised(text, of: kind) {
    case .success(let serial): return serial
    case .failure(let fault):
      note(.oldSerial, fault)
      return nil
    }
  }

  /// Birth dates of custodians; nil after a fault.
  mutating func custodians(today: CivilDay) -> [CivilDay]? {
    guard let texts = list(.custodians) else { return nil }
    guard texts.count <= ImportLimit.custodiansMax else {
      note(
        .custodians,
        RowFault("has \(texts.count) birth dates", "give at most \(ImportLimit.custodiansMax)"))
      return nil
    }
    var days: [CivilDay] = []
    for text in texts {
      switch readBirthDate(text, today: today) {
      case .success(let day): if !days.contains(day) { days.append(day) }
      case .failure(let fault):
        note(.custodians, fault)
        return nil
      }
    }
    return days
  }
}

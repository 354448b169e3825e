// What an order's fields must say. Faults name the field and the rule, never the value: they may reach a log.

import Handover

/// The fields of an import, by the names that files use.
enum OrderField: String, CaseIterable {
  case id, documents, serials, name, phone, email, slip
  case birthDate = "birth_date"
  case size, low
  case counterOnly = "counter_only"
  case pinLetterConfirmed = "pin_letter_confirmed"
  case language

  /// Fields that every row must have.
  static let required: [OrderField] = [.id, .documents, .birthDate]
  static let allNames = allCases.map(\.rawValue).joined(separator: ", ")
}

/// Everything that is wrong with one row; never empty.
struct RowFaults: Error {
  var faults: [RowFault]
}

/// Judges the fields of one row.
func readOrder(
  _ fields: [String: ImportValue], line: Int, today: CivilDay
) -> Result<ImportedOrder, RowFaults> {
  var reader = FieldReader(fields: fields)
  reader.refuseUnknownFields()
  let documents = reader.documents()
  let serials = reader.serials(for: documents)
  let id = reader.required(.id) { text -> Result<String, RowFault> in
    if !ImportLimit.idCharacters.contains(text.count) {
      return .failure(
        RowFault("has \(text.count) characters", "use 1 to \(ImportLimit.idCharacters.upperBound)"))
    }
    return plainText(text)
  }
  let birthDate = reader.required(.birthDate) { readBirthDate($0, today: today) }
  let name = reader.optional(.name) { text -> Result<String, RowFault> in
    if text.count > ImportLimit.nameCharactersMax {
      return .failure(
        RowFault("has \(text.count) characters", "use at most \(ImportLimit.nameCharactersMax)"))
    }
    return plainText(text)
  }
  let phone = reader.optional(.phone, PhoneNumber.normalised)
  let email = reader.optional(.email, readEmail)
  let slip = reader.optional(.slip, readSlip)
  if reader.isAbsent(.phone) && reader.isAbsent(.slip) {
    reader.faults.append(
      RowFault("phone, slip: both are empty", "give a phone number, or the number of a letter"))
  }
  let size = reader.optional(.size) { text -> Result<CompartmentSize, RowFault> in
    CompartmentSize(name: text.uppercased()).map(Result.success)
      ?? .failure(RowFault("is not a size", "write S, M or L"))
  }
  let language = reader.optional(.language) { text -> Result<String, RowFault> in
    ["de", "en"].contains(text.lowercased())
      ? .success(text.lowercased()) : .failure(RowFault("is not offered", "write de or en"))
  }
  let low = reader.flag(.low)
  let counterOnly = reader.flag(.counterOnly)
  let pinLetterConfirmed = reader.flag(.pinLetterConfirmed)
  guard reader.faults.isEmpty, let id, let birthDate, let documents, let serials else {
    precondition(!reader.faults.isEmpty, "a row was refused without a reason")
    return .failure(RowFaults(faults: reader.faults))
  }
  return .success(
    ImportedOrder(
      line: line, id: id, documents: documents, serials: serials, name: name, phone: phone, email: email,
      slip: slip, birthDate: birthDate, size: size ?? .small, wantsLowDoor: low, counterOnly: counterOnly,
      pinLetterConfirmed: pinLetterConfirmed, language: language ?? "de"))
}

/// Takes fields and notes faults under the field's name.
private struct FieldReader {
  let fields: [String: ImportValue]
  var faults: [RowFault] = []

  init(fields: [String: ImportValue]) { self.fields = fields }

  mutating func note(_ field: OrderField, _ fault: RowFault) {
    faults.append(RowFault("\(field.rawValue): \(fault.reason)", fault.remedy))
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
      switch text.lowercased() {
      case "true", "yes", "ja", "1": .success(true)
      case "false", "no", "nein", "0": .success(false)
      default: .failure(RowFault("is neither true nor false", "write true or false"))
      }
    }
    return value ?? false
  }

  /// A list, or a text joined with `+` or `|`; nil if the field is something else.
  private mutating func list(_ field: OrderField) -> [String]? {
    switch fields[field.rawValue] ?? .text("") {
    case .list(let items): return items.map(trimmed)
    case .text(let text):
      let text = trimmed(text)
      if text.isEmpty { return [] }
      return text.split(omittingEmptySubsequences: false) { $0 == "+" || $0 == "|" }.map {
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
    let kinds = names.compactMap { DocumentKind(name: $0.lowercased()) }
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
}

// What an order's fields must say. Faults name the field and the rule, never the value: they may reach a log.

import Handover

/// What a row says.
enum ReadRow {
  case order(ImportedOrder)
  case withdrawal(ImportedWithdrawal)
}

/// Everything that is wrong with one row; never empty.
struct RowFaults: Error {
  var faults: [RowFault]
}

/// Judges the fields of one row.
func readRow(
  _ fields: [String: ImportValue], line: Int, today: CivilDay
) -> Result<ReadRow, RowFaults> {
  var reader = FieldReader(fields: fields)
  reader.refuseUnknownFields()
  let isWithdrawal = reader.isWithdrawal()
  let id = reader.required(.id) { text in
    within(ImportLimit.idCharacters, text).flatMap(plainText)
  }
  if isWithdrawal {
    // What else the row says of the order is of no use any more.
    guard reader.faults.isEmpty, let id else { return .failure(RowFaults(faults: reader.faults)) }
    return .success(.withdrawal(ImportedWithdrawal(line: line, id: id)))
  }
  let documents = reader.documents()
  let serials = reader.serials(for: documents)
  let birthDate = reader.required(.birthDate) { readBirthDate($0, today: today) }
  let name = reader.optional(.name) { text in
    // A cell with line breaks is one name nevertheless.
    let text = text.split(whereSeparator: \.isNewline).map { trimmed(String($0)) }.joined(separator: " ")
    return within(1...ImportLimit.nameCharactersMax, text).flatMap(plainText)
  }
  let phone = reader.optional(.phone, PhoneNumber.normalised)
  let email = reader.optional(.email, readEmail)
  let slip = reader.optional(.slip, readSlip)
  if reader.isAbsent(.phone) && reader.isAbsent(.slip) {
    reader.faults.append(
      RowFault("phone, slip: both are empty", "give a phone number, or the number of a letter"))
  }
  let size = reader.optional(.size) { text in
    compartmentSize(word: text).map(Result.success)
      ?? .failure(RowFault("is not a size", "write S, M or L"))
  }
  let language = reader.optional(.language) { text in
    noticeLanguage(word: text).map(Result.success)
      ?? .failure(RowFault("is not offered", "write de or en"))
  }
  let low = reader.flag(.low)
  let counterOnly = reader.flag(.counterOnly)
  let pinLetterConfirmed = reader.flag(.pinLetterConfirmed)
  let oldDocument = reader.oldDocument()
  let oldSerial = reader.oldSerial(of: oldDocument)
  let custodians = reader.custodians(today: today)
  guard reader.faults.isEmpty, let id, let birthDate, let documents, let serials, let custodians else {
    precondition(!reader.faults.isEmpty, "a row was refused without a reason")
    return .failure(RowFaults(faults: reader.faults))
  }
  return .success(
    .order(
      ImportedOrder(
        line: line, id: id, documents: documents, serials: serials, name: name, phone: phone, email: email,
        slip: slip, birthDate: birthDate, size: size ?? .small, wantsLowDoor: low, counterOnly: counterOnly,
        pinLetterConfirmed: pinLetterConfirmed, language: language ?? "de", oldDocument: oldDocument,
        oldSerial: oldSerial,
        custodians: custodians)))
}

private func within(_ range: ClosedRange<Int>, _ text: String) -> Result<String, RowFault> {
  range.contains(text.count)
    ? .success(text)
    : .failure(RowFault("has \(text.count) characters", "use 1 to \(range.upperBound)"))
}

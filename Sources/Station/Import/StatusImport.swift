// The register's list of document states, read and judged row by row: what is right becomes a row for the station, what
// is wrong is named with line, reason and remedy. Pure, and within the limits of an import of orders. No reason
// repeats what a row says.

import Handover
import Messages
import Secrets

/// A row that is right in form. A line that names a serial number and a slip number makes two.
public struct ImportedState: Equatable, Sendable {
  /// The line of the file, from 1.
  public var line: Int
  public var row: RegisterRow
}

/// What came out of a file.
public struct StatusImport: Equatable, Sendable {
  /// In the order of the file.
  public var states: [ImportedState] = []
  /// By line; a row with several faults has several.
  public var rejections: [ImportRejection] = []
}

/// Reads `bytes` as JSON lines or as CSV, whichever they are; `fileName` decides where they do not tell. `today` is the
/// latest possible day.
public func parseStates(bytes: [UInt8], fileName: String, today: CivilDay) -> StatusImport {
  guard bytes.count <= ImportLimit.fileBytesMax else {
    return StatusImport(rejections: [
      ImportRejection(
        line: 1, reason: "the file has more than \(ImportLimit.fileBytesMax >> 20) MiB",
        remedy: "split it into smaller files")
    ])
  }
  let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
  let content = withLineEnds(hasMark ? bytes[3...] : bytes[...])
  if isJSON(content, fileName: fileName) {
    var read = StatusImport()
    for row in readJSONRows(ImportLines(content, headers: 0)) {
      read.take(row.fields, StatusPlace(line: row.line), today: today)
    }
    return read
  }
  switch readText(content, hasMark: hasMark) {
  case .success(let text): return readStatusCSV(text, today: today)
  case .failure(let found):
    return StatusImport(rejections: [
      ImportRejection(line: found.line, reason: found.fault.reason, remedy: found.fault.remedy)
    ])
  }
}

/// Where a row stands, and in which columns of CSV its fields.
private struct StatusPlace {
  var line: Int
  var columns: [StatusField: Int] = [:]
  var names: [StatusField: String] = [:]
}

private func readStatusCSV(_ text: [UInt8], today: CivilDay) -> StatusImport {
  func refused(_ line: Int, _ column: Int?, _ fault: RowFault) -> StatusImport {
    StatusImport(rejections: [
      ImportRejection(line: line, column: column, reason: fault.reason, remedy: fault.remedy)
    ])
  }
  var reader = CSVReader(text)
  if let fault = reader.readSeparator() { return refused(fault.line, nil, fault.fault) }
  guard let header = reader.record() else { return refused(1, nil, emptyFile) }
  let fields: [StatusField]
  switch readStatusHeader(header) {
  case .failure(let fault): return refused(header.line, fault.cell, fault.fault)
  case .success(let found): fields = found
  }
  reader.columns = fields.count
  var place = StatusPlace(line: 0)
  for (index, field) in fields.enumerated() {
    place.columns[field] = index + 1
    place.names[field] = headerName(header.cells[index])
  }
  var read = StatusImport()
  var count = 0
  while let record = reader.record() {
    count += 1
    // Half a list would look like the whole one.
    guard count <= ImportLimit.rowsMax else { return refused(record.line, nil, tooManyRows) }
    place.line = record.line
    if let fault = record.fault {
      read.reject(fault.fault, record.line, fault.cell)
    } else if record.cells.count != fields.count {
      read.reject(cellCountFault(record.cells.count, fields.count), record.line, nil)
    } else {
      let cells = zip(fields.map(\.rawValue), record.cells.map { ImportValue.text($0) })
      read.take(.success(Dictionary(uniqueKeysWithValues: cells)), place, today: today)
    }
  }
  return count == 0 ? refused(header.line, nil, noRows) : read
}

private func readStatusHeader(_ header: CSVRecord) -> Result<[StatusField], CSVFault> {
  if let fault = header.fault { return .failure(fault) }
  var fields: [StatusField] = []
  func fault(_ cell: Int?, _ reason: String, _ remedy: String) -> Result<[StatusField], CSVFault> {
    .failure(CSVFault(cell: cell, fault: RowFault("\(reason), and nothing was imported", remedy)))
  }
  for (index, name) in header.cells.enumerated() {
    guard let field = StatusField(column: name) else {
      return fault(
        index + 1, "column \(index + 1) of the header is not known",
        "remove it or name it one of \(StatusField.allNames), or as docs/exchange.md says in German")
    }
    if let other = fields.firstIndex(of: field) {
      return fault(
        index + 1,
        "column \(field.rawValue) stands in the header twice, in columns \(other + 1) and \(index + 1)",
        "remove one of them")
    }
    fields.append(field)
  }
  let remedy = "add it; German names stand in docs/exchange.md"
  if !fields.contains(.state) { return fault(nil, "the header has no column state", remedy) }
  if !fields.contains(.serial), !fields.contains(.slip) {
    return fault(nil, "the header has no column serial", remedy)
  }
  return .success(fields)
}

extension StatusImport {
  fileprivate mutating func reject(_ fault: RowFault, _ line: Int, _ column: Int?, header: String? = nil) {
    rejections.append(
      ImportRejection(
        line: line, column: column, reason: fault.reason, remedy: fault.remedy, header: header))
  }

  /// Judges the fields of one row.
  fileprivate mutating func take(
    _ fields: Result<[String: ImportValue], RowFault>, _ place: StatusPlace, today: CivilDay
  ) {
    switch fields {
    case .failure(let fault): reject(fault, place.line, nil)
    case .success(let fields):
      var reader = StatusRowReader(fields: fields)
      let rows = reader.rows(today: today)
      for (field, fault) in reader.faults {
        reject(
          fault, place.line, field.flatMap { place.columns[$0] }, header: field.flatMap { place.names[$0] })
      }
      if reader.faults.isEmpty { states += rows.map { ImportedState(line: place.line, row: $0) } }
    }
  }
}

/// Takes the fields of one row and notes faults under the field's name.
private struct StatusRowReader {
  let fields: [String: ImportValue]
  var faults: [(field: StatusField?, fault: RowFault)] = []

  init(fields: [String: ImportValue]) { self.fields = fields }

  mutating func note(_ field: StatusField, _ fault: RowFault) {
    faults.append((field, RowFault("\(field.rawValue): \(fault.reason)", fault.remedy)))
  }

  /// Nil when it is absent or wrong.
  mutating func read<Value>(_ field: StatusField, _ judge: (String) -> Result<Value, RowFault>) -> Value? {
    guard let value = fields[field.rawValue] else { return nil }
    guard case .text(let text) = value else {
      note(field, RowFault("is not a text", "put it in quotes"))
      return nil
    }
    if trimmed(text).isEmpty { return nil }
    if let fault = formulaFault(text, in: .id) {
      note(field, fault)
      return nil
    }
    switch judge(trimmed(text)) {
    case .success(let value): return value
    case .failure(let fault):
      note(field, fault)
      return nil
    }
  }

  mutating func rows(today: CivilDay) -> [RegisterRow] {
    let unknown = fields.keys.count { StatusField(rawValue: $0) == nil }
    if unknown > 0 {
      faults.append(
        (
          nil,
          RowFault(
            "the row has fields that are not known: \(unknown)", "use only \(StatusField.allNames)")
        ))
    }
    let serial = read(.serial, readSerial)
    let slip = read(.slip, readSlip)
    let state = read(.state) { word in
      registerWord(word).map(Result.success)
        ?? .failure(
          RowFault(
            "is not a state", "write ordered, produced, arrived, ready, handed-over or withdrawn"))
    }
    let kind = read(.kind) { word in
      documentKind(word: word).map(Result.success)
        ?? .failure(
          RowFault(
            "names a kind that is not known",
            "use \(DocumentKind.allCases.map(\.name).joined(separator: ", "))"))
    }
    let day = read(.day) { text in
      readBirthDate(text, today: today).flatMap { day in
        day >= earliest
          ? .success(day)
          : .failure(RowFault("is before \(earliestYear) or in the future", "correct the year"))
      }
    }
    guard faults.isEmpty else { return [] }
    guard let state else {
      note(.state, RowFault("is missing", "every row needs it"))
      return []
    }
    guard serial != nil || slip != nil else {
      faults.append(
        (nil, RowFault("serial, slip: both are empty", "give a serial number, or the number of a letter")))
      return []
    }
    let (kindName, dayText) = (kind?.name, day?.description)
    return (serial.map { [RegisterRow(serial: $0, state: state, kind: kindName, day: dayText)] } ?? [])
      + (slip.map { [RegisterRow(slip: $0, state: state, kind: kindName, day: dayText)] } ?? [])
  }
}

/// Nothing that is ordered today is older.
private let earliestYear = 2000
private let earliest = CivilDay(year: earliestYear, month: 1, day: 1) ?? CivilDay(number: 0)

/// A serial number as the screen reads it, so that what a file says is found by what a person types.
private func readSerial(_ text: String) -> Result<String, RowFault> {
  let again = "read it from the document again"
  let typed = Secret(Array(text.utf8.filter { $0 != 0xC2 && $0 != 0xA0 }))
  switch DocumentNumber.read(typed) {
  case .success(.serial(let serial)):
    return .success(
      serial.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) })
  case .success(.slip), .failure(.slipLength), .failure(.empty):
    return .failure(RowFault("is not a serial number", again))
  case .failure(.serialLength(let count)):
    return .failure(
      RowFault(
        "a serial number has \(DocumentNumber.serialCharacters) characters, this one has \(count)", again))
  case .failure(.character):
    return .failure(
      RowFault(
        "a serial number has a character that does not occur",
        "only C F G H J K L M N P R T V W X Y Z and digits;"
          + " what looks like the letter O is a zero"))
  case .failure(.checkDigit): return .failure(RowFault("its check digit does not fit", again))
  }
}

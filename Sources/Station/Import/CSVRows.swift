// CSV as German offices export it: a header row with English or German names, `;`, tab or `,` as the header says. What the
// cells mean is judged in OrderFields.swift.

/// Takes the text of a file apart by the columns that its first line names. `bytes` is UTF-8.
func readCSVRows(_ bytes: [UInt8]) -> [ImportRow] {
  var reader = CSVReader(bytes)
  if let fault = reader.readSeparator() {
    return [ImportRow(line: fault.line, fields: .failure(fault.fault))]
  }
  guard let header = reader.record() else { return [ImportRow(line: 1, fields: .failure(emptyFile))] }
  let columns: [OrderField]
  switch readHeader(header) {
  case .failure(let fault):
    return [ImportRow(line: header.line, column: fault.cell, fields: .failure(fault.fault))]
  case .success(let fields): columns = fields
  }
  reader.columns = columns.count
  let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0 + 1) })
  let names = Dictionary(uniqueKeysWithValues: zip(columns, header.cells.map { headerName($0) }))
  var rows: [ImportRow] = []
  while let record = reader.record() {
    // Half a list would look like the whole one.
    guard rows.count < ImportLimit.rowsMax else {
      return [ImportRow(line: record.line, fields: .failure(tooManyRows))]
    }
    var row = ImportRow(line: record.line, columns: places, names: names, fields: .success([:]))
    if let fault = record.fault {
      row.column = fault.cell
      row.fields = .failure(fault.fault)
    } else if record.cells.count != columns.count {
      row.fields = .failure(cellCountFault(record.cells.count, columns.count))
    } else {
      row.fields = .success(
        Dictionary(
          uniqueKeysWithValues: zip(columns.map(\.rawValue), record.cells.map { ImportValue.text($0) })))
    }
    rows.append(row)
  }
  return rows.isEmpty ? [ImportRow(line: header.line, fields: .failure(noRows))] : rows
}

extension CSVReader {
  /// Finds what parts the cells, by the line `sep=` or by the header. What is wrong, where there is neither.
  mutating func readSeparator() -> (line: Int, fault: RowFault)? {
    guard let line else { return (1, emptyFile) }
    let text = String(decoding: line, as: UTF8.self)
    guard text.lowercased().hasPrefix("sep=") else {
      separator = [UInt8(ascii: ";"), UInt8(ascii: "\t")].first(where: line.contains) ?? UInt8(ascii: ",")
      return nil
    }
    // What a spreadsheet program writes before the header.
    guard let named = Station.separator(named: text.utf8.dropFirst(4)) else {
      return (lineNumber, noSeparator)
    }
    skipLine()
    separator = named
    return nil
  }
}

/// A column's name as the file has it, fit to be shown.
func headerName(_ cell: String) -> String { PlainText.clean(String(trimmed(cell).prefix(40))) }

/// The separator that a line `sep=` names: one character of ASCII that can be seen, or a tab.
private func separator(named name: Substring.UTF8View) -> UInt8? {
  guard let byte = name.first, name.count == 1 else { return nil }
  let isVisible = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"")
  let isWord = isDigit(Character(Unicode.Scalar(byte))) || Character(Unicode.Scalar(byte)).isLetter
  return byte == 0x09 || (isVisible && !isWord) ? byte : nil
}

private let noSeparator = RowFault(
  "the line sep= does not name one separator, and nothing was imported",
  "write sep=; or another single sign that is no letter, digit or quote")

/// What is said of a row that has more or fewer cells than the header.
func cellCountFault(_ count: Int, _ columns: Int) -> RowFault {
  RowFault(
    "the row has \(count) cells, the header has \(columns)",
    count > columns ? "quote cells that contain the separator" : "write an empty cell for what is absent")
}

/// What is said of the first row that is too many.
let tooManyRows = RowFault(
  "the file has more than \(ImportLimit.rowsMax) rows, and nothing was imported",
  "split it into smaller files")

/// A file that says nothing is no list of no orders: an export that was cut looks like this.
let emptyFile = RowFault(
  "the file is empty and has no header, and nothing was imported",
  "look whether the export was cut, and export it again")
let noRows = RowFault(
  "the file has no rows, and nothing was imported", "look whether the export was cut, and export it again")

/// The fields of the columns; each is known and unique, and the required ones are there.
private func readHeader(_ header: CSVRecord) -> Result<[OrderField], CSVFault> {
  if let fault = header.fault { return .failure(fault) }
  var fields: [OrderField] = []
  for (index, name) in header.cells.enumerated() {
    func fault(_ reason: String, _ remedy: String) -> Result<[OrderField], CSVFault> {
      .failure(
        CSVFault(cell: index + 1, fault: RowFault("\(reason), and nothing was imported", remedy)))
    }
    guard let field = OrderField(column: name) else {
      return fault(
        "column \(index + 1) of the header is not known",
        "remove it or name it one of \(OrderField.allNames), or as docs/exchange.md says in German")
    }
    if let other = fields.firstIndex(of: field) {
      return fault(
        "column \(field.rawValue) stands in the header twice, in columns \(other + 1) and \(index + 1)",
        "remove one of them")
    }
    fields.append(field)
  }
  if let missing = OrderField.required.first(where: { !fields.contains($0) }) {
    // A file that only takes orders back needs no more than their ids.
    let takesBack = fields.contains(.id) && (fields.contains(.action) || fields.contains(.withdraw))
    if missing == .id || !takesBack {
      return .failure(
        CSVFault(
          cell: nil,
          fault: RowFault(
            "the header has no column \(missing.rawValue), and nothing was imported",
            "add it; German names stand in docs/exchange.md")))
    }
  }
  return .success(fields)
}

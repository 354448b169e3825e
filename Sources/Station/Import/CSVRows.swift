// CSV as offices export it: a header row, `;` or `,`, quotes doubled inside quotes (RFC 4180). A field has no
// line breaks: no field of ours needs one, and a forgotten quote so costs one row instead of the rest of the
// file.

/// Takes each line apart by the columns that the first one names.
func readCSVRows(_ lines: ImportLines) -> [ImportRow] {
  guard let first = lines.lines.first else { return [] }
  let separator: Character
  let columns: [String]
  switch first.text.flatMap(readHeader) {
  case .failure(let fault): return [ImportRow(line: first.number, fields: .failure(fault))]
  case .success(let header): (separator, columns) = header
  }
  return lines.lines.dropFirst().map { line in
    let fields = line.text.flatMap { text -> Result<[String: ImportValue], RowFault> in
      readFields(text, separator: separator).flatMap { values in
        guard values.count == columns.count else {
          return .failure(
            RowFault(
              "the row has \(values.count) fields, the header has \(columns.count)",
              "quote fields that contain the separator"))
        }
        return .success(
          Dictionary(uniqueKeysWithValues: zip(columns, values.map { ImportValue.text($0) })))
      }
    }
    return ImportRow(line: line.number, fields: fields)
  }
}

/// The separator and the names of the columns; they are known, unique, and the required ones are there.
private func readHeader(_ text: String) -> Result<(Character, [String]), RowFault> {
  let separator: Character = text.contains(";") ? ";" : ","
  return readFields(text, separator: separator).flatMap { names in
    let columns = names.map { $0.lowercased() }
    for (index, column) in columns.enumerated() {
      guard OrderField(rawValue: column) != nil else {
        return .failure(
          RowFault(
            "column \(index + 1) of the header is not known, and nothing was imported",
            "remove it or name it one of \(OrderField.allNames)"))
      }
      if columns[..<index].contains(column) {
        return .failure(RowFault("column \(column) stands in the header twice", "remove one of them"))
      }
    }
    if let missing = OrderField.required.first(where: { !columns.contains($0.rawValue) }) {
      return .failure(
        RowFault("the header has no column \(missing.rawValue), and nothing was imported", "add it"))
    }
    return .success((separator, columns))
  }
}

private func readFields(_ text: String, separator: Character) -> Result<[String], RowFault> {
  var fields: [String] = []
  var rest = text[...]
  while true {
    while let character = rest.first, character == " " { rest = rest.dropFirst() }
    var field = ""
    if rest.first == "\"" {
      rest = rest.dropFirst()
      while true {
        guard let quote = rest.firstIndex(of: "\"") else {
          return .failure(
            RowFault("a quote is not closed on its line", "close it; a field has no line breaks"))
        }
        field += rest[..<quote]
        rest = rest[rest.index(after: quote)...]
        guard rest.first == "\"" else { break }
        field += "\""
        rest = rest.dropFirst()
      }
      while let character = rest.first, character == " " { rest = rest.dropFirst() }
      guard rest.isEmpty || rest.first == separator else {
        return .failure(
          RowFault("text follows a closing quote", "double each quote inside a quoted field"))
      }
    } else {
      let end = rest.firstIndex(of: separator) ?? rest.endIndex
      field = String(rest[..<end])
      rest = rest[end...]
    }
    fields.append(field)
    guard rest.first == separator else { return .success(fields) }
    rest = rest.dropFirst()
  }
}

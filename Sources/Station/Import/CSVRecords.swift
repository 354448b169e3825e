// Cuts the text of a CSV file into records and cells (RFC 4180): quotes doubled inside quotes, line breaks inside
// quotes. A quote that somebody forgot to close costs its own row: reading goes on with the next line of the file.

/// A row of a CSV file.
struct CSVRecord: Equatable {
  /// The line on which it begins, from 1.
  var line: Int
  var cells: [String]
  /// What is wrong, and in which cell, from 1.
  var fault: CSVFault?
}

struct CSVFault: Error, Equatable {
  var cell: Int?
  var fault: RowFault
}

/// Reads records one after the other.
struct CSVReader {
  private let bytes: [UInt8]
  /// Where each line begins; the last entry is the end of the text.
  private let starts: [Int]
  private var next = 0
  var separator = UInt8(ascii: ";")
  /// How many cells a row should have; so many on one line inside a quoted cell are a row of their own.
  var columns = Int.max

  /// `bytes` is UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
    if starts.last != bytes.count { starts.append(bytes.count) }
    self.starts = starts
  }

  private var lineCount: Int { starts.count - 1 }

  /// The end of a line without its line break.
  private func end(_ line: Int) -> Int {
    var end = starts[line + 1]
    if end > starts[line], bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > starts[line], bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return end
  }

  /// The bytes of the line that comes next, without taking it.
  var line: ArraySlice<UInt8>? {
    var line = next
    while line < lineCount, bytes[starts[line]..<end(line)].allSatisfy(isBlank) { line += 1 }
    return line < lineCount ? bytes[starts[line]..<end(line)] : nil
  }

  /// Its number, from 1.
  var lineNumber: Int {
    var line = next
    while line < lineCount, bytes[starts[line]..<end(line)].allSatisfy(isBlank) { line += 1 }
    return line + 1
  }

  /// Passes over the line that `line` shows.
  mutating func skipLine() {
    while next < lineCount, bytes[starts[next]..<end(next)].allSatisfy(isBlank) { next += 1 }
    next = min(next + 1, lineCount)
  }

  /// The next record; nil at the end. Lines and rows without any text are left out, as spreadsheets append them.
  mutating func record() -> CSVRecord? {
    while next < lineCount {
      let first = next
      var row = CSVRow(line: first, at: starts[first])
      do throws(CSVFault) {
        try read(&row)
        next = row.line + 1
        if row.cells.allSatisfy({ trimmed($0).isEmpty }) { continue }
        return CSVRecord(line: first + 1, cells: row.cells)
      } catch {
        next = first + 1
        return CSVRecord(line: first + 1, cells: [], fault: error)
      }
    }
    return nil
  }

  private struct CSVRow {
    var line: Int
    var at: Int
    var cells: [String] = []
  }

  private func read(_ row: inout CSVRow) throws(CSVFault) {
    let first = row.line
    guard end(first) - row.at <= ImportLimit.lineBytesMax else {
      throw CSVFault(
        cell: nil,
        fault: RowFault(
          "the row has more than \(ImportLimit.lineBytesMax >> 10) KiB", "check the export's line ends"))
    }
    while true {
      var start = row.at
      while start < end(row.line), bytes[start] == UInt8(ascii: " ") { start += 1 }
      var cell: [UInt8]
      if start < end(row.line), bytes[start] == UInt8(ascii: "\"") {
        row.at = start + 1
        cell = try readQuoted(&row, from: first)
      } else {
        let stop = bytes[row.at..<end(row.line)].firstIndex(of: separator) ?? end(row.line)
        cell = Array(bytes[row.at..<stop])
        row.at = stop
      }
      let text = String(decoding: cell, as: UTF8.self)
      if cell.contains(0) {
        throw fault(row, "the cell has a NUL character", "export it again as UTF-8 or Windows-1252")
      }
      if text.count > ImportLimit.cellCharactersMax {
        throw fault(
          row, "the cell has \(text.count) characters", "use at most \(ImportLimit.cellCharactersMax)")
      }
      row.cells.append(text)
      guard row.at < end(row.line) else { return }
      row.at += 1
      if row.at == end(row.line) {
        row.cells.append("")
        return
      }
    }
  }

  /// The rest of a cell whose opening quote has been taken.
  private func readQuoted(_ row: inout CSVRow, from first: Int) throws(CSVFault) -> [UInt8] {
    var cell: [UInt8] = []
    let opened = row.line
    var separators = 0
    while true {
      guard row.line < lineCount, row.line - first < ImportLimit.cellLinesMax else {
        throw notClosed(row)
      }
      let stop = end(row.line)
      while row.at < stop, bytes[row.at] != UInt8(ascii: "\"") {
        if bytes[row.at] == separator { separators += 1 }
        cell.append(bytes[row.at])
        row.at += 1
      }
      if row.at < stop {
        row.at += 1
        if row.at < stop, bytes[row.at] == UInt8(ascii: "\"") {
          cell.append(UInt8(ascii: "\""))
          row.at += 1
          continue
        }
        break
      }
      // A line inside this cell that could be a row is one: the quote was forgotten.
      if row.line > opened, separators >= max(1, columns - 1) { throw notClosed(row) }
      separators = 0
      cell.append(UInt8(ascii: "\n"))
      row.line += 1
      guard row.line < lineCount else { throw notClosed(row) }
      row.at = starts[row.line]
    }
    while row.at < end(row.line), bytes[row.at] == UInt8(ascii: " ") { row.at += 1 }
    guard row.at == end(row.line) || bytes[row.at] == separator else {
      if row.line > opened { throw notClosed(row) }
      throw fault(row, "text follows a closing quote", "double each quote inside a quoted cell")
    }
    if row.line > opened, separators >= max(1, columns - 1) { throw notClosed(row) }
    return cell
  }

  private func notClosed(_ row: CSVRow) -> CSVFault {
    fault(row, "a quote is not closed", "close it, or double each quote inside a quoted cell")
  }

  private func fault(_ row: CSVRow, _ reason: String, _ remedy: String) -> CSVFault {
    CSVFault(cell: row.cells.count + 1, fault: RowFault(reason, remedy))
  }
}

/// Whether a byte is a space, a tab or the end of a line.
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

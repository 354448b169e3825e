// Cuts the bytes of an import into lines with their numbers, and stops at the limits. It judges characters,
// not fields: a line that is no text is a fault of that line alone.

/// The lines of a file that say something.
struct ImportLines {
  struct Line {
    /// From 1.
    var number: Int
    var text: Result<String, RowFault>
  }

  private(set) var lines: [Line] = []

  /// Lines end with LF or CR LF; empty ones are left out. `headers` of them are no rows.
  init(_ bytes: ArraySlice<UInt8>, headers: Int) {
    var number = 0
    for piece in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let line = piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      guard lines.count < ImportLimit.rowsMax + headers else {
        // Half a list would look like the whole one.
        lines = [Line(number: number, text: .failure(tooManyRows))]
        return
      }
      lines.append(Line(number: number, text: Self.text(line)))
    }
    if lines.isEmpty { lines = [Line(number: 1, text: .failure(noRows))] }
  }

  private static func text(_ line: ArraySlice<UInt8>) -> Result<String, RowFault> {
    guard line.count <= ImportLimit.lineBytesMax else {
      return .failure(
        RowFault(
          "the row has more than \(ImportLimit.lineBytesMax >> 10) KiB", "check the export's line ends"))
    }
    guard let text = String(validating: line, as: UTF8.self) else {
      return .failure(RowFault("the row is not UTF-8 text", "export it again as UTF-8"))
    }
    guard !text.unicodeScalars.contains("\0") else {
      return .failure(RowFault("the row has a NUL character", "export it again as UTF-8"))
    }
    return .success(text)
  }
}

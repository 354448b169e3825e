// Frames as text for the golden files: what stands on a terminal of a given size, between bars, with the cursor.

import Terminal

@testable import Screens

let frameSizes = [(40, 12), (60, 16), (80, 25)]

func frame(_ flow: CitizenFlow, columns: Int, rows: Int) -> Frame {
  CellRenderer(texts: texts(of: flow), keyMap: .keypad).frame(of: flow.page, columns: columns, rows: rows)
}

/// All sheets of the page at one size.
func frameText(_ flow: CitizenFlow, columns: Int, rows: Int) -> String {
  let renderer = CellRenderer(texts: texts(of: flow), keyMap: .keypad)
  let first = renderer.frame(of: flow.page, columns: columns, rows: rows)
  var result = ""
  for sheet in 0..<first.sheetCount {
    let frame =
      first.sheetCount == 1
      ? first : renderer.frame(of: flow.page, columns: columns, rows: rows, sheet: sheet)
    let language = flow.snapshot?.language ?? "none"
    result += "\(columns)x\(rows) \(language)"
    if first.sheetCount > 1 { result += " sheet \(sheet + 1) of \(first.sheetCount)" }
    result += frame.cursor.map { " cursor \($0.row),\($0.column)" } ?? ""
    result += "\n"
    for row in 0..<frame.rows {
      let text = frame.text(row: row)
      result += "|" + text + String(repeating: " ", count: frame.columns - text.unicodeScalars.count) + "|\n"
    }
  }
  return result
}

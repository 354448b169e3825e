// What is left to do of a file in the watched folder, whether it announces orders or says how far documents are: rows
// that go to the loop in slices, and what came of those that went.

import Handover
import Messages

enum ImportWork {
  case orders(ArraySlice<(line: Int, row: OrderImportRow)>, ImportSummary)
  case states(ArraySlice<ImportedState>, StatusSummary)

  /// By the file's name and its bytes.
  init(_ bytes: [UInt8], file: String, today: CivilDay) {
    if FileName(file).isStates {
      let parsed = parseStates(bytes: bytes, fileName: file, today: today)
      self = .states(parsed.states[...], StatusSummary(parsed))
    } else {
      let parsed = parseOrders(bytes: bytes, fileName: file, today: today)
      self = .orders(parsed.rows[...], ImportSummary(parsed))
    }
  }

  /// Of a file that could not be read.
  static func none(_ file: String) -> ImportWork {
    FileName(file).isStates ? .states([], StatusSummary()) : .orders([], ImportSummary(OrderImport()))
  }

  var rowsLeft: Int {
    switch self {
    case .orders(let rows, _): rows.count
    case .states(let rows, _): rows.count
    }
  }

  var isDone: Bool { rowsLeft == 0 }

  /// The next `count` rows for the loop.
  func input(batch: Int, count: Int) -> ExchangeInput {
    switch self {
    case .orders(let rows, _): .rows(batch: batch, rows.prefix(count).map(\.row))
    case .states(let rows, _): .documents(batch: batch, rows.prefix(count).map(\.row))
    }
  }

  /// The loop's answer to the next `count` rows; one that answers something else changes nothing.
  mutating func take(_ answer: ExchangeAnswer, count: Int) {
    switch (self, answer) {
    case (.orders(let rows, var summary), .imported(let result)):
      summary.add(result, for: rows.prefix(count))
      self = .orders(rows.dropFirst(count), summary)
    case (.states(let rows, var summary), .documents(let result)):
      summary.add(result, for: rows.prefix(count))
      self = .states(rows.dropFirst(count), summary)
    default: break
    }
  }
}

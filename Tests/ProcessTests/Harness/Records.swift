// Journal records and truth lines as their JSON lines say them: read from the outside, as an auditor would, with none
// of the product's own types.

import Foundation

/// One line of `kiosk journal export`.
struct ExportedRecord: Decodable, Equatable {
  var seq: Int64
  var kind: String
  var op: Int64?
  var attempt: Int?
  var compartment: Int?
  var board: Int?
  var lock: Int?
  var epoch: Int?
  var time: String
  var mono: Int64
  var boot: String
  var purpose: String?
  var order: String?
  var outcome: String?
  var confirmation: String?
  var review: String?
  var sighting: String?
  var witness: String?
  var ofOp: Int64?
  var item: Int64?
  var violations: [String]?

  enum CodingKeys: String, CodingKey {
    case seq, kind, op, attempt, compartment, board, lock, epoch, time, mono, boot, purpose, order, outcome
    case confirmation, review, sighting, witness, item, violations
    case ofOp = "of_op"
  }

  /// Milliseconds since 1970, as truth lines count them.
  var milliseconds: Double {
    // 2026-11-21T10:26:27.123Z
    let numbers = time.split(whereSeparator: { !$0.isNumber }).compactMap { Int32($0) }
    guard numbers.count == 7 else { return 0 }
    var parts = tm()
    parts.tm_year = numbers[0] - 1900
    parts.tm_mon = numbers[1] - 1
    parts.tm_mday = numbers[2]
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
    return Double(timegm(&parts)) * 1000 + Double(numbers[6])
  }

  static func parse(_ lines: some Sequence<some StringProtocol>) throws -> [ExportedRecord] {
    let decoder = JSONDecoder()
    return try lines.map { try decoder.decode(ExportedRecord.self, from: Data($0.utf8)) }
  }
}

/// One truth line of the simulated boards.
struct TruthLine: Decodable, Equatable {
  enum Event: String, Decodable {
    case unlockFrame = "unlock_frame"
    case pulse
    case doorOpened = "door_opened"
    case doorClosed = "door_closed"
    case itemTaken = "item_taken"
    case itemPut = "item_put"
  }

  /// Milliseconds since 1970.
  var t: Double
  var board: Int
  var lock: Int
  var event: Event

  var compartment: Int { StationFile.compartment(board: board, lock: lock) }

  static func read(_ path: String) throws -> [TruthLine] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let decoder = JSONDecoder()
    return try text.split(separator: "\n").map { try decoder.decode(TruthLine.self, from: Data($0.utf8)) }
  }
}

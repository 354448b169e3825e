// The rows of proven boards: what the last proof of each board said, as long as nothing has put it in doubt.

import GRDB
import Handover

extension Projections {
  func moveProofs(_ touched: Touched, _ before: State, _ after: State) throws {
    for board in touched.boards.sorted() where before.proofs[board] != after.proofs[board] {
      if let mark = after.proofs[board] {
        try run(
          "INSERT OR REPLACE INTO board_proof (bus, board, seq, day, proof) VALUES (?, ?, ?, ?, ?)",
          [
            .of(board.bus), .of(board.board), .of(mark.sequence), .of(mark.day.number),
            .of(mark.proven.canonicalBytes),
          ])
      } else {
        try run("DELETE FROM board_proof WHERE bus = ? AND board = ?", [.of(board.bus), .of(board.board)])
      }
    }
  }

  func loadProofs(into state: inout State) throws {
    // A copy that was made before version 2 has no such table, and verifies all the same.
    guard try db.tableExists("board_proof") else { return }
    try each("board_proof", "SELECT bus, board, seq, day, proof FROM board_proof") { row in
      let board = BoardAddress(bus: try row.int(), board: try row.int())
      let sequence = try row.int64()
      let day = try row.day()
      guard let proven = try? ProvenBoard(canonicalBytes: try row.bytes()), proven.board == board else {
        throw row.damage("no proof of board \(board.bus).\(board.board)")
      }
      state.proofs[board] = BoardProofMark(sequence: sequence, day: day, proven: proven)
    }
  }
}

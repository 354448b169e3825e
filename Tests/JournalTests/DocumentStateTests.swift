// What the register said of documents, in a real file: kept over a restart, the newest in the place of the older,
// forgotten by day and from the bytes of the file, no number of anybody in it, and added to a file of version 3.

import Handover
import Testing

@testable import Journal

private func entry(
  _ number: String, _ stage: RegisterState.Stage, day: Int = 20_000, kind: DocumentKind? = .passport
) -> RegisterEntry {
  RegisterEntry(
    number: hash(number),
    state: RegisterState(
      stage: stage, kind: kind, since: CivilDay(number: day - 3), imported: CivilDay(number: day)))
}

@Suite struct DocumentStateTests {
  @Test("Statusabfrage: states outlive a restart, no number stands in the file, and counts name nobody")
  func statesOutliveARestart() throws {
    let scratch = try written()
    do {
      let writer = try Writer(scratch.path)
      let head = try writer.journal.head()
      try writer.journal.put([entry("C01X00T47", .ordered), entry("L01X00T47", .produced, kind: nil)])
      try writer.journal.put([entry("C01X00T47", .arrived, day: 20_001)])
      try writer.journal.put([])
      #expect(try writer.journal.head() == head, "no record")
      try writer.journal.close()
    }
    for number in ["C01X00T47", "L01X00T47"] {
      #expect(run("grep", "-c", number, scratch.database).output == "0\n", "only hashes")
    }
    let journal = try Writer(scratch.path).journal
    #expect(
      try journal.documentState(hash("C01X00T47")) == entry("C01X00T47", .arrived, day: 20_001).state)
    #expect(try journal.documentState(hash("L01X00T47"))?.kind == nil)
    #expect(try journal.documentState(hash("C01X00T48")) == nil)
    #expect(
      try journal.documentStateCounts()
        == RegisterStateCounts(
          counts: [.arrived: 1, .produced: 1], lastImport: CivilDay(number: 20_001)))
    #expect(try journal.verifyTables() == [])
  }

  @Test func whatIsOldIsForgottenInSlicesAndLeavesTheFile() throws {
    let scratch = try written()
    let journal = try Writer(scratch.path).journal
    let old = (0..<25).map { entry("OLD\($0)", .handedOver, day: 19_000 + $0) }
    try journal.put(old + [entry("NEW", .ordered)])
    let day = CivilDay(number: 20_000)
    #expect(try journal.forgetDocumentStates(before: day, limit: 10) == 10)
    #expect(try journal.documentState(hash("OLD0")) == nil, "the oldest first")
    #expect(try journal.documentState(hash("OLD24")) != nil)
    #expect(try journal.forgetDocumentStates(before: day, limit: 100) == 15)
    #expect(try journal.forgetDocumentStates(before: day, limit: 100) == 0)
    #expect(try journal.documentStateCounts().counts == [.ordered: 1])
    try journal.close()
    let rest = try sqlite(scratch.database, "SELECT lower(hex(hash)) FROM document_state")
    #expect(rest.count == 1)
    let hex = old.map { $0.number.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    let dump = run("xxd", "-p", "-c", "1000000", scratch.database).output.filter { $0 != "\n" }
    for number in hex { #expect(!dump.contains(number), "secure_delete overwrites what was forgotten") }
  }

  @Test func aFileOfVersionThreeGetsTheTableAndKeepsItsRecords() throws {
    let scratch = try written()
    try sqlite(scratch.database, "DROP TABLE document_state; PRAGMA user_version = 3")
    let old = try verifyJournal(file: scratch.database, publicKey: scratch.publicKey)
    #expect(old.isAccepted, "an auditor reads files of version 3: \(old.text)")
    do {
      let journal = try Writer(scratch.path).journal
      #expect(try journal.head().sequence == Int64(old.records))
      #expect(try journal.documentStateCounts() == RegisterStateCounts())
      try journal.put([entry("C01X00T47", .ordered)])
      try journal.close()
    }
    #expect(try sqlite(scratch.database, "PRAGMA user_version") == ["4"])
    #expect(fileExists("\(scratch.database).before-v4"))
    let report = try verifyJournal(file: scratch.database, publicKey: scratch.publicKey)
    #expect(report.isAccepted && report.records == old.records, "\(report.text)")
  }

  @Test func aValueThatNoVersionWroteIsDamageAndNoState() throws {
    let scratch = try written()
    do {
      let journal = try Writer(scratch.path).journal
      try journal.put([entry("C01X00T47", .ordered)])
      try journal.close()
    }
    try sqlite(scratch.database, "UPDATE document_state SET state = 9")
    let journal = try Writer(scratch.path).journal
    #expect(throws: JournalError.self) { try journal.documentState(hash("C01X00T47")) }
  }
}

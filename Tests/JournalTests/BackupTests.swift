// Copies of a journal: what is in them, what never is, and what is refused as a copy. The command around them is tested
// as a process.

import Crypto
import Foundation
import Handover
import Testing

@testable import Journal

@Suite struct BackupTests {
  /// Copies the records of `from` as the command does.
  static func copy(_ journal: SQLiteJournal, to file: String, head: JournalHead, slice: Int = 7) throws {
    let copy = try BackupCopy(file: file)
    while copy.next <= head.sequence {
      let limit = min(slice, Int(head.sequence - copy.next + 1))
      try copy.take(journal.records(from: copy.next, limit: limit).map(\.canonicalBytes))
    }
    try copy.finish(head)
  }

  @Test("A copy is what the records amount to at its head, whatever is appended meanwhile; nothing personal")
  func copyIsWhole() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    try writer.pickup()
    try writer.append(
      .announced(OrderID(5), OrderFacts(documents: DocumentSet([.passport]))),
      side: [.put(OrderID(5), person(5))])
    let values = BoardValues(
      dialect: .xor, pulseForm: .own, locks: 24, closedIsOne: true, inverted: 0, ignored: 0,
      answersUnlock: .always, byteOrder: .unconfirmed, statusTimeout: 100)
    try writer.append(
      .boardProven(
        ProvenBoard(
          board: BoardAddress(bus: 0, board: 1), values: values, pulseMilliseconds: nil,
          answerMilliseconds: 14, unlocks: 3, unlocksAnswered: 3, fragment: Digest256(1, 2, 3, 4))))
    let head = try writer.journal.head()
    let then = writer.state
    let file = "\(scratch.path)/copy.sqlite"
    let copy = try BackupCopy(file: file)
    while copy.next <= head.sequence {
      try copy.take(
        writer.journal.records(from: copy.next, limit: min(3, Int(head.sequence - copy.next + 1)))
          .map(\.canonicalBytes))
      try writer.append(.started(version: "meanwhile"))
    }
    try copy.finish(head)
    let report = try BackupCopy.verify(file, head: head, publicKey: scratch.publicKey)
    #expect(report.isAccepted && report.records == head.sequence, "\(report.text)")
    for name in ["Name 1", "Name 5", "meier", "+49151", "example.org"] {
      #expect(run("grep", "-c", name, file).output == "0\n", "I14: \(name)")
    }
    #expect(run("stat", "-c", "%a", file).output == "600\n")

    // Restored: the station goes on where the copy ends, with its own key.
    let restored = Scratch()
    run("cp", "-p", scratch.key, restored.key)
    run("cp", "-p", file, restored.database)
    let second = try Writer(restored.path)
    #expect(second.state == then)
    #expect(try second.journal.personal(OrderID(5)) == nil)
    try second.append(.started(version: "restored"))
    #expect(try second.journal.head().sequence == head.sequence + 1)
  }

  @Test("A copy that ends elsewhere, lacks a record, holds a changed one or a person is not accepted")
  func wrongCopies() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    try writer.pickup()
    let head = try writer.journal.head()
    let records = try writer.journal.records(from: 1, limit: 1000).map(\.canonicalBytes)
    let cut = try BackupCopy(file: "\(scratch.path)/cut.sqlite")
    try cut.take(Array(records.dropLast()))
    #expect(throws: JournalError.self) { try cut.finish(head) }
    let gap = try BackupCopy(file: "\(scratch.path)/gap.sqlite")
    #expect(throws: JournalError.self) { try gap.take(Array(records.dropFirst())) }
    var changed = records
    changed[4][40] ^= 1
    let other = try BackupCopy(file: "\(scratch.path)/changed.sqlite")
    #expect(throws: JournalError.self) {
      try other.take(changed)
      try other.finish(head)
    }
    let file = "\(scratch.path)/planted.sqlite"
    try Self.copy(writer.journal, to: file, head: head)
    #expect(try BackupCopy.verify(file, head: head, publicKey: scratch.publicKey).isAccepted)
    try writer.append(.started(version: "later"))
    #expect(
      try !BackupCopy.verify(file, head: writer.journal.head(), publicKey: scratch.publicKey).isAccepted)
    try sqlite(file, "INSERT INTO note VALUES (3, 'meier', 'why')")
    #expect(try !BackupCopy.verify(file, head: head, publicKey: scratch.publicKey).isAccepted)
    #expect(throws: JournalError.self) { try BackupCopy(file: file) }
  }

  @Test func theShelfNumbersKeepsAndLocks() throws {
    let scratch = Scratch()
    let shelf = try BackupShelf(directory: scratch.path, station: 0xAB)
    #expect(throws: JournalError.busy(process: nil)) {
      try BackupShelf(directory: scratch.path, station: 0xAB)
    }
    // Foreign names are nobody's backups.
    for name in ["kiosk-00000000000000ab-x.sqlite", "kiosk-00000000000000ac-000009.sqlite", "other"] {
      try Data("x".utf8).write(to: URL(filePath: "\(scratch.path)/\(name)"))
    }
    for number in 1...4 {
      try Data("\(number)".utf8).write(to: URL(filePath: shelf.unfinished))
      #expect(try shelf.store() == "\(scratch.path)/kiosk-00000000000000ab-00000\(number).sqlite")
    }
    #expect(
      try shelf.prune(keep: 3) == ["kiosk-00000000000000ab-000001.sqlite"])
    #expect(try shelf.backups().map(\.number) == [2, 3, 4])
    #expect(try shelf.prune(keep: 0).count == 2)
    #expect(FileManager.default.fileExists(atPath: "\(scratch.path)/kiosk-00000000000000ac-000009.sqlite"))
    #expect(throws: JournalError.missing(file: "\(scratch.path)/none")) {
      try BackupShelf(directory: "\(scratch.path)/none", station: 1)
    }
  }

  @Test("A journal of version 1 gets its table, and a copy of version 1 verifies")
  func versionOne() throws {
    let scratch = Scratch()
    do {
      let writer = try Writer(scratch.path)
      try writer.pickup()
    }
    try makeOld(scratch.database)
    #expect(try verifyJournal(file: scratch.database, publicKey: scratch.publicKey).isAccepted)
    let writer = try Writer(scratch.path)
    #expect(writer.state.lastBackup == nil)
    let head = try writer.journal.head()
    try writer.act(Actor(role: .technician, user: 7)) {
      try $0.backupMade(upTo: head.sequence, hash: RecordHash(head.hash)!)
    }
    #expect(try writer.journal.load() == writer.state)
    #expect(writer.state.lastBackup?.sequence == head.sequence)
    #expect(throws: Refusal.invalidAnswer) {
      try writer.act { try $0.backupMade(upTo: 10_000, hash: RecordHash(head.hash)!) }
    }
  }
}

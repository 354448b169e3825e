// What a start refuses, what it completes, and how it brings an older database up to date.

import Crypto
import Foundation
import GRDB
import Handover
import Testing

@testable import Journal

/// The error of opening a directory's journal.
func errorOfOpening(_ directory: String, migrations: [Migration] = []) -> JournalError? {
  do throws(JournalError) {
    try SQLiteJournal(directory: directory, migrations: migrations) { try testKeys() }.close()
    return nil
  } catch {
    #expect(!error.message.isEmpty && error.exitStatus != 0)
    return error
  }
}

func written() throws -> Scratch {
  let scratch = Scratch()
  try Writer(scratch.path).pickup()
  return scratch
}

@Suite struct OpeningTests {
  @Test func newerAndForeignDatabases() throws {
    var scratch = try written()
    try sqlite(scratch.database, "PRAGMA user_version = 5")
    #expect(errorOfOpening(scratch.path) == .newerDatabase(found: 5, known: 4))
    #expect(throws: JournalError.newerDatabase(found: 5, known: 4)) {
      try ClosedJournal(file: scratch.database)
    }
    #expect(JournalError.newerDatabase(found: 5, known: 4).exitStatus == 78)
    try sqlite(scratch.database, "PRAGMA user_version = 4; PRAGMA application_id = 5")
    #expect(errorOfOpening(scratch.path) == .notAJournal(file: scratch.database))
    #expect(throws: JournalError.self) { try ClosedJournal(file: scratch.database) }
    try Data("not a database, but long enough to be read as one, at least as its beginning".utf8)
      .write(to: URL(filePath: scratch.database))
    #expect(errorOfOpening(scratch.path) == .notAJournal(file: scratch.database))
    try Data().write(to: URL(filePath: scratch.database))
    #expect(errorOfOpening(scratch.path) == .notAJournal(file: scratch.database))
    scratch = try written()
    run("rm", scratch.database)
    #expect(errorOfOpening(scratch.path) == .missing(file: scratch.database))
    #expect(errorOfOpening("/nonexistent/directory") != nil)
  }

  @Test func keysThatAreMissingOpenOrWrong() throws {
    let scratch = try written()
    func isKeyError() -> Bool {
      if case .key? = errorOfOpening(scratch.path) { return true }
      return false
    }
    #expect(errorOfOpening(scratch.path) == nil)
    for mode in ["644", "640", "604", "660"] {
      run("chmod", mode, scratch.key)
      #expect(isKeyError(), "\(mode)")
    }
    run("chmod", "600", scratch.key)
    #expect(errorOfOpening(scratch.path) == nil)
    run("mv", scratch.key, "\(scratch.key).away")
    #expect(isKeyError())
    run("ln", "-s", "\(scratch.key).away", scratch.key)
    #expect(isKeyError(), "a link may point anywhere")
    run("rm", scratch.key)
    try Data("short".utf8).write(to: URL(filePath: scratch.key))
    run("chmod", "600", scratch.key)
    #expect(isKeyError())
    // Another station's key signs nothing here.
    let other = Scratch()
    try SQLiteJournal(directory: other.path) { try testKeys(50) }.close()
    run("cp", "-p", other.key, scratch.key)
    guard case .corrupt? = errorOfOpening(scratch.path) else {
      Issue.record("taken over")
      return
    }
  }

  @Test func aCutFoundingIsCompletedOrBegunAnew() throws {
    let scratch = try written()
    // Cut before the database got its name: it waits under the other one.
    run("mv", scratch.database, "\(scratch.database).new")
    #expect(errorOfOpening(scratch.path) == nil)
    // Cut before the key was written: everything begins anew.
    let second = Scratch()
    try Data("half".utf8).write(to: URL(filePath: "\(second.database).new"))
    try Data("half".utf8).write(to: URL(filePath: "\(second.key).new"))
    #expect(errorOfOpening(second.path) == nil)
    #expect(!FileManager.default.fileExists(atPath: "\(second.database).new"))
    // No chance, no station.
    let third = Scratch()
    let error = #expect(throws: JournalError.self) {
      try SQLiteJournal(directory: third.path) { throw CryptoError.randomnessUnavailable(38) }
    }
    guard case .key? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: third.database))
  }

  @Test func migrationsGoForwardWithACopyFirst() throws {
    let scratch = try written()
    try Writer(scratch.path).append(
      .announced(OrderID(5), OrderFacts(documents: DocumentSet([.passport]))),
      side: [.put(OrderID(5), person(5))])
    let step = Migration(version: 5) { db in try db.execute(sql: "ALTER TABLE review ADD COLUMN room TEXT") }
    let broken = Migration(version: 5) { db in
      try db.execute(sql: "ALTER TABLE review ADD COLUMN room TEXT")
      try db.execute(sql: "this is no SQL")
    }
    let copy = "\(scratch.database).before-v5"
    #expect(errorOfOpening(scratch.path, migrations: [broken]) != nil)
    #expect(try sqlite(scratch.database, "PRAGMA user_version") == ["4"])
    #expect(errorOfOpening(scratch.path) == nil, "nothing of the step is left")
    #expect(errorOfOpening(scratch.path, migrations: [step]) == nil)
    #expect(
      try sqlite(scratch.database, "PRAGMA user_version; SELECT count(room) FROM review") == ["5", "0"])
    #expect(errorOfOpening(scratch.path) == .newerDatabase(found: 5, known: 4))
    #expect(run("stat", "-c", "%a", copy).output == "600\n")
    let report = try verifyJournal(file: copy, publicKey: scratch.publicKey)
    #expect(report.isAccepted && report.records > 20, "\(report.text)")
    for name in ["Name 5", "meier", "+49151"] {
      #expect(run("grep", "-c", name, copy).output == "0\n", "I14")
    }
    #expect(run("grep", "-c", "Name 5", scratch.database).output == "1\n")
  }
}

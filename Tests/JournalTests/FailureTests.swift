// Every way in which a journal can refuse: each a clear error with a remedy, and what was durable before is what is
// there afterwards.

import Crypto
import Foundation
import GRDB
import Handover
import Testing

@testable import Journal

@Suite(.serialized) struct FailureTests {
  @Test(
    "C1, I8: a full disk at any page leaves nothing half written, and a probe finds out when there is room again"
  )
  func fullAtEveryPage() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    try writer.pickup()
    var failures = 0
    var order: UInt64 = 100
    for more in 0..<12 {
      try writer.journal.connection.access { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count")!
        try db.execute(sql: "PRAGMA max_page_count = \(pages + more)")
      }
      var failure: JournalError?
      for _ in 0..<400 where failure == nil {
        order += 1
        let side = SideChange.put(OrderID(order), person(Int(order)))
        do {
          try writer.append(
            .announced(OrderID(order), OrderFacts(documents: DocumentSet([.passport]))), side: [side])
        } catch {
          failure = error as? JournalError
        }
      }
      #expect(failure == .diskFull)
      failures += 1
      #expect(throws: JournalError.diskFull) { try writer.append(.started(version: "2")) }
      #expect(try writer.journal.load() == writer.state)
      // The probe opens the file anew, which also forgets the limit.
      try writer.journal.probe()
      #expect(try writer.journal.load() == writer.state)
      try writer.append(.started(version: "3"))
    }
    #expect(failures == 12)
    #expect(try writer.journal.verifySlice(from: 1, count: 10_000) == SliceReport(next: nil, damage: nil))
  }

  @Test(
    "C1: a really full disk, with every number of free pages",
    .enabled(if: geteuid() == 0 && Mounted.isPossible, "needs root for a tmpfs"))
  func fullDisk() throws {
    let mounted = try Mounted(kilobytes: 400)
    let writer = try Writer(mounted.path)
    try writer.pickup()
    var refused = 0
    for free in 0..<24 {
      mounted.fill(leaving: free * 4096)
      var after: Int64 = 0
      do {
        try writer.append(.started(version: "free \(free)"))
        after = writer.state.sequence
      } catch {
        #expect(
          [.diskFull, .readOnly(file: "\(mounted.path)/journal.sqlite")].contains(error as? JournalError))
        refused += 1
      }
      mounted.fill(leaving: nil)
      if after == 0 { try writer.journal.probe() }
      #expect(try writer.journal.load() == writer.state)
      #expect(try writer.journal.head().sequence == writer.state.sequence)
    }
    #expect(refused > 2 && refused < 24)
    mounted.fill(leaving: 0)
    #expect(throws: JournalError.self) { try writer.journal.probe() }
    mounted.fill(leaving: nil)
    try writer.journal.probe()
    #expect(try writer.journal.verifySlice(from: 1, count: 10_000) == SliceReport(next: nil, damage: nil))
  }

  @Test(
    "A read-only file system refuses the start",
    .enabled(if: geteuid() == 0 && Mounted.isPossible, "needs root for a tmpfs"))
  func readOnlyFileSystem() throws {
    let mounted = try Mounted(kilobytes: 1000)
    try Writer(mounted.path).pickup()
    run("mount", "-o", "remount,ro", mounted.path)
    guard case .readOnly? = errorOfOpening(mounted.path) else {
      Issue.record("not said")
      return
    }
    // Reading it is still possible.
    let key = try PublicKey(raw: testKeys().signing.publicKey.raw)
    #expect(try verifyJournal(file: "\(mounted.path)/journal.sqlite", publicKey: key).isAccepted)
  }

  @Test func readOnlyWhileRunning() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    try writer.journal.connection.access { db in try db.execute(sql: "PRAGMA query_only = ON") }
    #expect(throws: JournalError.readOnly(file: scratch.database)) {
      try writer.append(.started(version: "1"))
    }
    try writer.journal.probe()
    try writer.append(.started(version: "1"))
    #expect(try writer.journal.load() == writer.state)
  }

  @Test("C15: a second process is told who holds the journal")
  func secondProcess() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    let error = errorOfOpening(scratch.path)
    #expect(error == .busy(process: getpid()))
    #expect(error?.exitStatus == 75)
    let reading = #expect(throws: JournalError.self) {
      try verifyJournal(file: scratch.database, publicKey: scratch.publicKey)
    }
    #expect(reading == .busy(process: getpid()))
    // A link to it is the same file.
    run("ln", "-s", scratch.database, "\(scratch.path)/link.sqlite")
    #expect(throws: JournalError.self) { try ClosedJournal(file: "\(scratch.path)/link.sqlite") }
    try writer.append(.started(version: "1"))
  }

  @Test("A foreign reader makes an append fail, and nothing is written")
  func foreignReader() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    let queue = try DatabaseQueue(path: scratch.database)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN; SELECT count(*) FROM record")
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM record")
      #expect(throws: JournalError.busy(process: nil)) { try writer.append(.started(version: "1")) }
      try db.execute(sql: "COMMIT")
    }
    try writer.journal.probe()
    try writer.append(.started(version: "1"))
    #expect(try writer.journal.load() == writer.state)
  }

  @Test func aCorruptPageIsFoundWhereItIsReadAndBySlices() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    for _ in 0..<12 {
      var batch: [Entry] = []
      for offset in 1...100 {
        batch.append(
          Entry(
            record: Record(
              sequence: writer.state.sequence + Int64(offset),
              time: Moment(wall: writer.wall, monotonic: 1, boot: 2, day: writer.day), actor: .station,
              event: .started(version: "1"))))
      }
      try writer.append(batch)
    }
    #expect(try writer.journal.verifySlice(from: 1, count: 500) == SliceReport(next: 501, damage: nil))
    #expect(try writer.journal.verifySlice(from: 501, count: 500) == SliceReport(next: 1001, damage: nil))
    #expect(try writer.journal.verifySlice(from: 1001, count: 500) == SliceReport(next: nil, damage: nil))
    // One byte of record 300, on the disk, behind everybody's back.
    var bytes = try Data(contentsOf: URL(filePath: scratch.database))
    let canonical = Data(try writer.journal.records(from: 300, limit: 1)[0].canonicalBytes)
    let place = try #require(bytes.range(of: canonical))
    bytes[place.lowerBound + 30] ^= 1
    try writer.journal.close()
    try bytes.write(to: URL(filePath: scratch.database))
    let fresh = Scratch()
    for name in ["journal.sqlite", "station.key"] { run("cp", "-p", "\(scratch.path)/\(name)", fresh.path) }
    // The start looks at the end only, so that it does not grow with the journal's age.
    let journal = try SQLiteJournal(directory: fresh.path) { try testKeys() }
    #expect(try journal.load() == writer.state)
    let report = try journal.verifySlice(from: 201, count: 200)
    #expect(report.damage?.contains("300") == true, "\(report)")
    // A page of nonsense: reading it refuses, the rest goes on.
    try journal.close()
    let page = place.lowerBound / 4096
    for position in page * 4096..<(page + 1) * 4096 { bytes[position] = 0x5A }
    let third = Scratch()
    run("cp", "-p", scratch.key, third.path)
    try bytes.write(to: URL(filePath: third.database))
    let torn = try SQLiteJournal(directory: third.path) { try testKeys() }
    let error = #expect(throws: JournalError.self) { try torn.records(from: 290, limit: 20) }
    guard case .corrupt? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try torn.verifySlice(from: 201, count: 200).damage != nil)
    #expect(try torn.load() == writer.state)
  }

  @Test func aCrashInTheMiddleOfACommitIsTakenBack() throws {
    let scratch = try written()
    let head: JournalHead
    do { head = try SQLiteJournal(directory: scratch.path) { try testKeys() }.head() }
    // A transaction so large that half of it is in the file, and the power goes: both files as they are then.
    let whole = try Data(contentsOf: URL(filePath: scratch.database))
    let queue = try DatabaseQueue(path: scratch.database)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE")
      try db.execute(
        sql: "UPDATE record SET kind = kind + 1, hash = zeroblob(3000); UPDATE head SET seq = 99")
      for file in ["journal.sqlite", "journal.sqlite-journal"] {
        run("cp", "\(scratch.path)/\(file)", "\(scratch.path)/copy\(file.dropFirst(7))")
        run("cp", "\(scratch.path)/\(file)", "\(scratch.path)/start\(file.dropFirst(7))")
      }
      try db.execute(sql: "ROLLBACK")
    }
    try queue.close()
    for suffix in ["", "-journal"] {
      run("mv", "\(scratch.path)/start.sqlite\(suffix)", "\(scratch.database)\(suffix)")
    }
    #expect(try Data(contentsOf: URL(filePath: scratch.database)) != whole)
    let report = try verifyJournal(file: "\(scratch.path)/copy.sqlite", publicKey: scratch.publicKey)
    #expect(report.isAccepted, "\(report.text)")
    let journal = try SQLiteJournal(directory: scratch.path) { try testKeys() }
    #expect(try journal.head() == head)
  }
}

/// A small disk of its own.
final class Mounted {
  let scratch = Scratch()
  var path: String { scratch.path }

  static let isPossible: Bool = {
    let scratch = Scratch()
    let isMounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", scratch.path).status == 0
    if isMounted { run("umount", scratch.path) }
    return isMounted
  }()

  init(kilobytes: Int) throws {
    try #require(run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path).status == 0)
  }

  deinit { run("umount", "-l", path) }

  /// Fills the disk but for some bytes; nil empties it of the filling again.
  func fill(leaving free: Int?) {
    let filler = "\(path)/filler"
    run("rm", "-f", filler)
    guard let free else { return }
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return }
    let size = Int(status.f_bavail) * Int(status.f_bsize) - free
    if size > 0 { run("fallocate", "-l", "\(size)", filler) }
  }
}

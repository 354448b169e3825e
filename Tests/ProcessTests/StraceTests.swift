// Journal before act, as the kernel saw it: between the intent's write and the unlock frame's write stand the syncs of
// rollback journal, directory and database. Read from strace's own words, with nothing of the product's.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct StraceTests {
  /// One line of strace: `PID call(arguments) = result`, with calls that were interrupted put together again.
  struct Call {
    var name: String
    var arguments: String
    var result: Int
    var descriptor: Int { Int(arguments.prefix { $0.isNumber }) ?? -1 }
    /// The path that `-y` writes behind the descriptor.
    var path: String {
      guard let begin = arguments.firstIndex(of: "<"), let end = arguments.firstIndex(of: ">") else {
        return ""
      }
      return String(arguments[arguments.index(after: begin)..<end])
    }
  }

  static func parse(_ text: String) -> [Call] {
    var calls: [Call] = []
    var unfinished: [Substring: String] = [:]
    for line in text.split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      let pid = line[..<space]
      var rest = line[space...].drop { $0 == " " }
      if rest.hasSuffix("<unfinished ...>") {
        unfinished[pid] = String(rest.dropLast("<unfinished ...>".count))
        continue
      }
      if rest.hasPrefix("<... "), let end = rest.range(of: "resumed>") {
        rest = Substring((unfinished.removeValue(forKey: pid) ?? "") + rest[end.upperBound...])
      }
      guard let open = rest.firstIndex(of: "("),
        let equals = rest.range(of: ") = ", options: .backwards) ?? rest.range(of: " = ", options: .backwards)
      else { continue }
      let result = rest[equals.upperBound...].prefix { $0.isNumber || $0 == "-" }
      calls.append(
        Call(
          name: String(rest[..<open]), arguments: String(rest[rest.index(after: open)..<equals.lowerBound]),
          result: Int(result) ?? -1))
    }
    return calls
  }

  @Test("a pickup's intent is on the disk, journal and directory, before the unlock frame is written (I1)")
  func journalBeforeUnlock() throws {
    let stand = try Stand("strace")
    var parcel = Stand.parcel(1)
    try stand.start()
    try stand.importOrders([parcel])
    let compartment = try stand.deposit(&parcel)
    #expect(stand.stopStation() == 0)
    try stand.linger(milliseconds: stand.restLeft(compartment))
    let before = try stand.exported().count

    let trace = stand.scratch.file("trace")
    let strace = "/usr/bin/strace"
    try #require(FileManager.default.isExecutableFile(atPath: strace), "strace is missing: run 'make setup'")
    stand.tracer = [
      strace, "-f", "-y", "-xx", "-s", "4096", "-o", trace, "-e",
      "trace=openat,write,pwrite64,fsync,fdatasync,unlink,ioctl",
    ]
    do { try stand.start() } catch {
      let words = stand.station?.errorText ?? ""
      if words.contains("Operation not permitted") || words.contains("ptrace") {
        print("skipped: strace cannot attach here: \(words)")
        return
      }
      throw error
    }
    let end = try stand.pickUp(parcel)
    guard case .done = end else {
      Issue.record("the pickup ended with \(end)")
      return
    }
    // The tracer passes the signal on and ends with the station.
    #expect(stand.stopStation() == 0)

    let text = try String(contentsOfFile: trace, encoding: .utf8)
    let calls = Self.parse(text)
    let device = try FileManager.default.destinationOfSymbolicLink(atPath: stand.wall.link)
    let database = stand.database
    let rollback = database + "-journal"
    let directory = stand.state

    // The unlock frame: STX, address, 0x31, ETX, sum; -xx writes each byte as \x02.
    let frames = calls.indices.filter {
      calls[$0].name == "write" && Self.hex(calls[$0].path) == device
        && calls[$0].arguments.contains("\"\\x02")
        && calls[$0].arguments.range(of: #"\\x02\\x..\\x31\\x03"#, options: .regularExpression) != nil
    }
    #expect(frames.count == 1, "one pickup writes one unlock frame")
    let frame = try #require(frames.first)

    // The intent's transaction is the last one before the frame: it begins with the rollback journal's creation.
    let begin = try #require(
      calls[..<frame].lastIndex {
        $0.name == "openat" && Self.has($0, rollback) && $0.arguments.contains("O_CREAT")
      },
      "no rollback journal was made before the frame")
    let between = begin..<frame
    let writes = between.filter { calls[$0].name == "pwrite64" && Self.hex(calls[$0].path) == database }
    let firstWrite = try #require(writes.first, "the database was not written before the frame")
    let lastWrite = try #require(writes.last)
    func syncs(_ path: String, _ range: Range<Int>) -> Bool {
      calls[range].contains {
        ($0.name == "fsync" || $0.name == "fdatasync") && Self.hex($0.path) == path && $0.result == 0
      }
    }
    #expect(syncs(rollback, begin..<firstWrite), "rollback journal on the disk before the database changes")
    #expect(syncs(directory, begin..<firstWrite), "its name is in the directory before the database changes")
    #expect(syncs(database, lastWrite..<frame), "database on the disk before the frame")
    let unlink = try #require(
      between.last { calls[$0].name == "unlink" && Self.has(calls[$0], rollback) },
      "the transaction was not committed before the frame")
    #expect(unlink > lastWrite)
    #expect(syncs(directory, unlink..<frame), "the commit is in the directory before the frame (EXTRA)")
    // Nothing was begun between the commit and the frame that the frame could belong to.
    #expect(!calls[unlink..<frame].contains { $0.name == "pwrite64" && Self.hex($0.path) == database })

    let records = try ExportedRecord.parse(stand.exported().dropFirst(before))
    let kinds = records.map(\.kind)
    for kind in ["intent", "unlock_sent", "opened", "closed", "taken", "settled"] {
      #expect(kinds.count { $0 == kind } == 1, "a pickup writes one \(kind): \(kinds)")
    }
    let places = ["intent", "unlock_sent", "opened", "closed", "taken", "settled"].compactMap {
      kinds.firstIndex(of: $0)
    }
    #expect(places == places.sorted())
    // The intent's own bytes stand in that transaction and in none before it.
    let intent = try #require(records.first { $0.kind == "intent" })
    let bytes = Self.recordBegin(code: 30, intent)
    let holders = calls.indices.filter {
      calls[$0].name == "pwrite64" && Self.hex(calls[$0].path) == database
        && calls[$0].arguments.contains(bytes)
    }
    let first = try #require(holders.first, "the intent's canonical bytes were not written")
    #expect(
      between.contains(first), "the intent was written in another transaction than the last before the frame")
  }

  /// How a record's canonical bytes begin (docs/journal.md: layout 1, kind, sequence, wall clock), as -xx prints it.
  private static func recordBegin(code: UInt8, _ record: ExportedRecord) -> String {
    var bytes: [UInt8] = [1, code]
    for value in [record.seq, Int64(record.milliseconds)] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
      }
    }
    return bytes.map { byte in "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// With -xx strace writes paths too as \x2f\x74…; plain ones stay as they are.
  private static func hex(_ text: String) -> String {
    guard text.hasPrefix("\\x") else { return text }
    let bytes = text.split(separator: "\\").compactMap { UInt8($0.dropFirst(), radix: 16) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A quoted argument that is this path.
  private static func has(_ call: Call, _ path: String) -> Bool {
    call.arguments.split(separator: "\"").contains { hex(String($0)) == path }
  }
}

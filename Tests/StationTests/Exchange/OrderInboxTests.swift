// The watched folder without a station: a stand-in answers the slices, and the test says when the folder is looked at.
// Whatever lies there ends in `processed` or `rejected` with its report, or is said to be in trouble.

import Glibc
import Handover
import Logging
import Messages
import Synchronization
import Testing

@testable import Station

/// A folder of orders and a loop that knows ids and nothing else.
private final class Desk: Sendable {
  private struct State {
    var known: Set<String> = []
    var slices: [Int] = []
    var sights: [ExchangeSight] = []
    var refuses = false
  }

  private let state = Mutex(State())
  nonisolated(unsafe) let folder = Scratch()
  nonisolated(unsafe) private(set) var inbox: OrderInbox!

  init(start: Bool = true) { if start { begin() } }

  func begin() {
    let day = CivilDay(year: 2026, month: 11, day: 22)!
    inbox = OrderInbox(
      path: folder.path, station: "Test", log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      now: { StationTime(moment: Moment(wall: 0, monotonic: 0, boot: 1, day: day), minuteOfDay: 0) }
    ) { [weak self] in self?.take($0) }
    inbox.start()
    look()
  }

  var known: Set<String> { state.withLock { $0.known } }
  var slices: [Int] { state.withLock { $0.slices } }
  var trouble: String? { state.withLock { $0.sights.last?.trouble } }
  var rejected: Int? { state.withLock { $0.sights.last?.rejected } }
  func refuse(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }

  private func take(_ input: StationInput) {
    switch input {
    case .exchange(.inbox(let sight)): state.withLock { $0.sights.append(sight) }
    case .exchange(.rows(let batch, let rows)):
      let answer = state.withLock { state -> ExchangeAnswer in
        if state.refuses { return .refused("the journal refuses") }
        state.slices.append(rows.count)
        var result = ImportResult(announced: 0, known: 0, refused: [:])
        for row in rows {
          if row.withdraws == true {
            if state.known.remove(row.id) != nil {
              result.withdrawn += 1
            } else {
              result.absent.append(row.id)
            }
          } else if state.known.insert(row.id).inserted {
            result.announced += 1
          } else {
            result.known += 1
          }
        }
        return .imported(result)
      }
      inbox.answered(batch, answer)
    default: break
    }
  }

  func look() {
    for _ in 0..<6 { inbox.executor.queue.sync { inbox.assumeIsolated { $0.look() } } }
  }

  func stop() { inbox.stop() }

  func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  func bring(_ text: String, as name: String) throws {
    try SmallFile.append(text, to: path(".new"))
    try SmallFile.rename(path(".new"), to: path(name))
  }

  func list(_ name: String) -> [String] {
    guard let folder = try? Folder.open(path(name)), let names = try? folder.names() else { return [] }
    return names.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  func report(_ name: String) -> ImportReport? {
    guard let bytes = try? SmallFile.read(path(name) + ".report.json", bytesMax: 1 << 20) else { return nil }
    return MessageCoding.decode(ImportReport.self, from: bytes)
  }
}

private let head = "id;documents;birth_date;phone\n"
private func row(_ id: String) -> String { "\(id);passport;1985-03-17;0171 2345678\n" }

@Suite struct OrderInboxTests {
  @Test func filesAreImportedAndMovedWithTheirReports() throws {
    let desk = Desk()
    try desk.bring(head + row("1") + row("2") + "3;pass;31.02.1999;0171 2345678\n", as: "orders.csv")
    try desk.bring("{\"id\":\"1\",\"withdraw\":true}\n{\"id\":\"9\",\"withdraw\":true}\n", as: "Zurück.JSONL")
    for name in [".x.csv", "y.csv.part", "z.tmp", "notes.txt"] { try desk.bring(row("7"), as: name) }
    desk.look()
    #expect(
      desk.list("processed") == [
        "Zurück.jsonl", "Zurück.jsonl.report.json", "Zurück.jsonl.report.txt", "orders.csv",
        "orders.csv.report.json", "orders.csv.report.txt",
      ])
    #expect(desk.list("processing").isEmpty && desk.list("rejected").isEmpty)
    #expect(
      desk.list("").filter { !$0.hasPrefix("p") && !$0.hasPrefix("r") } == [
        ".x.csv", "notes.txt", "y.csv.part", "z.tmp",
      ])
    let report = try #require(desk.report("processed/orders.csv"))
    #expect(report.result == .processed && report.announced == 2 && report.rejected == 1 && report.rows == 3)
    #expect(
      report.notes.map { "\($0.line):\($0.column ?? 0): \($0.reason)" } == [
        "4:3: birth_date: is a day that does not exist"
      ])
    let back = try #require(desk.report("processed/Zurück.jsonl"))
    #expect(back.withdrawn + back.absent == 2)
  }

  @Test func theSameNameAgainGetsANumber() throws {
    let desk = Desk()
    for _ in 1...3 {
      try desk.bring(head + row("1"), as: "orders.csv")
      desk.look()
    }
    #expect(
      desk.list("processed").filter { $0.hasSuffix(".csv") } == [
        "orders-2.csv", "orders-3.csv", "orders.csv",
      ])
    #expect(desk.report("processed/orders-3.csv")?.known == 1)
    #expect(desk.known == ["1"])
  }

  @Test func largeFilesGoInSlices() throws {
    let desk = Desk()
    try desk.bring(head + (1...450).map { row("\($0)") }.joined(), as: "a.csv")
    desk.look()
    #expect(desk.slices == [200, 200, 50])
    #expect(desk.report("processed/a.csv")?.announced == 450)
  }

  @Test func whatIsNoFileOfOrdersIsRejectedAndStopsNothing() throws {
    let desk = Desk(start: false)
    try SmallFile.append(head + row("secret"), to: desk.path("elsewhere"))
    symlink(desk.path("elsewhere"), desk.path("a-link.csv"))
    symlink("/nowhere", desk.path("b-dangling.csv"))
    mkdir(desk.path("c-folder.csv"), 0o755)
    mkfifo(desk.path("d-pipe.csv"), 0o644)
    link(desk.path("elsewhere"), desk.path("e-hard.csv"))
    try desk.bring("id;name\n1;x\n", as: "f-header.csv")
    try desk.bring(head + "1;passport;x;y\n", as: "g-rows.csv")
    if geteuid() != 0 {
      try desk.bring(head + row("2"), as: "h-locked.csv")
      chmod(desk.path("h-locked.csv"), 0)
    }
    try desk.bring(head + row("3"), as: "z.csv")
    desk.begin()
    desk.look()
    desk.look()
    #expect(desk.known == ["3"])
    let rejected = desk.list("rejected").filter { $0.hasSuffix(".csv") }
    let wanted = ["a-link", "b-dangling", "c-folder", "d-pipe", "e-hard", "f-header", "g-rows"].map {
      "\($0).csv"
    }
    #expect(rejected.filter { !$0.hasPrefix("h") } == wanted)
    for name in wanted {
      let report = try #require(desk.report("rejected/\(name)"), "\(name)")
      #expect(report.result == .rejected && (report.fault != nil || !report.notes.isEmpty), "\(name)")
    }
    #expect(desk.report("rejected/a-link.csv")?.fault?.reason == "the file is a symbolic link")
    #expect(desk.report("rejected/e-hard.csv")?.fault?.reason.contains("hard link") == true)
    #expect(desk.trouble == nil)
  }

  @Test func whatSaysNothingOrTooMuchIsRejectedWholeAndCounted() throws {
    let desk = Desk()
    try desk.bring("", as: "a.csv")
    try desk.bring(head, as: "b.csv")
    try desk.bring("\n", as: "c.jsonl")
    try desk.bring(head + (0...ImportLimit.rowsMax).map { row("\($0)") }.joined(), as: "d.csv")
    desk.look()
    #expect(desk.known.isEmpty)
    for name in ["a.csv", "b.csv", "c.jsonl", "d.csv"] {
      let report = try #require(desk.report("rejected/\(name)"), "\(name)")
      #expect(report.result == .rejected && report.announced == 0 && report.notes.count == 1)
    }
    #expect(desk.rejected == 4 && desk.trouble == nil)
    let report = ExchangeReport(
      inbox: ExchangeReport.Folder(waiting: 0, trouble: nil, rejected: 4), outbox: nil)
    let line = Listing.exchange(report, .german)[0]
    #expect(line.isUrgent && line.value.contains("4 Dateien abgelehnt"))
  }

  @Test func oddNamesAreSafe() throws {
    let desk = Desk()
    let names: [[UInt8]] = [
      [0xFF, 0xFE], Array("a\u{1B}[31m\nb".utf8), Array("-rf".utf8), Array("ü \"'$(x)".utf8),
      Array(String(repeating: "n", count: 240).utf8),
    ]
    for (index, name) in names.enumerated() {
      try SmallFile.append(head + row("\(index)"), to: desk.path(".new"))
      let target = Array(desk.folder.path.utf8) + [0x2F] + name + Array(".csv".utf8) + [0]
      #expect(rename(desk.path(".new"), target.map { CChar(bitPattern: $0) }) == 0)
    }
    desk.look()
    desk.look()
    #expect(desk.known.count == names.count)
    for name in desk.list("processed") {
      #expect(name.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }, "\(name)")
      #expect(name.first != "-" && name.utf8.count < 140)
    }
  }

  /// Each state that a kill can leave, and a start after it.
  @Test func everyCrashIsTakenUp() throws {
    let desk = Desk()
    desk.stop()
    // Claimed, not imported.
    try desk.bring(head + row("1"), as: "processing/claimed.csv")
    // Imported, the report half written.
    try desk.bring(head + row("2"), as: "processing/half.csv")
    try desk.bring("{", as: "processing/.half.csv.report.json.tmp")
    try desk.bring("text", as: "processing/half.csv.report.txt")
    // Reported, nothing moved; and moved in part. These must not be imported again.
    let done = ImportReport(
      file: "x.csv", station: "Test", time: "", ImportSummary(OrderImport()), fault: nil)
    for name in ["reported", "moved"] {
      try desk.bring(String(decoding: done.json, as: UTF8.self), as: "processing/\(name).csv.report.json")
    }
    try desk.bring(head + row("never-1"), as: "processing/reported.csv")
    try desk.bring("text", as: "processing/reported.csv.report.txt")
    try desk.bring(head + row("never-2"), as: "processed/moved.csv")
    desk.begin()
    desk.look()
    #expect(desk.known == ["1", "2"])
    #expect(desk.list("processing").isEmpty)
    #expect(
      desk.list("processed").filter { $0.hasSuffix(".csv") } == [
        "claimed.csv", "half.csv", "moved.csv", "reported.csv",
      ])
    #expect(desk.list("processed").filter { $0.hasSuffix(".json") }.count == 4)
    #expect(desk.trouble == nil)
  }

  @Test func aJournalThatRefusesIsAskedAgain() throws {
    let desk = Desk()
    desk.refuse(true)
    try desk.bring(head + row("1"), as: "a.csv")
    desk.look()
    #expect(desk.list("processing") == ["a.csv"] && desk.known.isEmpty)
    desk.stop()
    desk.refuse(false)
    desk.begin()
    desk.look()
    #expect(desk.list("processed").contains("a.csv") && desk.known == ["1"])
  }

  @Test func aFolderThatIsMissingIsSaidAndAwaited() throws {
    let desk = Desk(start: false)
    rmdir(desk.folder.path)
    desk.begin()
    #expect(desk.trouble?.contains("cannot be opened") == true)
    mkdir(desk.folder.path, 0o755)
    try desk.bring(head + row("1"), as: "a.csv")
    desk.look()
    #expect(desk.known == ["1"] && desk.trouble == nil)
  }

  @Test func nothingOfARowIsInALogOrReport_I14() throws {
    let desk = Desk()
    try desk.bring(
      head + "ZZID;passport;31.02.1999;0171SENTINEL\n", as: "ZZNAME.csv")
    desk.look()
    let report = try SmallFile.read(desk.path("rejected/ZZNAME.csv.report.txt"), bytesMax: 1 << 20)
    let text = String(decoding: report, as: UTF8.self)
    for word in ["ZZID", "31.02.1999", "SENTINEL"] { #expect(!text.contains(word)) }
  }
}

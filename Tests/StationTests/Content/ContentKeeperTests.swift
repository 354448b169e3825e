// The keeper of content over a real folder: what is whole and right comes, what is wrong is told and read again when it
// was mended, and the shelf gives back what was put on it.

import Foundation
import Handover
import Logging
import Services
import Synchronization
import Testing

@testable import Station

@Suite struct ContentKeeperTests {
  /// A town in a folder of its own.
  private final class Town {
    let folder: URL

    init() throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "kiosk-content-\(UUID().uuidString)")
      try write("town.toml", "name = \"Kleinstadt\"\nland = \"NW\"\nlanguages = [\"de\"]\n")
      try write("pages/de/eins.md", "+++\nname = \"Eins\"\n+++\nText.\n")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ path: String, _ text: String) throws {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
  }

  private final class Heard: Sendable {
    private let inputs = Mutex<[StationInput]>([])
    private let came = DispatchSemaphore(value: 0)

    func take(_ input: StationInput) {
      inputs.withLock { $0.append(input) }
      came.signal()
    }

    func next() throws -> StationInput {
      try #require(came.wait(timeout: .now() + 30) == .success, "the keeper says nothing")
      return inputs.withLock { $0.removeFirst() }
    }
  }

  private func keeper(_ town: Town, _ heard: Heard) -> ContentKeeper {
    ContentKeeper(
      content: town.folder.path, state: NSTemporaryDirectory(), log: Logger(label: "test"),
      now: {
        StationTime(
          moment: Moment(
            wall: 1_000, monotonic: Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000), boot: 1,
            day: CivilDay(year: 2026, month: 11, day: 21)!), minuteOfDay: 600)
      }, settleMilliseconds: 20, lookMilliseconds: 20
    ) { heard.take($0) }
  }

  @Test("a change is taken over, a wrong one is told, a mended one is taken over") func changes() throws {
    let town = try Town()
    let heard = Heard()
    let keeper = keeper(town, heard)
    keeper.start()
    defer { keeper.stop() }
    guard case .content(let first) = try heard.next() else { return #expect(Bool(false)) }
    #expect(first.number == 1 && first.store.references.count == 1)
    let page = ContentReference(kind: .page, id: "eins")
    #expect(first.store.item(page, in: "de")?.name == "Eins")
    try town.write("pages/de/eins.md", "+++\nname = 5\n+++\nText.\n")
    #expect(
      try heard.next() == .contentRefused("pages/de/eins.md:2: name is a whole number, write name = \"…\""))
    try town.write("pages/de/eins.md", "+++\nname = \"Zwei\"\n+++\nText.\n")
    guard case .content(let second) = try heard.next() else { return #expect(Bool(false)) }
    #expect(second.number == 2 && second.store.item(page, in: "de")?.name == "Zwei")
    // What was shown before can be read on, though its files are gone.
    #expect(first.store.item(page, in: "de")?.name == "Eins")
    try FileManager.default.removeItem(at: town.folder)
    guard case .contentRefused(let why) = try heard.next() else { return #expect(Bool(false)) }
    #expect(why.contains("there is no such folder"), "\(why)")
  }

  @Test("links that lead in circles, pipes and folders too deep are told, not followed") func strange() throws
  {
    let town = try Town()
    let path = town.folder.path
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/pages/de/self.md", withDestinationPath: "self.md")
    try FileManager.default.createSymbolicLink(atPath: "\(path)/pages/round", withDestinationPath: "..")
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/pages/de/gone.md", withDestinationPath: "nowhere")
    #expect(mkfifo("\(path)/pages/de/pipe.md", 0o600) == 0)
    try town.write("pages/de/a/b/c/d.md", "x")
    let folder = try ContentFolder(path)
    guard case .failure(.refused(let refusal)) = ContentLoading.load(folder) else {
      return #expect(Bool(false), "taken")
    }
    let said = refusal.mistakes.map(\.description)
    for line in [
      "pages/de/self.md:1: the link leads to itself, remove it",
      "pages/de/gone.md:1: the link leads nowhere, remove it, or bring what it leads to",
      "pages/de/pipe.md:1: this is no regular file, remove it",
      "pages/round:1: the folder leads back to one that it stands in, remove the link",
      "pages/de/a/b:1: folders stand in each other too deep, keep to KIND/LANGUAGE",
    ] { #expect(said.contains(line), "\(said)") }
  }

  @Test("the shelf gives back each piece, and nothing where there is none") func shelf() throws {
    let shelf = try #require(FileShelf(directory: NSTemporaryDirectory()))
    let pieces = (0..<600).map { [UInt8](repeating: UInt8($0 % 251), count: 1_000) }
    for piece in pieces { #expect(shelf.append(piece)) }
    #expect(shelf.bytes(from: 599_000, count: 1_000) == pieces[599])
    #expect(shelf.finish())
    for (index, piece) in pieces.enumerated() {
      #expect(shelf.bytes(from: index * 1_000, count: 1_000) == piece)
    }
    #expect(shelf.bytes(from: 599_500, count: 1_000).isEmpty && shelf.bytes(from: -1, count: 5).isEmpty)
  }

  @Test("counts of use survive a start; what is no file of counts is set aside") func usage() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "kiosk-usage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = Logger(label: "test")
    let dog = try #require(LinkTarget("service:hund"))
    let november = UseMonth(CivilDay(year: 2026, month: 11, day: 21)!)
    let keeper = UsageKeeper(directory: folder.path, counts: UseCounts(), log: log)
    for _ in 0..<7 { keeper.add(dog, november) }
    keeper.stop()
    let text = try String(contentsOf: folder.appendingPathComponent("usage.json"), encoding: .utf8)
    #expect(text == "{\"version\": 1, \"counts\": {\n  \"2026-11\": {\n    \"service:hund\": 7\n  }\n}}\n")
    #expect(UsageKeeper.load(directory: folder.path).counts.sums(november...november).map(\.count) == [7])
    for garbage in ["", "{", "{\"version\":1,\"counts\":{\"2026-13\":{}}}", text.replacing("7", with: "-7")] {
      try garbage.write(to: folder.appendingPathComponent("usage.json"), atomically: true, encoding: .utf8)
      let loaded = UsageKeeper.load(directory: folder.path)
      #expect(loaded.counts.isEmpty)
      keeper.setAside(loaded)
      let aside = folder.appendingPathComponent("usage.json.unreadable")
      #expect(try String(contentsOf: aside, encoding: .utf8) == garbage)
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("usage.json").path))
    }
  }

  @Test("small counts are shown to nobody, old months are forgotten") func suppression() throws {
    let dog = try #require(LinkTarget("service:hund"))
    let form = try #require(LinkTarget("form:hundesteuer"))
    let now = UseMonth(CivilDay(year: 2026, month: 11, day: 21)!)
    var counts = UseCounts()
    for _ in 0..<4 { counts.add(dog, in: now) }
    for _ in 0..<5 { counts.add(form, in: now) }
    #expect(counts.sums(now...now).map(\.target) == [form])
    counts.add(dog, in: now + UseCounts.monthsMax)
    #expect(counts.months.keys.sorted() == [now + UseCounts.monthsMax])
    #expect(UseMonth("2026-11") == now && UseMonth("2026-1") == nil && now.description == "2026-11")
  }
}

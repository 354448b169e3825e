// A file drop that was cut between its name and its confirmation, and a folder that is another one afterwards: nothing is
// taken for delivered without evidence, nothing is wiped, and a person decides.

import Crypto
import Handover
import Testing

@testable import Station

@Suite struct OtherFolderTests {
  private let file = "4827-1190.json"

  private func spool() throws -> Spool {
    let spool = Spool(LosingDisk())
    try spool.open()
    _ = try spool.keep(SpoolCrashTests.entry())
    return spool
  }

  private func round(_ spool: Spool, _ folder: LosingDisk, at wall: Int64 = 1_000_000) {
    _ = Deliverer(spool: spool, ways: [SpoolCrashTests.drop(folder)], log: { _ in }).round(at: {
      DeliveryTime(wall: wall, day: CivilDay(number: 20_000))
    })
  }

  /// Announced, and the folder answers nothing any more.
  private func announced() throws -> (Spool, LosingDisk) {
    let (spool, folder) = (try spool(), LosingDisk())
    // The mark: write, sync, names; then the file aside: write, sync, names.
    folder.cut(after: 6)
    round(spool, folder)
    #expect(spool.entry("4827-1190")?.stage == .announced)
    folder.restart { _ in 0 }
    return (spool, folder)
  }

  @Test("the same folder: what stood aside gets its name, and what has gone was taken")
  func same() throws {
    let (spool, folder) = try announced()
    round(spool, folder, at: 2_000_000)
    #expect(folder.visible.keys.sorted() == [file] && spool.entries.map(\.stage) == [.accepted])
    let (other, taken) = try announced()
    try taken.rename(taken.asideName(file), to: file)
    taken.take(file)
    round(other, taken, at: 2_000_000)
    #expect(taken.visible.isEmpty && other.entries.map(\.stage) == [.accepted])
  }

  @Test("a share that is not mounted: it waits with its content, and goes on when the folder is back")
  func notMounted() throws {
    let (spool, folder) = try announced()
    round(spool, LosingDisk(), at: 2_000_000)
    let waiting = try #require(spool.entry("4827-1190"))
    #expect(waiting.stage == .announced && waiting.content != nil)
    #expect(waiting.fault?.hasPrefix("unclear") == true)
    round(spool, folder, at: 3_000_000)
    #expect(folder.visible.keys.sorted() == [file] && spool.entries.map(\.stage) == [.accepted])
  }

  @Test("a folder that stays another one: a person decides; sent again, it is written anew under its name")
  func anotherOne() throws {
    let (spool, _) = try announced()
    let other = LosingDisk()
    var wall: Int64 = 2_000_000
    for _ in 0..<12 {
      round(spool, other, at: wall)
      wall += 1_000_000
    }
    let open = try #require(spool.entry("4827-1190"))
    #expect(open.stage == .failed && open.fault?.hasPrefix("unclear") == true)
    #expect(open.content == SpoolCrashTests.entry().content && other.visible.isEmpty)
    _ = try spool.update("4827-1190") { $0.retry(at: wall) }
    round(spool, other, at: wall)
    #expect(other.visible.keys.sorted() == [file] && spool.entries.map(\.stage) == [.accepted])
  }

  @Test("names with a point were cleared: nobody knows, except where its own file is there to be seen")
  func cleared() throws {
    let (spool, folder) = try announced()
    for name in try folder.names() where name.hasPrefix(".") { folder.take(name) }
    round(spool, folder, at: 2_000_000)
    #expect(spool.entry("4827-1190")?.stage == .announced)
    let (seen, whole) = try announced()
    try whole.rename(whole.asideName(file), to: file)
    for name in try whole.names() where name.hasPrefix(".") { whole.take(name) }
    round(seen, whole, at: 2_000_000)
    #expect(seen.entries.map(\.stage) == [.accepted])
    let (foreign, another) = try announced()
    for name in try another.names() where name.hasPrefix(".") { another.take(name) }
    try another.write(file, [1])
    round(foreign, another, at: 2_000_000)
    #expect(foreign.entry("4827-1190")?.stage == .announced)
  }

  @Test("a mark that a power cut has torn is none")
  func torn() throws {
    let disk = LosingDisk()
    for bytes in [[], Array("17-07".utf8), Array("17-07\n".utf8), Array("{\n".utf8)] as [[UInt8]] {
      try disk.write(disk.asideName(FolderMark.file), bytes)
      #expect(try FolderMark.read(disk) == nil)
    }
    try FolderMark.write("17-" + String(repeating: "07", count: 16), disk)
    #expect(try FolderMark.read(disk) == "17-" + String(repeating: "07", count: 16))
  }
}

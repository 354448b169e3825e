// The power is cut after every single step of keeping and of dropping a file, with every outcome that a disk may leave:
// what was confirmed is in the spool, and no application reaches a folder twice.

import Crypto
import Handover
import Secrets
import Testing

@testable import Configuration
@testable import Station

@Suite struct SpoolCrashTests {
  static func entry(_ reference: String = "4827-1190", data: String = "a.b.c.d.e") -> SpoolEntry {
    SpoolEntry(
      reference: reference, destination: "bauhof", form: "mangel", title: "Mangel melden", leika: nil,
      day: CivilDay(year: 2026, month: 11, day: 21)!, keptAt: 1_000, key: "k", since: 1_000,
      content: .init(data: data))
  }

  @Test("an entry comes back from its file as it was, and nothing else does")
  func roundTrip() throws {
    var entry = Self.entry()
    entry.leika = "99115003012000"
    entry.submission = "s"
    entry.caseID = "c"
    entry.isPut = true
    entry.folder = "5-07"
    entry.content?.metadata = "m.m.m.m.m"
    entry.fail(SubmissionFault(.refused, "a \"quote\" \u{7} and ü"), at: 5)
    #expect(SpoolEntry(json: entry.json) == entry)
    for bytes in [Array(entry.json.dropLast(20)), Array(entry.json.dropFirst()), []] {
      #expect(SpoolEntry(json: bytes) == nil)
    }
    #expect(!SpoolEntry.isReference("../x") && !SpoolEntry.isReference("") && !SpoolEntry.isReference("a b"))
  }

  @Test("every crash point of keeping: confirmed means in the spool, whole; else there or not, never torn")
  func keeping() throws {
    var cuts = 0
    for seed in 0..<24 as Range<UInt64> {
      var dice = Dice(state: seed &* 977)
      for steps in 0..<12 {
        let disk = LosingDisk()
        var spool = Spool(disk)
        try spool.open()
        _ = try spool.keep(Self.entry("1111-1111"))
        disk.cut(after: steps)
        var isConfirmed = false
        do throws(SubmissionFault) { isConfirmed = try spool.keep(Self.entry()) } catch {}
        cuts += disk.isCut ? 1 : 0
        disk.restart { dice.roll($0) }
        spool = Spool(disk)
        try spool.open()
        #expect(spool.damaged.isEmpty)
        #expect(spool.entry("1111-1111") == Self.entry("1111-1111"))
        if isConfirmed { #expect(spool.contains("4827-1190"), "seed \(seed), step \(steps)") }
        if spool.contains("4827-1190") { #expect(spool.entry("4827-1190") == Self.entry()) }
        // Handed in once more: it is there once.
        _ = try spool.keep(Self.entry())
        #expect(disk.visible.keys.sorted() == ["1111-1111.json", "4827-1190.json"])
        #expect(try disk.names().allSatisfy { !$0.hasPrefix(".") })
      }
    }
    #expect(cuts > 50)
  }

  @Test("every crash point of a change: the old entry or the new one, never neither")
  func changing() throws {
    for seed in 0..<24 as Range<UInt64> {
      var dice = Dice(state: seed &* 31 &+ 5)
      for steps in 0..<5 {
        let disk = LosingDisk()
        var spool = Spool(disk)
        try spool.open()
        _ = try spool.keep(Self.entry())
        disk.cut(after: steps)
        var isDone = false
        do throws(SubmissionFault) {
          isDone = try spool.update("4827-1190") { $0.enter(.sent, at: 7) }
        } catch {}
        disk.restart { dice.roll($0) }
        spool = Spool(disk)
        try spool.open()
        let found = try #require(spool.entry("4827-1190"))
        #expect(found.content == Self.entry().content)
        if isDone { #expect(found.stage == .sent) }
      }
    }
  }

  @Test("a disk that refuses: not kept, and nothing is left of it when it works again")
  func refusing() throws {
    let disk = LosingDisk()
    let spool = Spool(disk)
    try spool.open()
    disk.fail(28)
    #expect(throws: SubmissionFault.self) { try spool.keep(Self.entry()) }
    disk.fail(nil)
    #expect(!spool.contains("4827-1190") && disk.visible.isEmpty)
    #expect(try spool.keep(Self.entry()))
    #expect(try !spool.keep(Self.entry()))
  }

  @Test("a file that no program of ours wrote stays where it is and is told")
  func damaged() throws {
    let disk = LosingDisk()
    try disk.write("9999-0000.json", Array("{".utf8))
    try disk.write("README", [])
    let spool = Spool(disk)
    try spool.open()
    #expect(spool.damaged == ["9999-0000.json"] && spool.entries.isEmpty)
    #expect(throws: SubmissionFault.self) { try spool.keep(Self.entry("9999-0000")) }
    #expect(try disk.read("9999-0000.json", bytesMax: 9) == Array("{".utf8))
  }

  @Test(
    "every crash point of a file drop, with an office that takes files at once or late: each arrives exactly once"
  )
  func dropping() throws {
    var cuts = 0
    for seed in 0..<60 as Range<UInt64> {
      for steps in 0..<14 {
        var dice = Dice(state: seed &* 8_191 &+ UInt64(steps))
        let (own, office) = (LosingDisk(), LosingDisk())
        var arrived: [String] = []
        var spool = Spool(own)
        try spool.open()
        _ = try spool.keep(Self.entry())
        // One machine, one power: a random share of the steps falls on each disk.
        let cut = (own: dice.roll(10), office: steps)
        own.cut(after: cut.own)
        office.cut(after: cut.office)
        for life in 0..<4 {
          let way = Self.drop(office)
          let deliverer = Deliverer(spool: spool, ways: [way], log: { _ in })
          var wall: Int64 = 2_000 + Int64(life) * 1_000_000
          for _ in 0..<6 {
            _ = deliverer.round(at: {
              DeliveryTime(wall: wall, day: CivilDay(number: 20_000))
            })
            wall += 60_000
            if seed % 2 == 0 { take(office, &arrived) }
          }
          if office.isCut || own.isCut { cuts += 1 }
          own.restart { dice.roll($0) }
          office.restart { dice.roll($0) }
          spool = Spool(own)
          try spool.open()
        }
        take(office, &arrived)
        #expect(arrived == ["4827-1190.json"], "seed \(seed), steps \(steps)")
        #expect(spool.entries.map(\.stage) == [.accepted], "seed \(seed), steps \(steps)")
        #expect(spool.entry("4827-1190")?.content == nil)
      }
    }
    #expect(cuts > 200)
  }

  /// The office's software: takes what has a name.
  private func take(_ office: LosingDisk, _ arrived: inout [String]) {
    guard !office.isCut else { return }
    for name in office.visible.keys.sorted() {
      arrived.append(name)
      office.take(name)
    }
  }

  static func drop(_ disk: LosingDisk) -> FileDropWay {
    let text = smallFileDestination
    let settings = try! StationConfiguration.load(text: text, file: "K").get().destinations[0]
    guard case .file(let drop) = settings.kind else { fatalError("a file drop") }
    return FileDropWay(settings, drop, disk: disk) { (count) throws(CryptoError) in
      Secret([UInt8](repeating: 7, count: count))
    }
  }
}

let smallFileDestination = """
  [station]
  town = "Stadt"
  [counter]
  name = "Schalter"
  address = "Weg 1"
  [[destination]]
  name = "bauhof"
  kind = "file"
  directory = "/nonexistent/bauhof"
  key = "/nonexistent/key.jwk"

  """

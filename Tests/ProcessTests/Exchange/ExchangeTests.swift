// The folders of orders and confirmations with a real station that is killed at seeded moments: nothing is lost,
// nothing is imported twice, no file is left lying, and every event has its confirmation.

import Foundation
import Messages
import Testing

/// What the register reads in a confirmation, as a program of the town's would.
private struct Confirmed: Decodable, Equatable {
  var station: String
  var sequence: Int64
  var record: String
  var event: String
  var order: String
  var time: String
  var day: String
}

private final class Folders {
  let stand: Stand
  let root: String
  private var seed: UInt64

  init(_ name: String, seed: UInt64) throws {
    var root = ""
    stand = try Stand(name) { file in
      root = (file.link as NSString).deletingLastPathComponent
      file.inbox = "\(root)/in"
      file.outbox = "\(root)/out"
    }
    self.root = root
    self.seed = seed
    for folder in ["in", "out"] {
      try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
    }
  }

  func chance(_ bound: Int) -> Int {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((seed >> 33) % UInt64(bound))
  }

  func bring(_ bytes: [UInt8], as name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/in/.new"))
    guard rename("\(root)/in/.new", "\(root)/in/\(name)") == 0 else { throw POSIXError(.EIO) }
  }

  func list(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []).sorted()
  }

  /// Files that wait to be imported or to be moved on.
  var left: [String] { list("in").filter { $0.hasSuffix(".csv") } + list("in/processing") }

  fileprivate func confirmations() throws -> [Confirmed] {
    try list("out").filter { !$0.hasPrefix(".") }.map { name in
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(root)/out/\(name)"))
      let confirmed = try JSONDecoder().decode(Confirmed.self, from: data)
      #expect(name.hasSuffix("\(confirmed.sequence)-\(confirmed.record).json"))
      #expect(name.contains(confirmed.station))
      return confirmed
    }
  }
}

@Suite(.serialized, .timeLimit(.minutes(4)))
struct ExchangeTests {
  private static let head = "Auftragsnummer;Dokumente;Name;Geburtsdatum;Handynummer\r\n"
  private static func row(_ id: Int) -> String {
    "F-\(id);Reisepass;Jörg Müller \(id);17.03.1985;0171 \(2_000_000 + id)\r\n"
  }

  @Test(
    "killed at seeded moments, the inbox loses no row and no file, and imports none twice", arguments: [1, 2])
  func inboxKills(_ seed: UInt64) throws {
    let it = try Folders("inbox", seed: seed)
    let files = 8
    let rows = 70
    for file in 0..<files {
      let text = Self.head + (0..<rows).map { Self.row(file * rows + $0) }.joined() + "wrong;;;;\r\n"
      // Windows-1252: each of these characters is one byte.
      try it.bring(
        text.unicodeScalars.map { UInt8($0.value) },
        as: it.left.contains("orders.csv") ? "orders \(file).csv" : "orders.csv")
      try it.stand.launch()
      try it.stand.linger(milliseconds: Int64(900 + it.chance(700)))
      it.stand.killStation()
    }
    try it.stand.start()
    try it.stand.wait("the inbox to be empty", seconds: 60) { it.left.isEmpty }
    let done = it.list("in/processed")
    #expect(done.filter { $0.hasSuffix(".csv") }.count == files)
    #expect(done.filter { $0.hasSuffix(".report.json") }.count == files)
    #expect(done.filter { $0.hasSuffix(".report.txt") }.count == files)
    #expect(done.count == 3 * files && it.list("in/rejected").isEmpty)
    #expect(try it.stand.status().orders.announced == files * rows)
    #expect(it.stand.stopStation() == 0)
    let announced = try it.stand.exported().filter { $0.contains("\"kind\":\"announced\"") }
    #expect(announced.count == files * rows)
    #expect(try it.stand.verify().status == 0)
  }

  @Test("killed around every event, the outbox has each confirmation once; what is taken away stays away")
  func outboxKills() throws {
    let it = try Folders("outbox", seed: 7)
    let stand = it.stand
    try stand.start()
    var parcels = (1...4).map { Stand.parcel($0) }
    try stand.importOrders(parcels)
    func killSoon() throws {
      try stand.linger(milliseconds: Int64(it.chance(25)))
      stand.killStation()
      try stand.start()
    }
    for index in parcels.indices {
      try stand.deposit(&parcels[index])
      try killSoon()
    }
    for parcel in parcels.dropLast() {
      guard case .done = try stand.pickUp(parcel) else {
        Issue.record("not picked up")
        return
      }
      try killSoon()
    }
    let wanted = 4 + 3
    try stand.wait("every confirmation", seconds: 60) { try it.confirmations().count >= wanted }
    try stand.wait("none waiting") { try stand.status().exchange.outbox?.waiting == 0 }
    let confirmed = try it.confirmations()
    #expect(confirmed.count == wanted)
    for parcel in parcels {
      let events = confirmed.filter { $0.order == parcel.register }.map(\.event)
      #expect(events == (parcel == parcels.last ? ["deposited"] : ["deposited", "handed_over"]))
    }
    #expect(Set(confirmed.map(\.sequence)).count == wanted && Set(confirmed.map(\.station)).count == 1)
    for name in it.list("out") {
      let text = try String(contentsOfFile: "\(it.root)/out/\(name)", encoding: .utf8)
      for parcel in parcels {
        #expect(!text.contains(parcel.slip) && !text.contains(parcel.birthDate) && !text.contains("Name"))
      }
      try FileManager.default.removeItem(atPath: "\(it.root)/out/\(name)")
    }
    try killSoon()
    try stand.linger(milliseconds: 500)
    #expect(it.list("out").isEmpty)

    // A folder that is missing holds up no clerk; it is said, and made up for.
    #expect(rename("\(it.root)/out", "\(it.root)/away") == 0)
    var late = Stand.parcel(9)
    try stand.importOrders([late])
    try stand.deposit(&late)
    try stand.wait("the trouble is said") { try stand.status().exchange.outbox?.trouble != nil }
    #expect(try stand.status().exchange.outbox?.waiting == 1)
    #expect(rename("\(it.root)/away", "\(it.root)/out") == 0)
    try stand.wait("the confirmation", seconds: 40) { it.list("out").count == 1 }
    try stand.wait("the end of the trouble") { try stand.status().exchange.outbox?.trouble == nil }
    // A handed-over order that the register sends once more is known.
    guard
      case .imported(let again) = try stand.ask(
        .importOrders([
          OrderImportRow(
            id: parcels[0].register, documents: ["passport"], serials: [], name: "Name", phone: nil,
            email: nil,
            slip: parcels[0].slip, birthDate: parcels[0].birthDate, size: "S", low: false, counterOnly: false,
            pinLetterConfirmed: true, language: "de")
        ]))
    else {
      Issue.record("no answer")
      return
    }
    #expect(again.known == 1 && again.announced == 0)
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
  }

  @Test("what cannot be imported is put aside with its reason; the log names neither file nor person")
  func hostileInbox() throws {
    let it = try Folders("hostile", seed: 3)
    let inbox = "\(it.root)/in"
    symlink("/etc/passwd", "\(inbox)/a.csv")
    mkfifo("\(inbox)/b.csv", 0o644)
    try FileManager.default.createDirectory(atPath: "\(inbox)/c.csv", withIntermediateDirectories: false)
    try it.bring(Array("no;header\n".utf8), as: "d-SENTINEL.csv")
    try it.bring(Array((Self.head + Self.row(1)).utf8), as: "z.csv")
    try it.stand.start()
    try it.stand.wait("all files", seconds: 30) { it.left.isEmpty }
    #expect(
      it.list("in/rejected").filter { $0.hasSuffix(".csv") } == ["a.csv", "b.csv", "c.csv", "d-SENTINEL.csv"])
    #expect(it.list("in/processed") == ["z.csv", "z.csv.report.json", "z.csv.report.txt"])
    #expect(try it.stand.status().orders.announced == 1)
    #expect(it.stand.stopStation() == 0)
    let log = it.stand.station?.errorText ?? ""
    #expect(log.contains("announced 1"))
    for word in ["SENTINEL", "Müller", "F-1", "2000001", "z.csv"] { #expect(!log.contains(word)) }
  }
}

// The keeper with its threads, on a folder of this machine: what it tells the core, what it refuses, and that nothing in clear
// is on the disk.

import Crypto
import Foundation
import Handover
import Logging
import Messages
import Secrets
import Synchronization
import Testing

@testable import Configuration
@testable import Station

@Suite(.serialized) struct KeeperTests {
  final class Told: Sendable {
    let inputs = Mutex<[StationInput]>([])
    var all: [StationInput] { inputs.withLock { $0 } }
    var reports: [SubmissionReport] {
      all.compactMap { if case .submission(let report) = $0 { report } else { nil } }
    }
    var sights: [DestinationSight] {
      all.last { if case .destinations = $0 { true } else { false } }.map {
        if case .destinations(let sights) = $0 { sights } else { [] }
      } ?? []
    }
  }

  static func keeper(_ scratch: Scratch, hasKey: Bool = true) throws -> (SubmissionKeeper, Told) {
    try FileManager.default.createDirectory(
      atPath: "\(scratch.path)/drop", withIntermediateDirectories: true)
    if hasKey {
      let key = TestRSA.destination.jwk("wrapKey", algorithm: "RSA-OAEP-256").written
      try Data(key.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/key.jwk"))
    }
    let text = smallFileDestination.replacing("/nonexistent/bauhof", with: "\(scratch.path)/drop")
      .replacing("/nonexistent/key.jwk", with: "\(scratch.path)/key.jwk")
    let settings = try StationConfiguration.load(text: text, file: "K").get().destinations
    let told = Told()
    let clock = try StationClock(timezone: "Europe/Berlin")
    let world = SubmissionSetup.World(
      now: { clock.now() }, chance: { (count) throws(CryptoError) in try randomSecret(count) },
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      post: { input in told.inputs.withLock { $0.append(input) } })
    let keeper = try #require(SubmissionSetup.keeper(settings, state: scratch.path, world))
    keeper.start()
    return (keeper, told)
  }

  static func application(_ reference: String = "4827-1190", _ data: String = #"{"name":"Geheim"}"#)
    -> Application
  {
    Application(
      destination: "bauhof", reference: reference, form: "mangel", leika: nil, title: "Mangel melden",
      day: CivilDay(year: 2026, month: 11, day: 21)!, data: Secret(data.utf8))
  }

  @Test("kept once, the same again is kept without a second file, another one under its number is not")
  func keeps() throws {
    let scratch = Scratch()
    let (keeper, told) = try Self.keeper(scratch)
    for application in [Self.application(), Self.application(), Self.application("4827-1190", "{}")] {
      keeper.keep(application)
    }
    try wait(for: "three answers") { told.reports.count == 3 }
    #expect(Array(told.reports.prefix(2)) == [.kept(reference: "4827-1190"), .kept(reference: "4827-1190")])
    #expect(told.reports[2] == .notKept(reference: "4827-1190", why: "spool: the number is taken"))
    try wait(for: "its delivery") { told.sights.first?.delivered == 1 }
    keeper.stop(milliseconds: 5_000)
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/drop")
    #expect(files.sorted() == [".kiosk-folder.json.tmp", "4827-1190.json"])
    let spooled = try String(contentsOfFile: "\(scratch.path)/spool/4827-1190.json", encoding: .utf8)
    #expect(!spooled.contains("Geheim") && !spooled.contains("\"data\""))
    var status = stat()
    stat("\(scratch.path)/spool", &status)
    #expect(status.st_mode & 0o777 == 0o700)
    // The next life tells the core which numbers are in use.
    let (next, heard) = try Self.keeper(scratch)
    #expect(heard.reports == [.known(references: ["4827-1190"])])
    next.stop(milliseconds: 5_000)
  }

  @Test("without a key, for a stranger, and with a number that is none: not kept, and the reason is told")
  func refuses() throws {
    let scratch = Scratch()
    let (keeper, told) = try Self.keeper(scratch, hasKey: false)
    #expect(told.sights.first?.isReady == false)
    var stranger = Self.application("1111-1111")
    stranger.destination = "nobody"
    for application in [Self.application(), stranger, Self.application("../../etc")] {
      keeper.keep(application)
    }
    try wait(for: "three answers") { told.reports.count == 3 }
    let reasons = told.reports.map { if case .notKept(_, let why) = $0 { why } else { "kept" } }
    #expect(reasons[0].hasPrefix("key-missing") && reasons[1].hasPrefix("not-configured"))
    #expect(reasons[2].hasPrefix("spool"))
    keeper.stop(milliseconds: 5_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/spool").isEmpty)
  }

  @Test("a folder that is missing or holds a file of that number is waited for, and staff see why")
  func waits() throws {
    let scratch = Scratch()
    let (keeper, told) = try Self.keeper(scratch)
    let folder = "\(scratch.path)/drop"
    try FileManager.default.removeItem(atPath: folder)
    keeper.keep(Self.application())
    try wait(for: "a fault") { told.sights.first?.lastFault?.hasPrefix("folder") == true }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let taken = "\(folder)/4827-1190.json"
    try Data("of another year".utf8).write(to: URL(fileURLWithPath: taken))
    try wait(for: "another fault") { told.sights.first?.lastFault?.hasPrefix("refused") == true }
    #expect(try String(contentsOfFile: taken, encoding: .utf8) == "of another year")
    keeper.take(.list, for: ConnectionID(7))
    keeper.take(.retry(reference: "4827-1190"), for: ConnectionID(7))
    keeper.take(.drop(reference: "1111-1111"), for: ConnectionID(7))
    try wait(for: "answers") { told.reports.count == 4 }
    guard case .answer(ConnectionID(7), .submissions(let rows)) = told.reports[1] else {
      Issue.record("no list: \(told.reports)")
      return
    }
    #expect(rows.map(\.reference) == ["4827-1190"] && rows[0].state == "announced" && !rows[0].isOpen)
    #expect(rows[0].fault?.hasPrefix("refused") == true)
    #expect(told.reports[2] == .answer(ConnectionID(7), .refused(SubmissionKeeper.notOpen)))
    #expect(told.reports[3] == .answer(ConnectionID(7), .refused(SubmissionKeeper.unknown)))
    try FileManager.default.removeItem(atPath: taken)
    try wait(for: "its delivery") { told.sights.first?.delivered == 1 }
    keeper.stop(milliseconds: 5_000)
  }
}

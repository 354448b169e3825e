// "Where is my document?" with a real station: the register's file goes through the watched folder or the command, the screen
// shows the state, and no number stands in the journal's file. A kill changes nothing of it.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct DocumentStatusTests {
  private static let serial = "L01X00T47"

  private func status(_ stand: Stand, _ number: String) throws -> DocumentStatus? {
    try stand.backToIdle()
    try stand.citizen?.send(.documentStatus(.begin))
    try stand.wait("the question") { if case .documentStatus(.number) = stand.stage { true } else { false } }
    try stand.citizen?.send(.documentStatus(.number), number)
    try stand.wait("an answer") { if case .documentStatus(.result) = stand.stage { true } else { false } }
    guard case .documentStatus(.result(let status, _))? = stand.stage else { return nil }
    return status
  }

  @Test(
    "A file in the watched folder, the command and the screen: one state, no number in the journal, kept over a kill"
  )
  func fromTheFileToTheScreen() throws {
    var root = ""
    let stand = try Stand("status") { file in
      root = (file.link as NSString).deletingLastPathComponent
      file.inbox = "\(root)/in"
    }
    let inbox = "\(root)/in"
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    try stand.start()
    #expect(try status(stand, Self.serial)?.state == .unknown)

    let file = "Seriennummer;Stand;Dokumentart\r\n\(Self.serial);produziert;Personalausweis\r\nkaputt;x;y\r\n"
    try Data(file.utf8).write(to: URL(fileURLWithPath: "\(inbox)/.new"))
    #expect(rename("\(inbox)/.new", "\(inbox)/status-1.csv") == 0)
    try stand.wait("the file to be done", seconds: 40) {
      FileManager.default.fileExists(atPath: "\(inbox)/processed/status-1.csv.report.json")
    }
    let report = try String(contentsOfFile: "\(inbox)/processed/status-1.csv.report.json", encoding: .utf8)
    #expect(report.contains(#""taken":1"#) && !report.contains(Self.serial))
    let made = try status(stand, "l01x 00t 47 1")
    #expect(made?.state == .produced && made?.documents == ["id_card"] && made?.canPickUp == false)

    let second = try stand.scratch.write(
      "{\"serial\":\"\(Self.serial)\",\"state\":\"arrived\"}\n", to: "s.jsonl")
    func kiosk(_ arguments: String...) throws -> (status: Int32, output: String, error: String) {
      try ChildProcess.run(
        [Products.path("kiosk"), "documents"] + arguments + ["--socket", stand.sockets, "--lang", "en"],
        name: "documents", in: stand.scratch)
    }
    let trial = try kiosk("import", second, "--dry-run")
    #expect(trial.status == 0 && trial.output.contains("Trial, nothing changed. Taken 1"), "\(trial)")
    #expect(try kiosk("import", second).status == 0)
    let again = try kiosk("import", second)
    #expect(again.status == 0 && again.output.contains("known already 1"), "\(again)")
    let counts = try kiosk()
    #expect(counts.status == 0 && !counts.output.contains(Self.serial) && counts.output.contains("Arrived"))

    stand.killStation()
    stand.disconnect()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: stand.database))
    #expect(bytes.range(of: Data(Self.serial.utf8)) == nil, "only keyed hashes")
    try stand.start()
    #expect(try status(stand, Self.serial)?.state == .arrived)
    #expect(try stand.status().documents?.arrived == 1)
  }
}

// `kiosk lockers prove` on boards of the other two dialects, as real processes: what is clean is signed and taken by the
// station, what is wrong is found and named.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct ProveDialectTests {
  /// Boards of a dialect: how they are simulated, and what Kiosk.conf says of the one with address 1.
  struct Boards: Sendable, CustomTestStringConvertible {
    var name: String
    var simulated: [String]
    var settings: String

    var testDescription: String { name }
    var table: String { "[[bus.board]]\naddress = 1\n\(settings)" }

    static let xor = Boards(
      name: "xor", simulated: ["--dialect", "xor", "--locks", "24"],
      settings: "dialect = \"xor\"\nlocks = 24\n")
    static let flash = Boards(
      name: "coil-flash", simulated: ["--dialect", "modbus", "--locks", "16"],
      settings: "dialect = \"modbus\"\nlocks = 16\n")
    static let momentary = Boards(
      name: "register-momentary",
      simulated: ["--dialect", "modbus", "--locks", "16", "--pulse-form", "momentary"],
      settings: "dialect = \"modbus\"\nlocks = 16\npulse = \"register-momentary\"\n")
    static let all = [xor, flash, momentary]
  }

  private func stand(
    _ boards: Boards, _ name: String, locks: Int = 3, _ more: [String] = [], fault: String? = nil
  ) throws -> Stand {
    try Stand.toProve(
      "\(name)-\(boards.name)", locks: locks, boards: boards.table, dialect: boards.simulated + more,
      fault: fault)
  }

  private func prove(_ stand: Stand) throws -> Technician {
    try Technician(stand, ["--bus", "wall", "--board", "1"])
  }

  private func run(_ arguments: [String], _ stand: Stand) throws -> (
    status: Int32, output: String, error: String
  ) {
    try ChildProcess.run([Products.path("kiosk")] + arguments, name: "command", in: stand.scratch)
  }

  @Test("A clean board: the signed fragment fits Kiosk.conf and the journal (I1, I12)", arguments: Boards.all)
  func clean(_ boards: Boards) throws {
    let stand = try stand(boards, "clean")
    let technician = try prove(stand)
    #expect(try technician.run() == 0, "\(technician.output)")
    let text = try String(contentsOfFile: technician.out, encoding: .utf8)
    for line in (boards.settings + "address = 1\nclosed_is_one = true\nlocks_inverted = []\n")
      .split(separator: "\n")
    {
      #expect(text.contains("\n\(line)\n"), "\(line)\n\(text)")
    }
    try stand.catchUp("board_proven") { !stand.records("board_proven").isEmpty }
    for kind in ["intent", "unlock_sent", "opened", "closed", "settled"] {
      #expect(stand.records(kind).count == 3, "\(kind): \(stand.records(kind))")
    }
    #expect(stand.records("uncommanded_opening").isEmpty)
    #expect(stand.scratch.text("truth").split(separator: "\n").count { $0.contains("unlock_frame") } == 3)

    #expect(stand.stopStation() == 0)
    let verified = try run(
      ["lockers", "verify", technician.out, "--key", stand.publicKey, "--journal", stand.database], stand)
    #expect(verified.status == 0 && verified.output.contains("board_proven"), "\(verified)")
    #expect(try stand.verify().status == 0)
    // A copy has the proof, too, and the fragment verifies against it.
    let copy = stand.scratch.file("copy.sqlite")
    let backup = try run(["backup", copy, "--state", stand.state], stand)
    #expect(backup.status == 0, "\(backup)")
    let copied = try run(
      ["lockers", "verify", technician.out, "--key", stand.publicKey, "--journal", copy], stand)
    #expect(copied.status == 0, "\(copied)")
    stand.file.boardTables = text
    try stand.scratch.write(stand.file.text, to: "Kiosk.conf")
    let checked = try run(["check", stand.configuration], stand)
    #expect(checked.status == 0, "\(checked)")
    try stand.start()
    guard case .boards(let rows) = try stand.ask(.boards) else {
      Issue.record("no boards")
      return
    }
    #expect(rows.map(\.state) == ["proven"])
  }

  @Test("(1) inverted polarity is found, and makes no noise in the journal afterwards", arguments: Boards.all)
  func inverted(_ boards: Boards) throws {
    let stand = try stand(boards, "inverted", ["--open-is-one"])
    let technician = try prove(stand)
    #expect(try technician.run() == 0, "\(technician.output)")
    #expect(technician.output.contains("the contact is inverted"), "\(technician.output)")
    let text = try String(contentsOfFile: technician.out, encoding: .utf8)
    #expect(text.contains("closed_is_one = false\n") && text.contains("locks_inverted = []\n"), "\(text)")
    try stand.catchUp("board_proven") { !stand.records("board_proven").isEmpty }
    #expect(stand.records("opened").allSatisfy { $0.contains("witnessed") })

    // Until the fragment is pasted each contact reads open all the time: said once before and once after its trial.
    try stand.linger(milliseconds: 2500)
    let count = stand.followed.count
    try stand.linger(milliseconds: 5000)
    #expect(stand.followed.count == count, "\(stand.followed.dropFirst(count))")
    #expect(stand.records("uncommanded_opening").count <= 6)
    #expect(try stand.reviewRows().count == 3)
  }

  @Test("(3) a stuck contact is found, and leaves the board unproven", arguments: Boards.all)
  func stuck(_ boards: Boards) throws {
    let stand = try stand(boards, "stuck", locks: 2, fault: "stuck-bit=0:1:1")
    let technician = try prove(stand)
    #expect(try technician.run() == 70, "\(technician.output)")
    #expect(
      technician.output.contains("lock 1 (compartment 2): the contact is stuck"), "\(technician.output)")
    #expect(!FileManager.default.fileExists(atPath: technician.out))
    try stand.catchUp("board_doubted") { !stand.records("board_doubted").isEmpty }
    #expect(stand.records("board_doubted").allSatisfy { $0.contains("stuck-contact") })
    #expect(try stand.status().liveOperations.isEmpty)
  }

  @Test("(4) two boards at one address are found before any door is opened", arguments: Boards.all)
  func twins(_ boards: Boards) throws {
    let stand = try stand(boards, "twins", locks: 2)
    try stand.wall.command("fault duplicate-address=0")
    let technician = try prove(stand)
    #expect(try technician.run() == 70, "\(technician.output)")
    #expect(technician.output.contains("[duplicate-address]"), "\(technician.output)")
    try stand.catchUp("board_doubted") { !stand.records("board_doubted").isEmpty }
    #expect(stand.records("intent").isEmpty)
    #expect(!stand.scratch.text("truth").contains("unlock_frame"))
  }

  @Test("(4) two doors that open at one address end the board's proof on the technician's word")
  func twoDoors() throws {
    let stand = try stand(.xor, "doors", locks: 2)
    let technician = try prove(stand)
    technician.lies = { _ in "o" }
    #expect(try technician.run() == 70, "\(technician.output)")
    #expect(technician.output.contains("[other-door]"), "\(technician.output)")
    try stand.catchUp("settled") { !stand.records("settled").isEmpty }
    #expect(stand.records("intent").count == 1 && stand.records("board_proven").isEmpty)
  }

  @Test("(5) status bytes in the opposite order are found and named as what they are")
  func swapped() throws {
    let stand = try stand(.xor, "swapped", locks: 2, fault: "swapped-order=0")
    let technician = try prove(stand)
    #expect(try technician.run() == 70, "\(technician.output)")
    #expect(technician.output.contains("swapped byte order"), "\(technician.output)")
    #expect(technician.output.contains("lock 16 changed"), "\(technician.output)")
    #expect(technician.output.contains("[swapped-groups]"))
    #expect(!FileManager.default.fileExists(atPath: technician.out))
    try stand.catchUp("board_doubted") { stand.records("board_doubted").count == 2 }
    #expect(stand.records("board_doubted").allSatisfy { $0.contains("swapped-groups") })
    #expect(stand.records("board_proven").isEmpty)
  }

  @Test("The wrong form of the pulse: no door moves, and the other form is named as the remedy")
  func wrongForm() throws {
    for (simulated, configured, remedy) in [
      (Boards.momentary, Boards.flash, "register-momentary"), (.flash, .momentary, "coil-flash"),
    ] {
      let stand = try Stand.toProve(
        "form-\(remedy)", locks: 1, boards: configured.table, dialect: simulated.simulated)
      let technician = try prove(stand)
      #expect(try technician.run() == 70, "\(technician.output)")
      #expect(technician.output.contains("[refused]"), "\(technician.output)")
      #expect(technician.output.contains("Write pulse = \"\(remedy)\""), "\(technician.output)")
      #expect(!stand.scratch.text("truth").contains("door_opened"))
      #expect(try stand.status().liveOperations.isEmpty)
    }
  }
}

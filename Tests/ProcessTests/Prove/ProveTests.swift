// `kiosk lockers prove` against real processes: what it must find on simulated boards, and what it leaves behind.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct ProveTests {
  private func fragment(_ technician: Technician) throws -> String {
    try String(contentsOfFile: technician.out, encoding: .utf8)
  }

  private func run(_ arguments: [String], _ stand: Stand) throws -> (
    status: Int32, output: String, error: String
  ) {
    try ChildProcess.run([Products.path("kiosk")] + arguments, name: "command", in: stand.scratch)
  }

  @Test("A clean board: every opening journaled, a signed fragment that fits Kiosk.conf (I1, I12)")
  func clean() throws {
    let stand = try Stand.toProve("clean")
    let technician = try Technician(stand)
    #expect(try technician.run() == 0, "\(technician.output)")
    let text = try fragment(technician)
    for line in [
      "address = 0", "closed_is_one = true", "locks_inverted = []", "answers_unlock = \"never\"",
      "unlock_time_byte_order = \"high-first\"", "pulse_milliseconds = 500",
    ] {
      #expect(text.contains(line + "\n"), "\(line)\n\(text)")
    }

    // Each opening: the intent before its unlock, to the end, under the technician's role.
    try stand.catchUp("board_proven") { !stand.records("board_proven").isEmpty }
    let kinds = ["intent", "unlock_sent", "opened", "closed", "settled"]
    for kind in kinds {
      #expect(stand.records(kind).count == 4, "\(kind): \(stand.records(kind))")
    }
    #expect(stand.records("contact_compared").count == 12)
    #expect(stand.records("intent").allSatisfy { $0.contains("commissioning") && $0.contains("technician") })
    #expect(stand.records("intent").allSatisfy { $0.contains("\"before\":\"unknown\"") })
    #expect(stand.records("opened").allSatisfy { $0.contains("witnessed") })
    #expect(stand.records("uncommanded_opening").isEmpty)
    let truth = stand.scratch.text("truth")
    #expect(truth.split(separator: "\n").count { $0.contains("unlock_frame") } == 4)

    // Fragment against journal, and against a change.
    #expect(stand.stopStation() == 0)
    let key = stand.publicKey
    let verified = try run(
      ["lockers", "verify", technician.out, "--key", key, "--journal", stand.database], stand)
    #expect(verified.status == 0, "\(verified)")
    #expect(verified.output.contains("board_proven"))
    try stand.scratch.write(text.replacing("address = 0", with: "address = 1"), to: "changed.toml")
    let changed = try run(["lockers", "verify", stand.scratch.file("changed.toml"), "--key", key], stand)
    #expect(changed.status == 65 && changed.error.contains("signature"), "\(changed)")
    #expect(try stand.verify().status == 0)

    // Pasted, the file is in order, the station takes it, and the list says that they agree.
    stand.file.boardTables = text
    try stand.scratch.write(
      stand.file.text.replacing("locks_ignored = [4", with: "locks_ignored = [4"), to: "Kiosk.conf")
    let checked = try run(["check", stand.configuration], stand)
    #expect(checked.status == 0, "\(checked)")
    stand.disconnect()
    try stand.start()
    guard case .boards(let rows) = try stand.ask(.boards) else {
      Issue.record("no boards")
      return
    }
    #expect(rows.map(\.state) == ["proven"])
  }

  @Test("(1) inverted polarity is found, lock by lock") func inverted() throws {
    let stand = try Stand.toProve("inverted", fault: "inverted=0")
    let technician = try Technician(stand)
    #expect(try technician.run() == 0, "\(technician.output)")
    #expect(technician.output.contains("inverted"))
    let text = try fragment(technician)
    #expect(text.contains("closed_is_one = false\n") && text.contains("locks_inverted = []\n"))
    try stand.catchUp("board_proven") { !stand.records("board_proven").isEmpty }
    #expect(stand.records("opened").count == 4)
    // The contact's own word never became an opening of the operation (I7).
    #expect(stand.records("opened").allSatisfy { $0.contains("witnessed") })
  }

  @Test("(2) a board that never answers an unlock is found, and one that does") func habits() throws {
    let stand = try Stand.toProve(
      "habit", boards: "[[bus.board]]\naddress = 0\nanswers_unlock = \"always\"\n", fault: "silent-unlock=0")
    let technician = try Technician(stand)
    #expect(try technician.run() == 0, "\(technician.output)")
    #expect(technician.output.contains("[never-answers-unlock]"))
    #expect(try fragment(technician).contains("answers_unlock = \"never\"\n"))
  }

  @Test("(3) a stuck contact is found, and leaves the board unproven") func stuck() throws {
    let stand = try Stand.toProve("stuck", fault: "stuck-bit=0:1:1")
    let technician = try Technician(stand)
    #expect(try technician.run() == 70, "\(technician.output)")
    #expect(technician.output.contains("lock 1 (compartment 2): the contact is stuck"))
    #expect(!FileManager.default.fileExists(atPath: technician.out))
    try stand.catchUp("board_doubted") { !stand.records("board_doubted").isEmpty }
    #expect(
      stand.records("board_doubted").allSatisfy {
        $0.contains("stuck-contact") && $0.contains("\"of_lock\":1")
      })
    // The other locks were proven all the same, and nothing is left open.
    #expect(stand.records("settled").count == 4)
    #expect(try stand.status().liveOperations.isEmpty)
  }

  @Test("(4) two boards at one address are found before any door is opened") func twins() throws {
    let stand = try Stand.toProve("twins")
    try stand.wall.command("fault duplicate-address=0")
    let technician = try Technician(stand)
    #expect(try technician.run() == 70, "\(technician.output)")
    #expect(technician.output.contains("[duplicate-address]"))
    try stand.catchUp("board_doubted") { !stand.records("board_doubted").isEmpty }
    #expect(stand.records("intent").isEmpty)
    #expect(!stand.scratch.text("truth").contains("unlock_frame"))
  }

  @Test("(5) a swapped byte order is found, and a time is set in it") func swapped() throws {
    let stand = try Stand.toProve("swapped", fault: "swapped-order=0")
    let technician = try Technician(stand, ["--bus", "wall", "--board", "0", "--pulse", "300"])
    #expect(try technician.run() == 0, "\(technician.output)")
    #expect(technician.output.contains("[low-first]"))
    let text = try fragment(technician)
    #expect(text.contains("unlock_time_byte_order = \"low-first\"\n"))
    #expect(text.contains("pulse_milliseconds = 300\n"))
  }

  @Test("In service, or holding a set: refused with the remedy, and never opened") func refused() throws {
    let stand = try Stand("refused") { $0.used = 4 }
    try stand.start()
    let technician = try Technician(stand)
    #expect(try technician.run() == 70)
    #expect(technician.output.contains("kiosk compartments block 1 --reason"), "\(technician.output)")

    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    let held = try stand.deposit(&parcel)
    for number in 1...4 { _ = try stand.ask(.block(compartment: number, reason: "commissioning")) }
    let unlocks = stand.records("intent").count
    let second = try Technician(stand, name: "second")
    #expect(try second.run() == 70, "\(second.output)")
    #expect(second.output.contains("Left out: compartment \(held)"), "\(second.output)")
    #expect(second.output.contains("Not proven"))
    try stand.catchUp("settled") { stand.records("settled").count == unlocks + 3 }
    #expect(
      stand.records("intent").dropFirst(unlocks).allSatisfy { !$0.contains("\"compartment\":\(held),") })
  }

  @Test("Ctrl-C and kill -9 leave nothing unsettled; a second technician waits (I11)") func interrupted()
    throws
  {
    let stand = try Stand.toProve("cut")
    let technician = try Technician(stand)
    for _ in 0..<3 {
      try technician.waits(for: "] ")
      if technician.answers < 3 { try technician.step() }
    }
    try technician.waits(for: "and no other?")
    let second = try Technician(stand, name: "second")
    #expect(try second.run() == 70)
    #expect(second.output.contains("proves board 0"), "\(second.output)")
    technician.child.signal(SIGINT)
    #expect(technician.child.wait(seconds: 10) == 75, "\(technician.output)")
    #expect(technician.output.contains("Interrupted"))
    try stand.catchUp("settled") { stand.records("settled").count == 1 }
    // The contact had moved: the opening is the operation's, and no alarm (I5).
    #expect(stand.records("settled")[0].contains("opened_left_open"))
    #expect(try stand.status().liveOperations.isEmpty)
    #expect(try stand.reviewRows().map(\.kind).contains("left_open"))
    #expect(stand.records("uncommanded_opening").isEmpty)
  }
}

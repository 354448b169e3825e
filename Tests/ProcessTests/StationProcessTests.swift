// A station as a process in trouble: it is told to stop, its boards die and come back, a second one is started. What
// becomes of a pickup in the middle is the kill loop's business.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct StationProcessTests {
  @Test("SIGTERM ends a station with 0, also with a door open, and the next start goes on (I11)")
  func cleanStop() throws {
    let stand = try Stand("stop")
    try stand.start()
    #expect(stand.stopStation() == 0)

    var parcel = Stand.parcel(1)
    try stand.start()
    try stand.importOrders([parcel])
    let compartment = try stand.deposit(&parcel)
    let letter = try stand.letter(parcel)
    try stand.identify(parcel, letter)
    try stand.linger(milliseconds: stand.restLeft(compartment))
    try stand.citizen?.send(.open)
    try stand.wait("open page") { if case .open = stand.stage { true } else { false } }
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)

    try stand.start()
    try stand.wait("the door's page again") { if case .open = stand.stage { true } else { false } }
    #expect(try stand.wall.hand("take", compartment))
    try stand.linger(milliseconds: Stand.openMilliseconds)
    try stand.wall.hand("close", compartment)
    try stand.wait("question") { if case .askTaken = stand.stage { true } else { false } }
    try stand.citizen?.send(.answerTaken(true))
    try stand.wait("receipt") { if case .done = stand.stage { true } else { false } }
    #expect(stand.stopStation() == 0)
  }

  @Test(
    "boards that die make the station say so and serve nobody; when they come back it serves again (I7, I8)")
  func boardsDie() throws {
    let stand = try Stand("boards")
    try stand.start()
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    #expect(stand.stage == .idle)
    stand.wall.process.kill()
    try stand.wait("out of service", seconds: 30) { stand.stage == .outOfService(.boards) }
    #expect(stand.citizen?.snapshot?.pickupAvailable == false)
    let silent = try stand.status()
    #expect(silent.service == "boards-silent")
    #expect(silent.boards.map(\.answering) == [false])
    #expect(silent.compartments.doorsUnknown == stand.file.compartments)
    // No unlock while the contact of a lock is unknown (I7, I8).
    guard case .refused = try stand.ask(.deposit(order: parcel.register, compartment: nil)) else {
      Issue.record("a deposit began without boards")
      return
    }
    guard case .refused(let refused) = try stand.ask(.deposit(order: parcel.register, compartment: 3)) else {
      Issue.record("a deposit began without boards")
      return
    }
    #expect(refused.code == "door-unknown")

    try stand.wall.restart()
    try stand.wait("service", seconds: 60) { stand.stage == .idle }
    try stand.waitForService()
    try stand.deposit(&parcel)
    guard case .done = try stand.pickUp(parcel) else {
      Issue.record("no pickup after the boards came back")
      return
    }
    #expect(stand.stopStation() == 0)
    let records = try ExportedRecord.parse(stand.exported())
    #expect(records.count { $0.kind == "intent" } == 2)
  }

  @Test("a second station on the same state directory ends with 75 and changes nothing (C15)")
  func secondStation() throws {
    let stand = try Stand("second")
    try stand.start()
    let second = try ChildProcess.run(
      [
        Products.path("kiosk"), "station", "--config", stand.configuration, "--state", stand.state,
        "--socket",
        stand.scratch.file("other"),
      ], name: "second", in: stand.scratch)
    #expect(second.status == 75)
    #expect(second.error.contains("another process holds the journal"))
    #expect(second.error.contains("one station has one process"))
    // The first one serves on.
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    try stand.deposit(&parcel)
    #expect(stand.stopStation() == 0)
  }

  @Test("a second station with a state directory of its own on the same line ends with 75, unfounded (C15)")
  func secondStationOnTheLine() throws {
    let stand = try Stand("second-line")
    try stand.start()
    let other = stand.scratch.file("other-state")
    let second = try ChildProcess.run(
      [
        Products.path("kiosk"), "station", "--config", stand.configuration, "--state", other, "--socket",
        stand.scratch.file("other"),
      ], name: "second-line", in: stand.scratch)
    #expect(second.status == 75)
    #expect(second.error.contains("another process uses this line"))
    #expect(!FileManager.default.fileExists(atPath: other), "nothing was founded")
    // The first one serves on.
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    try stand.deposit(&parcel)
    #expect(stand.stopStation() == 0)
  }
}

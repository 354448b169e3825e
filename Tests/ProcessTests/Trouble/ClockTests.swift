// The wall clock jumps under a real station: by an hour, over both nights in which the hours change, back to 1970, on
// by months. Nothing expires by a clock that nobody believes, staff are told, and documents are still handed over.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(4)))
struct ClockJumpTests {
  private func kiosk(_ stand: Stand, _ words: [String]) throws -> (
    status: Int32, output: String, error: String
  ) {
    try ChildProcess.run(
      [Products.path("kiosk")] + words + ["--socket", stand.sockets, "--lang", "en"], in: stand.scratch)
  }

  private func pickUp(_ stand: Stand, _ parcel: Parcel, _ when: String) throws {
    guard case .done = try stand.pickUp(parcel) else {
      throw Stand.TimedOut(description: "no pickup \(when)")
    }
  }

  private func isSuspect(_ stand: Stand) throws -> Bool { try stand.status().clockSuspect }

  /// Somebody comes to the screen and leaves it: the station looks at its clock.
  private func touch(_ stand: Stand) throws {
    try stand.citizen?.send(.beginPickup)
    try stand.wait("number") { stand.stage == .number }
    try stand.backToIdle()
  }

  private func stages(_ stand: Stand) throws -> [String: String] {
    guard case .orders(let rows) = try stand.ask(.orders(withNames: false)) else { return [:] }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.order, $0.stage + " " + ($0.until ?? "")) })
  }

  @Test(
    "an hour, months and 1970: nothing expires, staff are told, pickups go on, a clerk's word ends it (C14)")
  func jumps() throws {
    let stand = try Stand("clock")
    guard let clock = try FakeClock(of: stand) else { return }
    // Noon, so that an hour is no new day; a year after everything else, so that no date is by chance today's.
    try clock.set("2027-06-08T10:00:00Z")
    try stand.start()
    var parcels = (1...5).map { Stand.parcel($0) }
    try stand.importOrders(parcels)
    for index in parcels.indices { try stand.deposit(&parcels[index]) }
    #expect(try stand.status().day == "2027-06-08")

    try clock.set("2027-06-08T11:00:00Z")
    try pickUp(stand, parcels[0], "an hour on")
    #expect(try !isSuspect(stand))

    let held = try stages(stand)
    try clock.set("2028-02-01T10:00:00Z")
    try pickUp(stand, parcels[1], "months on")
    #expect(try isSuspect(stand))
    let words = try kiosk(stand, ["status"]).output
    #expect(words.contains("! Clock") && words.contains("kiosk clock confirm"), "\(words)")
    #expect(
      try stages(stand).filter { $0.key != parcels[1].order } == held.filter { $0.key != parcels[1].order })
    // Somebody sets it right.
    try clock.set("2027-06-08T11:10:00Z")
    try touch(stand)
    try stand.wait("belief", seconds: 70) { try !isSuspect(stand) }

    // The battery is empty and the power goes: the next start is in 1970.
    stand.killStation()
    try clock.set("1970-01-01T00:01:00Z")
    try stand.start()
    #expect(try isSuspect(stand))
    try pickUp(stand, parcels[2], "in 1970")
    #expect(try kiosk(stand, ["status"]).output.contains("1970-01-01, doubtful"))

    // Months passed indeed (the station was in a store): a clerk says so, and only then the deadlines count.
    try clock.set("2028-02-01T10:00:00Z")
    try pickUp(stand, parcels[3], "months on")
    #expect(try isSuspect(stand))
    #expect(try stand.status().orders.overdue == 0)
    let wordless = try kiosk(stand, ["clock", "confirm"])
    #expect(wordless.status == 64, "without a reason: \(wordless)")
    let confirmed = try kiosk(
      stand, ["clock", "confirm", "--reason", "store, checked against the radio clock"])
    #expect(confirmed.status == 0, "\(confirmed)")
    #expect(try !isSuspect(stand))
    #expect(!(try kiosk(stand, ["status"]).output.contains("doubtful")))
    try clock.set("2028-02-02T10:00:00Z")
    try touch(stand)
    try stand.wait("the deadline", seconds: 70) { try stand.status().orders.overdue == 1 }
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
    let records = try ExportedRecord.parse(stand.exported())
    #expect(records.count { $0.kind == "clock_suspected" } == 4)
    let confirmation = try #require(records.lastIndex { $0.kind == "clock_suspected" })
    #expect(try #require(records.firstIndex { $0.kind == "overdue" }) > confirmation)
  }

  @Test(
    "the hours change while a door is open: one day, no suspicion, no deadline moves (C14)",
    arguments: [("2026-10-25T00:59:54Z", "2026-10-25"), ("2027-03-28T00:59:54Z", "2027-03-28")])
  func daylightSaving(moment: String, day: String) throws {
    let stand = try Stand("dst")
    guard let clock = try FakeClock(of: stand) else { return }
    try clock.set("\(day)T00:50:00Z")
    try stand.start()
    var parcels = [Stand.parcel(1), Stand.parcel(2)]
    try stand.importOrders(parcels)
    for index in parcels.indices { try stand.deposit(&parcels[index]) }
    let held = try stages(stand)
    let letter = try stand.letter(parcels[0])
    try stand.identify(parcels[0], letter)
    guard case .ready(_, let compartment, _) = stand.stage else {
      throw Stand.TimedOut(description: "not ready")
    }
    try stand.linger(milliseconds: stand.restLeft(compartment))
    try clock.set(moment)
    try stand.citizen?.send(.open)
    try stand.wait("open page") { if case .open = stand.stage { true } else { false } }
    let hour = stand.citizen?.snapshot?.clock.hour
    // Over the change, with the door open.
    try stand.linger(milliseconds: 7000)
    #expect(try stand.wall.hand("take", compartment))
    try stand.linger(milliseconds: Stand.openMilliseconds)
    try stand.wall.hand("close", compartment)
    try stand.wait("question") { if case .askTaken = stand.stage { true } else { false } }
    try stand.citizen?.send(.answerTaken(true))
    try stand.wait("receipt") { if case .done = stand.stage { true } else { false } }
    // 02:59 is followed by 02:00 in October, 01:59 by 03:00 in March.
    #expect(hour == (day.hasPrefix("2026-10") ? 2 : 1))
    #expect(stand.citizen?.snapshot?.clock.hour == (day.hasPrefix("2026-10") ? 2 : 3))
    #expect(stand.citizen?.snapshot?.clock.minute == 0)
    #expect(try stand.status().day == day)
    #expect(try !isSuspect(stand))
    #expect(
      try stages(stand).filter { $0.key != parcels[0].order } == held.filter { $0.key != parcels[0].order })
    try stand.backToIdle()
    try pickUp(stand, parcels[1], "after it")
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
    let kinds = Set(try ExportedRecord.parse(stand.exported()).map(\.kind))
    #expect(kinds.isDisjoint(with: ["clock_suspected", "overdue", "reminded"]))
  }
}

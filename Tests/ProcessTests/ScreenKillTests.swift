// kill -9 of the screen at every page of a real pickup: the next one goes on where the station stands, with nothing of
// what was typed; what is unsettled at a door outlives any absence, everything else ends after the time of the file.

import Foundation
import Messages
import Testing

@Suite("kill -9 of the screen", .serialized)
struct ScreenKillTests {
  /// The shortest that the file may say; longer where a kill must be outlived on a slow machine.
  static let reconnectSecondsMin = 2

  private func world(
    _ name: String, parcels count: Int, reconnectSeconds: Int = reconnectSecondsMin
  ) throws -> (Stand, [Parcel], [Int]) {
    let stand = try Stand(name) { $0.doorMoveSeconds = 5 }
    let text = stand.file.text.replacingOccurrences(
      of: "[pickup]", with: "[pickup]\nreconnect_seconds = \(reconnectSeconds)")
    try stand.scratch.write(text, to: "Kiosk.conf")
    try stand.start()
    var parcels = (1...count).map { Stand.parcel($0) }
    try stand.importOrders(parcels)
    var compartments: [Int] = []
    for index in parcels.indices { compartments.append(try stand.deposit(&parcels[index])) }
    return (stand, parcels, compartments)
  }

  /// Kills, starts anew, and expects the page with nothing typed in it.
  private func killed(_ person: KeyboardPickup, at key: String, typed: String = "") throws {
    try person.see(key)
    if !typed.isEmpty {
      person.type(typed)
      try person.run.wait("what was typed") { Self.digits(person).contains(typed) }
    }
    person.run.startAgain()
    try person.see(key)
    if !typed.isEmpty {
      #expect(!Self.digits(person).contains(typed), "typed input outlived a kill at \(key)")
    }
    #expect(person.run.emulator.trespasses == [])
  }

  /// What the boxes and lines of the page hold, without frames and blanks.
  private static func digits(_ person: KeyboardPickup) -> String {
    person.run.emulator.text.filter { $0.isASCII && $0.isNumber }
  }

  @Test("At every page of a pickup: the next screen goes on there, typed input gone (UX-15)")
  func everyPage() throws {
    let (stand, parcels, compartments) = try world("kill", parcels: 1, reconnectSeconds: 10)
    let (parcel, compartment) = (parcels[0], compartments[0])
    let letter = try stand.letter(parcel)
    let person = try KeyboardPickup(stand)
    try killed(person, at: "idle.question")
    person.type("1\r")
    try killed(person, at: "number.question", typed: "98989")
    person.type("\(letter.number)\r")
    try killed(person, at: "code.question", typed: "9797")
    person.type("\(letter.code)\r")
    try person.see("birth.question")
    person.type("29\r2\r19")
    try person.run.wait("what was typed") { person.run.emulator.text.contains("29") }
    person.run.startAgain()
    try person.see("birth.question")
    #expect(!person.run.emulator.text.contains("29"), "a birth date outlived a kill")
    try person.birthDate(parcel)
    try killed(person, at: "ready.title")
    try stand.wall.hand("jam", compartment)
    person.type("\r")
    try killed(person, at: "opening.title")
    try killed(person, at: "notmoved.title")
    try stand.wall.hand("unjam", compartment)
    person.type("1\r")
    try killed(person, at: "open.title")
    try person.takeAndClose(compartment)
    try killed(person, at: "taken.title")
    try person.confirmTaken()
    try killed(person, at: "done.title")
    let report = try stand.status()
    #expect(report.orders.handedOver == 1)
    #expect(report.openReviews == 0)
    person.type("\r")
    try killed(person, at: "idle.question")
  }

  @Test("After the time of the file without a screen: questions end, an open door does not (C7)")
  func absence() throws {
    let (stand, parcels, compartments) = try world("absent", parcels: 2)
    let letters = try parcels.map { try stand.letter($0) }
    let absenceMilliseconds = Int64(Self.reconnectSecondsMin) * 1000 + 700
    let person = try KeyboardPickup(stand)
    try person.number(letters[0])
    try person.code(letters[0])
    try person.birthDate(parcels[0])
    person.run.child.killNow()
    try stand.linger(milliseconds: absenceMilliseconds)
    person.run.startAgain()
    try person.see("idle.question")
    _ = try person.number(letters[0])
    try person.code(letters[0])
    try person.birthDate(parcels[0])
    try person.open()
    person.run.child.killNow()
    try stand.linger(milliseconds: absenceMilliseconds)
    person.run.startAgain()
    try person.see("open.title")
    try person.takeAndClose(compartments[0])
    person.run.child.killNow()
    try stand.linger(milliseconds: absenceMilliseconds)
    person.run.startAgain()
    try person.see("taken.title")
    try person.confirmTaken()
    person.run.child.killNow()
    try stand.linger(milliseconds: absenceMilliseconds)
    person.run.startAgain()
    try person.see("idle.question")
    let orders = try stand.status().orders
    #expect(orders.handedOver == 1)
  }

  @Test("A pickup by keyboard alone, from idle to the receipt: its seconds are printed")
  func seconds() throws {
    let (stand, parcels, compartments) = try world("fast", parcels: 1)
    let letter = try stand.letter(parcels[0])
    let person = try KeyboardPickup(stand)
    let seconds = try person.all(parcels[0], letter, in: compartments[0])
    print(
      "keyboard pickup: \(seconds) s, of these \(Double(Stand.openMilliseconds) / 1000) s before the open door"
    )
    #expect(person.run.emulator.trespasses == [])
  }

  @Test("10,000 keys before a real station; then it still hands over (E3)")
  func stormBeforeStation() throws {
    let (stand, parcels, compartments) = try world("flood", parcels: 1)
    let letter = try stand.letter(parcels[0])
    let person = try KeyboardPickup(stand)
    try person.see("idle.question")
    var storm = Storm(seed: 4711)
    for _ in 0..<10_000 {
      guard case .bytes(let bytes) = storm.next() else { continue }
      person.run.send(bytes)
      var turns = 0
      while person.run.unsent > 4_096, turns < 2_000 {
        person.run.pump()
        turns += 1
      }
    }
    try person.run.wait("the storm's end") { person.run.unsent == 0 }
    person.run.rest(milliseconds: 300)
    #expect(person.run.emulator.trespasses == [])
    #expect(!person.run.emulator.text.contains(Storm.mark))
    // Somebody else comes: whatever page and language was left, a new screen and a lost session lead to idle.
    person.run.child.killNow()
    try stand.linger(milliseconds: Int64(Self.reconnectSecondsMin) * 1000 + 700)
    person.run.startAgain()
    _ = try person.all(parcels[0], letter, in: compartments[0])
    let report = try stand.status()
    #expect(report.service == "in-service")
  }
}

// A citizen at the keyboard of a real screen before a real station: finds pages by their words, types what the letter
// says. It knows what a person can see, and nothing else.

import Foundation
import Messages

final class KeyboardPickup {
  let stand: Stand
  let run: ScreenRun
  private let texts = ExpectedPages.texts["de"] ?? [:]
  /// Looks at the screen whenever something is waited for.
  var look: ((TerminalEmulator) -> Void)?

  /// Takes the place of the harness's own citizen.
  init(_ stand: Stand, columns: Int = 80, rows: Int = 24) throws {
    self.stand = stand
    stand.citizen = nil
    run = try ScreenRun(
      socket: "\(stand.sockets)/\(SocketName.citizen)", columns: columns, rows: rows, in: stand.scratch)
  }

  /// The longest stretch of a text that holds no argument, short enough not to be wrapped.
  private func words(_ key: String) -> String {
    let parts = (texts[key] ?? "‹\(key)›").split { $0 == "{" || $0 == "}" }
    return String((parts.max { $0.count < $1.count } ?? "").prefix(24)).trimmingCharacters(in: .whitespaces)
  }

  func isShown(_ key: String) -> Bool { run.emulator.text.contains(words(key)) }

  func see(_ key: String, seconds: Double = waitSecondsMax) throws {
    let wanted = words(key)
    try run.wait(
      "‘\(wanted)’ (\(key)); station: \(stand.station?.errorText.suffix(300) ?? "")", seconds: seconds
    ) {
      try stand.lookAround()
      look?(run.emulator)
      return run.emulator.text.contains(wanted)
    }
  }

  func type(_ keys: String) { run.type(keys) }

  /// From any message to the idle page.
  func idle() throws {
    if !isShown("idle.question") { type("x") }
    try see("idle.question")
  }

  func number(_ letter: Letter) throws {
    try see("idle.question")
    type("1\r")
    try see("number.question")
    type("\(letter.number)\r")
    try see("code.question")
  }

  func code(_ letter: Letter) throws {
    type("\(letter.code)\r")
    try see("birth.question")
  }

  /// Day, month and year, each with OK.
  func birthDate(_ parcel: Parcel) throws {
    let parts = parcel.birthDate.split(separator: "-").map { Int($0)! }
    type("\(parts[2])\r\(parts[1])\r\(parts[0])\r")
    try see("ready.title")
  }

  /// Waits until the door is open and the page says so.
  func open() throws {
    type("\r")
    try see("open.title")
  }

  /// Takes what lies there and shuts the door.
  func takeAndClose(_ compartment: Int) throws {
    try stand.wait("the door") { stand.openDoors.contains(compartment) }
    try stand.wall.hand("take", compartment)
    run.rest(milliseconds: Int(Stand.openMilliseconds))
    try stand.wall.hand("close", compartment)
    try see("taken.title")
  }

  func confirmTaken() throws {
    type("1\r")
    try see("done.title")
  }

  /// Everything, from idle to idle; the seconds until the receipt stood there, without the person's time at the door.
  func all(_ parcel: Parcel, _ letter: Letter, in compartment: Int) throws -> Double {
    let began = secondsNow()
    try number(letter)
    try code(letter)
    try birthDate(parcel)
    try open()
    try takeAndClose(compartment)
    try confirmTaken()
    let seconds = secondsNow() - began
    type("\r")
    try see("idle.question")
    return seconds
  }
}

// What a core dump would show after somebody typed a PIN: the whole memory of a running station (own card path) and of
// `kiosk card change-pin`, searched for PIN, CAN and PUK after each step, over a real pcscd.

import Foundation
import Messages
import Testing

@Suite("No PIN stays in memory", .serialized)
struct CardMemoryTests {
  /// Known to the process by intent, so that a search that sees nothing is found out.
  private static let planted = MemoryNeedle("planted", text: "kiosk-planted-918273")

  @Test(
    "A station after each step of change and unblock: PIN, new PIN, CAN, PUK and their PACE keys are gone")
  func station() throws {
    let rig = try PCSCRig("memory")
    let stand = try Stand("card-memory")
    let trace = stand.scratch.file("exchanges.txt")
    let settings = "\n[card]\nreader = \"auto\"\npath = \"own\"\ntrace = \"\(trace)\"\n"
    try stand.scratch.write(stand.scratch.text("Kiosk.conf") + settings, to: "Kiosk.conf")
    stand.environment = rig.environment
    stand.environment["WITNESS"] = "kiosk-planted-918273"
    try stand.start()
    let memory = ProcessMemory(pid: try #require(stand.station?.pid))

    let suspended = try SimulatedCard("suspended", on: rig)
    let (pin, can) = (try #require(suspended.facts.pin), try #require(suspended.facts.can))
    let wrongCAN = can == "480263" ? "480264" : "480263"
    let newPIN = pin == "730418" ? "730419" : "730418"
    var needles = [
      MemoryNeedle("PIN", digits: pin), MemoryNeedle("CAN", digits: can),
      MemoryNeedle("wrong CAN", digits: wrongCAN), MemoryNeedle("new PIN", digits: newPIN),
    ]
    // The search sees, and nothing of it stands there by chance.
    let before = try memory.search(needles + [Self.planted])
    #expect(before.lines.contains { $0.hasPrefix("planted") } && before.byteCount > 1 << 20)
    #expect(before.lines.allSatisfy { $0.hasPrefix("planted") }, "chance: run again: \(before.lines)")
    func check(_ when: String) throws {
      let findings = try memory.search(needles)
      #expect(findings.lines == [], "\(when)")
    }

    try visit(stand, .suspended)
    try stand.citizen?.send(.choosePinTask(.change))
    try arrive(stand, "the CAN") { if case .secret(.can, _) = $0 { true } else { false } }
    try stand.citizen?.send(.cardSecret, wrongCAN)
    try arrive(stand, "the CAN once more") { if case .secret(.can, .wrong) = $0 { true } else { false } }
    try check("after a wrong CAN")
    try stand.citizen?.send(.cardSecret, can)
    try arrive(stand, "the PIN") { if case .secret(.pin, _) = $0 { true } else { false } }
    try check("after the CAN")
    try stand.citizen?.send(.cardSecret, pin)
    try arrive(stand, "the new PIN") { $0 == .newPIN }
    try check("after the old PIN")
    try stand.citizen?.send(.newPIN, newPIN)
    try arrive(stand, "the end") { $0 == .end(.changed) }
    try check("after the new PIN")
    try stand.citizen?.send(.end)
    suspended.remove()
    try stand.wait("idle") { stand.stage == .idle }

    let blocked = try SimulatedCard("blocked", on: rig)
    let puk = try #require(blocked.facts.puk)
    needles.append(MemoryNeedle("PUK", digits: puk))
    try visit(stand, .blocked)
    try stand.citizen?.send(.choosePinTask(.unblock))
    try arrive(stand, "the PUK") { if case .secret(.puk, _) = $0 { true } else { false } }
    try stand.citizen?.send(.cardSecret, puk)
    try arrive(stand, "the end") { $0 == .end(.unblocked) }
    try check("after the PUK")
    try stand.citizen?.send(.end)
    blocked.remove()
    try stand.wait("idle") { stand.stage == .idle }
    try check("after the session")
    #expect(try memory.search([Self.planted]).lines != [])

    // The trace of all this: steps, lengths and status words, and nothing that was typed.
    let text = stand.scratch.text("exchanges.txt")
    try checkTrace(text, hides: [pin, can, wrongCAN, newPIN, puk])
    #expect(text.contains("change-pin 2C sm") && text.contains("unblock-pin 2C sm"), "\(text)")
    for secret in [pin, can, wrongCAN, newPIN, puk] {
      #expect(stand.station?.errorText.contains(secret) == false)
    }
  }

  @Test("kiosk card change-pin, held while it says that it is done: neither PIN nor new PIN nor CAN")
  func command() throws {
    let rig = try PCSCRig("memory-command")
    let card = try SimulatedCard("suspended", on: rig)
    let (pin, can) = (try #require(card.facts.pin), try #require(card.facts.can))
    let newPIN = pin == "730418" ? "730419" : "730418"
    // A pipe that is full: whoever says something waits until we let go.
    let path = rig.scratch.file("full")
    #expect(mkfifo(path, 0o600) == 0)
    let pipe = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    defer { close(pipe) }
    while write(pipe, [UInt8](repeating: 0x20, count: 4096), 4096) > 0 {}
    while write(pipe, " ", 1) > 0 {}
    var environment = rig.environment
    environment["KIOSK_SOCKET"] = rig.scratch.file("no-station")
    environment["WITNESS"] = "kiosk-planted-918273"
    for (name, value) in [("PIN", pin), ("CAN", can), ("NEW_PIN", newPIN)] {
      environment["KIOSK_\(name)"] = value
    }
    let child = try ChildProcess(
      [
        "/bin/sh", "-c", "exec \"$@\" >'\(path)'", "sh", Products.path("kiosk"), "card", "change-pin",
        "--json",
      ],
      name: "held", in: rig.scratch, environment: environment)
    // 1 is write(2), on descriptor 1.
    let deadline = monotonicMilliseconds() + 20_000
    func isHeld() -> Bool {
      let call = (try? String(contentsOfFile: "/proc/\(child.pid)/syscall", encoding: .utf8)) ?? ""
      return call.hasPrefix("1 0x1 ")
    }
    while !isHeld(), child.isRunning, monotonicMilliseconds() < deadline { _ = Glibc.poll(nil, 0, 10) }
    #expect(isHeld(), "\(child.errorText)")
    let needles = [
      MemoryNeedle("PIN", digits: pin), MemoryNeedle("CAN", digits: can),
      MemoryNeedle("new PIN", digits: newPIN),
    ]
    let findings = try ProcessMemory(pid: child.pid).search(needles + [Self.planted])
    #expect(findings.lines.contains { $0.hasPrefix("planted") })
    #expect(findings.lines.filter { !$0.hasPrefix("planted") } == [])
    var room = [UInt8](repeating: 0, count: 1 << 17)
    while child.isRunning, monotonicMilliseconds() < deadline {
      if read(pipe, &room, room.count) <= 0 { _ = Glibc.poll(nil, 0, 5) }
    }
    #expect(child.wait(seconds: 5) == 0, "\(child.errorText)")
    card.remove()
  }

  /// Goes to the reader with a card on it, until the menu shows how its PIN stands.
  private func visit(_ stand: Stand, _ standing: PinStanding) throws {
    if stand.stage == nil { try stand.wait("a page") { stand.stage != nil } }
    try stand.wait("the card on the reader") { stand.citizen?.snapshot?.reader == .card }
    try stand.citizen?.send(.beginCardPIN)
    try arrive(stand, "the menu") { $0 == .pinMenu(standing) }
  }

  private func arrive(_ stand: Stand, _ what: String, _ isThere: (CardStage) -> Bool) throws {
    try stand.wait(what) { if case .card(let stage)? = stand.stage { isThere(stage) } else { false } }
  }
}

/// Each line of an exchange trace: in the station's file when and in which session, then number, step, instruction, protection, lengths, and a status word or the reader's
/// word; and none of `secrets` in it.
func checkTrace(_ text: String, hides secrets: [String], sourceLocation: SourceLocation = #_sourceLocation)
  throws
{
  let lines = text.split(separator: "\n")
  #expect(!lines.isEmpty && text.hasSuffix("\n"), sourceLocation: sourceLocation)
  for line in lines {
    let isBare =
      line.wholeMatch(
        of:
          /(\d+\.\d{3} session \d{1,6}: )?\d{1,4} [a-z0-9-]{3,30} [0-9A-F]{2} (sm|plain) \d{1,5}>\d{1,5} ([0-9A-F]{4}|[a-z-]+)/
      ) != nil
    #expect(isBare, "\(line)", sourceLocation: sourceLocation)
  }
  for secret in secrets where !secret.isEmpty {
    #expect(!text.lowercased().contains(secret.lowercased()), "\(secret)", sourceLocation: sourceLocation)
  }
}

// `kiosk card info`, `change-pin` and `unblock` against simulated cards over a real pcscd: every state of the PIN, and
// what a technician is told about it.

import Foundation
import Testing

@Suite("kiosk card: info and PIN", .serialized)
struct CardInfoTests {
  private func state(_ run: CardRun) -> String? { (run.json["pin"] as? [String: Any])?["state"] as? String }
  private func tries(_ run: CardRun) -> Int? { (run.json["pin"] as? [String: Any])?["triesLeft"] as? Int }

  @Test(
    "info tells the kind of card and its PIN's state, and tries nothing",
    arguments: [
      ("normal", "id-card", "ready", 3), ("one-try-used", "id-card", "ready", 2),
      ("suspended", "id-card", "suspended", 1), ("blocked", "id-card", "blocked", 0),
      ("deactivated", "id-card", "deactivated", nil), ("transport-pin", "id-card", "ready", 3),
      ("passport", "passport", nil, nil), ("passport-bac", "passport", nil, nil),
    ] as [(String, String, String?, Int?)])
  func info(_ profile: String, _ kind: String, _ pin: String?, _ left: Int?) throws {
    let rig = try PCSCRig("info")
    let card = try SimulatedCard(profile, on: rig)
    let run = try kioskCard(rig, ["info"])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.json["reader"] as? String == PCSCRig.reader(0))
    #expect(run.json["card"] as? String == kind)
    #expect(state(run) == pin)
    #expect(tries(run) == left)
    #expect(run.exchanges > 0)
    card.remove()
  }

  @Test("PACE alone on a cold card takes at most 7 exchanges, with PIN, CAN, PUK and MRZ")
  func pace() throws {
    let rig = try PCSCRig("pace")
    let card = try SimulatedCard("normal", on: rig)
    for (with, secret) in [("pin", card.facts.pin), ("can", card.facts.can), ("puk", card.facts.puk)] {
      let run = try kioskCard(rig, ["info", "--with", with], [with.uppercased(): secret])
      #expect(run.status == 0, "\(with): \(run.error)")
      let opened = try #require(run.json["opened"] as? [String: Any])
      #expect(opened["with"] as? String == with)
      #expect(try #require(opened["exchanges"] as? Int) <= 7)
    }
  }

  @Test(
    "the reader that holds a card is found; two cards need a name; none is said with the readers there are")
  func readers() throws {
    let rig = try PCSCRig("find")
    let none = try kioskCard(rig, ["info"])
    #expect(none.code == "no-card" && none.status == 69)
    #expect(none.error.hasPrefix("kiosk: no-card: ") && none.error.contains(PCSCRig.reader(1)))
    let second = try SimulatedCard("passport", on: rig, slot: 1)
    #expect(try kioskCard(rig, ["info"]).json["reader"] as? String == PCSCRig.reader(1))
    let first = try SimulatedCard("normal", on: rig)
    // Named, it is waited for; after that both are known.
    let named = try kioskCard(rig, ["info", "--reader", PCSCRig.reader(0)])
    #expect(named.json["card"] as? String == "id-card")
    #expect(try kioskCard(rig, ["info"]).code == "several-cards")
    let wrong = try kioskCard(rig, ["info", "--reader", "Nobody's reader"])
    #expect(wrong.code == "reader-gone" && wrong.status == 69)
    first.remove()
    second.remove()
    rig.kill()
    let gone = try kioskCard(rig, ["info"])
    #expect(gone.code == "service-gone" && gone.status == 69)
  }

  @Test("a new PIN, from a PIN of six digits and from a transport PIN; the old one is wrong afterwards")
  func changePIN() throws {
    let rig = try PCSCRig("change")
    for profile in ["normal", "transport-pin"] {
      let card = try SimulatedCard(profile, on: rig)
      let new = card.facts.pin == "135790" ? "246801" : "135790"
      let run = try kioskCard(rig, ["change-pin"], ["PIN": card.facts.pin, "NEW_PIN": new])
      #expect(run.status == 0, "\(profile): \(run.error)")
      #expect(run.json["result"] as? String == "changed")
      #expect(try kioskCard(rig, ["info", "--with", "pin"], ["PIN": new]).status == 0)
      if profile == "normal" {
        let old = try kioskCard(rig, ["info", "--with", "pin"], ["PIN": card.facts.pin])
        #expect(old.code == "wrong-pin" && old.status == 70)
      }
      card.remove()
    }
  }

  @Test("wrong PINs count; at the last try the CAN comes first, and without it nothing is sent")
  func ladder() throws {
    let rig = try PCSCRig("ladder")
    let card = try SimulatedCard("normal", on: rig)
    let wrong = card.facts.pin == "000000" ? "111111" : "000000"
    let first = try kioskCard(rig, ["change-pin"], ["PIN": wrong, "NEW_PIN": "135790"])
    #expect(first.code == "wrong-pin")
    #expect((first.json["error"] as? [String: Any])?["triesLeft"] as? Int == 2)
    #expect(try kioskCard(rig, ["change-pin"], ["PIN": wrong, "NEW_PIN": "135790"]).code == "wrong-pin")
    // No CAN in the environment and no terminal: the last try is not used.
    let noCAN = try kioskCard(rig, ["change-pin"], ["PIN": card.facts.pin, "NEW_PIN": "135790"])
    #expect(noCAN.code == "pin-suspended" && noCAN.status == 70, "\(noCAN.error)")
    #expect((noCAN.json["error"] as? [String: Any])?["triesLeft"] as? Int == 1)
    #expect(tries(try kioskCard(rig, ["info"])) == 1)
    let resumed = try kioskCard(
      rig, ["change-pin"], ["PIN": card.facts.pin, "CAN": card.facts.can, "NEW_PIN": "135790"])
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(tries(try kioskCard(rig, ["info"])) == 3)
  }

  @Test("unblock: the PUK for a blocked PIN only; used up, deactivated and not blocked are said")
  func unblock() throws {
    let rig = try PCSCRig("unblock")
    let blocked = try SimulatedCard("blocked", on: rig)
    #expect(
      try kioskCard(rig, ["change-pin"], ["PIN": blocked.facts.pin, "NEW_PIN": "135790"]).code
        == "pin-blocked")
    let wrong = blocked.facts.puk == "0000000000" ? "1111111111" : "0000000000"
    #expect(try kioskCard(rig, ["unblock"], ["PUK": wrong]).code == "wrong-puk")
    let run = try kioskCard(rig, ["unblock"], ["PUK": blocked.facts.puk])
    #expect(run.status == 0, "\(run.error)")
    #expect(tries(try kioskCard(rig, ["info"])) == 3)
    #expect(try kioskCard(rig, ["unblock"], ["PUK": blocked.facts.puk]).code == "not-blocked")
    blocked.remove()
    let usedUp = try SimulatedCard("puk-used-up", on: rig)
    #expect(try kioskCard(rig, ["unblock"], ["PUK": usedUp.facts.puk]).code == "puk-used-up")
    usedUp.remove()
    let off = try SimulatedCard("deactivated", on: rig)
    #expect(
      try kioskCard(rig, ["change-pin"], ["PIN": off.facts.pin, "NEW_PIN": "135790"]).code
        == "pin-deactivated")
    off.remove()
  }

  @Test("what is no PIN goes to no card, and a secret in the arguments is no option")
  func format() throws {
    let rig = try PCSCRig("format")
    let card = try SimulatedCard("normal", on: rig)
    for pin in ["12345", "1234567", "12345a"] {
      let run = try kioskCard(rig, ["info", "--with", "pin"], ["PIN": pin])
      #expect(run.code == "secret-format" && run.status == 64)
    }
    #expect(tries(try kioskCard(rig, ["info"])) == 3)
    #expect(try kioskCard(rig, ["info", "--with", "mrz"], ["MRZ": "nonsense"]).code == "mrz-format")
    #expect(try kioskCard(rig, ["info", "--pin", "123456"]).status == 64)
    card.remove()
  }

  @Test("a station that holds the readers is refused in clear words, and so is another program's session")
  func held() throws {
    let rig = try PCSCRig("held")
    let card = try SimulatedCard("normal", on: rig)
    let directory = rig.scratch.file("no-station")
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let lock = open("\(directory)/card-reader.lock", O_RDONLY | O_CREAT | O_CLOEXEC, 0o644)
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let refused = try kioskCard(rig, ["info"])
    #expect(refused.code == "station-holds-reader" && refused.status == 75)
    close(lock)
    #expect(try kioskCard(rig, ["info"]).status == 0)
    card.remove()
  }

  @Test("a running station holds the readers, idle too, and lets go of them when it is killed")
  func station() throws {
    let rig = try PCSCRig("station")
    let card = try SimulatedCard("normal", on: rig)
    let stand = try Stand("card-lock")
    let configuration = stand.scratch.text("Kiosk.conf") + "\n[card]\nreader = \"auto\"\npath = \"own\"\n"
    try stand.scratch.write(configuration, to: "Kiosk.conf")
    stand.environment = rig.environment
    try stand.start()
    let refused = try kioskCard(rig, ["info", "--socket", stand.sockets])
    #expect(
      refused.code == "station-holds-reader" && refused.status == 75, "\(refused.output)\(refused.error)")
    stand.killStation()
    #expect(try kioskCard(rig, ["info", "--socket", stand.sockets]).status == 0)
    card.remove()
  }

  @Test("the trace holds steps, lengths and status words, and neither secret nor name")
  func trace() throws {
    let rig = try PCSCRig("trace")
    let pki = try makePKI(rig)
    let card = try SimulatedCard("normal", on: rig, pki: pki)
    let path = rig.scratch.file("trace.txt")
    let run = try kioskCard(
      rig, ["read", "--with", "pin", "--terminal", pki, "--trace", path], ["PIN": card.facts.pin])
    #expect(run.status == 0, "\(run.error)")
    let lines = rig.scratch.text("trace.txt").split(separator: "\n")
    #expect(lines.count == run.exchanges)
    for line in lines {
      #expect(line.wholeMatch(of: /\d+ [a-z-]+ [0-9A-F]{2} (sm|plain) \d+>\d+ [0-9A-F]{4}/) != nil, "\(line)")
    }
    #expect(try kioskCard(rig, ["info", "--trace", "/nowhere/at/all"]).code == "trace-file")
    card.remove()
  }
}

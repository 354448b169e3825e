// `kiosk card read` over a real pcscd: ID cards with a terminal's certificate and passports with their zone, as they
// should be and as forgers leave them.

import Foundation
import Testing

@Suite("kiosk card read", .serialized)
struct CardReadTests {
  @Test(
    "an ID card gives holder and address after PACE, TA, PA and CA, within 28 exchanges, 22 with extended length"
  )
  func identityCard() throws {
    let rig = try PCSCRig("read")
    let pki = try makePKI(rig)
    for profile in ["normal", "previous-generation", "root-trust-point"] {
      let card = try SimulatedCard(profile, on: rig, pki: pki)
      let run = try kioskCard(rig, ["read", "--with", "pin", "--terminal", pki], ["PIN": card.facts.pin])
      #expect(run.status == 0, "\(profile): \(run.error)")
      #expect(
        run.proven == ["pace", "terminal-authentication", "passive-authentication", "chip-authentication"])
      #expect(run.holder("familyName") == card.facts.holder.familyName)
      #expect(run.holder("givenNames") == card.facts.holder.givenNames)
      #expect(run.holder("birthDate") == card.facts.holder.birthDate)
      #expect(run.json["address"] != nil)
      if profile != "root-trust-point" { #expect(run.exchanges <= 22, "\(profile): \(run.exchanges)") }
      card.remove()
    }
  }

  @Test("a suspended PIN is resumed with the CAN in the same run; a wrong one counts")
  func suspended() throws {
    let rig = try PCSCRig("resume")
    let pki = try makePKI(rig)
    let card = try SimulatedCard("suspended", on: rig, pki: pki)
    let read = ["read", "--with", "pin", "--terminal", pki]
    let wrong = card.facts.can == "000000" ? "111111" : "000000"
    #expect(try kioskCard(rig, read, ["PIN": card.facts.pin]).code == "pin-suspended")
    #expect(try kioskCard(rig, read, ["PIN": card.facts.pin, "CAN": wrong]).code == "wrong-can")
    let run = try kioskCard(rig, read, ["PIN": card.facts.pin, "CAN": card.facts.can])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.holder("familyName") == card.facts.holder.familyName)
    card.remove()
  }

  @Test(
    "forged ID cards end in a typed error",
    arguments: [
      ("cut-card-security", ["malformed", "certificate-malformed"]),
      ("resigned-card-security", ["certificate-unknown-issuer", "certificate-signature"]),
      ("altered-card-security", ["certificate-signature"]),
      ("altered-card-access", ["certificate-card-access"]),
      ("cloned", ["unauthentic"]), ("blocked", ["pin-blocked"]), ("deactivated", ["pin-deactivated"]),
    ])
  func forged(_ profile: String, _ codes: [String]) throws {
    let rig = try PCSCRig("forged")
    let pki = try makePKI(rig)
    let card = try SimulatedCard(profile, on: rig, pki: pki)
    let run = try kioskCard(rig, ["read", "--with", "pin", "--terminal", pki], ["PIN": card.facts.pin])
    #expect(run.status != 0)
    #expect(codes.contains(run.code ?? "none"), "\(run.output)")
    #expect(run.json["holder"] == nil && run.error.hasPrefix("kiosk: \(run.code ?? "?"): "))
    card.remove()
  }

  @Test("terminal certificates that have expired or lack the rights, a foreign PKI, a directory that is none")
  func terminals() throws {
    let rig = try PCSCRig("terminal")
    let pki = try makePKI(rig)
    let card = try SimulatedCard("normal", on: rig, pki: pki)
    func code(_ directory: String) throws -> String? {
      try kioskCard(rig, ["read", "--with", "pin", "--terminal", directory], ["PIN": card.facts.pin]).code
    }
    #expect(try code(try makePKI(rig, "expired", ["--expired"])) == "certificate-expired")
    #expect(try code(try makePKI(rig, "rightless", ["--rights", "none"])) == "certificate-rights")
    #expect(try code(try makePKI(rig, "foreign")) == "certificate-unknown-issuer")
    #expect(try code(rig.scratch.file("missing")) == "terminal-directory")
    let usage = try kioskCard(rig, ["read"], ["PIN": card.facts.pin])
    #expect(usage.status == 64)
    card.remove()
  }

  @Test("passports, with PACE and with basic access control, are read and verified")
  func passports() throws {
    let rig = try PCSCRig("passport")
    let pki = try makePKI(rig)
    for profile in ["passport", "passport-bac"] {
      let card = try SimulatedCard(profile, on: rig, pki: pki)
      let mrz = ["MRZ": card.facts.mrz]
      let run = try kioskCard(rig, ["read", "--with", "mrz", "--terminal", pki], mrz)
      #expect(run.status == 0, "\(profile): \(run.error)")
      #expect(run.proven.first == (profile == "passport" ? "pace" : "bac"))
      #expect(run.proven.contains("passive-authentication"))
      #expect(run.holder("birthDate") == card.facts.holder.birthDate)
      #expect(run.json["document"] != nil)
      // Without anybody to trust nothing is shown.
      let unproven = try kioskCard(rig, ["read", "--with", "mrz"], mrz)
      #expect(unproven.status == 0 && unproven.json["holder"] == nil, "\(unproven.error)")
      #expect(!unproven.output.contains(card.facts.holder.familyName))
      let foreign = try kioskCard(
        rig, ["read", "--with", "mrz", "--terminal", try makePKI(rig, "foreign-\(profile)")], mrz)
      #expect(foreign.code == "certificate-unknown-issuer" && foreign.status == 65)
      card.remove()
    }
  }

  @Test(
    "forged passports end in a typed error",
    arguments: [
      ("passport-altered", ["certificate-data-group-hash"]),
      ("passport-bac-altered", ["certificate-data-group-hash"]),
      ("passport-resigned", ["certificate-unknown-issuer", "certificate-signature"]),
      ("passport-cloned", ["unauthentic"]),
    ])
  func forgedPassports(_ profile: String, _ codes: [String]) throws {
    let rig = try PCSCRig("forgedp")
    let pki = try makePKI(rig)
    let card = try SimulatedCard(profile, on: rig, pki: pki)
    let run = try kioskCard(rig, ["read", "--with", "mrz", "--terminal", pki], ["MRZ": card.facts.mrz])
    #expect(codes.contains(run.code ?? "none") && run.status == 65, "\(run.output)")
    card.remove()
  }

  @Test("the wrong kind of document is told as such")
  func wrongKind() throws {
    let rig = try PCSCRig("kind")
    let pki = try makePKI(rig)
    let passport = try SimulatedCard("passport-bac", on: rig, pki: pki)
    let run = try kioskCard(rig, ["read", "--with", "pin", "--terminal", pki], ["PIN": "123456"])
    #expect(run.code == "wrong-document", "\(run.output)")
    let pins = ["PIN": "123456", "NEW_PIN": "135790", "PUK": "0123456789"]
    for command in [["change-pin"], ["unblock"], ["info", "--with", "pin"]] {
      #expect(try kioskCard(rig, command, pins).code == "wrong-document", "\(command)")
    }
    let opened = try kioskCard(rig, ["info", "--with", "mrz"], ["MRZ": passport.facts.mrz])
    #expect((opened.json["opened"] as? [String: Any])?["channel"] as? String == "bac", "\(opened.output)")
    passport.remove()
    let card = try SimulatedCard("normal", on: rig, pki: pki)
    let zone = try kioskCard(rig, ["read", "--with", "mrz"], ["MRZ": card.facts.mrz])
    #expect(zone.code == "wrong-document", "\(zone.output)")
    card.remove()
  }

  @Test("a card that is pulled, silent or garbled ends in a typed error within five seconds of it")
  func faults() throws {
    let rig = try PCSCRig("faults")
    let pki = try makePKI(rig)
    for (fault, codes) in [
      ("pull@6", ["removed"]), ("delay@9:20000", ["timed-out"]), ("sw@8:6F00", ["refused"]),
      ("cut@12:1", ["malformed-answer", "malformed", "moved", "removed"]),
    ] {
      let card = try SimulatedCard("normal", on: rig, pki: pki, ["--fault", fault])
      let begun = monotonicMilliseconds()
      let run = try kioskCard(rig, ["read", "--with", "pin", "--terminal", pki], ["PIN": card.facts.pin])
      #expect(codes.contains(run.code ?? "none"), "\(fault): \(run.output)")
      #expect(monotonicMilliseconds() - begun < 12_000, "\(fault)")
      card.remove()
    }
  }
}

// `kiosk card read` on each kind of simulated card that CardReadTests leaves out, the number of exchanges with short
// commands, and rights: all over a real pcscd.

import Foundation
import Testing

@Suite("kiosk card read: every kind of card", .serialized)
struct CardProfileTests {
  /// What a kind of card ends with: nil for a good reading.
  private static let outcomes: [(profile: String, with: String, code: String?)] = [
    ("normal", "can", nil), ("one-try-used", "pin", nil), ("no-dg6-7", "pin", nil),
    ("no-fixed-address", "pin", nil), ("unknown-birth-day", "pin", nil), ("expired", "pin", nil),
    ("puk-used-up", "pin", "pin-blocked"), ("transport-pin", "pin", "secret-format"),
    ("passport", "can", nil), ("passport-aa", "mrz", nil),
    ("passport-altered", "can", "certificate-data-group-hash"),
    ("passport-resigned", "can", "certificate-unknown-issuer"), ("passport-cloned", "can", "unauthentic"),
  ]

  @Test("the table of kinds and outcomes: good ones give the holder, bad ones a code and no name")
  func outcomes() throws {
    let rig = try PCSCRig("kinds")
    let pki = try makePKI(rig, "pki", ["--rights", "all"])
    for (profile, with, code) in Self.outcomes {
      let card = try SimulatedCard(profile, on: rig, pki: pki)
      let facts = card.facts
      let run = try kioskCard(
        rig, ["read", "--with", with, "--terminal", pki],
        ["PIN": facts.pin, "CAN": facts.can, "MRZ": facts.mrz])
      #expect(run.code == code, "\(profile) with \(with): \(run.output)")
      if code == nil {
        #expect(run.status == 0 && run.proven.contains("passive-authentication"), "\(profile)")
        #expect(run.holder("familyName") == facts.holder.familyName, "\(profile)")
        #expect(run.holder("birthDate") == facts.holder.birthDate, "\(profile)")
        if profile == "passport-aa" { #expect(run.proven.contains("active-authentication")) }
        if profile.hasPrefix("passport") { #expect(run.json["document"] != nil) }
      } else {
        #expect(run.status != 0 && run.json["holder"] == nil, "\(profile)")
        #expect(!(run.output + run.error).contains(facts.holder.familyName), "\(profile)")
      }
      card.remove()
    }
  }

  @Test("no profile of the simulator is without its expected outcome in a test over pcscd")
  func complete() throws {
    let scratch = try Scratch("profiles")
    let help = try ChildProcess.run([Products.path("kiosk"), "simulate", "card", "--help"], in: scratch)
    let words = help.output.components(separatedBy: "\n")
    let list = words.drop { !$0.contains("Profiles:") }.dropFirst().prefix { !$0.contains("Quirks:") }
    let profiles = Set(list.compactMap { $0.split(separator: " ").first.map(String.init) })
    #expect(profiles.count >= 25)
    let elsewhere: Set = [
      "previous-generation", "root-trust-point", "suspended", "cut-card-security", "resigned-card-security",
      "altered-card-security", "altered-card-access", "cloned", "blocked", "deactivated", "passport-bac",
      "passport-bac-altered",
    ]
    #expect(profiles.subtracting(elsewhere).subtracting(Self.outcomes.map(\.profile)) == [])
  }

  @Test(
    "short commands only: 28 exchanges for PACE, TA, EF.CardSecurity, CA and four data groups; 7 for PACE alone"
  )
  func short() throws {
    let rig = try PCSCRig("short")
    let pki = try makePKI(rig)
    let card = try SimulatedCard("normal", on: rig, pki: pki, ["--quirk", "no-extended"])
    let info = try kioskCard(rig, ["info", "--with", "pin"], ["PIN": card.facts.pin])
    #expect(info.json["extendedLength"] as? Bool == false, "\(info.output)\(info.error)")
    #expect(try #require((info.json["opened"] as? [String: Any])?["exchanges"] as? Int) <= 7)
    let path = rig.scratch.file("trace.txt")
    let run = try kioskCard(
      rig, ["read", "--with", "pin", "--terminal", pki, "--trace", path], ["PIN": card.facts.pin])
    #expect(run.status == 0, "\(run.error)")
    let read = (run.json["groups"] as? [[String: Any]] ?? []).filter { $0["state"] as? String == "value" }
    #expect(read.count >= 4)
    #expect(run.exchanges <= 28, "\(run.exchanges)")
    // Short they all were, and EF.CardSecurity was as long as a real one.
    let lines = rig.scratch.text("trace.txt").split(separator: "\n")
    let lengths = lines.compactMap { $0.firstMatch(of: /(\d+)>(\d+)/) }.map {
      (Int($0.1) ?? 0, Int($0.2) ?? 0)
    }
    #expect(lengths.count == run.exchanges && lengths.allSatisfy { $0.0 <= 261 && $0.1 <= 258 })
    let security = lines.filter { $0.contains(" card-security ") }
      .compactMap { $0.firstMatch(of: />(\d+)/).flatMap { Int($0.1) } }.reduce(0, +)
    #expect(security >= 1400, "\(security) bytes of answers")
    print("card exchanges, short: \(run.exchanges), PACE alone: \(info.json["opened"] ?? "")")
    card.remove()
    // A passport on the same terms, with a reading that is as good.
    let passport = try SimulatedCard("passport", on: rig, pki: pki, ["--quirk", "no-extended"])
    let old = try kioskCard(rig, ["read", "--with", "mrz", "--terminal", pki], ["MRZ": passport.facts.mrz])
    #expect(old.status == 0 && old.holder("familyName") == passport.facts.holder.familyName, "\(old.output)")
    passport.remove()
  }

  @Test(
    "a trace of ID card and passport shows no PIN, CAN, MRZ, name or date; nor does one of a run that fails")
  func traces() throws {
    let rig = try PCSCRig("traces")
    let pki = try makePKI(rig)
    for (profile, with, extra) in [
      ("normal", "pin", []), ("passport", "mrz", []), ("passport-bac", "mrz", []),
      ("normal", "pin", ["--fault", "pull@9"]), ("passport", "mrz", ["--fault", "noise@8"]),
      ("passport-altered", "mrz", []),
    ] as [(String, String, [String])] {
      let card = try SimulatedCard(profile, on: rig, pki: pki, extra)
      let path = rig.scratch.file("trace.txt")
      let facts = card.facts
      let run = try kioskCard(
        rig, ["read", "--with", with, "--terminal", pki, "--trace", path],
        ["PIN": facts.pin, "MRZ": facts.mrz])
      #expect((run.status == 0) == (extra.isEmpty && !profile.hasSuffix("altered")), "\(profile) \(extra)")
      let zone = facts.mrz ?? ""
      let words = [
        facts.pin, facts.can, facts.puk, facts.mrz, facts.holder.familyName, facts.holder.givenNames,
      ]
      let parts = zone.split(separator: "<").map(String.init).filter { $0.count >= 5 }
      let dates = [facts.holder.birthDate, facts.holder.birthDate.replacingOccurrences(of: "-", with: "")]
      try checkTrace(rig.scratch.text("trace.txt"), hides: words.compactMap { $0 } + parts + dates)
      card.remove()
    }
  }
}

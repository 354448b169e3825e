// The two ways in which a simulated passport's chip proves itself, and long answers, against the product's reading of
// passports; all else about passports stands in SimulatedPassportTests.

import Crypto
import Secrets
import Testing

@testable import Identity
@testable import Simulators

@Suite("The chip of a passport (ICAO 9303-11 sections 6.1 and 6.2)")
struct PassportProofTests {
  private let today = CivilDate(year: 2026, month: 3, day: 2)!

  private func read(_ profile: CardProfile, length: Int) throws -> PassportReading {
    let card = try makeCard(profile)
    let chance = CardChance(seed: [3], label: "terminal")
    let zone = Secret(Array(card.machineReadableZone.utf8))
    let trust = TrustStore(
      authorities: [try X509Certificate(der: testPKI.authority.certificate)], date: today)
    return try PassportReading.read(
      on: CardLink(SimulatedCardTransport(card, commandByteCountMax: length)),
      access: .mrz(try DocumentAccess.read(zone, today: today)), trust: trust, at: today
    ) { (count) throws(CryptoError) in chance.secret(count) }
  }

  @Test(
    "Chip authentication by GENERAL AUTHENTICATE and by MSE:Set KAT, active authentication by its signature")
  func proofs() throws {
    for length in [261, 65_544] {
      #expect(try read(.passport, length: length).chip == .genuine(by: .chipAuthentication))
      #expect(try read(.passportBAC, length: length).chip == .genuine(by: .chipAuthentication))
      #expect(
        try read(.passportActiveAuthentication, length: length).chip == .genuine(by: .activeAuthentication))
    }
  }
}

// The product's reading of passports against the simulated ones: each side written from ICAO 9303 by itself. What is
// proven, what is refused, and that every fault at every command ends in a typed error or in the same right answer.

import Crypto
import Secrets
import Testing

@testable import Identity
@testable import Simulators

@Suite("Reading simulated passports (ICAO 9303-11; TR-03105-5.1)")
struct SimulatedPassportTests {
  private static let today = CivilDate(year: 2026, month: 3, day: 2)!

  private static func trust(_ pki: TestPKI = testPKI) throws -> TrustStore {
    TrustStore(authorities: [try X509Certificate(der: pki.authority.certificate)], date: today)
  }

  private static func chance(_ seed: UInt8) -> Chance {
    let seeded = SeededChance(seed: UInt64(seed), purpose: "terminal")
    return { (count) throws(CryptoError) in try seeded.bytes(count) }
  }

  private func read(
    _ card: SimulatedCard, _ transport: SimulatedCardTransport? = nil, trust: TrustStore? = nil
  ) throws -> PassportReading {
    let zone = try DocumentAccess.read(Secret(Array(card.machineReadableZone.utf8)), today: Self.today)
    return try PassportReading.read(
      on: CardLink(transport ?? SimulatedCardTransport(card)), access: .mrz(zone),
      trust: try trust ?? Self.trust(), at: Self.today, chance: Self.chance(3))
  }

  private func check(_ reading: PassportReading, _ card: SimulatedCard) {
    #expect(reading.data == .genuine)
    #expect(reading.chip == .genuine(by: .chipAuthentication))
    #expect(reading.hasDocumentNumber(card.holder.documentNumber))
    #expect(reading.holder.content?.birthDate?.isoText == card.holder.birthDate.text)
    #expect(reading.document.content?.issuingAuthority != nil)
  }

  @Test(
    "PACE and BAC passports, whole, with every quirk that the standards allow",
    arguments: [CardProfile.passport, .passportBAC],
    [[]] + CardQuirk.allCases.map { [$0] } + [CardQuirk.allCases])
  func good(_ profile: CardProfile, _ quirks: [CardQuirk]) throws {
    for seed in UInt8(1)...3 {
      let card = try makeCard(profile, seed: seed, quirks: Set(quirks))
      let reading = try read(card)
      check(reading, card)
      #expect(reading.channel == (profile == .passport ? .pace : .basicAccessControl))
    }
  }

  @Test("Number, birth and expiry typed singly, and the CAN, open it too")
  func otherKeys() throws {
    let card = try makeCard(.passport, seed: 2)
    let holder = card.holder
    let typed = "\(holder.documentNumber) \(holder.birthDate.text) \(holder.expiry.text)"
    let access = try DocumentAccess.read(Secret(Array(typed.utf8)), today: Self.today)
    let reading = try PassportReading.read(
      on: CardLink(SimulatedCardTransport(card)), access: .mrz(access), trust: try Self.trust(),
      at: Self.today,
      chance: Self.chance(3))
    check(reading, card)
    let other = try makeCard(.passport, seed: 2)
    let byCAN = try PassportReading.read(
      on: CardLink(SimulatedCardTransport(other)), access: .can(Secret(Array(other.memory.can.utf8))),
      trust: try Self.trust(), at: Self.today, chance: Self.chance(3))
    check(byCAN, other)
  }

  @Test(
    "Changed, re-signed and copied passports, each with its own error",
    arguments: [
      (CardProfile.passportAltered, CardError.certificate(.dataGroupHash)),
      (.passportBACAltered, .certificate(.dataGroupHash)), (.passportResigned, .certificate(.unknownIssuer)),
      (.passportCloned, .unauthentic(.chipAuthentication)),
    ])
  func bad(_ profile: CardProfile, _ error: CardError) throws {
    #expect(throws: error) { try read(try makeCard(profile, seed: 4)) }
  }

  @Test(
    "A wrong zone is a wrong zone, with PACE and with BAC", arguments: [CardProfile.passport, .passportBAC])
  func wrongZone(_ profile: CardProfile) throws {
    let card = try makeCard(profile, seed: 6)
    let zone = try makeCard(profile, seed: 7).machineReadableZone
    let access = try DocumentAccess.read(Secret(Array(zone.utf8)), today: Self.today)
    #expect(throws: CardError.password(.wrong(.mrz, triesLeft: nil))) {
      try PassportReading.read(
        on: CardLink(SimulatedCardTransport(card)), access: .mrz(access), trust: try Self.trust(),
        at: Self.today,
        chance: Self.chance(3))
    }
  }

  @Test("The test PKI's master list is a trust store; another PKI's is none for this passport")
  func masterList() throws {
    let store = try TrustStore.masterList(testPKI.masterList, fileDay: Self.today, at: Self.today)
    check(try read(try makeCard(.passport, seed: 8), trust: store), try makeCard(.passport, seed: 8))
  }

  @Test(
    "Every kind of fault at every command: a typed error, or nothing but the right answer",
    arguments: [CardProfile.passport, .passportBAC])
  func faults(_ profile: CardProfile) throws {
    let good = try makeCard(profile, seed: 9)
    let transport = SimulatedCardTransport(good)
    let expected = try read(good, transport)
    let kinds: [CardFault.Kind] = [
      .pull, .status(0x6F00), .status(0x6982), .status(0x6A82), .cut(bytes: 1), .shorten(bytes: 3), .garbage,
      .noise, .flip,
      .reset,
    ]
    var right = 0
    for number in 1...transport.commandCount {
      for kind in kinds {
        let card = try makeCard(profile, seed: 9)
        let faulty = SimulatedCardTransport(card, faults: [CardFault(kind, at: number)])
        do {
          let reading = try read(card, faulty)
          #expect(reading == expected, "\(kind) at \(number)")
          right += 1
        } catch is CardError {
          continue
        }
      }
    }
    // A fault that nobody notices strikes where nothing hangs on the answer, or where the run asks again.
    #expect(right < transport.commandCount)
  }
}

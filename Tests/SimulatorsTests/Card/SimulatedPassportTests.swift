// What a person types and what an operator puts on the disk, against simulated passports: number and dates singly, the
// test PKI's master list as the trust store. The runs themselves are PassportOverSimulatedCardTests.

import Crypto
import Secrets
import Testing

@testable import Identity
@testable import Simulators

@Suite("What opens and what vouches for simulated passports (ICAO 9303-11 section 4)")
struct SimulatedPassportTests {
  private let today = CivilDate(year: 2026, month: 3, day: 2)!

  private func read(_ card: SimulatedCard, typed: String? = nil, trust: TrustStore? = nil) throws
    -> PassportReading
  {
    let store = try trust ?? TrustStore.masterList(testPKI.masterList, fileDay: today, at: today)
    let access = try DocumentAccess.read(
      Secret(Array((typed ?? card.machineReadableZone).utf8)), today: today)
    let chance = CardChance(seed: [4], label: "terminal")
    return try PassportReading.read(
      on: CardLink(SimulatedCardTransport(card)), access: .mrz(access), trust: store, at: today
    ) { (count) throws(CryptoError) in chance.secret(count) }
  }

  private func check(_ reading: PassportReading, _ card: SimulatedCard) {
    #expect(reading.data == .genuine)
    #expect(reading.chip == .genuine(by: .chipAuthentication))
    #expect(reading.hasDocumentNumber(card.holder.documentNumber))
    #expect(reading.holder.content?.birthDate?.isoText == card.holder.birthDate.text)
    #expect(reading.document.content?.issuingAuthority != nil)
  }

  @Test("Number, birth and expiry typed singly", arguments: [CardProfile.passport, .passportBAC])
  func singly(_ profile: CardProfile) throws {
    for seed in UInt8(1)...6 {
      let card = try makeCard(profile, seed: seed)
      let holder = card.holder
      check(
        try read(card, typed: "\(holder.documentNumber) \(holder.birthDate.text) \(holder.expiry.text)"), card
      )
      check(
        try read(
          card, typed: "\(holder.documentNumber.lowercased());\(holder.birthDate.text);\(holder.expiry.text)"),
        card)
    }
  }

  @Test("The test PKI's master list is a trust store; another PKI's is none for this passport")
  func masterList() throws {
    let card = try makeCard(.passport, seed: 8)
    check(try read(card), card)
    let other = try TrustStore.masterList(foreignPKI.masterList, fileDay: today, at: today)
    #expect(throws: CardError.certificate(.unknownIssuer)) {
      try read(try makeCard(.passport, seed: 8), trust: other)
    }
  }

  @Test("A copied passport shows in the chip's own proof, before its holder's data are read")
  func copied() throws {
    #expect(throws: CardError.unauthentic(.chipAuthentication)) {
      try read(try makeCard(.passportCloned, seed: 4))
    }
  }
}

// The product's passport reading against simulated passports: PACE, BAC, chip and active authentication, forgeries, and
// every fault at every command of a run. Each side is written from ICAO 9303 by itself.

import Crypto
import Secrets
import Testing

@testable import Identity
@testable import Simulators

@Suite("Reading a passport (ICAO 9303-11 section 4.2; TR-03105-5.1)")
struct PassportOverSimulatedCardTests {
  private let today = CivilDate(year: 2026, month: 3, day: 2)!

  private func read(
    _ card: SimulatedCard, _ transport: SimulatedCardTransport, trust: TestPKI? = testPKI,
    zone: String? = nil,
    withCAN: Bool = false
  ) throws -> PassportReading {
    let store = try trust.map {
      TrustStore(authorities: [try X509Certificate(der: $0.authority.certificate)], date: today)
    }
    let chance = CardChance(seed: [3], label: "terminal")
    let typed = Secret(Array((zone ?? card.machineReadableZone).utf8))
    let key: PassportKey =
      withCAN
      ? .can(Secret(Array(card.memory.can.utf8))) : .mrz(try DocumentAccess.read(typed, today: today))
    return try PassportReading.read(
      on: CardLink(transport), access: key, trust: store, at: today
    ) { (count) throws(CryptoError) in chance.secret(count) }
  }

  private func read(
    _ profile: CardProfile, quirks: Set<CardQuirk> = [], length: Int = 261,
    withCAN: Bool = false, trust: TestPKI? = testPKI
  ) throws -> (reading: PassportReading, count: Int) {
    let card = try makeCard(profile, quirks: quirks)
    let transport = SimulatedCardTransport(card, commandByteCountMax: length)
    let reading = try read(card, transport, trust: trust, withCAN: withCAN)
    #expect(reading.zone.documentNumber == card.holder.documentNumber)
    return (reading, transport.commandCount)
  }

  @Test("PACE with the zone and with the CAN, short and extended, every quirk; data and chip genuine")
  func pace() throws {
    for quirk in [nil] + CardQuirk.allCases.map({ $0 }) {
      for length in [261, 65_544] {
        let reading = try read(.passport, quirks: quirk.map { [$0] } ?? [], length: length).reading
        #expect(reading.channel == .pace)
        #expect(reading.data == .genuine)
        #expect(reading.chip == .genuine(by: .chipAuthentication))
      }
    }
    #expect(try read(.passport, withCAN: true).reading.data == .genuine)
  }

  @Test("BAC where no PACE is offered, with chip authentication by MSE:Set KAT or with active authentication")
  func basic() throws {
    let old = try read(.passportBAC).reading
    #expect(old.channel == .basicAccessControl)
    #expect(old.data == .genuine && old.chip == .genuine(by: .chipAuthentication))
    let active = try read(.passportActiveAuthentication).reading
    #expect(active.data == .genuine && active.chip == .genuine(by: .activeAuthentication))
  }

  @Test("Forty holders: the names read are those that the ready line tells, of passports and of ID cards")
  func names() throws {
    for seed in UInt8(0)..<40 {
      let passport = try makeCard(.passport, seed: seed)
      let details = try read(passport, SimulatedCardTransport(passport)).holder.content
      #expect(details?.familyName == passport.holder.familyName)
      #expect(details?.givenNames == passport.holder.givenNames)
      #expect(passport.readyLine.contains("\"familyName\":\"\(details?.familyName ?? "?")\""))
      let rig = try ReadingRig(seed: seed)
      let holder = try rig.read().holder
      #expect(holder.familyName == rig.card.holder.familyName)
      #expect(holder.givenNames == rig.card.holder.givenNames)
      #expect(rig.card.readyLine.contains("\"givenNames\":\"\(holder.givenNames ?? "?")\""))
    }
  }

  @Test("A changed data group, a foreign signer, a foreign country and a clone each end typed")
  func forgeries() throws {
    for profile in [CardProfile.passportAltered, .passportBACAltered] {
      #expect(throws: CardError.certificate(.dataGroupHash)) { try read(profile) }
    }
    #expect(throws: CardError.certificate(.unknownIssuer)) { try read(.passportResigned) }
    #expect(throws: CardError.certificate(.unknownIssuer)) { try read(.passport, trust: foreignPKI) }
    #expect(throws: CardError.self) { try read(.passportCloned) }
  }

  @Test("A wrong zone is a wrong zone, in PACE and in BAC")
  func wrongZone() throws {
    let other = try makeCard(.passport, seed: 6).machineReadableZone
    for profile in [CardProfile.passport, .passportBAC] {
      let card = try makeCard(profile)
      #expect(throws: CardError.password(.wrong(.mrz, triesLeft: nil))) {
        try read(card, SimulatedCardTransport(card), zone: other)
      }
    }
  }

  @Test(
    "Every fault at every command: a typed error, or the right data",
    arguments: [CardProfile.passport, .passportBAC])
  func faults(_ profile: CardProfile) throws {
    let card = try makeCard(profile)
    let counted = SimulatedCardTransport(card)
    let whole = try read(card, counted)
    let count = counted.commandCount
    let kinds: [CardFault.Kind] = [
      .pull, .delay(milliseconds: 6000), .status(0x6F00), .cut(bytes: 1), .shorten(bytes: 1), .garbage, .flip,
      .reset,
    ]
    for number in 1...count {
      for kind in kinds {
        do throws(CardError) {
          let reading = try run(card, CardFault(kind, at: number))
          #expect(reading == whole, "\(kind) at \(number)")
        } catch {
          // Typed by its type; a pulled card is always said to be one.
          if kind == .pull { #expect(error == .transport(.removed), "at \(number)") }
        }
      }
    }
  }

  private func run(_ card: SimulatedCard, _ fault: CardFault) throws(CardError) -> PassportReading {
    card.reset()
    do {
      return try read(card, SimulatedCardTransport(card, faults: [fault]))
    } catch let error as CardError {
      throw error
    } catch {
      Issue.record("untyped: \(error)")
      throw .cancelled
    }
  }
}

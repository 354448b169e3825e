// The product's terminal against the simulated card: the whole run over the seam between them, each side written from
// the standards by itself. What goes wrong on either side ends typed, and how many exchanges a run takes is counted.

import Crypto
import Handover
import Secrets
import Testing

@testable import Identity
@testable import Simulators

/// A card on a reader and what a terminal needs to read it.
struct ReadingRig {
  let card: SimulatedCard
  let transport: SimulatedCardTransport
  let link: CardLink
  var terminal: TerminalCredentials
  var today = CivilDate(year: 2026, month: 3, day: 2)!
  let chance: Chance

  init(
    _ profile: CardProfile = .normal, seed: UInt8 = 5, suite: CardSuite = .usual, quirks: Set<CardQuirk> = [],
    pki: TestPKI = testPKI, commandByteCountMax: Int = shortCommandByteCountMax
  ) throws {
    card = try makeCard(profile, seed: seed, suite: suite, quirks: quirks)
    transport = SimulatedCardTransport(card, commandByteCountMax: commandByteCountMax)
    link = CardLink(transport)
    terminal = try Self.credentials(pki)
    let seeded = SeededChance(seed: UInt64(seed), purpose: "terminal")
    chance = { (count) throws(CryptoError) in try seeded.bytes(count) }
  }

  static func credentials(_ pki: TestPKI) throws -> TerminalCredentials {
    TerminalCredentials(
      certificate: try CVCertificate(pki.terminal.certificate),
      issuers: try [pki.verifier, pki.link, pki.root].map { try CVCertificate($0.certificate) },
      key: LocalTerminalKey(pki.terminal.key))
  }

  func read(
    _ request: IdentityCardRequest = IdentityCardRequest(), password: PasswordKind = .pin,
    secret: String? = nil,
    trust: TestPKI = testPKI
  ) throws -> IdentityCardReading {
    let digits = secret ?? (password == .can ? card.memory.can : card.memory.pin)
    return try IdentityCardReading.read(
      on: link, password: password, secret: Secret(Array(digits.utf8)), terminal: terminal, request: request,
      trust: try trustStore(trust), today: today, chance: chance)
  }

  private func trustStore(_ pki: TestPKI) throws -> TrustStore {
    TrustStore(authorities: [try X509Certificate(der: pki.authority.certificate)], date: today)
  }
}

@Suite("Reading an ID card with a certificate (TR-03110-2 2.3; TR-03105-5.3 section 4.3)")
struct IdentityCardReadingTests {
  @Test("holder and address with the PIN, as the card was made")
  func good() throws {
    let rig = try ReadingRig()
    let holder = try rig.read().holder
    #expect(holder.familyName == rig.card.holder.familyName)
    #expect(holder.givenNames == rig.card.holder.givenNames)
    #expect(holder.birthDate?.isoText == rig.card.holder.birthDate.text)
    #expect(
      holder.address
        == .structured(
          StructuredPlace(
            street: rig.card.holder.street, city: rig.card.holder.city, country: "D",
            postcode: rig.card.holder.postcode)))
  }

  @Test("with the CAN, where the certificate allows it")
  func can() throws {
    #expect(try ReadingRig().read(password: .can).holder.familyName != nil)
  }

  @Test(
    "every data group that a town may read; absent ones are absent",
    arguments: [CardProfile.normal, .noDG6And7])
  func allGroups(_ profile: CardProfile) throws {
    let rig = try ReadingRig(profile)
    let reading = try rig.read(IdentityCardRequest(DataGroup.allCases.filter { $0 != .reserved }))
    func one(_ group: DataGroup) -> DataGroupReading? { reading.groups.first { $0.group == group }?.reading }
    #expect(one(.documentType) == .value(.text("ID")))
    #expect(one(.communityIdentifier) == .value(.community(rig.card.holder.community)))
    #expect(one(.placeOfBirth) == .value(.places([.text(rig.card.holder.birthPlace)])))
    #expect((one(.artisticName) == .absent) == (profile == .noDG6And7))
    #expect(one(.phoneNumber) == .absent)
  }

  @Test("no fixed address and an unknown day of birth are told as they are")
  func unusual() throws {
    guard case .none? = try ReadingRig(.noFixedAddress).read().holder.address else {
      Issue.record("an address")
      return
    }
    let rig = try ReadingRig(.unknownBirthDay)
    #expect(try rig.read().holder.birthDate?.isoText == String(rig.card.holder.birthDate.text.prefix(4)))
  }

  @Test(
    "each curve and cipher that cards have", arguments: ["256", "384", "512"], ["128", "192", "256"])
  func suites(_ curve: String, _ cipher: String) throws {
    let rig = try ReadingRig(suite: try #require(CardSuite(parsing: "\(curve):\(cipher)")))
    #expect(try rig.read().holder.familyName == rig.card.holder.familyName)
  }

  @Test("cards' habits do no harm", arguments: CardQuirk.allCases)
  func quirks(_ quirk: CardQuirk) throws {
    let rig = try ReadingRig(quirks: [quirk])
    #expect(try rig.read().holder.familyName == rig.card.holder.familyName)
  }

  @Test(
    "a card that knows the oldest root only gets the link certificate too, and the previous generation is read"
  )
  func otherCards() throws {
    for profile in [CardProfile.rootTrustPoint, .previousGeneration, .oneTryUsed, .expired] {
      let rig = try ReadingRig(profile)
      #expect(try rig.read().holder.familyName == rig.card.holder.familyName, "\(profile)")
    }
  }

  @Test("age, validity and community are answered by the card, without reading the date")
  func checks() throws {
    let rig = try ReadingRig()
    let born = rig.card.holder.birthDate
    let birth = try #require(CivilDate(year: born.year, month: born.month, day: born.day))
    let before = try #require(CivilDate(year: born.year - 1, month: 1, day: 1))
    let community = try #require(Hex.decode(rig.card.holder.community))
    func answers(_ checks: [AuxiliaryCheck]) throws -> [AuxiliaryAnswer] {
      let rig = try ReadingRig()
      return try rig.read(IdentityCardRequest([], checks: checks)).checks.map(\.answer)
    }
    #expect(
      try answers([.bornNotAfter(birth), .validAt(rig.today), .community(community)]) == [.yes, .yes, .yes])
    let other: [UInt8] = [0x02, 0x76, 0x99]
    let late = try #require(CivilDate(year: 2090, month: 1, day: 1))
    #expect(try answers([.bornNotAfter(before), .validAt(late), .community(other)]) == [.no, .no, .no])
    #expect(
      try ReadingRig(.expired).read(IdentityCardRequest([], checks: [.validAt(rig.today)])).checks[0].answer
        == .no)
  }

  @Test("the sector's name for the holder is the same each time, and another card's is another")
  func sector() throws {
    let request = IdentityCardRequest([.familyName], sectorKey: testPKI.sectorKey)
    // The sector's key with its domain parameters is longer than a short command.
    func identifier(seed: UInt8) throws -> [UInt8]? {
      try ReadingRig(seed: seed, commandByteCountMax: 65_544).read(request).sectorIdentifier
    }
    let first = try identifier(seed: 5)
    #expect(first?.count == 32)
    #expect(try identifier(seed: 5) == first)
    #expect(try identifier(seed: 6) != first)
  }

  @Test("exchanges: at most 28 with short commands, 22 with extended length, from a cold card")
  func exchanges() throws {
    let short = try ReadingRig()
    _ = try short.read()
    #expect(short.transport.commandCount <= 28)
    #expect(short.link.exchangeCount == short.transport.commandCount)
    let extended = try ReadingRig(commandByteCountMax: 65_544)
    _ = try extended.read()
    #expect(extended.transport.commandCount <= 22)
  }
}

@Suite("Reading an ID card: what ends the run")
struct IdentityCardReadingFaultTests {
  @Test(
    "a file that is cut, changed, signed by others or not this card's, and an EF.CardAccess that lies",
    arguments: [
      (CardProfile.resignedCardSecurity, CardError.certificate(.unknownIssuer)),
      (.alteredCardAccess, .certificate(.cardAccess)), (.cloned, .unauthentic(.chipAuthentication)),
    ])
  func cards(_ profile: CardProfile, _ error: CardError) throws {
    let rig = try ReadingRig(profile)
    #expect(throws: error) { try rig.read() }
  }

  @Test(
    "a cut EF.CardSecurity and a changed one", arguments: [CardProfile.cutCardSecurity, .alteredCardSecurity])
  func damaged(_ profile: CardProfile) throws {
    #expect {
      try ReadingRig(profile).read()
    } throws: { error in
      switch error as? CardError {
      case .malformed(.cardSecurity, _), .certificate(.signature), .certificate(.malformed),
        .certificate(.unknownIssuer):
        true
      default: false
      }
    }
  }

  @Test("a card of a foreign country: PACE works, the run ends before a certificate is sent")
  func foreignTerminal() throws {
    let rig = try ReadingRig(pki: foreignPKI)
    #expect(throws: CardError.certificate(.unknownIssuer)) { try rig.read() }
    #expect(rig.transport.commandCount <= 7)
  }

  @Test("a foreign CSCA: the chip's key is nobody's")
  func foreignTrust() throws {
    #expect(throws: CardError.certificate(.unknownIssuer)) { try ReadingRig().read(trust: foreignPKI) }
  }

  @Test(
    "an expired terminal certificate, one without rights, and a wrong key are found before the first command")
  func ownCertificates() throws {
    let expiredChance = SeededChance(seed: 71, purpose: "expired")
    let expired = try TestPKI.make(
      chance: { (count) throws(CryptoError) in try expiredChance.bytes(count) },
      on: try #require(CivilDay(year: 2026, month: 3, day: 2)), isExpired: true)
    let rightlessChance = SeededChance(seed: 72, purpose: "rightless")
    let rightless = try TestPKI.make(
      chance: { (count) throws(CryptoError) in try rightlessChance.bytes(count) },
      on: try #require(CivilDay(year: 2026, month: 3, day: 2)), rights: [])
    let first = try ReadingRig(pki: expired)
    #expect(throws: CardError.certificate(.expired)) { try first.read() }
    let second = try ReadingRig(pki: rightless)
    #expect(throws: CardError.certificate(.rights)) { try second.read() }
    var third = try ReadingRig()
    third.terminal = TerminalCredentials(
      certificate: third.terminal.certificate, issuers: third.terminal.issuers,
      key: LocalTerminalKey(testPKI.verifier.key))
    #expect(throws: CardError.certificate(.key)) { try third.read() }
    #expect(first.transport.commandCount + second.transport.commandCount + third.transport.commandCount == 0)
  }

  @Test("the PIN's states end the run as the ladder knows them")
  func passwords() throws {
    #expect(throws: CardError.password(.wrong(.pin, triesLeft: 2))) {
      try ReadingRig().read(secret: "000000")
    }
    #expect(throws: CardError.password(.pinSuspended)) { try ReadingRig(.suspended).read() }
    #expect(throws: CardError.password(.pinBlocked)) { try ReadingRig(.blocked).read() }
    #expect(throws: CardError.password(.pinDeactivated)) { try ReadingRig(.deactivated).read() }
  }

  @Test("a card that is pulled, refuses, or answers nonsense at any command ends typed, or reads the same")
  func everyStep() throws {
    let whole = try ReadingRig()
    let right = try whole.read()
    let kinds: [CardFault.Kind] = [
      .pull, .status(0x6F00), .status(0x6982), .cut(bytes: 1), .shorten(bytes: 1), .garbage, .noise, .flip,
      .reset,
    ]
    for number in 1...whole.transport.commandCount {
      for kind in kinds {
        let rig = try ReadingRig()
        rig.transport.add(CardFault(kind, at: number))
        do {
          // Before the channel: data behind the 9000 of MSE:Set AT, which nobody reads, and an authority's name, in whose
          // place the previous one does.
          #expect(try rig.read() == right, "\(kind) at \(number)")
          #expect(number <= 6, "\(kind) at \(number) was not noticed")
        } catch is CardError {
        }
      }
    }
  }
}

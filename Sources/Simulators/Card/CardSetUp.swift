// From what a person typed to a card: one that persists and lies in its folder already, or a new one whose files a test
// PKI signs. The only chance is the seed that comes in.

import Crypto
import Handover
import Secrets

/// What `kiosk simulate card` was told.
public struct SimulatedCardOptions: Sendable {
  public var profile: CardProfile
  public var reader: CardReader
  /// A directory that `simulate pki` made; nil for a PKI of the card's own that nobody else knows.
  public var pki: String?
  /// The folder in which the card persists; nil for a card that is gone when the process ends.
  public var state: String?
  public var suite = CardSuite.usual
  public var quirks: Set<CardQuirk> = []
  public var faults: [CardFault] = []

  public init(profile: CardProfile, reader: CardReader) {
    self.profile = profile
    self.reader = reader
  }
}

/// Makes or loads the card and runs it until SIGTERM. `seed` decides all chance; `today` is the day of issue of a new
/// card and the least that a card's clock shows.
public func runSimulatedCard(
  _ options: SimulatedCardOptions, seed: [UInt8], today: CivilDay
) throws {
  let file = try options.state.map { directory throws(SimulatedCardError) in
    try CardStateFile(directory: directory)
  }
  let memory: CardMemory
  if let known = try file?.load() {
    guard known.profile == options.profile else {
      throw SimulatedCardError(
        "\(options.state ?? "") holds a card of profile \(known.profile.rawValue); choose that --profile or another --state",
        isInput: true)
    }
    if let pki = try options.pki.map({ try TestPKI.load($0) }), !known.issuer.isEmpty,
      known.issuer != mark(pki)
    {
      throw SimulatedCardError(
        "\(options.state ?? "") holds a card of another PKI; choose the --pki it was made with or another --state",
        isInput: true)
    }
    memory = known
  } else {
    memory = try makeCard(options, seed: seed, today: today)
    try file?.save(memory)
  }
  // The chance of this start, not of the card: nonces come again only where a seed was asked for.
  let chance = CardChance(seed: seed, label: "session")
  let card = try SimulatedCard(memory: memory, quirks: options.quirks) { (count) throws(CryptoError) in
    chance.secret(count)
  }
  if let file { card.onChange = { try file.save($0) } }
  try runSimulatedCard(card, reader: options.reader, faults: options.faults)
}

private func makeCard(_ options: SimulatedCardOptions, seed: [UInt8], today: CivilDay) throws -> CardMemory {
  func made(_ label: String) throws(CryptoError) -> TestPKI {
    let chance = CardChance(seed: seed, label: label)
    return try TestPKI.make(chance: { (count) throws(CryptoError) in chance.secret(count) }, on: today)
  }
  let pki = try options.pki.map { try TestPKI.load($0) } ?? made("pki")
  let (year, month, day) = today.date
  let issued = CardDate(year: year, month: month, day: day)
  var memory = try CardMemory(
    making: options.profile, seed: seed, issued: issued, suite: options.suite, issuer: CardIssuer(pki),
    foreign: CardIssuer(try made("foreign")))
  memory.issuer = mark(pki)
  return memory
}

/// What a PKI is known again by: its roots, of terminals and of documents.
private func mark(_ pki: TestPKI) -> [UInt8] {
  HashAlgorithm.sha256.digest(of: pki.root.certificate + pki.authority.certificate)
}

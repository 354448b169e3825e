// What a card keeps when the power goes: who it is, its secrets, how many tries are left, whom it trusts, what day it
// last heard of. The text form is one `name value` a line; a simulated card's secrets protect nobody.

import Crypto

/// The non-volatile memory of a simulated card.
public struct CardMemory: Equatable, Sendable {
  public static let pinTriesMax = 3
  public static let pukUsesMax = 10

  public var profile: CardProfile
  /// Everything about holder, numbers and keys follows from it.
  var seed: [UInt8]
  var suite: CardSuite
  /// The day of issue, or of the start that made the card.
  var issued: CardDate
  public var pin: String
  public var can: String
  public var puk: String
  /// 3, 2, 1 (suspended), 0 (blocked).
  public var pinTries = pinTriesMax
  public var isPINActive = true
  /// The PIN is still the five digits of the letter.
  public var isTransportPIN = false
  /// How often the PUK may still lift a block.
  public var pukUsesLeft = pukUsesMax
  /// The newest day that a trusted certificate named (TR-03110-3 section 2.5.1 "current date").
  var today: CardDate
  /// CVCA certificates, newest first, at most two (TR-03110-3 section 2.5.1).
  var trustPoints: [[UInt8]] = []
  /// EF.CardSecurity of an ID card or EF.SOD of a passport, signed when the card was made.
  var signedFile: [UInt8] = []
  /// What the PKI that made the card is known again by; empty where that is unknown.
  var issuer: [UInt8] = []

  init(profile: CardProfile, seed: [UInt8], suite: CardSuite, issued: CardDate) {
    self.profile = profile
    self.seed = seed
    self.suite = suite
    self.issued = issued
    today = issued
    let chance = CardChance(seed: seed, label: "secrets")
    pin = chance.digits(profile == .transportPIN ? 5 : 6)
    can = chance.digits(6)
    puk = chance.digits(10)
    switch profile {
    case .oneTryUsed: pinTries = 2
    case .suspended: pinTries = 1
    case .blocked: pinTries = 0
    case .deactivated: isPINActive = false
    case .transportPIN: isTransportPIN = true
    case .pukUsedUp:
      pinTries = 0
      pukUsesLeft = 0
    default: break
    }
  }

  /// The lines of the state file.
  var text: String {
    var lines = [
      "format 1", "profile \(profile.rawValue)", "seed \(Hex.encode(seed))", "suite \(suite.name)",
      "issued \(issued.digits)", "pin \(pin)", "can \(can)", "puk \(puk)", "pin-tries \(pinTries)",
      "pin-active \(isPINActive ? 1 : 0)", "transport-pin \(isTransportPIN ? 1 : 0)",
      "puk-uses-left \(pukUsesLeft)", "today \(today.digits)",
    ]
    lines += trustPoints.map { "trust-point \(Hex.encode($0))" }
    if !issuer.isEmpty { lines.append("issuer \(Hex.encode(issuer))") }
    lines.append("signed-file \(Hex.encode(signedFile))")
    return lines.joined(separator: "\n") + "\n"
  }

  /// A state file's lines; nil unless each is there and makes sense.
  init?(text: String) {
    var values: [String: [String]] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      values[String(parts[0]), default: []].append(String(parts[1]))
    }
    func one(_ name: String) -> String? { values[name]?.count == 1 ? values[name]?[0] : nil }
    guard one("format") == "1", let profile = one("profile").flatMap(CardProfile.init(rawValue:)),
      let seed = one("seed").flatMap({ Hex.decode($0) }),
      let suite = one("suite").flatMap(CardSuite.init(parsing:)),
      let issued = one("issued").flatMap(CardDate.init(digits:)), let pin = one("pin"), let can = one("can"),
      let puk = one("puk"), let tries = one("pin-tries").flatMap({ Int($0) }),
      (0...Self.pinTriesMax).contains(tries), let active = one("pin-active"),
      let transport = one("transport-pin"), let uses = one("puk-uses-left").flatMap({ Int($0) }),
      (0...Self.pukUsesMax).contains(uses), let today = one("today").flatMap(CardDate.init(digits:)),
      let signed = one("signed-file").flatMap({ Hex.decode($0) })
    else { return nil }
    self.init(profile: profile, seed: seed, suite: suite, issued: issued)
    (self.pin, self.can, self.puk) = (pin, can, puk)
    pinTries = tries
    isPINActive = active == "1"
    isTransportPIN = transport == "1"
    pukUsesLeft = uses
    self.today = today
    trustPoints = []
    for text in values["trust-point"] ?? [] {
      guard let bytes = Hex.decode(text) else { return nil }
      trustPoints.append(bytes)
    }
    signedFile = signed
    issuer = one("issuer").flatMap { Hex.decode($0) } ?? []
  }
}

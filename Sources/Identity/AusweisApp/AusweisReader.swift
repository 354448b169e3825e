// A card reader as AusweisApp sees it, and the card in it. Presence and counters come from here while AusweisApp runs:
// it alone owns PC/SC then.

import Crypto

/// A reader of the message READER.
public struct AusweisReader: Equatable, Sendable {
  public var name: String
  /// Plugged in.
  public var isAttached: Bool
  /// It has a pad of its own: secrets are typed there and never come to us.
  public var hasKeypad: Bool
  /// A simulated reader that takes cards by SET_CARD. AusweisApp 1.26.2 always lists one; it is nobody's card reader.
  public var isSimulated: Bool
  public var card: AusweisCard

  public init(
    name: String, isAttached: Bool = true, hasKeypad: Bool = false, isSimulated: Bool = false,
    card: AusweisCard = .none
  ) {
    self.name = name
    self.isAttached = isAttached
    self.hasKeypad = hasKeypad
    self.isSimulated = isSimulated
    self.card = card
  }
}

/// What lies in a reader.
public enum AusweisCard: Equatable, Sendable {
  /// Nothing; below API level 3 also a card that is no eID card.
  case none
  /// A card that is no eID card (API level 3).
  case unknown
  case identity(AusweisIdentityCard)
}

/// An eID card as READER describes it.
public struct AusweisIdentityCard: Equatable, Sendable {
  /// The PUK was used up. Known only after a right PUK.
  public var isInoperative: Bool
  /// The online ID function is switched off.
  public var isDeactivated: Bool
  /// Tries left for the PIN, 0...3; nil: not said, or no number that a card has.
  public var triesLeft: Int?

  public init(isInoperative: Bool = false, isDeactivated: Bool = false, triesLeft: Int?) {
    self.isInoperative = isInoperative
    self.isDeactivated = isDeactivated
    self.triesLeft = triesLeft
  }
}

extension AusweisReader {
  /// Reads the object; nil where not even a name stands.
  init?(_ value: JSONValue?) {
    guard let value, let name = value["name"]?.text, !name.isEmpty else { return nil }
    self.init(
      name: ShownText.line(name, charactersMax: AusweisLimit.nameCharactersMax),
      // A reader that is listed is there, unless it says otherwise.
      isAttached: value["attached"]?.flag ?? true,
      hasKeypad: value["keypad"]?.flag ?? false,
      isSimulated: value["insertable"]?.flag ?? false || name == Self.simulatorName,
      card: AusweisCard(value["card"]))
  }

  /// The simulated reader's name: before its first READER is complete it does not call itself insertable.
  static let simulatorName = "Simulator"
}

extension AusweisCard {
  init(_ value: JSONValue?) {
    guard let value, case .members(let members) = value else {
      self = .none
      return
    }
    // "An empty object is used for an unknown card" (SDK, READER).
    guard !members.isEmpty else {
      self = .unknown
      return
    }
    self = .identity(
      AusweisIdentityCard(
        isInoperative: value["inoperative"]?.flag ?? false,
        isDeactivated: value["deactivated"]?.flag ?? false,
        triesLeft: value["retryCounter"]?.number.flatMap { (0...3).contains($0) ? $0 : nil }))
  }
}

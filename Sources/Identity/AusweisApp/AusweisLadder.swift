// Whether a secret that AusweisApp asks for may be given: the ladder 3 / 2 / 1 with CAN / 0 with PUK, kept on this side
// too. AusweisApp climbs it by itself; what is here only refuses the steps that would cost somebody a card.

import Secrets

/// What is known of the card in a run.
struct AusweisLadder: Equatable, Sendable {
  /// What stands between the CAN and the last try of a PIN.
  enum CAN { case none, sent, accepted, spent }

  /// The reader that the last secret was asked for in.
  private(set) var reader: String?
  /// Tries left as the last question said.
  private(set) var triesLeft: Int?
  /// The secret that was given last, with nothing asked since.
  private(set) var sent: AusweisSecretKind?
  private(set) var can = CAN.none
  /// A PIN was given for the card that lies there now.
  private(set) var hasGivenPIN = false
  /// The card went away after a question.
  private(set) var cardWent = false

  /// Whether anything was asked yet.
  var hasBegun: Bool { reader != nil }

  /// Judges a question; a failure means that nothing may be given.
  mutating func asked(
    _ kind: AusweisSecretKind, error: String?, reader asking: AusweisReader?, changingPIN: Bool
  ) -> Result<AusweisLastTry, AusweisFailure> {
    guard let asking, case .identity(let card) = asking.card, let tries = card.triesLeft else {
      return .failure(.triesUnknown)
    }
    if let reader, reader != asking.name { cardGone() }
    // Counters fall; without a PUK or a right PIN between, a higher one is another card's.
    if let triesLeft, tries > triesLeft, sent != .puk, sent != .pin { cardGone() }
    if kind == .puk, card.isInoperative { return .failure(.pukUsedUp) }
    if card.isDeactivated { return .failure(.deactivated) }
    let last = lastTry(kind, error: error, tries: tries)
    switch kind {
    case .pin:
      guard tries > 0 else { return .failure(.outOfTurn) }
      if tries == 1 {
        if can == .sent || (can == .spent && error != nil) { can = .accepted }
        guard can == .accepted else { return .failure(.lastTryWithoutCAN) }
      } else {
        can = .none
      }
    case .newPIN:
      guard changingPIN, hasGivenPIN, tries > 0 else { return .failure(.outOfTurn) }
    case .can:
      // At any other counter the CAN would stand in for the PIN.
      guard tries == 1 else { return .failure(tries == 0 ? .outOfTurn : .canAllowed) }
      can = .none
    case .puk:
      guard tries == 0 else { return .failure(.pukOutOfTurn) }
      can = .none
    }
    reader = asking.name
    triesLeft = tries
    sent = nil
    cardWent = false
    return .success(last)
  }

  /// A secret was given.
  mutating func gave(_ kind: AusweisSecretKind) {
    sent = kind
    switch kind {
    case .can: can = .sent
    case .pin:
      if can == .accepted { can = .spent }
      hasGivenPIN = true
    case .newPIN, .puk: break
    }
  }

  /// The card that was asked about is not there any more: what was shown to it holds for no other.
  mutating func cardGone() {
    guard hasBegun else { return }
    can = .none
    hasGivenPIN = false
    sent = nil
    triesLeft = nil
    cardWent = true
  }

  private func lastTry(_ kind: AusweisSecretKind, error: String?, tries: Int) -> AusweisLastTry {
    if cardWent { return .cardChanged }
    guard let sent else { return .none }
    if error != nil { return .notTried }
    switch (sent, kind) {
    case (.pin, .pin), (.pin, .can), (.pin, .puk):
      return triesLeft.map { tries < $0 } == true ? .wrong(.pin) : .unclear
    case (.can, .can): return .wrong(.can)
    case (.puk, .puk): return .wrong(.puk)
    case (.puk, .pin): return .unblocked
    case (.newPIN, .newPIN), (.newPIN, .pin), (.newPIN, .can), (.newPIN, .puk): return .unclear
    default: return .none
    }
  }
}

// The retry ladder of the product (`RetryLadder`) behind AusweisApp's questions. AusweisApp climbs by itself; what is kept
// here only refuses the steps that would cost somebody a card, and knows what became of what was typed.

/// What is known of the card in a run.
struct AusweisLadder: Equatable, Sendable {
  private var ladder: RetryLadder
  /// The reader that the last secret was asked for in.
  private(set) var reader: String?

  init(changingPIN: Bool) { ladder = RetryLadder(goal: changingPIN ? .changePIN : .usePIN) }

  /// Whether anything was asked yet.
  var hasBegun: Bool { reader != nil }

  /// Judges a question; a failure means that nothing may be given.
  mutating func asked(
    _ kind: AusweisSecretKind, error: String?, reader asking: AusweisReader?
  ) -> Result<RetryLadder.Question, AusweisFailure> {
    guard let asking, case .identity(let card) = asking.card else { return .failure(.triesUnknown) }
    if let reader, reader != asking.name { cardGone() }
    reader = asking.name
    if kind == .puk, card.isInoperative { return .failure(.pukUsedUp) }
    let state: PINState = card.isDeactivated ? .deactivated : PINState(tries: card.triesLeft)
    let effects = ladder.reduce(.asked(kind.entry, state, wasTried: error == nil))
    return question(effects, kind, state)
  }

  /// A secret of so many digits was typed. A failure means that it may not be given; a question, that it must be typed
  /// again; nil, that it may go.
  mutating func typed(_ kind: AusweisSecretKind, digits: Int) -> Result<RetryLadder.Question?, AusweisFailure>
  {
    for effect in ladder.reduce(.entered(kind.entry, digits: digits)) {
      switch effect {
      case .openChannel, .setNewPIN: return .success(nil)
      case .ask(let question): return .success(question)
      default: break
      }
    }
    return .failure(.outOfTurn)
  }

  /// The card that was asked about is not there any more: what was shown to it holds for no other.
  mutating func cardGone() {
    if hasBegun { _ = ladder.reduce(.cardGone) }
  }

  private func question(
    _ effects: [RetryLadder.Effect], _ kind: AusweisSecretKind, _ state: PINState
  ) -> Result<RetryLadder.Question, AusweisFailure> {
    for effect in effects { if case .ask(let question) = effect { return .success(question) } }
    switch (ladder.step, kind, state) {
    case (.ended(.unknown), _, _): return .failure(.triesUnknown)
    case (.ended(.deactivated), _, _): return .failure(.deactivated)
    case (_, .pin, .suspended): return .failure(.lastTryWithoutCAN)
    // At any other counter the CAN would stand in for the PIN.
    case (_, .can, .ready): return .failure(.canAllowed)
    case (_, .puk, .ready), (_, .puk, .suspended): return .failure(.pukOutOfTurn)
    default: return .failure(.outOfTurn)
    }
  }
}

extension AusweisSecretKind {
  /// The ladder's name for it.
  public var entry: RetryLadder.Entry {
    switch self {
    case .pin: .pin
    case .newPIN: .newPIN
    case .can: .can
    case .puk: .puk
    }
  }
}

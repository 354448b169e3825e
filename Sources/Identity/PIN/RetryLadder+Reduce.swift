// How the ladder moves: (state, event) to (state, effects), without a clock, a card or a secret. An event that does not
// belong to the step changes nothing; a secret goes out only where `permits` says so.

extension RetryLadder {
  /// The ladder after `event`, and what is to be done.
  public static func reduce(_ ladder: RetryLadder, _ event: Event) -> (RetryLadder, [Effect]) {
    var next = ladder
    let effects = next.reduce(event)
    return (next, effects)
  }

  /// Moves the ladder and says what is to be done.
  public mutating func reduce(_ event: Event) -> [Effect] {
    if case .ended = step { return [] }
    switch event {
    case .card(let state): return met(state)
    case .cardGone: return gone()
    case .entered(let entry, let digits): return entered(entry, digits)
    case .accepted(let password): return accepted(password)
    case .refused(let refusal): return refused(refusal)
    case .changed:
      guard step == .changing else { return [] }
      return end(.changed)
    case .unblocked:
      guard step == .unblocking else { return [] }
      return afterUnblocking()
    case .asked(let entry, let state, let wasTried): return asked(entry, state, wasTried)
    case .cancelled: return end(.cancelled)
    case .failed(let error): return failed(error)
    }
  }

  // MARK: - The card comes and goes

  private mutating func met(_ state: PINState) -> [Effect] {
    guard step == .card else { return [] }
    noteReturn(state)
    hasMet = true
    channel = nil
    pin = state
    return ask()
  }

  /// What the next question says about a card that lies there again.
  private mutating func noteReturn(_ state: PINState) {
    if hasMet, !isSameCard(state) {
      pendingNotice = .cardChanged
    } else if interrupted != nil, pendingNotice == .cardReturned {
      pendingNotice = .unclear
    }
    interrupted = nil
  }

  /// Whether the card that says `state` can be the one from before. A counter that nobody can have moved is another's.
  private func isSameCard(_ state: PINState) -> Bool {
    switch interrupted {
    case .pin:
      // The try may have counted, or have been right.
      let before = pin.tries ?? 0
      return state == pin || state.tries == before - 1 || state == .ready(tries: 3)
    case .puk: return state == pin || state == .ready(tries: 3)
    default: return state == pin
    }
  }

  private mutating func gone() -> [Effect] {
    if case .card = step { return [.awaitCard] }
    switch step {
    case .trying(let entry): interrupted = entry
    case .unblocking: interrupted = .puk
    case .changing: interrupted = .newPIN
    default: interrupted = nil
    }
    // Who is led by another program learns from its next question whether the old PIN holds or the new one.
    if interrupted == .newPIN, !isLed { return end(.changeUnclear) }
    channel = nil
    pendingNotice = .cardReturned
    step = .card
    return [.awaitCard]
  }

  // MARK: - Questions

  /// The question that this card's state leads to, or the end.
  private mutating func ask() -> [Effect] {
    switch (pin, goal) {
    case (.unknown, _): return end(.unknown)
    case (.deactivated, _): return end(.deactivated)
    case (.blocked, _): return ask(.puk)
    case (_, .unblock): return end(.notBlocked)
    case (.ready, _): return ask(.pin)
    case (.suspended, _): return ask(channel == .can ? .pin : .can)
    }
  }

  private mutating func ask(_ entry: Entry) -> [Effect] {
    let question = Question(
      entry: entry, digits: digits(of: entry), triesLeft: entry == .pin || entry == .can ? pin.tries : nil,
      notice: pendingNotice)
    pendingNotice = .none
    step = .asking(question)
    return [.ask(question)]
  }

  private func digits(of entry: Entry) -> ClosedRange<Int> {
    switch entry {
    case .pin: goal == .changePIN ? 5...6 : 6...6
    case .newPIN, .can: 6...6
    case .puk: 10...10
    }
  }

  private mutating func entered(_ entry: Entry, _ digits: Int) -> [Effect] {
    guard case .asking(let question) = step, question.entry == entry else { return [] }
    entries += 1
    guard entries <= Self.entriesMax else { return end(.tooManyEntries) }
    guard question.digits.contains(digits) else {
      pendingNotice = entry == .pin && digits == 5 ? .transportPIN : .wrongLength
      return ask(entry)
    }
    guard Self.permits(entry, pin: pin, channel: channel) else { return end(.outOfTurn) }
    guard let password = entry.password else {
      step = .changing
      return [.setNewPIN]
    }
    step = .trying(entry)
    return [.openChannel(password)]
  }

  // MARK: - What the card says to a secret

  private mutating func accepted(_ password: PasswordKind) -> [Effect] {
    guard case .trying(let entry) = step, entry.password == password else { return [] }
    channel = password
    switch entry {
    case .can:
      pendingNotice = .canAccepted
      return ask(.pin)
    case .pin:
      pin = .ready(tries: 3)
      return goal == .changePIN ? ask(.newPIN) : end(.opened)
    case .puk:
      step = .unblocking
      return [.resetCounter]
    case .newPIN: return []
    }
  }

  private mutating func refused(_ refusal: PasswordRefusal) -> [Effect] {
    if step == .unblocking, refusal == .pukUsedUp { return end(.pukUsedUp) }
    guard case .trying(let entry) = step else { return [] }
    guard refusal.password == entry.password else { return end(.outOfTurn) }
    // A wrong secret ends what the CAN had resumed.
    let channelBefore = channel
    channel = nil
    switch refusal {
    case .wrong(_, let triesLeft):
      pendingNotice = .wrong(entry)
      guard entry == .pin else { return ask(entry) }
      guard let triesLeft, triesLeft < (pin.tries ?? 0) else {
        // The card did not count aloud: ask it.
        interrupted = .pin
        return readAgain(closing: channelBefore != nil)
      }
      pin = PINState(tries: triesLeft)
      return (channelBefore == nil ? [] : [.closeChannel]) + ask()
    case .pinSuspended: pin = .suspended
    case .pinBlocked: pin = .blocked
    case .pinDeactivated: pin = .deactivated
    case .pukUsedUp: return end(.pukUsedUp)
    }
    return (channelBefore == nil ? [] : [.closeChannel]) + ask()
  }

  private mutating func afterUnblocking() -> [Effect] {
    pin = .ready(tries: 3)
    guard goal != .unblock else { return end(.unblocked) }
    pendingNotice = .unblocked
    return readAgain(closing: true)
  }

  private mutating func readAgain(closing: Bool) -> [Effect] {
    channel = nil
    step = .card
    return (closing ? [.closeChannel] : []) + [.readState]
  }

  // MARK: - Another program climbs

  /// The other side asks for a secret: what was typed before is judged by that, and the question is put only if the
  /// ladder permits it.
  private mutating func asked(_ entry: Entry, _ state: PINState, _ wasTried: Bool) -> [Effect] {
    if case .trying(let last) = step, hasMet {
      judge(last, by: entry, state, wasTried)
    } else if step == .changing || step == .unblocking {
      pendingNotice = .unclear
    } else if hasMet, step == .card {
      channel = nil
      noteReturn(state)
    } else if hasMet, state != pin {
      channel = nil
      pendingNotice = .cardChanged
    }
    isLed = true
    hasMet = true
    pin = state
    if state == .deactivated { return end(.deactivated) }
    guard Self.permits(entry, pin: state, channel: channel) else {
      return end(state == .unknown ? .unknown : .outOfTurn)
    }
    return ask(entry)
  }

  /// What became of the secret that was typed last, from the question that follows it.
  private mutating func judge(_ last: Entry, by entry: Entry, _ state: PINState, _ wasTried: Bool) {
    let before = pin.tries ?? 0
    guard wasTried else {
      pendingNotice = .unclear
      return
    }
    switch (last, entry) {
    case (.can, .pin) where state == .suspended:
      channel = .can
      pendingNotice = .canAccepted
    case (.pin, .newPIN):
      channel = .pin
    case (.puk, .pin) where state == .ready(tries: 3):
      channel = nil
      pendingNotice = .unblocked
    case (.can, .can), (.puk, .puk):
      channel = nil
      pendingNotice = .wrong(last)
    case (.pin, _) where (state.tries ?? before) < before:
      channel = nil
      pendingNotice = .wrong(.pin)
    default:
      channel = nil
      pendingNotice = .unclear
    }
  }

  // MARK: - The end

  private mutating func failed(_ error: CardError) -> [Effect] {
    // A card that refused has changed nothing; after anything else the old PIN may hold or the new one.
    if step == .changing {
      if case .refused = error { return end(.failed(error)) }
      return end(.changeUnclear)
    }
    return end(.failed(error))
  }

  private mutating func end(_ outcome: Outcome) -> [Effect] {
    step = .ended(outcome)
    // Whoever opened the card with the PIN goes on with the channel; any other channel ends here.
    let hadChannel = channel != nil
    if outcome == .opened { return [.finish(outcome)] }
    channel = nil
    return (hadChannel ? [.closeChannel] : []) + [.finish(outcome)]
  }
}

extension PasswordRefusal {
  /// The password that it is about.
  public var password: PasswordKind {
    switch self {
    case .wrong(let password, _): password
    case .pinSuspended, .pinBlocked, .pinDeactivated: .pin
    case .pukUsedUp: .puk
    }
  }
}

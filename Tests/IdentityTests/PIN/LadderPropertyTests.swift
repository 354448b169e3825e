// Random walks of the ladder over a card that counts: whatever persons, cards and other programs do, no PIN goes out at
// the last try without the CAN in the same session. Walks follow from their seeds.

import Identity
import Testing

/// SplitMix64: a walk is its seed.
struct Walk: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

/// A card as TR-03110 wants it: counter, resumption within a session, PUK uses.
struct CountingCard {
  var tries: Int
  var isDeactivated = false
  var pukUses = 0
  /// The password whose channel is open.
  var channel: PasswordKind?
  /// Tries of the PIN at the last counter without the CAN before.
  var violations = 0

  var state: PINState { isDeactivated ? .deactivated : PINState(tries: tries) }

  mutating func pace(_ password: PasswordKind, right: Bool, walk: inout Walk) -> RetryLadder.Event {
    let before = channel
    channel = nil
    switch password {
    case .pin:
      if isDeactivated { return .refused(.pinDeactivated) }
      if tries == 0 { return .refused(.pinBlocked) }
      if tries == 1, before != .can {
        violations += 1
        return .refused(.pinSuspended)
      }
      guard right else {
        tries -= 1
        let saysCounter = Bool.random(using: &walk)
        return .refused(.wrong(.pin, triesLeft: saysCounter ? tries : nil))
      }
      tries = 3
    case .can, .puk, .mrz:
      guard right else { return .refused(.wrong(password, triesLeft: nil)) }
    }
    channel = password
    return .accepted(password)
  }

  mutating func reset() -> RetryLadder.Event {
    guard channel == .puk, pukUses < 10 else { return .refused(.pukUsedUp) }
    pukUses += 1
    tries = 3
    return .unblocked
  }
}

@Suite("Retry ladder: walks")
struct LadderPropertyTests {
  @Test(
    "own card: no path sends a PIN at counter 1 without CAN first in the same session", arguments: 1...200)
  func ownCard(seed: Int) {
    var walk = Walk(state: UInt64(seed))
    for _ in 0..<20 {
      var ladder = RetryLadder(goal: RetryLadder.Goal.allCases.randomElement(using: &walk)!)
      var card = CountingCard(tries: Int.random(in: 0...3, using: &walk))
      card.isDeactivated = Int.random(in: 0..<10, using: &walk) == 0
      var pending: [RetryLadder.Event] = [.card(card.state)]
      for _ in 0..<200 {
        if case .ended = ladder.step { break }
        if pending.isEmpty { pending = [world(ladder, &card, &walk)] }
        let event = pending.removeFirst()
        for effect in ladder.reduce(event) {
          switch effect {
          case .openChannel(let password):
            let right = Int.random(in: 0..<3, using: &walk) == 0
            // Now and then the answer is lost on the way, tried or not.
            if Int.random(in: 0..<12, using: &walk) == 0 {
              if Bool.random(using: &walk) { _ = card.pace(password, right: right, walk: &walk) }
              card.channel = nil
              pending.append(.cardGone)
            } else {
              pending.append(card.pace(password, right: right, walk: &walk))
            }
          case .resetCounter: pending.append(card.reset())
          case .setNewPIN: pending.append(card.channel == .pin ? .changed : .failed(.unauthentic(.changePIN)))
          case .readState, .closeChannel:
            card.channel = nil
            if effect == .readState { pending.append(.card(card.state)) }
          case .awaitCard, .ask, .finish: break
          }
        }
      }
      #expect(card.violations == 0, "seed \(seed): a last try without its CAN")
    }
  }

  /// What happens when nothing is on its way: typing, going away, another card, nonsense.
  private func world(
    _ ladder: RetryLadder, _ card: inout CountingCard, _ walk: inout Walk
  ) -> RetryLadder.Event {
    let dice = Int.random(in: 0..<20, using: &walk)
    if dice == 0 {
      card.channel = nil
      if Bool.random(using: &walk) { card = CountingCard(tries: Int.random(in: 0...3, using: &walk)) }
      return .cardGone
    }
    if dice == 1, Int.random(in: 0..<4, using: &walk) == 0 { return .cancelled }
    switch ladder.step {
    case .card: return .card(card.state)
    case .asking(let question):
      if dice == 2 {
        let entry = RetryLadder.Entry.allCases.randomElement(using: &walk)!
        return .entered(entry, digits: Int.random(in: 0...11, using: &walk))
      }
      return .entered(question.entry, digits: question.digits.upperBound)
    default: return .card(card.state)
    }
  }

  @Test(
    "another program: whatever it asks, a PIN is given at counter 1 only after the CAN", arguments: 1...200)
  func otherProgram(seed: Int) {
    var walk = Walk(state: UInt64(seed) &* 77)
    for _ in 0..<40 {
      var ladder = RetryLadder(goal: Bool.random(using: &walk) ? .usePIN : .changePIN)
      var lastGiven: RetryLadder.Entry?
      for _ in 0..<60 {
        if case .asking(let question) = ladder.step, Int.random(in: 0..<4, using: &walk) > 0 {
          if question.entry == .pin, ladder.pin == .suspended { #expect(lastGiven == .can) }
          let effects = ladder.reduce(.entered(question.entry, digits: question.digits.upperBound))
          if effects.contains(.openChannel(.pin)), ladder.pin == .suspended { #expect(lastGiven == .can) }
          // A PIN that was not tried leaves the CAN good; a tried one does not.
          lastGiven = question.entry
          continue
        }
        let event = RetryLadder.askedEvents.randomElement(using: &walk)!
        if case .asked(.pin, .suspended, wasTried: false) = event { continue }
        _ = ladder.reduce(event)
      }
    }
  }

  @Test("a cancelled run and a card that went lose what the CAN had resumed")
  func resumption() {
    let events: [RetryLadder.Event] = [.card(.suspended), .entered(.can, digits: 6), .accepted(.can)]
    let (resumed, _) = RetryLadder.after(.usePIN, events)
    #expect(resumed.channel == .can)
    let (cancelled, effects) = RetryLadder.reduce(resumed, .cancelled)
    #expect(effects == [.closeChannel, .finish(.cancelled)])
    #expect(cancelled.channel == nil)
    let (gone, _) = RetryLadder.reduce(resumed, .cardGone)
    let (back, asked) = RetryLadder.reduce(gone, .card(.suspended))
    #expect(back.channel == nil)
    guard case .ask(let question) = asked.first else {
      Issue.record("\(asked)")
      return
    }
    #expect(question.entry == .can)
    #expect(question.notice == .cardReturned)
  }

  @Test("a swapped card is noticed by its counter, and an interrupted try is not taken for one")
  func swap() {
    func notice(_ events: [RetryLadder.Event]) -> RetryLadder.Notice? {
      guard case .ask(let question) = RetryLadder.after(.usePIN, events).1.first else { return nil }
      return question.notice
    }
    let start: [RetryLadder.Event] = [.card(.ready(tries: 2))]
    #expect(notice(start + [.cardGone, .card(.ready(tries: 2))]) == .cardReturned)
    #expect(notice(start + [.cardGone, .card(.ready(tries: 3))]) == .cardChanged)
    #expect(notice(start + [.cardGone, .card(.suspended)]) == .cardChanged)
    let trying = start + [.entered(.pin, digits: 6), .cardGone]
    #expect(notice(trying + [.card(.suspended)]) == .unclear)
    #expect(notice(trying + [.card(.ready(tries: 3))]) == .unclear)
    #expect(notice(trying + [.card(.blocked)]) == .cardChanged)
  }

  @Test(
    "another program that lost the card while the PIN was changed asks on; a card of our own is said to be unclear"
  )
  func interruptedChange() {
    let own: [RetryLadder.Event] = [
      .card(.ready(tries: 3)), .entered(.pin, digits: 6), .accepted(.pin), .entered(.newPIN, digits: 6),
      .cardGone,
    ]
    #expect(RetryLadder.after(.changePIN, own).1.last == .finish(.changeUnclear))
    let led: [RetryLadder.Event] = [
      .asked(.pin, .ready(tries: 3), wasTried: true), .entered(.pin, digits: 6),
      .asked(.newPIN, .ready(tries: 3), wasTried: true), .entered(.newPIN, digits: 6), .cardGone,
      .asked(.pin, .ready(tries: 3), wasTried: true),
    ]
    guard case .ask(let question) = RetryLadder.after(.changePIN, led).1.first else {
      Issue.record("no question")
      return
    }
    #expect(question.entry == .pin && question.notice == .unclear)
  }

  @Test("a run of wrong lengths ends")
  func entriesMax() {
    var ladder = RetryLadder(goal: .changePIN)
    _ = ladder.reduce(.card(.ready(tries: 3)))
    for _ in 0..<RetryLadder.entriesMax { _ = ladder.reduce(.entered(.pin, digits: 4)) }
    #expect(ladder.reduce(.entered(.pin, digits: 4)) == [.finish(.tooManyEntries)])
  }
}

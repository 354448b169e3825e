// The retry ladder 3 / 2 / 1 with CAN / 0 with PUK as a value: what was learnt of the card, what is asked next, and how
// it ended. It touches no card and holds no secret. What moves it stands in RetryLadder+Reduce.swift; the card itself
// (PINManagement) or AusweisApp's messages are behind the events.

/// One person's way through PIN, CAN and PUK with one card.
public struct RetryLadder: Equatable, Sendable {
  /// What the person wants.
  public enum Goal: String, Sendable, CaseIterable {
    /// Open the card with the PIN.
    case usePIN = "use-pin"
    /// A new PIN for the old one, or for the transport PIN of the letter.
    case changePIN = "change-pin"
    /// Three new tries by the PUK.
    case unblock
  }

  /// A secret that a person types.
  public enum Entry: String, Sendable, CaseIterable {
    case pin, newPIN = "new-pin", can, puk

    /// The password that opens a channel with it; nil for a new PIN.
    public var password: PasswordKind? {
      switch self {
      case .pin: .pin
      case .can: .can
      case .puk: .puk
      case .newPIN: nil
      }
    }
  }

  /// What is asked for.
  public struct Question: Equatable, Sendable {
    public let entry: Entry
    /// How many digits are taken: a PIN has six, the transport PIN five.
    public let digits: ClosedRange<Int>
    /// Tries that are left for the PIN, with this question answered rightly; nil where the card does not count.
    public let triesLeft: Int?
    /// Why it is asked, if something came before.
    public let notice: Notice
  }

  /// What a person must know before typing again.
  public enum Notice: Equatable, Sendable {
    case none
    /// What was typed last was wrong.
    case wrong(Entry)
    /// Too few or too many digits: it did not go to the card.
    case wrongLength
    /// Five digits where the PIN of six belongs: the transport PIN must be changed first.
    case transportPIN
    /// The CAN was right: now the PIN, its last try.
    case canAccepted
    /// The PUK was right: the PIN has three tries again.
    case unblocked
    /// The card was away: from the beginning.
    case cardReturned
    /// Another card than before lies there.
    case cardChanged
    /// Something was tried, and nobody can say what came of it.
    case unclear
  }

  /// How it ended.
  public enum Outcome: Equatable, Sendable {
    /// The channel of the PIN is open.
    case opened
    case changed
    case unblocked
    /// The PUK was not asked for: the PIN is not blocked.
    case notBlocked
    /// The online ID function is switched off: an authority can switch it on.
    case deactivated
    /// The PUK was used ten times: an authority sets a new PIN.
    case pukUsedUp
    /// The card does not say how its PIN stands.
    case unknown
    /// The other side asked for a secret that must not be given now.
    case outOfTurn
    /// The connection broke while the new PIN went to the card: the new one may hold, or still the old one.
    case changeUnclear
    /// More entries than a person makes.
    case tooManyEntries
    case cancelled
    case failed(CardError)
  }

  /// Where the run stands.
  public enum Step: Equatable, Sendable {
    /// No card, or its state is being read.
    case card
    case asking(Question)
    /// PACE runs with what was typed.
    case trying(Entry)
    /// The new PIN goes to the card.
    case changing
    /// The counter is set back after the PUK.
    case unblocking
    case ended(Outcome)
  }

  /// What happens to the ladder.
  public enum Event: Equatable, Sendable {
    /// A card lies there, and this is how its PIN stands.
    case card(PINState)
    /// The card is not there any more, or lost its power.
    case cardGone
    /// The person typed so many digits; the digits themselves go past the ladder.
    case entered(Entry, digits: Int)
    /// The card took the password.
    case accepted(PasswordKind)
    /// The card did not.
    case refused(PasswordRefusal)
    /// The new PIN is set.
    case changed
    /// The counter is set back.
    case unblocked
    /// The other side (AusweisApp) climbs by itself and asks: for this, with its counter like that. `wasTried` is false
    /// where it says that it did not use what was typed last.
    case asked(Entry, PINState, wasTried: Bool)
    case cancelled
    case failed(CardError)
  }

  /// What is to be done.
  public enum Effect: Equatable, Sendable {
    /// Wait for the card, then read how its PIN stands.
    case awaitCard
    /// Read how the PIN stands.
    case readState
    case ask(Question)
    /// PACE with what was typed.
    case openChannel(PasswordKind)
    /// RESET RETRY COUNTER with the new PIN that was typed.
    case setNewPIN
    /// RESET RETRY COUNTER without one.
    case resetCounter
    /// End the card's channel: what the CAN resumed is suspended again.
    case closeChannel
    case finish(Outcome)
  }

  /// More entries than this end the run.
  public static let entriesMax = 30

  public let goal: Goal
  public internal(set) var step = Step.card
  /// How the PIN stood when the card last said so.
  public internal(set) var pin = PINState.unknown
  /// The password whose channel is open now, without a try of the PIN since.
  public internal(set) var channel: PasswordKind?
  /// Entries so far.
  public internal(set) var entries = 0
  /// What was being tried when the card went away.
  var interrupted: Entry?
  /// The card was seen before.
  var hasMet = false
  /// Another program asks the questions.
  var isLed = false
  /// What the next question has to say.
  var pendingNotice = Notice.none

  public init(goal: Goal) { self.goal = goal }

  /// Whether this secret may go to a card in this state: the rule that the whole ladder stands on.
  ///
  /// The PIN's last try needs the CAN in the same session; the CAN is asked for nothing else; the PUK only lifts a
  /// block.
  public static func permits(_ entry: Entry, pin: PINState, channel: PasswordKind?) -> Bool {
    switch (entry, pin) {
    case (.pin, .ready): true
    case (.pin, .suspended): channel == .can
    case (.can, .suspended): true
    case (.puk, .blocked): true
    case (.newPIN, _): channel == .pin
    default: false
    }
  }
}

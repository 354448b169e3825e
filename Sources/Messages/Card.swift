// What a citizen's screen is told of the card reader, and what it may ask there. Secrets (PIN, CAN, PUK, a passport's
// lines) travel in the secret part of the frame; no name, no number and no data of a card is in here.

/// The reader as a person must know it.
public enum ReaderSight: String, Codable, Equatable, Sendable, CaseIterable {
  /// No reader is set up: nothing is offered that needs one.
  case none
  /// It is unplugged, or its service is gone.
  case outOfOrder = "out-of-order"
  case empty
  /// A card lies there and answers.
  case card
  /// Something lies there and does not answer.
  case mute
  /// Another program holds it.
  case busy
}

/// What the card is wanted for.
public enum CardPurpose: String, Codable, Equatable, Sendable, CaseIterable {
  /// The service "PIN of my ID card".
  case pin
  /// The old passport as second factor of a pickup.
  case passport
  /// Who makes an application.
  case identity
}

/// What the citizen wants of the PIN.
public enum PinTask: String, Codable, Equatable, Sendable, CaseIterable {
  case change
  /// The five digits of the letter become a PIN of one's own.
  case firstPIN = "first-pin"
  /// A suspended PIN is used again as it is: CAN, then PIN.
  case resume
  /// The PUK lifts a block.
  case unblock
}

/// How the PIN of the card stands; nothing else of the card is told.
public enum PinStanding: String, Codable, Equatable, Sendable, CaseIterable {
  /// All three tries are left.
  case ready
  /// Two tries are left.
  case oneUsed = "one-used"
  /// One try is left, and the CAN comes before it.
  case suspended
  /// No try is left.
  case blocked
}

/// A secret that is typed at the screen, or at the reader's own keys.
public enum CardSecret: String, Codable, Equatable, Sendable, CaseIterable {
  case pin
  case transportPIN = "transport-pin"
  case can
  case puk

  /// How many digits it has.
  public var digits: Int {
    switch self {
    case .pin, .can: 6
    case .transportPIN: 5
    case .puk: 10
    }
  }
}

/// What came before a secret is asked for.
public enum SecretHint: Codable, Equatable, Sendable {
  /// Asked for the first time.
  case none
  /// It was wrong; `triesLeft`: where the card counts.
  case wrong(triesLeft: Int?)
  /// The PIN was wrong, so CAN or PUK come now.
  case pinWrong
  /// The CAN was right: now the PIN, its last try.
  case canAccepted
  /// The PUK was right: the PIN has three tries again.
  case unblocked
  /// Another card than before lies there.
  case otherCard
  /// Something was tried, and nobody can say what came of it.
  case unclear
}

/// What a person stands before at the reader.
public enum CardStage: Codable, Equatable, Sendable {
  /// "Lay your card on the reader."
  case lay(CardPurpose)
  /// "Leave it lying."
  case leave(CardPurpose)
  /// Who wants to read what, before the PIN is asked for.
  case consent(CardConsent)
  /// How the PIN stands, and what can be done; whether it has 5 or 6 digits is part of it.
  case pinMenu(PinStanding)
  case secret(CardSecret, SecretHint)
  /// The reader has keys of its own: the secret is typed there.
  case atReader(CardSecret)
  /// The new PIN, twice.
  case newPIN
  /// "Take your card with you."
  case take
  case end(CardEnd)
}

/// How the work with a card ended.
public enum CardEnd: Codable, Equatable, Sendable {
  case changed
  case resumed
  case unblocked
  /// The new PIN was on its way when the card went: the old one or the new one holds.
  case unclear
  /// What to do now: a name of `CardAdvice`.
  case advice(String, CardPurpose)
}

/// How a person shows who they are at a pickup, besides the code.
public enum SecondFactor: String, Codable, Equatable, Sendable, CaseIterable {
  case birthDate = "birth-date"
  case oldPassport = "old-passport"
}

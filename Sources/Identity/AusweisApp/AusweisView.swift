// What a person is to see of a run with AusweisApp: values without words, for screens that find the words. It is a view
// of the dialogue's state and decides nothing.

/// The moment of a run.
public enum AusweisView: Equatable, Sendable {
  /// The program is being asked for its version and level.
  case connecting
  /// No run; one may begin.
  case ready
  /// A run has begun, and the provider's server is being asked.
  case starting
  case consent(AusweisConsent)
  /// Card and server work; percent where the program says so.
  case working(progress: Int?)
  case card(AusweisCardHint)
  case secret(AusweisSecretRequest)
  /// It goes on after `proceed`.
  case paused(AusweisPause)
  case cancelling
  /// The connection is gone; a new one needs a new dialogue.
  case closed(AusweisFailure)
}

/// What is agreed to, whole.
public struct AusweisConsent: Equatable, Sendable {
  public var provider: ProviderCertificate
  /// `granted` is what the program has confirmed.
  public var rights: AccessRights
  /// The program knows every choice that was made: now it can be accepted.
  public var isSettled: Bool
}

/// Why there is no card to go on with.
public enum AusweisCardHint: String, CaseIterable, Sendable {
  /// No reader is connected.
  case noReader
  /// Lay the card on the reader.
  case insert
  /// What lies there is no eID card.
  case notAnIdentityCard
  /// The online ID function of that card is switched off: another card, or an authority.
  case deactivated
  /// The PUK of that card is used up.
  case inoperative
}

/// A secret that is to be typed.
public struct AusweisSecretRequest: Equatable, Sendable {
  public var kind: AusweisSecretKind
  /// Digits, tries and what came before, as the ladder says it.
  public var question: RetryLadder.Question
  /// To be typed at the reader: there is no field on the screen.
  public var isOnKeypad: Bool
  /// The reader is waiting for keys now; until then `proceed` starts it.
  public var isKeypadActive = false

  public init(kind: AusweisSecretKind, question: RetryLadder.Question, isOnKeypad: Bool) {
    self.kind = kind
    self.question = question
    self.isOnKeypad = isOnKeypad
  }

  public var digits: ClosedRange<Int> { question.digits }
}

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
  /// Tries left for the PIN; for the last one the CAN has been accepted.
  public var triesLeft: Int
  /// To be typed at the reader: there is no field on the screen.
  public var isOnKeypad: Bool
  /// The reader is waiting for keys now; until then `proceed` starts it.
  public var isKeypadActive = false
  public var digits: ClosedRange<Int>
  public var last: AusweisLastTry
}

/// What became of what was typed last.
public enum AusweisLastTry: Error, Equatable, Sendable {
  /// Nothing was typed before, or it was right.
  case none
  /// Wrong: for a PIN one try less.
  case wrong(AusweisSecretKind)
  /// The program did not try it.
  case notTried
  /// Not so many digits, or other characters: it was not sent.
  case wrongLength
  /// Five digits where six belong: the transport PIN, which must be changed first.
  case transportPIN
  /// The card went away or is another one: from the beginning.
  case cardChanged
  /// The PUK was right: the PIN has its three tries again.
  case unblocked
  /// It was tried, and nobody can say what came of it.
  case unclear
}

// What the dialogue with AusweisApp takes and how long it waits: each limit with its name. The other side is a program
// of ours to start, but what it repeats comes from servers and cards, so that nothing it says is taken unmeasured.

/// Limits of the dialogue with AusweisApp.
public enum AusweisLimit {
  /// The longest message that is read. The terms of usage in a certificate are the longest text; they have some 4 kB.
  public static let messageBytesMax = 256 << 10
  /// How deep objects and arrays may stand in one another; the SDK's messages need three.
  static let depthMax = 16
  /// Values in one message.
  static let valuesMax = 4_096
  /// Readers that are told apart; further ones are not seen.
  static let readersMax = 16
  /// Rights in one list of ACCESS_RIGHTS; the SDK knows 24.
  static let rightsMax = 64
  /// A name: of a reader, a right, a message, a command.
  static let nameCharactersMax = 120
  /// A line to be shown: a provider, a purpose, a reason.
  static let lineCharactersMax = 400
  /// A text to be shown: terms of usage, transaction information.
  static let textCharactersMax = 16_000
  /// An address: of a TC token, of the way back.
  static let addressBytesMax = 2_000
  /// Messages in one run. A run with every detour has below a hundred; STATUS repeats itself while a server is slow.
  static let messagesPerRunMax = 5_000
}

/// What is awaited, and for how long: the station sets a timer when it is told to, and says when it rang.
public enum AusweisDeadline: String, CaseIterable, Sendable {
  /// An answer of the program alone.
  case answer
  /// From the start of a run to its first question: a server is asked over the network.
  case start
  /// Work with card and server between two questions.
  case work
  /// A secret on the reader's own pad: the reader gives up after 60 seconds.
  case keypad
  /// A person: the card, the consent, a secret. The session's own times are shorter; this one only keeps a forgotten
  /// run from standing for ever.
  case person
  /// The end after CANCEL.
  case cancel

  /// Milliseconds.
  public var milliseconds: Int64 {
    switch self {
    case .answer: 10_000
    case .start: 60_000
    case .work: 60_000
    case .keypad: 120_000
    case .person: 20 * 60_000
    case .cancel: 5_000
    }
  }
}

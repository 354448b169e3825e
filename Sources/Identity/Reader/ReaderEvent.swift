// What can be told about the readers: which there are, and what lies on each. Values for the station's loop, for
// `kiosk status` and for the screens; they name no card's owner and know no secret.

/// What lies on a reader.
public enum CardPresence: Hashable, Sendable {
  /// Not looked yet, or the reader does not say.
  case unknown
  case absent
  /// A card with its answer to reset (ISO 7816-3, 33 bytes at the most).
  case present(atr: [UInt8])
  /// A card that another connection holds alone: a session of ours, or another program.
  case exclusive(atr: [UInt8])
  /// A card that does not answer: upside down, dirty, without a chip.
  case mute

  /// Something lies there, whether it answers or not.
  public var isCard: Bool {
    switch self {
    case .present, .exclusive, .mute: true
    case .unknown, .absent: false
    }
  }
}

/// One reader.
public struct ReaderState: Hashable, Sendable {
  /// The name that pcscd gives it.
  public let name: String
  public let card: CardPresence

  public init(name: String, card: CardPresence) {
    self.name = name
    self.card = card
  }
}

/// Everything that is known at one moment.
public struct ReaderSnapshot: Equatable, Sendable {
  /// Why pcscd cannot be asked; nil while it answers. `.serviceGone` also before the first answer.
  public var fault: CardError?
  /// In the order in which pcscd lists them; empty while it cannot be asked.
  public var readers: [ReaderState]

  public init(fault: CardError?, readers: [ReaderState]) {
    self.fault = fault
    self.readers = readers
  }
}

/// A change, in the order in which it was seen.
public enum ReaderEvent: Equatable, Sendable {
  /// pcscd answers again.
  case serviceUp
  /// pcscd cannot be asked; its readers were reported removed before.
  case serviceDown(CardError)
  case readerAdded(String)
  case readerRemoved(String)
  /// What lies on the reader is another thing than before. A swapped card is `absent`, then `present`.
  case card(reader: String, CardPresence)
}

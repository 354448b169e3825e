// Where cards come from: a reader that is watched, and a connection to the card that lies on it. PC/SC stands behind it,
// and the demo's simulated reader. It knows no citizen and no job.

import Glibc
import Identity
import Messages

/// A connection to one card. Calls come from the card's own thread, `cancel` from any.
protocol CardConnection: CardTransport, Sendable {
  /// Ends what runs and all to come.
  func cancel()
  /// Resets the card and lets go of it.
  func close()
}

extension CardSession: CardConnection {}

/// A reader that is watched.
protocol CardSource: Sendable {
  /// Tells at once, and at each change, from a thread of its own.
  func watch(_ tell: @escaping @Sendable (ReaderSight) -> Void)
  func stop()
  /// To the card that lies there now.
  func connect() throws(CardError) -> any CardConnection
  /// How many readers there are; nil: nobody knows.
  var readerCount: Int? { get }
}

extension CardSource {
  var readerCount: Int? { nil }
}

/// The reader by PC/SC that Kiosk.conf names.
final class SmartCardSource: CardSource {
  /// Nil: the one that is there.
  private let name: String?
  private let sharing: CardSharing
  private let watch = WatchBox()

  /// `isShared`: AusweisApp speaks to the same reader.
  init(name: String?, isShared: Bool) {
    self.name = name
    sharing = isShared ? .shared : .exclusive
  }

  func watch(_ tell: @escaping @Sendable (ReaderSight) -> Void) {
    let name = name
    let monitor = ReaderMonitor { _, snapshot in
      // A reader that does not say is no news: what was seen last stands.
      if let sight = Self.sight(snapshot, name) { tell(sight) }
    }
    tell(.outOfOrder)
    watch.set(monitor)
    monitor.start()
  }

  func stop() { watch.take()?.stop() }

  var readerCount: Int? {
    guard let snapshot = watch.monitor?.snapshot, snapshot.fault == nil else { return nil }
    return snapshot.readers.count
  }

  func connect() throws(CardError) -> any CardConnection {
    guard let snapshot = watch.monitor?.snapshot else { throw .transport(.noReader) }
    if let fault = snapshot.fault { throw fault }
    guard let reader = Self.chosen(snapshot, name) else { throw .transport(.noReader) }
    return try CardSession.connect(to: reader.name, sharing: sharing)
  }

  /// The reader that counts: by its name, or the one with a card on it.
  static func chosen(_ snapshot: ReaderSnapshot, _ name: String?) -> ReaderState? {
    guard let name else { return snapshot.readers.first { $0.card.isCard } ?? snapshot.readers.first }
    return snapshot.readers.first { $0.name == name }
  }

  /// What the reader shows; nil while it does not say whether a card lies there.
  static func sight(_ snapshot: ReaderSnapshot, _ name: String?) -> ReaderSight? {
    guard snapshot.fault == nil, let reader = chosen(snapshot, name) else { return .outOfOrder }
    switch reader.card {
    case .unknown: return nil
    case .absent: return .empty
    // Held alone: by ourselves, or by another program, which the connection will tell.
    case .present, .exclusive: return .card
    case .mute: return .mute
    }
  }
}

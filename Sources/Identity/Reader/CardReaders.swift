// One look at the readers, for a command that wants to know now and then goes: no watch, no thread that stays.

import Dispatch

/// The readers of this machine.
public enum CardReaders {
  /// The limit of one look, in milliseconds.
  static let lookMillisecondsMax = 4800
  /// How long `findCard` waits for a card that was laid down a moment ago: readers look twice a second.
  public static let cardMillisecondsMax = 2000

  /// Every reader and what lies on it.
  public static func look() throws(CardError) -> [ReaderState] { try look(PCSCLite()) { _ in true } }

  /// Every reader, once a card lies on one of them (on `reader`, if it is named); without one after two seconds.
  public static func findCard(on reader: String?) throws(CardError) -> [ReaderState] {
    try look(PCSCLite()) { states in
      states.contains { (reader == nil || $0.name == reader) && $0.card.isCard }
    }
  }

  static func look(
    _ calls: any SmartCardCalls, until isEnough: @escaping @Sendable ([ReaderState]) -> Bool = { _ in true }
  ) throws(CardError) -> [ReaderState] {
    guard let thread = BoundedThread("readers", idleMilliseconds: lookMillisecondsMax, idle: {}, end: {})
    else {
      throw .transport(.timedOut)
    }
    let outcome = thread.call(milliseconds: lookMillisecondsMax) { () -> ReaderSnapshot in
      var rounds = ReaderRounds(calls: calls)
      let deadline = DispatchTime.now() + .milliseconds(cardMillisecondsMax)
      repeat {
        _ = rounds.next()
      } while rounds.snapshot.fault == nil && !isEnough(rounds.snapshot.readers)
        && DispatchTime.now() < deadline
      rounds.end()
      return rounds.snapshot
    }
    guard case .value(let snapshot) = outcome else { throw .transport(.timedOut) }
    if let fault = snapshot.fault { throw fault }
    return snapshot.readers
  }
}

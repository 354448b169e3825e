// One look at the readers, for a command that wants to know now and then goes: no watch, no thread that stays.

/// The readers of this machine.
public enum CardReaders {
  /// The limit of one look, in milliseconds.
  static let lookMillisecondsMax = 4800

  /// Every reader and what lies on it.
  public static func look() throws(CardError) -> [ReaderState] { try look(PCSCLite()) }

  static func look(_ calls: any SmartCardCalls) throws(CardError) -> [ReaderState] {
    guard let thread = BoundedThread("readers", idleMilliseconds: lookMillisecondsMax, idle: {}, end: {})
    else {
      throw .transport(.timedOut)
    }
    let outcome = thread.call(milliseconds: lookMillisecondsMax) { () -> ReaderSnapshot in
      var rounds = ReaderRounds(calls: calls)
      _ = rounds.next()
      rounds.end()
      return rounds.snapshot
    }
    guard case .value(let snapshot) = outcome else { throw .transport(.timedOut) }
    if let fault = snapshot.fault { throw fault }
    return snapshot.readers
  }
}

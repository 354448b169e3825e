// What a bus driver tells the station. Posted from the bus's own thread; the receiver takes it into its inbox
// and returns at once.

/// An event of one bus.
public enum BusEvent: Hashable, Sendable {
  /// The line is open; no board has been read yet.
  case lineOpened(at: BusTime)
  /// The line is gone and will be tried again.
  case lineLost(LineLoss, at: BusTime)
  /// The line could not be opened. Posted once as long as the reason stays the same.
  case lineRefused(SerialLineError, at: BusTime)
  /// The first round of tries is over; they go on slowly. Posted once until the line is open again.
  case lineUnreachable(at: BusTime)
  /// Every board has been read or given up: unlocks are accepted.
  case allBoardsRead(at: BusTime)
  case reading(BoardReading)
  case health(board: Int, BoardHealth, at: BusTime)
  /// The one and only result of an unlock.
  case unlock(token: BusToken, UnlockResult, at: BusTime)
  case pulseTime(token: BusToken, PulseTimeResult, at: BusTime)
  case probe(BusProbe)
  case diagnostic(BusDiagnostic, at: BusTime)
}

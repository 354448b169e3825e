// What can happen to a bus machine, and what it wants done. Both are values: the driver turns them into
// system calls, the simulator into virtual time. Nothing here names a person, a compartment or an order.

/// A mark that the caller chooses for one unlock (or one service request) and finds again in its result.
public struct BusToken: Hashable, Sendable {
  public var value: UInt64

  public init(_ value: UInt64) { self.value = value }
}

/// Why a line went away.
public enum LineLoss: Hashable, Sendable {
  /// The adapter was pulled, or the other end of a pseudo-terminal closed.
  case unplugged
  /// Another failure, by its errno.
  case failed(errno: Int32)
  /// The driver was told to stop.
  case stopped
}

/// An input of the bus machine.
public enum BusInput: Hashable, Sendable {
  /// Time has passed; give it at the moment that `wakeAt` names, earlier or later does no harm.
  case tick
  /// The line is open and its settings are verified.
  case lineOpened
  /// The line is gone; nothing more can be written or read until `lineOpened`.
  case lineLost(LineLoss)
  /// Bytes came in.
  case received([UInt8])
  /// The last `write` is in the kernel's hands, all of it.
  case written
  /// The last `write` failed after `count` bytes had been taken.
  case writeFailed(written: Int)
  /// Open a lock. `expires` is the last moment at which the frame may still go out.
  case unlock(LockPosition, token: BusToken, expires: BusTime)
  /// Read this board often (every `focusMilliseconds`) until `unfocus`. An unlock does the same to its board.
  case focus(board: Int)
  case unfocus(board: Int)
  /// Put a board on trial (commissioning): its exchanges are told by `probe`, and it is read often; or end that.
  case probe(board: Int, Bool)
  /// Set the pulse time of a board in an order that was just confirmed, and read it back.
  case setPulseTimeInOrder(board: Int, milliseconds: Int, PulseByteOrder, token: BusToken)
  /// Ask a board for its pulse time (commissioning).
  case readPulseTime(board: Int, token: BusToken)
  /// Set a board's pulse time in ms, 10...60000, and read it back. Refused while the byte order is unconfirmed.
  case setPulseTime(board: Int, milliseconds: Int, token: BusToken)
}

/// What the bus machine wants done, or has found out.
public enum BusOutput: Hashable, Sendable {
  /// Write these bytes in one call, then report `written` or `writeFailed`. Never write them twice.
  case write([UInt8])
  /// Throw away what the kernel has received and not yet delivered.
  case flushInput
  /// The moment of the next `tick`; replaces an earlier one. Given when it changes.
  case wake(at: BusTime)
  /// What a board's contacts say, debounced. Given when something changed, and at every read of a focused board.
  case reading(BoardReading)
  /// A board became known or unknown.
  case health(board: Int, BoardHealth)
  /// Since the line was opened, every board has been read or given up: unlocks are accepted from now on.
  case allBoardsRead
  /// The one and only result of an unlock.
  case unlock(token: BusToken, UnlockResult)
  /// The one and only result of a service request.
  case pulseTime(token: BusToken, PulseTimeResult)
  /// What an exchange with a board on trial brought.
  case probe(BusProbe)
  /// Something a technician may want to know.
  case diagnostic(BusDiagnostic)
}

/// What became of an unlock frame. None of these says that a door is open: only a later reading can.
public enum UnlockResult: Hashable, Sendable {
  /// The whole frame left this program.
  case sent
  /// Not one byte left this program, so a new attempt cannot open a door twice.
  case notSent(NotSent)
  /// Some of the frame may have left: the outcome is unknown until the board is read.
  case partlySent
}

/// Why an unlock was not sent.
public enum NotSent: String, Hashable, Sendable, CaseIterable {
  /// No such lock in the configuration.
  case noSuchLock
  /// The lock is configured as out of use.
  case ignoredLock
  /// The line is not open.
  case lineDown
  /// The line has just been opened and not every board has been read.
  case boardsNotRead
  /// The contact of this lock is unknown.
  case contactUnknown
  /// Another unlock of this lock has no result yet, or too many wait for this bus.
  case busy
  /// The coil had its pulse less than `coolDownMilliseconds` ago and is not rested before the unlock expires.
  case coolDown
  /// The line did not become free before the unlock expired.
  case expired
  /// The line was lost before the frame went out.
  case lineLost
  /// The kernel took no byte of it.
  case writeFailed
  /// The driver was stopped.
  case stopped
}

/// What became of a service request.
public enum PulseTimeResult: Hashable, Sendable {
  /// The board says this, in ms.
  case milliseconds(Int)
  /// Read with an unconfirmed byte order: one of the two, in ms.
  case undecided(highFirst: Int, lowFirst: Int)
  /// The byte order must be confirmed on this board before its pulse time may be set.
  case byteOrderUnconfirmed
  /// The value is outside 10...60000 ms or no multiple of 10 ms.
  case outOfRange
  /// The board's dialect has no such request: the pulse goes with every unlock.
  case notOffered
  /// Another request is under way, the board is not configured, or the line is down.
  case refused
  /// No answer.
  case silent
}

/// Whether a board can be believed.
public enum BoardHealth: Hashable, Sendable {
  case answering
  case unknown(UnknownCause)
}

/// Why a board is unknown.
public enum UnknownCause: String, Hashable, Sendable {
  case notReadYet, lineDown, silent, badAnswers, twoAnswers, wrongAddress, echo
  /// The board answers that it will not tell its contacts.
  case refused
}

/// An oddity on the wire. Numbers only: it may be logged as it is.
public enum BusDiagnostic: Hashable, Sendable {
  case badFrame(board: Int, FrameFault)
  /// An answer carried an address that no board of this bus has; `board` was asked, `address` is the byte.
  case wrongAddress(board: Int?, address: Int)
  /// An answer of `board` came when it was not the one to answer.
  case lateAnswer(board: Int)
  /// More than one answer in one window: two boards have one address, or someone else is talking.
  case twoAnswers(board: Int)
  case echoMismatch(board: Int)
  /// Our own bytes came back although `echo` is off: switch it on in the configuration.
  case echoNotConfigured(board: Int)
  /// Bytes that belong to no frame.
  case garbage(count: Int)
  /// The line did not fall silent within `quietMillisecondsMax`.
  case lineNotQuiet
  case unlockAnswered(LockPosition)
  /// A board that should always answer an unlock did not. The door may be open all the same.
  case unlockUnanswered(LockPosition)
  /// The board answered an unlock with an exception of this code: it says that it did not act. Its contact is
  /// believed all the same, and nothing else.
  case unlockRefused(LockPosition, code: Int)
  /// The board answered a status request with an exception of this code.
  case statusRefused(board: Int, code: Int)
  /// A relay that an earlier program left on may still be on: the board did not confirm that it let go.
  case relaysOffUnconfirmed(board: Int)
}

/// What was wrong with a frame.
public enum FrameFault: String, Hashable, Sendable {
  case badSum, noEnd, truncated, unexpectedCommand
  /// A right check sum, and another length than the board's settings make it.
  case wrongLength
  /// A valid answer of the asked board to this very command, with other numbers than the command had.
  case mismatch
}

// What the folders and the loop say to each other. The folders' side runs on a queue of its own; the loop takes rows
// in slices and answers, and never waits for a disk that is not the journal's.

import Messages

public enum ExchangeInput: Equatable, Sendable {
  /// Rows of a file in the watched folder, at most `StaffRequest.importMax`.
  case rows(batch: Int, [OrderImportRow])
  /// Rows of a file of document states, at most as many.
  case documents(batch: Int, [RegisterRow])
  /// How the folders stand, for `kiosk status`.
  case inbox(ExchangeSight)
  case outbox(ExchangeSight)
}

/// How a folder stands.
public struct ExchangeSight: Equatable, Sendable {
  /// Files that wait here.
  public var waiting: Int
  /// What a person must see to, without names of files.
  public var trouble: String?
  /// Files that lie in `rejected`.
  public var rejected: Int

  public init(waiting: Int = 0, trouble: String? = nil, rejected: Int = 0) {
    self.rejected = rejected
    self.waiting = waiting
    self.trouble = trouble
  }
}

public enum ExchangeAnswer: Equatable, Sendable {
  case imported(ImportResult)
  case documents(RegisterResult)
  /// Nothing of the slice was done; it may be sent again.
  case refused(String)
}

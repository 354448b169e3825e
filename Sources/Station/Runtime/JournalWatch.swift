// The running station's check of its own journal, in slices so short that no request waits for them: all of it once a
// day. It says what it found; what follows from that is decided elsewhere.

import Handover
import Journal

/// When the next slice is due, and what it is of.
struct JournalWatch: Sendable {
  /// Between two slices, while a day's check goes on.
  static let milliseconds: Int64 = 2000

  /// Nothing is checked while a station begins to serve.
  static let firstMilliseconds: Int64 = 15_000

  private var check = WholeCheck()
  private var nextAt: Int64?

  init() {}

  /// A new day: from the beginning.
  mutating func restart() { check = WholeCheck() }

  /// When to come again, monotonic milliseconds; nil: done for today.
  var due: Int64? { check.isDone ? nil : nextAt }

  /// One slice, if one is due. What is wrong, or nil.
  mutating func look(
    _ journal: any CheckableJournal, durable: State, at now: Int64
  ) -> String? {
    guard let at = nextAt else {
      nextAt = now + Self.firstMilliseconds
      return nil
    }
    guard !check.isDone, now >= at else { return nil }
    nextAt = now + Self.milliseconds
    return journal.checkSlice(&check, durable: durable)
  }
}

/// A journal that can check itself piece by piece.
protocol CheckableJournal: AnyObject {
  /// `durable`: the state at the journal's last record.
  func checkSlice(_ check: inout WholeCheck, durable: State) -> String?
}

extension SQLiteJournal: CheckableJournal {
  func checkSlice(_ check: inout WholeCheck, durable: State) -> String? { check.step(self, durable: durable) }
}

// The town's content as the station's core holds it: a checked edition, or why there is none or no newer one. Who reads
// the folder is ContentKeeper; what a citizen sees of it is decided elsewhere.

import Services

/// Content that passed its check.
public struct ContentEdition: Sendable, Equatable {
  public let store: ContentStore
  /// Counts up from 1 with each edition that this process took over.
  public let number: Int
  /// When it was taken over: milliseconds since 1970.
  public let since: Int64

  public init(store: ContentStore, number: Int, since: Int64) {
    self.store = store
    self.number = number
    self.since = since
  }

  /// Editions of one process are equal when their numbers are.
  public static func == (left: ContentEdition, right: ContentEdition) -> Bool {
    left.number == right.number && left.since == right.since
  }
}

/// Content that did not pass.
struct ContentTrouble: Sendable, Equatable {
  /// `FILE:LINE: what, remedy` of the first mistake, and how many there are.
  var what: String
  /// When it was found: day and minute, in the town's time.
  var since: String
}

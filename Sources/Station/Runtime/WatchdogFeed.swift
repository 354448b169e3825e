// When the watchdog is fed: twice in its time, by the loop that does the work, after a read of the journal has come back
// and every bus has done a turn. There is no timer of its own: what stands still feeds nothing, and systemd starts anew.

import Journal

struct WatchdogFeed {
  private let manager: ServiceManager
  /// Between two feeds, in ms: half of what systemd waits for.
  let interval: Int64
  /// Until the next look when something was not yet there, in ms.
  let retry: Int64
  /// When the loop must come here next, monotonic ms.
  private(set) var next: Int64
  /// How often each bus had turned at the last feed.
  private var turns: [UInt64]
  /// Buses that are known to stand still, so that each is named once.
  private var standing: Set<Int> = []

  /// Nil: nobody watches. The first feed is due at once.
  init?(_ manager: ServiceManager?, at now: Int64, turns: [UInt64]) {
    guard let manager, let limit = manager.watchdogMicroseconds else { return nil }
    self.manager = manager
    interval = max(1, limit / 2000)
    retry = max(1, interval / 4)
    next = now
    self.turns = turns
  }

  /// Feeds when it is time and all have worked. `read` reads the journal: an error is an answer, for a disk that refuses
  /// is not cured by starting anew and the citizen is told by the page; a read that never returns ends here. An adapter
  /// that is unplugged does not stop its thread, so it does not stop the feed. Returns lines for the log.
  mutating func look(
    at now: Int64, turns: [UInt64], status: String, read: () throws(JournalError) -> Void
  ) -> [String] {
    guard now >= next else { return [] }
    var lines: [String] = []
    do throws(JournalError) { try read() } catch {
      lines.append("the journal cannot be read: \(error.message)")
    }
    let still = turns.indices.filter { index in
      self.turns.indices.contains(index) && self.turns[index] == turns[index]
    }
    lines += still.filter { !standing.contains($0) && isLate(now) }.map {
      "bus \($0): its thread stands still, the watchdog is not fed"
    }
    if isLate(now) { standing = Set(still) }
    guard still.isEmpty, manager.alive(status: status) else {
      due = due ?? next
      next = now + retry
      return lines
    }
    self.turns = turns
    due = nil
    next = now + interval
    return lines
  }

  /// Since when a feed is due and not possible.
  private var due: Int64?

  /// A bus may take up to a second for a turn: only what is late beyond that is worth a line.
  private func isLate(_ now: Int64) -> Bool { due.map { now - $0 >= max(interval, 1000) } ?? false }
}

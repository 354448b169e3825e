// Holds the monitor of the readers between its start and its stop, for the threads that ask it.

import Identity
import Synchronization

final class WatchBox: Sendable {
  private let held = Mutex<ReaderMonitor?>(nil)

  var monitor: ReaderMonitor? { held.withLock { $0 } }

  func set(_ monitor: ReaderMonitor) { held.withLock { $0 = monitor } }

  func take() -> ReaderMonitor? {
    held.withLock { monitor in
      defer { monitor = nil }
      return monitor
    }
  }
}

// A reader monitor whose events a test waits for, one after the other.

import Foundation
import Identity
import Synchronization

/// The monitor on the rig's pcscd, with all that it said.
final class WatchedReaders {
  private final class Log: Sendable {
    let events = Mutex<[ReaderEvent]>([])
    let news = DispatchSemaphore(value: 0)
  }

  private let log = Log()
  private let monitor: ReaderMonitor
  /// Events before this were waited for.
  private var position = 0

  init(_ rig: PCSCRig) {
    OwnPCSC.use(rig)
    monitor = ReaderMonitor { [log] event, _ in
      log.events.withLock { $0.append(event) }
      log.news.signal()
    }
    monitor.start()
  }

  deinit {
    monitor.stop()
    OwnPCSC.forget()
  }

  var events: [ReaderEvent] { log.events.withLock { $0 } }
  var snapshot: ReaderSnapshot { monitor.snapshot }

  /// Waits for an event behind the last one that was waited for.
  func wait(for wanted: ReaderEvent, seconds: Double = 15) throws {
    let deadline = DispatchTime.now() + seconds
    while true {
      let all = events
      if let found = all[position...].firstIndex(of: wanted) {
        position = found + 1
        return
      }
      guard log.news.wait(timeout: deadline) == .success else {
        throw PCSCRig.Failure(description: "\(wanted) did not come; these came: \(all[position...])")
      }
    }
  }
}

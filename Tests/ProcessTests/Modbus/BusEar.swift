// What a bus driver tells, kept for a test that waits for a word in it. Nothing here sleeps.

import Foundation
import Lockers
import Synchronization

/// What a driver has told.
final class BusEar: Sendable {
  private let events = Mutex<[BusEvent]>([])
  private let bell = DispatchSemaphore(value: 0)

  func take(_ event: BusEvent) {
    events.withLock { $0.append(event) }
    bell.signal()
  }

  var all: [BusEvent] { events.withLock { $0 } }

  func has(_ isIt: (BusEvent) -> Bool) -> Bool { all.contains(where: isIt) }

  /// Forgets everything.
  func clear() { events.withLock { $0 = [] } }

  /// Waits until such an event has come; false when the time is over.
  func waits(seconds: Double = 20, _ isIt: (BusEvent) -> Bool) -> Bool {
    let deadline = DispatchTime.now() + seconds
    while !all.contains(where: isIt) {
      if bell.wait(timeout: deadline) == .timedOut { return all.contains(where: isIt) }
    }
    return true
  }

  var diagnostics: [BusDiagnostic] {
    all.compactMap { if case .diagnostic(let diagnostic, _) = $0 { diagnostic } else { nil } }
  }
}

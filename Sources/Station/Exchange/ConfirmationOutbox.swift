// Writes confirmations into their folder, off the loop's thread: each under its own name, whole and durable or not at
// all. A folder that is missing or full is said and tried again; what was written is never looked at again, so that
// whoever takes a file away has it.

import Dispatch
import Glibc
import Handover
import Logging
import Messages

actor ConfirmationOutbox {
  nonisolated let executor = StationExecutor(label: "outbox")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  private let path: String
  private let log: Logger
  private let post: @Sendable (StationInput) -> Void
  private var trouble: String?

  init(path: String, log: Logger, post: @escaping @Sendable (StationInput) -> Void) {
    self.path = path
    self.log = log
    self.post = post
  }

  /// Carries out an errand and posts how it ended. `station`: the station's own id.
  nonisolated func carry(_ errand: Errand, station: UInt64?) {
    executor.queue.async { self.assumeIsolated { $0.write(errand, station) } }
  }

  /// Ends what is being written.
  nonisolated func stop() { executor.queue.sync {} }

  private func write(_ errand: Errand, _ station: UInt64?) {
    let name = ConfirmationFile.name(
      station: ConfirmationFile.stationName(station), sequence: errand.notice.cause)
    let bytes = errand.message.withSpan { span in span.indices.map { span[$0] } }
    do throws(FolderError) {
      try Folder.open(path).write(bytes, as: name)
      tell(nil)
      post(.errandEnded(errand.notice, attempt: errand.attempt, .accepted))
    } catch {
      tell("the folder of confirmations: \(error.message)")
      post(.errandEnded(errand.notice, attempt: errand.attempt, .later(reason: error.message)))
    }
  }

  private func tell(_ trouble: String?) {
    guard trouble != self.trouble else { return }
    self.trouble = trouble
    if let trouble {
      log.error("\(trouble)")
    } else {
      log.notice("the folder of confirmations can be written to again")
    }
    post(.exchange(.outbox(ExchangeSight(trouble: trouble))))
  }
}

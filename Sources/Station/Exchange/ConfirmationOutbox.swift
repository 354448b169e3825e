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

  /// Carries out an errand and posts how it ended.
  nonisolated func carry(_ errand: Errand) {
    executor.queue.async { self.assumeIsolated { $0.write(errand) } }
  }

  /// Ends what is being written.
  nonisolated func stop() { executor.queue.sync {} }

  private func write(_ errand: Errand) {
    let bytes = errand.message.withSpan { span in span.indices.map { span[$0] } }
    guard let file = MessageCoding.decode(ConfirmationFile.self, from: bytes) else {
      preconditionFailure("a confirmation that is none")
    }
    do throws(FolderError) {
      let name = try Folder.open(path).writeNew(bytes, as: file.name)
      if name != file.name {
        log.error("the name of confirmation \(file.sequence) was taken by other content; written beside it")
      }
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

// The one thread of control on which the station's state lives. A serial queue of its own: blocking work elsewhere
// cannot stall it, and nothing of the state can be touched from outside it.

import Dispatch

/// A serial executor over a queue without a target, so that it does not share threads with `.global()`.
final class StationExecutor: SerialExecutor {
  let queue: DispatchQueue

  init(label: String = "station") { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unsafe asUnownedSerialExecutor()
    queue.async { unsafe job.runSynchronously(on: executor) }
  }

  func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}

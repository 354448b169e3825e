// One thread on which calls to PC/SC are made one after the other, each waited for no longer than its limit: a driver
// that hangs keeps this thread, never the caller. What is abandoned cleans up behind itself when the call returns.

import Dispatch
import Synchronization

/// How a bounded call ended.
enum BoundedOutcome<Value: Sendable>: Sendable {
  case value(Value)
  /// The limit passed; the call may still run. Nothing more is done on this thread but the end.
  case timedOut
  /// `cancel` was called, or the thread was ended before.
  case cancelled
}

/// The thread. `end` runs on it last, exactly once, also after an abandoned call.
final class BoundedThread: Sendable {
  private struct State {
    var job: (@Sendable () -> Void)?
    /// Signalled when the job is done, and by `cancel`.
    var waiting: DispatchSemaphore?
    var isEnding = false
    var isCancelled = false
  }

  private final class Box<Value: Sendable>: Sendable { let value = Mutex<Value?>(nil) }

  /// Lives as long as the thread does; the BoundedThread itself may go before.
  private final class Core: Sendable {
    let state = Mutex(State())
    let bell = DispatchSemaphore(value: 0)
  }

  private static let running = Atomic<Int>(0)
  /// More threads that hang in a driver than this, and no new one is started.
  static let countMax = 16

  private let core = Core()

  /// - Parameter idle: is called on the thread when no call came for so many milliseconds; true asks for it again.
  /// - Returns: nil when too many threads hang in drivers already.
  init?(
    _ name: String, idleMilliseconds: Int, idle: @escaping @Sendable () -> Void,
    end: @escaping @Sendable () -> Void
  ) {
    guard Self.running.add(1, ordering: .relaxed).newValue <= Self.countMax else {
      Self.running.subtract(1, ordering: .relaxed)
      return nil
    }
    OwnThread.start(name) { [core] in
      Self.loop(core, idleMilliseconds, idle)
      end()
      Self.running.subtract(1, ordering: .relaxed)
    }
  }

  deinit { end() }

  private static func loop(_ core: Core, _ idleMilliseconds: Int, _ idle: @Sendable () -> Void) {
    var hasIdled = true
    while true {
      let heard =
        hasIdled
        ? core.bell.wait(timeout: .distantFuture)
        : core.bell.wait(timeout: .now() + .milliseconds(idleMilliseconds))
      if heard == .timedOut {
        hasIdled = true
        idle()
        continue
      }
      let (job, isEnding) = core.state.withLock { state in
        defer { state.job = nil }
        return (state.job, state.isEnding)
      }
      if isEnding { return }
      guard let job else { continue }
      job()
      hasIdled = false
    }
  }

  /// Makes a call and waits for it. Calls come one at a time.
  func call<Value: Sendable>(
    milliseconds: Int, _ body: @escaping @Sendable () -> Value
  ) -> BoundedOutcome<Value> {
    let box = Box<Value>()
    let done = DispatchSemaphore(value: 0)
    let isRefused = core.state.withLock { state in
      if state.isEnding || state.isCancelled { return true }
      precondition(state.waiting == nil, "two calls at once to one card")
      state.waiting = done
      state.job = {
        let value = body()
        box.value.withLock { $0 = value }
        done.signal()
      }
      return false
    }
    if isRefused { return .cancelled }
    core.bell.signal()
    _ = done.wait(timeout: .now() + .milliseconds(milliseconds))
    let isCancelled = core.state.withLock { state in
      state.waiting = nil
      return state.isCancelled
    }
    if let value = box.value.withLock({ $0 }) { return .value(value) }
    end()
    return isCancelled ? .cancelled : .timedOut
  }

  /// Ends the call that is waited for, and all to come. From any thread.
  func cancel() {
    core.state.withLock { state in
      state.isCancelled = true
      state.waiting?.signal()
    }
  }

  /// Lets the thread end after the call that runs.
  func end() {
    core.state.withLock { $0.isEnding = true }
    core.bell.signal()
  }
}

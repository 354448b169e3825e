// The thread on which a program works with a card: CardLink and everything above it block, so that no task of Swift's
// shared pool may call them. Work runs in order; nothing is dropped and nothing runs twice.

import Dispatch
import Synchronization

/// A thread of its own for work with cards. Ends when it is let go, after the work that was handed in.
public final class CardThread: Sendable {
  private final class Core: Sendable {
    let work = Mutex<[@Sendable () -> Void]>([])
    let bell = DispatchSemaphore(value: 0)
  }

  private let core = Core()

  /// - Parameter name: what `ps -L` shows, 15 letters at the most.
  public init(_ name: String = "card-work") {
    OwnThread.start(name) { [core] in
      while true {
        core.bell.wait()
        guard let next = core.work.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
        next()
      }
    }
  }

  deinit { core.bell.signal() }

  /// Runs `body` on the thread after all that was handed in before.
  public func perform(_ body: @escaping @Sendable () -> Void) {
    core.work.withLock { $0.append(body) }
    core.bell.signal()
  }

  /// Runs `body` on the thread and gives its result.
  public func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(CardError) -> Value
  ) async throws(CardError) -> Value {
    let result: Result<Value, CardError> = await withCheckedContinuation { continuation in
      perform { continuation.resume(returning: Result(catching: body)) }
    }
    return try result.get()
  }
}

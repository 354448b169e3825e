// Threads for calls that block: pcscd may answer late or never, and the pool that Swift's tasks share must not wait for
// it. Starting one cannot fail in a way that the program could do anything about.

internal import CPCSC
import Glibc

enum OwnThread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    let name: String

    init(_ name: String, _ run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }

  /// Runs `body` on a new detached thread. `name` has 15 letters at the most; it is what `ps -L` shows.
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(Body(name, body))
    let failure = unsafe pthread_create(
      &thread, nil,
      { context in
        let body = unsafe Unmanaged<Body>.fromOpaque(context!).takeRetainedValue()
        unsafe kiosk_name_reader_thread(body.name)
        body.run()
        return nil
      }, context.toOpaque())
    precondition(failure == 0, "no thread for the card reader: errno \(failure)")
    pthread_detach(thread)
  }
}

// The thread of one bus: it runs a bus machine over a serial line, re-opens the line when it is lost and posts
// what happens. It takes commands from any thread and touches no state but its own; the machine decides.

import CSerial
import Glibc
import Synchronization

/// A running bus. Start it once; stop it before it is let go.
public final class BusDriver: Sendable {
  /// Commands that may wait for the thread; an unlock beyond them is refused as busy.
  public static let commandsMax = 64
  /// The longest wait of the thread, in ms, whatever happens.
  static let waitMillisecondsMax: Int64 = 1000

  /// Why a bus could not be started.
  public enum StartError: Error, Hashable, Sendable {
    /// No eventfd or no thread to be had: the errno says why.
    case noResources(errno: Int32)
  }

  struct Mailbox {
    var commands: [BusInput] = []
    var isStopping = false
    var hasEnded = false
    var thread: pthread_t?
  }

  let configuration: BusConfiguration
  let post: @Sendable (BusEvent) -> Void
  let mailbox = Mutex(Mailbox())
  let bell: Int32
  /// Counted by the thread, for whoever watches that it works.
  let turnCount = Atomic<UInt64>(0)

  /// A bus that does nothing until `start`. The configuration must have no `problems`.
  /// `post` is called on the bus's own thread and must return at once; it may call this driver's methods,
  /// all but `stop`.
  public init(
    _ configuration: BusConfiguration, post: @escaping @Sendable (BusEvent) -> Void
  ) throws(StartError) {
    precondition(configuration.problems.isEmpty, "bus: \(configuration.problems)")
    self.configuration = configuration
    self.post = post
    bell = kiosk_eventfd()
    guard bell >= 0 else { throw .noResources(errno: errno) }
  }

  deinit { close(bell) }

  /// The clock of all times that drivers are given and give: CLOCK_MONOTONIC.
  public static func now() -> BusTime {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return BusTime(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  /// Starts the thread.
  public func start() throws(StartError) {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(self)
    let failure = unsafe pthread_create(
      &thread, nil,
      { context in
        let driver = unsafe Unmanaged<BusDriver>.fromOpaque(context!).takeRetainedValue()
        unsafe kiosk_name_thread("bus")
        BusThread(driver).run()
        return nil
      }, context.toOpaque())
    guard failure == 0 else {
      unsafe context.release()
      throw .noResources(errno: failure)
    }
    mailbox.withLock { $0.thread = thread }
  }

  /// Stops the thread and waits for its end, which comes within one write. Every unlock has its result then.
  public func stop() {
    let thread = mailbox.withLock { mailbox in
      mailbox.isStopping = true
      defer { mailbox.thread = nil }
      return mailbox.thread
    }
    kiosk_eventfd_raise(bell)
    if let thread { pthread_join(thread, nil) }
  }

  /// Opens a lock. The result comes as an event, exactly one for each call. `expires` is on the clock of `now()`.
  public func unlock(_ position: LockPosition, token: BusToken, expires: BusTime) {
    let refusal = command(.unlock(position, token: token, expires: expires))
    if let refusal { post(.unlock(token: token, .notSent(refusal), at: Self.now())) }
  }

  /// Reads this board often until `unfocus`. An unlock does the same to its board.
  public func focus(board: Int) { _ = command(.focus(board: board)) }

  public func unfocus(board: Int) { _ = command(.unfocus(board: board)) }

  /// Puts a board on trial: its exchanges come as events, before polarity and belief; or ends that.
  public func probe(board: Int, _ isProbed: Bool) { _ = command(.probe(board: board, isProbed)) }

  /// Sets a board's pulse time in an order that was just confirmed and reads it back; the result comes as an event.
  public func setPulseTime(board: Int, milliseconds: Int, order: PulseByteOrder, token: BusToken) {
    let input = BusInput.setPulseTimeInOrder(board: board, milliseconds: milliseconds, order, token: token)
    if command(input) != nil { post(.pulseTime(token: token, .refused, at: Self.now())) }
  }

  /// Asks a board for its pulse time; the result comes as an event.
  public func readPulseTime(board: Int, token: BusToken) {
    if command(.readPulseTime(board: board, token: token)) != nil {
      post(.pulseTime(token: token, .refused, at: Self.now()))
    }
  }

  /// Sets a board's pulse time in ms and reads it back; the result comes as an event.
  public func setPulseTime(board: Int, milliseconds: Int, token: BusToken) {
    if command(.setPulseTime(board: board, milliseconds: milliseconds, token: token)) != nil {
      post(.pulseTime(token: token, .refused, at: Self.now()))
    }
  }

  /// Grows with every turn of the thread, which takes a second at most, whether the line is there or not.
  public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

  /// Puts a command before the thread; says why it could not.
  private func command(_ input: BusInput) -> NotSent? {
    let refusal: NotSent? = mailbox.withLock { mailbox in
      if mailbox.isStopping || mailbox.hasEnded { return .stopped }
      if mailbox.commands.count >= Self.commandsMax { return .busy }
      mailbox.commands.append(input)
      return nil
    }
    if refusal == nil { kiosk_eventfd_raise(bell) }
    return refusal
  }
}

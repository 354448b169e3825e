// Watches readers and cards on a thread of its own with a context of its own (identity.md E.1): waits in pcscd for two
// seconds at the most, lists the readers after every wake, and starts anew when pcscd does. It connects to no card.

import Dispatch
import Synchronization

/// The watch over readers and cards. Events come on the monitor's thread, one after the other.
public final class ReaderMonitor: Sendable {
  /// Told of each change together with everything that is known after it. Must return soon and must not call `stop`.
  public typealias Observer = @Sendable (ReaderEvent, ReaderSnapshot) -> Void

  private struct Life {
    var isStopping = false
    var context: SmartCardContext?
    var snapshot = ReaderTable().snapshot
    var isStarted = false
  }

  private let calls: any SmartCardCalls
  private let observer: Observer
  private let life = Mutex(Life())
  private let bell = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  public convenience init(observer: @escaping Observer) { self.init(calls: PCSCLite(), observer: observer) }

  init(calls: any SmartCardCalls, observer: @escaping Observer) {
    self.calls = calls
    self.observer = observer
  }

  /// What is known now.
  public var snapshot: ReaderSnapshot { life.withLock { $0.snapshot } }

  /// Starts the thread. Starting twice is a programming error.
  public func start() {
    life.withLock {
      precondition(!$0.isStarted, "the monitor of the readers was started before")
      $0.isStarted = true
    }
    OwnThread.start("readers") { [self] in
      run()
      ended.signal()
    }
  }

  /// Ends the watch and waits for its thread, which hears of it at once and in two seconds at the most.
  public func stop() {
    let (isStarted, context) = life.withLock {
      $0.isStopping = true
      return ($0.isStarted, $0.context)
    }
    guard isStarted else { return }
    bell.signal()
    if let context { calls.cancel(context) }
    _ = ended.wait(timeout: .now() + .milliseconds(2 * ReaderRounds.waitMillisecondsMax))
    ended.signal()
  }

  private var isStopping: Bool { life.withLock { $0.isStopping } }

  private func run() {
    var rounds = ReaderRounds(calls: calls)
    while !isStopping {
      let (events, pause) = rounds.next { context in life.withLock { $0.context = context } }
      let snapshot = rounds.snapshot
      life.withLock { $0.snapshot = snapshot }
      for event in events { observer(event, snapshot) }
      if pause > 0 { _ = bell.wait(timeout: .now() + .milliseconds(pause)) }
    }
    rounds.end()
  }
}

/// The monitor's work, one round after the other, without a thread: the tests take the rounds themselves.
struct ReaderRounds {
  /// The longest wait in pcscd: readers that came between two calls are seen after it (pcsc-lite issue 190).
  static let waitMillisecondsMax = 2000
  /// The first pause after pcscd went away; it doubles up to the last.
  static let backOffMillisecondsMin = 500
  static let backOffMillisecondsMax = 5000
  /// The pause after a round that brought nothing, so that a driver that wakes us for nothing costs no processor.
  static let idlePauseMilliseconds = 100

  private let calls: any SmartCardCalls
  private var table = ReaderTable()
  private var context: SmartCardContext?
  private var backOff = ReaderRounds.backOffMillisecondsMin

  init(calls: any SmartCardCalls) { self.calls = calls }

  var snapshot: ReaderSnapshot { table.snapshot }

  /// One round: what has changed, and for how many milliseconds to pause before the next.
  mutating func next(
    holding: (SmartCardContext?) -> Void = { _ in }
  ) -> (events: [ReaderEvent], pause: Int) {
    do throws(SmartCardCode) {
      let held: SmartCardContext
      var events: [ReaderEvent] = []
      if let context {
        held = context
      } else {
        held = try calls.establish()
        context = held
        holding(held)
      }
      events += table.listed(try calls.readers(held))
      events = table.serviceUp() + events
      backOff = Self.backOffMillisecondsMin
      var rows = table.watches
      do throws(SmartCardCode) {
        // With news at hand the call only looks.
        try calls.statusChange(held, &rows, milliseconds: events.isEmpty ? Self.waitMillisecondsMax : 0)
        let seen = table.observed(rows)
        let woke = rows.contains { $0.event & ReaderWatch.changed != 0 }
        return (events + seen, woke && events.isEmpty && seen.isEmpty ? Self.idlePauseMilliseconds : 0)
      } catch {
        switch error {
        case .timeout: return (events + table.observed(rows), 0)
        case .cancelled: return (events, 0)
        // The list is read again in the next round, and the reader is gone from it.
        case .unknownReader, .readerUnavailable: return (events, Self.idlePauseMilliseconds)
        default:
          // What was said before the context died is said before its death.
          let (later, pause) = lose(error, holding)
          return (events + later, pause)
        }
      }
    } catch {
      return lose(error, holding)
    }
  }

  private mutating func lose(
    _ error: SmartCardCode, _ holding: (SmartCardContext?) -> Void
  ) -> (events: [ReaderEvent], pause: Int) {
    holding(nil)
    end()
    let pause = backOff
    backOff = min(2 * backOff, Self.backOffMillisecondsMax)
    return (table.serviceDown(error.connectFault), pause)
  }

  /// Lets go of the context.
  mutating func end() {
    if let context { calls.release(context) }
    context = nil
  }
}

// A session with the card of one citizen or technician: the transport under CardLink by PC/SC. Each call ends within
// four seconds, whatever driver and card do; after a failure the session is over, and a new one starts from PACE.

import Dispatch
import Glibc
import Synchronization

/// A connection to the card on one reader. Calls come from one thread, `cancel` from any.
public final class CardSession: CardTransport, Sendable {
  /// The limits of one call, in milliseconds: with what a run has to do around it, five seconds are the most.
  struct Limits: Sendable {
    var connect = 4500
    /// After a silence this long a whole command has ended within five seconds of it.
    var exchange = 4000
    /// What all exchanges of a session may take together; no time in which a person reads or types is in it. The longest
    /// good run takes some 5 s on a slow card: a card that answers each command late ends here.
    var exchanges = 20_000
    /// A person types on the reader, which gives up after 60 s by itself.
    var pinPad = 75_000
    var close = 2000
    /// Nothing exchanged for so long, and others get their turn.
    var idle = 100
  }

  /// The reader's name as pcscd gives it.
  public let reader: String
  /// The card's answer to reset.
  public let answerToReset: [UInt8]
  public let commandByteCountMax: Int
  let features: ReaderFeatures
  private let line: CardLine
  private let thread: BoundedThread
  private let limits: Limits
  private let failure = Mutex<CardError?>(nil)
  private let exchangedMilliseconds = Mutex(0)

  /// Connects to the card that lies on `reader`; waits up to 2 s while another program holds it.
  public static func connect(
    to reader: String, sharing: CardSharing, extended: ExtendedLength = .automatic
  ) throws(CardError) -> CardSession {
    try CardSession(PCSCLite(), reader: reader, sharing: sharing, extended: extended)
  }

  init(
    _ calls: any SmartCardCalls, reader: String, sharing: CardSharing, extended: ExtendedLength = .automatic,
    limits: Limits = Limits(),
    pause: @escaping @Sendable (Int) -> Void = { milliseconds in _ = poll(nil, 0, Int32(milliseconds)) }
  ) throws(CardError) {
    let line = CardLine(calls, reader: reader, sharing: sharing, pause: pause)
    let made = BoundedThread("card", idleMilliseconds: limits.idle) {
      line.rest()
    } end: {
      line.close()
    }
    // Every thread hangs in a driver: it will not answer this one either.
    guard let thread = made else { throw .transport(.timedOut) }
    let outcome = thread.call(milliseconds: limits.connect) { line.connect() }
    let greeting = try Self.settle(outcome, isWaiting: line.isWaitingForTurn.load(ordering: .relaxed))
    self.line = line
    self.thread = thread
    self.limits = limits
    self.reader = reader
    answerToReset = greeting.atr
    features = greeting.features
    commandByteCountMax = extended.commandByteCountMax(
      greeting.features, atr: greeting.atr, kind: greeting.kind)
  }

  private static func settle<Value>(
    _ outcome: BoundedOutcome<Result<Value, CardError>>, isWaiting: Bool
  ) throws(CardError) -> Value {
    switch outcome {
    case .value(let result): return try result.get()
    case .timedOut: throw .transport(isWaiting ? .busy : .timedOut)
    case .cancelled: throw .cancelled
    }
  }

  private func call<Value: Sendable>(
    milliseconds: Int, _ body: @escaping @Sendable (CardLine) -> Result<Value, CardError>
  ) throws(CardError) -> Value {
    if let over = failure.withLock({ $0 }) { throw over }
    let outcome = thread.call(milliseconds: milliseconds) { [line] in body(line) }
    do throws(CardError) {
      return try Self.settle(outcome, isWaiting: line.isWaitingForTurn.load(ordering: .relaxed))
    } catch {
      failure.withLock { $0 = error }
      throw error
    }
  }

  public func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    guard command.count <= commandByteCountMax else { throw .transport(.tooLong) }
    let left = limits.exchanges - exchangedMilliseconds.withLock { $0 }
    let begin = DispatchTime.now().uptimeNanoseconds
    defer {
      let taken = Int((DispatchTime.now().uptimeNanoseconds - begin) / 1_000_000)
      exchangedMilliseconds.withLock { $0 += taken }
    }
    // With no time left the call ends as one that was not answered in time.
    return try call(milliseconds: max(0, min(limits.exchange, left))) { $0.transmit(command) }
  }

  /// Speaks to the reader itself; waits as long as a person may type.
  func control(code: UInt32, _ input: [UInt8]) throws(CardError) -> [UInt8] {
    try call(milliseconds: limits.pinPad) { $0.control(code: code, input) }
  }

  public var pinPad: (any PinPad)? {
    features.executePACE.map { ReaderPinPad(self, executePACE: $0, modifyPIN: features.modifyPIN) }
  }

  /// Ends what runs and all to come with `CardError.cancelled`: the citizen went back, or the time is up. From any thread.
  public func cancel() {
    failure.withLock { $0 = $0 ?? .cancelled }
    thread.cancel()
  }

  /// Resets the card, lets go of it and waits for that, two seconds at the most. The session is over.
  public func close() {
    failure.withLock { $0 = $0 ?? .transport(.removed) }
    _ = thread.call(milliseconds: limits.close) { [line] in line.close() }
    thread.end()
  }
}

// The dialogue with AusweisApp as a pure state machine: events go in, effects come out, nothing is done here. One value
// lives as long as one connection and carries one run after the other (SDK, API levels 1 to 3). It never keeps a secret.

import Secrets

/// What the dialogue is to carry out.
public enum AusweisRun: Equatable, Sendable {
  /// Online identification; the address gives the TC token, https.
  case authenticate(address: String)
  /// Changing the PIN, a transport PIN too; the CAN and the PUK are asked for where the card wants them.
  case changePIN
}

/// What happens to the dialogue.
public enum AusweisEvent: Equatable, Sendable {
  /// The WebSocket stands. First of all events.
  case connected
  case message(AusweisMessage)
  /// A frame that is no message.
  case unreadable
  /// The WebSocket is gone.
  case closed
  /// The time of a `wait` is over.
  case rang(AusweisDeadline)
  /// Begins a run. Only when nothing runs; while the program is still asked for its level, the run waits for that.
  case begin(AusweisRun)
  /// An optional right is granted or not any more.
  case grant(AccessRight, Bool)
  /// What the consent shows is agreed to.
  case accept
  /// The secret that is asked for was typed.
  case secret(Secret)
  /// "Go on": after a pause, and before the reader's own pad is used once more.
  case proceed
  /// Ends the run, wherever it stands.
  case cancel
  /// Asks for the readers between runs: the program's pulse.
  case look
}

/// What is to be done, in this order.
public enum AusweisEffect: Equatable, Sendable {
  case send(AusweisCommand)
  /// Sets the one timer anew; nil stops it.
  case wait(AusweisDeadline?)
  /// The run is over.
  case ended(AusweisEnding)
  /// Close the connection: the program then ends whatever it does. No event but `closed` makes a difference afterwards.
  case disconnect(AusweisFailure)
}

/// The dialogue.
public struct AusweisDialogue: Equatable, Sendable {
  enum Phase: Equatable {
    case unconnected
    case negotiating(Negotiation)
    case ready(isAsked: Bool)
    case running(Run)
    case closed(AusweisFailure)
  }

  enum Negotiation: Equatable {
    case info
    case levels
    /// The level that was asked for, and lower ones to try after it.
    case setting(Int, lower: [Int])
    case readers
  }

  enum Step: Equatable {
    case starting
    case consent
    case working
    case card
    case secret(AusweisSecretRequest)
    case paused(AusweisPause)
    /// The end that holds unless the program's own is better known.
    case cancelling(AusweisEnding)
  }

  struct Run: Equatable {
    var kind: AusweisRun
    var step = Step.starting
    var progress: Int?
    var rights: AccessRights?
    var certificate: ProviderCertificate?
    /// Optional rights as the person wants them.
    var wanted: Set<AccessRight> = []
    /// Answers to SET_ACCESS_RIGHTS that have not come yet.
    var unconfirmed = 0
    /// SET_ACCESS_RIGHTS that were sent.
    var choices = 0
    var isAccepted = false
    var ladder: AusweisLadder
    var hasGivenNewPIN = false
    var messages = 0

    init(kind: AusweisRun) {
      self.kind = kind
      ladder = AusweisLadder(changingPIN: kind == .changePIN)
    }

    var isChangingPIN: Bool { kind == .changePIN }
  }

  /// The highest API level that this program speaks.
  public static let levelMax = 3

  /// The highest level that is agreed to.
  let levelMax: Int
  var phase = Phase.unconnected
  var queued: AusweisRun?
  /// Counts changes of what is waited for, so that each sets the timer anew.
  var waits = 0
  /// The program's name and version, once it has said so.
  public internal(set) var program: (name: String, version: String)? {
    get { programName.isEmpty && programVersion.isEmpty ? nil : (programName, programVersion) }
    set {
      programName = newValue?.name ?? ""
      programVersion = newValue?.version ?? ""
    }
  }
  private var programName = ""
  private var programVersion = ""
  /// The API level that was agreed on; nil before.
  public internal(set) var level: Int?
  /// Real readers, sorted by name; the simulated one of AusweisApp is not among them.
  public internal(set) var readers: [AusweisReader] = []

  /// A dialogue on a connection that is about to stand. `levelMax` is 1...3.
  public init(levelMax: Int = AusweisDialogue.levelMax) {
    self.levelMax = min(max(1, levelMax), Self.levelMax)
  }

  /// The next state and what is to be done.
  public mutating func reduce(_ event: AusweisEvent) -> [AusweisEffect] {
    let before = waits
    var effects = handle(event)
    if waits != before { effects.append(.wait(deadline)) }
    return effects
  }

  /// Nothing runs, and a run may begin.
  public var isReady: Bool {
    if case .ready = phase { return true }
    return false
  }

  /// A run is under way, or waits for the connection to be agreed on.
  public var isRunning: Bool {
    if case .running = phase { return true }
    return queued != nil
  }

  private mutating func handle(_ event: AusweisEvent) -> [AusweisEffect] {
    if case .closed = phase { return [] }
    switch event {
    case .connected:
      guard phase == .unconnected else { return [] }
      return move(.negotiating(.info), [.send(.getInfo)])
    case .message(let message): return handle(message)
    case .unreadable: return lose(.unreadable)
    case .closed: return close(.connectionLost, [])
    case .rang(let deadline): return rang(deadline)
    case .begin(let run): return begin(run)
    case .cancel: return cancel()
    case .look:
      guard phase == .ready(isAsked: false) else { return [] }
      return move(.ready(isAsked: true), [.send(.getReaderList)])
    case .grant(let right, let isGranted): return inRun { $0.grant(right, isGranted) }
    case .accept: return inRun { $0.accept() }
    case .secret(let secret): return inRun { $0.give(secret) }
    case .proceed: return inRun { $0.proceed() }
    }
  }

  // MARK: Moving

  mutating func move(_ phase: Phase, _ effects: [AusweisEffect] = []) -> [AusweisEffect] {
    self.phase = phase
    waits += 1
    return effects
  }

  /// Lets the run decide; its outcome is carried out here.
  mutating func inRun(_ act: (inout Run) -> Move) -> [AusweisEffect] {
    guard case .running(var run) = phase else { return [] }
    let outcome = act(&run)
    phase = .running(run)
    switch outcome {
    case .stay: return []
    case .still(let commands): return commands.map { .send($0) }
    case .on(let commands):
      waits += 1
      return commands.map { .send($0) }
    case .stop(let failure): return stop(.failed(failure))
    case .end(let ending): return end(ending)
    case .lose(let failure): return lose(failure)
    }
  }

  /// What follows from an event in a run.
  enum Move {
    /// Nothing.
    case stay
    /// Something is sent, and the same is waited for.
    case still([AusweisCommand])
    /// Something else is waited for.
    case on([AusweisCommand])
    /// The run must not go on: CANCEL.
    case stop(AusweisFailure)
    /// The program has ended the run.
    case end(AusweisEnding)
    /// The connection is of no use any more.
    case lose(AusweisFailure)
  }
}

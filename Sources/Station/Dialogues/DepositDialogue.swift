// `kiosk deposit`: a clerk and a scanner before the wall, one document after the other. The station's word on the
// door leads; what the clerk types is an answer to the question that was asked last, and a scan is never a yes.

import Messages

public struct DepositDialogue: Dialogue {
  /// What the command line asks for.
  public enum Task: Equatable, Sendable {
    /// Document after document, until an empty line.
    case documents
    /// This one, then the end.
    case document(String)
    /// The second person's confirmation, or going on after a dialogue was cut off.
    case confirm(Int64)
  }

  enum Step: Equatable {
    case beginning
    case document
    /// A deposit or a watch was sent; its view says where the door stands.
    case opening
    /// The door is to move.
    case door
    case askAgain
    case askEmpty
    /// The answer to "is it empty" was sent.
    case emptying
    /// It is not empty: when the door is closed the deposit is cancelled.
    case abandoning
    case closing
    case askPart(Int)
    case confirming
    case incomplete
    case witness
    /// Cancelled or given up: waits for the end.
    case settling
    case askOther
    case over
  }

  let task: Task
  let answersYes: Bool
  var wanted: Int?
  var lows: Set<Int> = []
  var step = Step.beginning
  var reference = ""
  var view: OperationView?
  var present: [String] = []
  /// The compartment was confirmed empty in this operation.
  var isEmptySaid = false
  var wasNotEmpty = false
  var endedOperation: Int64?
  /// The attempt and phase that were told last, so that nothing is said twice.
  var told: (attempt: Int, phase: String)?
  var depositedCount = 0
  var failed = false
  var out: [DialogueOutput] = []

  /// `compartment` is for the first document. `answersYes` answers each question with yes (`--yes`); the door has to
  /// move all the same.
  public init(_ task: Task, compartment: Int? = nil, answersYes: Bool = false) {
    self.task = task
    self.answersYes = answersYes
    wanted = compartment
  }

  public mutating func reduce(_ input: DialogueInput) -> [DialogueOutput] {
    out = []
    let wasAsking = isAsking
    handle(input)
    if case .line = input { return out }
    if wasAsking, !isAsking { out.insert(.withdraw, at: 0) }
    return out
  }

  /// A question stands.
  var isAsking: Bool {
    switch step {
    case .document, .askAgain, .askEmpty, .askPart, .incomplete, .askOther: true
    default: false
    }
  }

  mutating func handle(_ input: DialogueInput) {
    switch input {
    case .start: out.append(.send(.compartments))
    case .line(let line): answer(PlainText.trimmed(line))
    case .reply(let reply): heard(reply)
    case .endOfInput: stop()
    case .quiet:
      out.append(.say(.stationSilent))
      failed = true
      stop()
    }
  }

  // MARK: What the station says

  mutating func heard(_ reply: StaffReply) {
    guard step != .over else { return }
    switch reply {
    case .compartments(let rows):
      guard step == .beginning else { return }
      lows = Set(rows.filter(\.low).map(\.compartment))
      begin()
    case .operation(let view): seen(view)
    case .refused(let refused): refusal(refused)
    default: break
    }
  }

  mutating func begin() {
    switch task {
    case .documents: askDocument()
    case .document(let reference): deposit(reference)
    case .confirm(let operation):
      step = .opening
      out.append(.send(.watch(operation: operation)))
    }
  }

  mutating func seen(_ new: OperationView) {
    // The last words of an operation that ended are of no interest to the next.
    if new.operation == endedOperation { return }
    if let view, view.operation != new.operation, step != .opening { return }
    let name = view?.operation == new.operation ? view?.name : nil
    view = new
    if new.name == nil { view?.name = name }
    if new.outcome != nil { return ended(new) }
    switch step {
    case .opening:
      out.append(.say(.place(new, isLow: lows.contains(new.compartment))))
      if let name = new.name { out.append(.say(.forWhom(name: name))) }
      step = .door
      follow(new)
    case .door, .askAgain, .closing, .askPart, .abandoning, .confirming, .incomplete, .witness: follow(new)
    case .emptying:
      guard new.confirmedEmpty || wasNotEmpty else { return }
      if !wasNotEmpty { isEmptySaid = true }
      step = wasNotEmpty ? .abandoning : .closing
      if new.phase == "open" {
        out.append(.say(wasNotEmpty ? .waitsForClosing : .putInside(new.parts)))
      }
      follow(new)
    case .askEmpty, .settling, .beginning, .document, .askOther, .over: break
    }
  }

  /// Goes where the door stands.
  mutating func follow(_ view: OperationView) {
    let isNew = told.map { $0 != (view.attempt, view.phase) } ?? true
    told = (view.attempt, view.phase)
    switch view.phase {
    case "intended", "sent":
      step = .door
      if isNew { sayOpening(view) }
    case "notSent", "noMovement", "notTaken":
      guard isNew || step != .askAgain else { return }
      if view.phase == "notSent" { out.append(.say(.unlockNotSent)) }
      if view.phase == "noMovement" { out.append(.say(.doorStayedShut(attempt: view.attempt))) }
      question(.askAgain, .askOpenAgain)
    case "open": open(view)
    case "closed": closed(view)
    default: break
    }
  }

  var saidOpeningFor: (operation: Int64, attempt: Int)?

  mutating func sayOpening(_ view: OperationView) {
    if let said = saidOpeningFor, said == (view.operation, view.attempt) { return }
    saidOpeningFor = (view.operation, view.attempt)
    out.append(.say(.doorOpens(view)))
  }

  mutating func open(_ view: OperationView) {
    switch step {
    case .door, .askAgain:
      out.append(.say(.doorIsOpen))
      if isEmptySaid || isResumed && view.confirmedEmpty {
        isEmptySaid = true
        step = .closing
        out.append(.say(.putInside(view.parts)))
      } else {
        question(.askEmpty, .askEmpty)
      }
    case .askPart, .confirming, .incomplete, .witness:
      step = .closing
      out.append(.say(.doorOpenedAgain))
    default: break
    }
  }

  mutating func closed(_ view: OperationView) {
    switch step {
    case .door, .askAgain:
      out.append(.say(.doorIsClosed))
      if isEmptySaid || isResumed && view.confirmedEmpty {
        isEmptySaid = true
        askParts()
      } else {
        question(.askEmpty, .askEmpty)
      }
    case .closing:
      out.append(.say(.doorIsClosed))
      askParts()
    case .abandoning:
      out.append(.say(.doorIsClosed))
      settle(.cancelDeposit(operation: view.operation))
    default: break
    }
  }

  var isResumed: Bool {
    if case .confirm = task { return true }
    return false
  }

  mutating func ended(_ view: OperationView) {
    endedOperation = view.operation
    switch view.confirmation {
    case "deposited":
      depositedCount += 1
      out.append(.say(.deposited(view)))
    case "not_deposited":
      failed = true
      out.append(.say(.notDeposited(view)))
    default:
      failed = true
      out.append(.say(.ended(view)))
    }
    if wasNotEmpty, !isResumed, !answersYes {
      step = .askOther
      out.append(.ask(.askOtherCompartment))
      return
    }
    next()
  }

  mutating func refusal(_ refused: Refused) {
    if refused.code == "needs-witness", let view {
      out.append(.say(.needsWitness(operation: view.operation)))
      // Whoever confirms alone, or by script, has done their part; the first person's dialogue waits for the second.
      if isResumed || answersYes {
        step = .over
        return out.append(.end(.leftOpen))
      }
      out.append(.say(.witnessRecorded))
      step = .witness
      return
    }
    if refused.code == "role" {
      out.append(.say(.refused(refused)))
      step = .over
      return out.append(.end(.noPermission))
    }
    if refused.code == "incomplete", let view { return askIncomplete(view) }
    out.append(.say(.refused(refused)))
    switch step {
    case .beginning, .opening:
      failed = true
      next()
    case .askAgain, .door: giveUp()
    case .emptying, .confirming, .settling, .abandoning, .witness: again(refused)
    default: break
    }
  }

  /// An answer was refused: where the door stands decides what is asked next.
  mutating func again(_ refused: Refused) {
    guard let view else { return next() }
    if refused.code == "unknown-operation" || refused.code == "journal" {
      failed = true
      return stop()
    }
    if refused.code == "content-unclear" { return settle(.cancelDeposit(operation: view.operation)) }
    if refused.code == "not-confirmed-empty" {
      isEmptySaid = false
      return question(.askEmpty, .askEmpty)
    }
    step = .door
    told = nil
    follow(view)
  }
}

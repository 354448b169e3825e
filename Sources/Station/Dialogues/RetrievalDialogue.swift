// `kiosk retrieve`: door by door, a clerk takes sets out of their compartments, or looks what lies in one. Nothing is
// believed of a compartment before its door was seen open and closed and somebody has said what was inside.

import Messages

public struct RetrievalDialogue: Dialogue {
  /// What the command line asks for.
  public enum Task: Equatable, Sendable {
    /// Door after door, until an empty line.
    case doors
    /// A compartment's number or an order's id, then the end.
    case door(String)
    /// All sets whose time is over, by compartment.
    case overdue
    /// Going on after a dialogue was cut off.
    case resume(Int64)
  }

  enum Step: Equatable {
    case beginning
    case door
    /// Where things lie now was asked, for the list or for what the clerk named.
    case finding(String?)
    /// A retrieval or a watch was sent.
    case opening
    case moving
    case askAgain
    case closing
    case askFound
    case askOrder
    case answering
    case settling
    case over
  }

  let task: Task
  /// `--answer`: said without asking, once the door is closed.
  let fixedAnswer: RetrievalWord?
  /// `--order`: which set it was where the journal does not know.
  let fixedOrder: String?
  var step = Step.beginning
  var compartments: [CompartmentRow] = []
  var orders: [OrderRow] = []
  /// Orders whose doors are still to be opened, for `--overdue`.
  var queue: [String] = []
  var view: OperationView?
  var endedOperation: Int64?
  var told: (attempt: Int, phase: String)?
  var failed = false
  var out: [DialogueOutput] = []

  static let oldDocument = "old_document"
  private var row: CompartmentRow? { compartments.first { $0.compartment == view?.compartment } }
  /// What the journal says that lies behind the door of the moment.
  var holdsOldDocument: Bool { row?.content == Self.oldDocument }
  /// The set behind the door goes against an old document: somebody may have taken the one, laid in the other, and
  /// said nothing.
  var namesOldDocument: Bool { !holdsOldDocument && row?.oldDocument != nil }

  public init(_ task: Task, answer: RetrievalWord? = nil, order: String? = nil) {
    self.task = task
    fixedAnswer = answer
    fixedOrder = order
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
    case .door, .askAgain, .askFound, .askOrder: true
    default: false
    }
  }

  mutating func handle(_ input: DialogueInput) {
    switch input {
    case .start: begin()
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
    case .compartments(let rows): compartments = rows
    case .orders(let rows):
      orders = rows
      switch step {
      case .finding(let word?): choose(word)
      case .finding(nil): listOverdue()
      default: break
      }
    case .operation(let view): seen(view)
    case .refused(let refused): refusal(refused)
    default: break
    }
  }

  mutating func begin() {
    switch task {
    case .doors: next()
    case .door(let word): find(word)
    case .overdue: find(nil)
    case .resume(let operation):
      step = .opening
      // What may be found there is part of the question.
      out.append(.send(.compartments))
      out.append(.send(.watch(operation: operation)))
    }
  }

  /// What lies where may have changed since the last door, so it is asked before each.
  mutating func find(_ word: String?) {
    step = .finding(word)
    out.append(.send(.compartments))
    out.append(.send(.orders(withNames: false)))
  }

  mutating func listOverdue() {
    let overdue = orders.filter { $0.stage == "overdue" && $0.compartment != nil }
    queue = overdue.sorted { ($0.compartment ?? 0) < ($1.compartment ?? 0) }.map(\.order)
    // Old documents that were laid in are collected on the same round; their compartments serve nobody till then.
    queue += compartments.filter { $0.content == Self.oldDocument }.map { String($0.compartment) }
    out.append(.say(queue.isEmpty ? .nothingOverdue : .overdueCount(queue.count)))
    next()
  }

  mutating func seen(_ new: OperationView) {
    if new.operation == endedOperation { return }
    if let view, view.operation != new.operation { return }
    let name = new.name ?? view?.name
    view = new
    view?.name = name
    if new.outcome != nil { return ended(new) }
    switch step {
    case .opening:
      let row = compartments.first { $0.compartment == new.compartment }
      out.append(.say(.place(new, isLow: row?.low ?? false)))
      if let row { out.append(.say(.expected(row))) }
      step = .moving
      follow(new)
    case .moving, .askAgain, .closing, .askFound, .askOrder, .answering: follow(new)
    case .beginning, .door, .finding, .settling, .over: break
    }
  }

  /// Goes where the door stands.
  mutating func follow(_ view: OperationView) {
    let isNew = told.map { $0 != (view.attempt, view.phase) } ?? true
    told = (view.attempt, view.phase)
    guard isNew else { return }
    switch view.phase {
    case "intended": out.append(.say(.doorOpens(view)))
    case "sent": break
    case "notSent", "noMovement":
      out.append(.say(view.phase == "notSent" ? .unlockNotSent : .doorStayedShut(attempt: view.attempt)))
      step = .askAgain
      out.append(.ask(.askOpenAgain))
      // A script asked for this door: it is opened as often as it may be.
      if fixedAnswer != nil { openAgain(true) }
    case "open":
      let wasAsked = step == .askFound || step == .askOrder || step == .answering
      out.append(.say(wasAsked ? .doorOpenedAgain : .doorIsOpen))
      if !wasAsked { out.append(.say(.takeOut(name: self.view?.name))) }
      step = .closing
    case "closed":
      out.append(.say(.doorIsClosed))
      askFound()
    default: break
    }
  }

  mutating func ended(_ view: OperationView) {
    endedOperation = view.operation
    switch view.confirmation {
    case "retrieved": out.append(.say(.retrieved(view)))
    case "left_inside": out.append(.say(.leftInside(view)))
    case "found_empty": out.append(.say(.foundEmpty(view)))
    case "old_document_retrieved":
      out.append(.say(.oldDocumentCollected(view, missing: namesOldDocument ? row?.order : nil)))
    default:
      failed = true
      out.append(.say(.ended(view)))
    }
    next()
  }

  mutating func refusal(_ refused: Refused) {
    out.append(.say(.refused(refused)))
    if refused.code == "role" {
      step = .over
      return out.append(.end(.noPermission))
    }
    switch step {
    case .finding:
      failed = true
      finish()
    case .opening:
      failed = true
      next()
    case .askAgain, .moving: giveUp()
    case .answering, .settling:
      if refused.code == "unknown-order" || refused.code == "ambiguous-order", fixedOrder == nil {
        step = .askOrder
        return out.append(.ask(.askWhichOrder))
      }
      failed = true
      guard fixedAnswer == nil, refused.code != "unknown-operation", refused.code != "journal" else {
        return stop()
      }
      guard let view else { return next() }
      step = .moving
      told = nil
      follow(view)
    default: break
    }
  }
}

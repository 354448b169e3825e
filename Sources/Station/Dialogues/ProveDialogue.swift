// `kiosk lockers prove`: a technician proves boards, lock by lock: read, open, see it change, shut, see it change back.
// The station samples, compares and signs; here is only what is asked, said and sent.

import Handover
import Messages

public struct ProveDialogue: Dialogue {
  enum Step: Equatable {
    case listing
    case askBoard
    case askShut
    case starting
    case askEmpty
    /// A request was sent; what comes next follows from the view.
    case waiting
    case askOpen
    case askMoved
    case askShutAgain
    case askUnmoved
    case askNotSent
    case finishing
    case over
  }

  /// The board that was named; nil: all, one after another.
  let bus: String?
  let board: Int?
  let pulse: Int?
  var step = Step.listing
  var rows: [BoardRow] = []
  var row: BoardRow?
  var view: ProofView?
  /// Changes of the stage that were answered already.
  var toldStep = -1
  var hasBegun = false
  /// Compartments that the technician says are empty.
  var saidEmpty: Set<Int> = []
  /// Compartments that are to be left out, one request after another.
  var leaving: [Int] = []
  var toldLocks: Set<Int> = []
  var failed = false
  /// Boards that were proven in this run.
  var proven = 0
  var out: [DialogueOutput] = []

  /// `bus`: the name of a bus or its place in Kiosk.conf.
  public init(bus: String? = nil, board: Int? = nil, pulse: Int? = nil) {
    self.bus = bus
    self.board = board
    self.pulse = pulse
  }

  public mutating func reduce(_ input: DialogueInput) -> [DialogueOutput] {
    out = []
    switch input {
    case .start: out.append(.send(.boards))
    case .line(let line): answer(PlainText.trimmed(line))
    case .reply(let reply): heard(reply)
    case .endOfInput: stop()
    case .quiet:
      say(.silent)
      failed = true
      stop()
    }
    return out
  }

  mutating func say(_ text: ProveText) { out.append(.say(.prove(text))) }

  mutating func ask(_ text: ProveText, _ next: Step) {
    step = next
    out.append(.ask(.prove(text)))
  }

  mutating func send(_ request: StaffRequest, _ next: Step = .waiting) {
    step = next
    out.append(.send(request))
  }

  // MARK: What the station says

  private mutating func heard(_ reply: StaffReply) {
    guard step != .over else { return }
    switch reply {
    case .boards(let boards): list(boards)
    case .proof(let new): seen(new)
    case .refused(let refused): refusal(refused)
    default: break
    }
  }

  private mutating func list(_ boards: [BoardRow]) {
    guard step == .listing else { return }
    rows = boards
    if let bus { rows = rows.filter { $0.busName == bus || "\($0.bus)" == bus } }
    if let board { rows = rows.filter { $0.board == board } }
    guard !rows.isEmpty else {
      say(.noSuchBoard)
      failed = true
      return finish()
    }
    if bus == nil || board == nil { say(.list(rows)) }
    nextBoard()
  }

  mutating func nextBoard() {
    view = nil
    toldStep = -1
    hasBegun = false
    saidEmpty = []
    leaving = []
    toldLocks = []
    guard !rows.isEmpty else { return finish() }
    let next = rows.removeFirst()
    row = next
    // A named board is meant; of all others it is asked first.
    if bus != nil, board != nil { return askShut() }
    ask(.askBoard(next), .askBoard)
  }

  mutating func askShut() { ask(.askDoorsShut, .askShut) }

  private mutating func seen(_ new: ProofView) {
    if let row, row.bus != new.bus || row.board != new.board { return }
    view = new
    if new.stage == "ended" { return ended(new) }
    guard new.step > toldStep else { return }
    withdraw()
    toldStep = new.step
    switch new.stage {
    case "reading":
      if step == .starting {
        say(.reading)
        step = .waiting
      }
    case "ready": ready(new)
    case "opening": opening(new)
    case "comparing": step = .waiting
    case "open": open(new)
    case "unmoved": ask(.askUnmoved(new), .askUnmoved)
    case "notSent": ask(.askNotSent(new), .askNotSent)
    default: break
    }
  }

  /// A question that stands is over.
  private mutating func withdraw() {
    switch step {
    case .askMoved, .askShutAgain, .askUnmoved, .askNotSent, .askOpen: out.append(.withdraw)
    default: break
    }
  }

  private mutating func ready(_ view: ProofView) {
    if !hasBegun {
      hasBegun = true
      say(.measured(view))
      for lock in view.locks where lock.state == "left" { say(.leftOut(lock)) }
      let unsure = view.locks.filter { $0.asksEmpty && $0.state == "waiting" }.compactMap(\.compartment)
      if !unsure.isEmpty { return ask(.askEmpty(unsure), .askEmpty) }
    }
    for lock in view.locks where lock.state != "waiting" && toldLocks.insert(lock.lock).inserted {
      let finding = view.findings.first { $0.lock == lock.lock }
      if lock.state == "proven" || lock.state == "failed" || lock.state == "unwired" {
        say(.lock(lock, finding, form: view.pulseForm))
      }
    }
    nextLock(view)
  }

  mutating func nextLock(_ view: ProofView) {
    if let number = leaving.first {
      leaving.removeFirst()
      return send(.proveLeave(compartment: number, .left))
    }
    if let next = view.locks.first(where: { $0.state == "waiting" && $0.compartment != nil }) {
      return ask(.askOpen(next), .askOpen)
    }
    if view.isComplete { return send(.proveFinish, .finishing) }
    send(.proveEnd, .finishing)
  }

  private mutating func opening(_ view: ProofView) {
    guard view.isSent else { return toldStep -= 1 }
    say(.opening(view))
    ask(.askMoved(view), .askMoved)
  }

  private mutating func open(_ view: ProofView) {
    if view.notBack {
      say(.notBack)
    } else if let finding = view.findings.last(where: { $0.compartment == view.current && $0.isDefect }) {
      say(.found(finding, moved: view.movedLocks))
    } else {
      say(.changed)
    }
    ask(.askShutNow, .askShutAgain)
  }

  private mutating func ended(_ view: ProofView) {
    withdraw()
    for finding in view.findings { say(.found(finding, moved: [], form: view.pulseForm)) }
    if let fragment = view.fragment {
      proven += 1
      say(.proven(view))
      out.append(.save(fragment, name: "kiosk-\(view.busName)-\(view.board).toml"))
    } else {
      failed = true
      say(.notProven(view))
    }
    self.view = nil
    nextBoard()
  }

  private mutating func refusal(_ refused: Refused) {
    out.append(.say(.refused(refused)))
    if refused.code == "role" {
      step = .over
      return out.append(.end(.noPermission))
    }
    switch step {
    case .starting:
      failed = true
      nextBoard()
    case .waiting:
      guard let view, refused.code != "no-proof", refused.code != "journal", refused.code != "safe-mode"
      else {
        failed = true
        return nextBoard()
      }
      // The door was not opened: the lock is left out, the others can go on.
      if view.stage == "ready", refused.code != "wrong-phase",
        let next = view.locks.first(where: { $0.state == "waiting" && $0.compartment != nil })
      {
        return ask(.askOpen(next), .askOpen)
      }
      toldStep = -1
      seen(view)
    case .finishing:
      failed = true
      nextBoard()
    default:
      failed = true
      finish()
    }
  }

  /// Nothing proven is never called done, whoever ended it and why.
  mutating func finish() {
    step = .over
    if proven == 0, !failed {
      say(.nothingProven)
      failed = true
    }
    out.append(.end(failed ? .notDone : .done))
  }

  /// The person or the station is gone: the station settles what is open; what was proven so far is said.
  private mutating func stop() {
    guard step != .over else { return }
    guard let view else {
      // Between two boards nothing is broken off; a board that was begun is not proven.
      if step != .askBoard, proven > 0 { failed = true }
      return finish()
    }
    step = .over
    say(.interrupted(view))
    out.append(.end(view.operation == nil ? .notDone : .leftOpen))
  }
}

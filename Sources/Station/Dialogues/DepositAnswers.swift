// The clerk's half of `kiosk deposit`: what an answer, a scan or the end of the input does. The station's half stands
// in DepositDialogue.swift.

import Messages

extension DepositDialogue {
  mutating func answer(_ line: String) {
    switch step {
    case .document:
      if line.isEmpty { return finish() }
      deposit(line)
    case .askAgain, .askEmpty, .askPart, .askOther:
      guard let isYes = YesNo.read(line) else { return repeatQuestion() }
      yesNo(isYes)
    case .incomplete:
      guard let view else { return }
      switch line {
      case "1":
        step = .door
        told = nil
        present = []
        out.append(.send(.again(operation: view.operation)))
      case "2": settle(.cancelDeposit(operation: view.operation))
      case "3": giveUp()
      default:
        out.append(.say(.answerIncomplete))
        out.append(.ask(.askIncomplete))
      }
    default: break
    }
  }

  mutating func yesNo(_ isYes: Bool) {
    guard let view else { return }
    switch step {
    case .askAgain:
      guard isYes else { return giveUp() }
      if view.phase == "notSent" { out.append(.rest) }
      step = .door
      told = nil
      out.append(.send(.again(operation: view.operation)))
    case .askEmpty:
      step = .emptying
      wasNotEmpty = !isYes
      if !isYes { out.append(.say(.doNotUse)) }
      out.append(.send(.confirmEmpty(operation: view.operation, isEmpty: isYes)))
    case .askPart(let index):
      if isYes { present.append(view.parts[index].id) }
      askPart(index + 1)
    case .askOther:
      wasNotEmpty = false
      if isYes { deposit(reference.isEmpty ? view.order ?? "" : reference) } else { next() }
    default: break
    }
  }

  mutating func repeatQuestion() {
    out.append(.say(.answerYesOrNo))
    switch step {
    case .askAgain: out.append(.ask(.askOpenAgain))
    case .askEmpty: out.append(.ask(.askEmpty))
    case .askPart(let index): if let view { out.append(.ask(.askPart(view.parts[index]))) }
    case .askOther: out.append(.ask(.askOtherCompartment))
    default: break
    }
  }

  mutating func askParts() {
    present = []
    askPart(0)
  }

  mutating func askPart(_ index: Int) {
    guard let view else { return }
    if index < view.parts.count { return question(.askPart(index), .askPart(view.parts[index])) }
    if present.count < view.parts.count { return askIncomplete(view) }
    step = .confirming
    out.append(.send(.confirmDeposit(operation: view.operation, present: present)))
  }

  mutating func askIncomplete(_ view: OperationView) {
    step = .incomplete
    out.append(.say(.missing(view.parts.filter { !present.contains($0.id) })))
    out.append(.ask(.askIncomplete))
  }

  /// Asks, or answers with yes where the command line said so.
  mutating func question(_ new: Step, _ text: DeskText) {
    step = new
    out.append(.ask(text))
    if answersYes { yesNo(true) }
  }

  mutating func settle(_ request: StaffRequest) {
    step = .settling
    out.append(.send(request))
  }

  mutating func giveUp() {
    guard let view else { return next() }
    settle(.giveUp(operation: view.operation))
  }

  mutating func askDocument() {
    view = nil
    step = .document
    out.append(.ask(.askDocument))
  }

  mutating func deposit(_ reference: String) {
    self.reference = reference
    view = nil
    told = nil
    saidOpeningFor = nil
    isEmptySaid = false
    wasNotEmpty = false
    present = []
    step = .opening
    out.append(.send(.deposit(order: reference, compartment: wanted)))
    wanted = nil
  }

  mutating func next() {
    if case .documents = task { askDocument() } else { finish() }
  }

  mutating func finish() {
    if case .documents = task { out.append(.say(.depositsDone(depositedCount))) }
    step = .over
    out.append(.end(failed ? .notDone : .done))
  }

  /// The person or the station is gone: says what is left open.
  mutating func stop() {
    if let view, view.outcome == nil {
      step = .over
      out.append(
        .say(.leftOpen(view, resume: "kiosk deposit --confirm \(view.operation)")))
      return out.append(.end(.leftOpen))
    }
    finish()
  }
}

// The citizen before the door: open, once more, taken or not, and the ways out.

import Handover
import Messages

extension StationCore {
  mutating func doorRequest(_ request: CitizenRequest) {
    switch (request, session?.place) {
    case (.open, .ready(let id)?): openDoor(id)
    case (.tryAgain, .operation(let id)?): tryAgain(id)
    case (.reportStuck, .operation(let id)?):
      guard let operation = durable.operations[id] else { return }
      switch operation.phase {
      case .intended, .sent, .noMovement, .notSent, .open:
        let sight = sight(operation.compartment)
        decideFreely(.citizen) { $0.giveUp(id, sight: sight) }
      case .closed, .notTaken: break
      }
    case (.answerTaken(let isTaken), .operation(let id)?): answer(id, isTaken, oldLaidIn: nil)
    case (.answerTakenWithOld(let laidIn), .operation(let id)?): answer(id, true, oldLaidIn: laidIn)
    default: break
    }
  }

  private mutating func openDoor(_ id: OrderID) {
    guard outage == nil else { return end(with: .outOfService(outage ?? .boards)) }
    guard let order = durable.orders[id], let custody = order.custody else { return end(with: .interrupted) }
    let sight = sight(custody.compartment)
    do throws(Refusal) {
      try decide(.citizen) { (decision: inout Decision) throws(Refusal) in
        try decision.openForHandover(id, sight: sight)
      }
    } catch {
      out.append(.log("handover refused: \(error.code)"))
      if case .counterOnly = error {
        session?.chosen = []
        return go(.waiting)
      }
      session?.chosen.removeAll { $0 == id }
      end(with: stage(for: error, custody.compartment, order), about: id)
    }
  }

  private func stage(for refusal: Refusal, _ compartment: CompartmentNumber, _ order: Order) -> Stage {
    switch refusal {
    case .doorUnknown: return .boardSilent(compartment: compartment)
    case .safeMode: return .outOfService(.safeMode)
    case .pinLetterMissing: return .pinLetterMissing
    case .overdue, .notDeposited, .handedOver:
      if let late = late(order) { return .late(late) }
      return .doorStuck(compartment: compartment)
    default: return .doorStuck(compartment: compartment)
    }
  }

  private mutating func tryAgain(_ id: OperationID) {
    guard let operation = durable.operations[id] else { return }
    guard operation.phase == .noMovement || operation.phase == .notSent else { return }
    openAgainOrGiveUp(operation)
  }

  private mutating func answer(_ id: OperationID, _ isTaken: Bool, oldLaidIn: Bool?) {
    guard let operation = durable.operations[id], operation.phase == .closed else { return }
    do throws(Refusal) {
      try decide(.citizen) { (decision: inout Decision) throws(Refusal) in
        try decision.answerTaken(id, isTaken, oldLaidIn: oldLaidIn)
      }
    } catch {
      out.append(.log("answer refused: \(error.code)"))
      return
    }
    if !isTaken { openAgainOrGiveUp(operation) }
  }

  /// A new intent where one is left and the door can be read; else the operation ends and staff are told.
  private mutating func openAgainOrGiveUp(_ operation: Operation) {
    let sight = sight(operation.compartment)
    guard outage == nil, session?.isResumed == false else {
      decideFreely(.citizen) { $0.giveUp(operation.id, sight: sight) }
      return
    }
    do throws(Refusal) {
      try decide(.citizen) { (decision: inout Decision) throws(Refusal) in
        try decision.openAgain(operation.id, sight: sight)
      }
    } catch {
      decideFreely(.citizen) { $0.giveUp(operation.id, sight: sight) }
    }
  }

  /// From a result to what still waits under the same number.
  mutating func nextOrder() {
    guard case .ended(let stage)? = session?.place, stage.leavesOthers, session?.orders.isEmpty == false
    else {
      return
    }
    if session?.chosen.isEmpty == false {
      nextChosen()
    } else if session?.orders.count == 1 {
      let orders = session?.orders ?? []
      session?.chosen = orders
      nextChosen()
    } else {
      go(.waiting)
    }
  }

  mutating func back() {
    switch session?.place {
    case .code:
      session?.identifiers = []
      go(.number)
    case .waiting:
      wipe()
      go(.number)
    case .declareLoss(let id): go(.oldDocument(id))
    case .extend(let id): go(.ready(id))
    case .card(let visit): backFromCard(visit)
    case .passportKey(let id, _): go(.factor(id, wrong: false))
    case .birthDate(let id, _) where offersPassport(id): go(.factor(id, wrong: false))
    case .birthDate, .factor, .pinLetter, .oldDocument, .ready:
      session?.chosen = []
      if (session?.orders.count ?? 0) > 1 {
        go(.waiting)
      } else {
        wipe()
        go(.number)
      }
    case .info(let visit): backFromInfo(visit)
    case .form: backFromForm()
    case .documentStatus(let visit): backFromStatus(visit)
    case .number, .idle, .ended: session = nil
    case .operation, nil: break
    }
  }

  mutating func endSession() {
    guard let id = session?.operation else {
      // What was confirmed a moment ago is waited for: its number is what the person takes home.
      if session?.form?.isSending == true { return }
      session = nil
      card.isCardLeft = false
      return
    }
    guard let operation = durable.operations[id] else { return }
    switch operation.phase {
    case .noMovement, .notSent, .closed, .notTaken:
      let sight = sight(operation.compartment)
      decideFreely(.citizen) { $0.giveUp(id, sight: sight) }
    case .intended, .sent, .open: break  // The door is open or may open: somebody has to close it.
    }
  }
}

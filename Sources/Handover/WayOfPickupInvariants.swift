// What must hold of records about proxies and old documents; asked by `check` (Invariants.swift).

func checkWayOfPickup(_ state: State, _ event: Event, _ actor: Actor) -> [Violation] {
  var found: [Violation] = []
  func demand(_ isTrue: Bool, _ invariant: String, _ what: @autoclosure () -> String) {
    if !isTrue { found.append(Violation(invariant, what())) }
  }
  switch event {
  case .oldDocumentNamed(let id, _):
    demand(state.orders[id]?.stage == .announced, "I3", "old document of order \(id), which is not announced")
  case .proxyReleased(let id, let number):
    let order = state.orders[id]
    demand(actor.role == .staff, "I10", "proxy code released by \(actor.role)")
    demand(order?.facts.counterOnly == false, "I10", "proxy code of counter-only order \(id)")
    demand(number == (order?.proxy.number ?? 0) + 1, "I10", "proxy number of \(id) used again")
  case .proxyWithdrawn(let id):
    demand(state.orders[id]?.proxy.isLive == true, "I10", "withdrawal of no proxy code of \(id)")
  case .oldDocumentLost(let id, let kind, _, let wording):
    let order = state.orders[id]
    demand(order?.facts.oldDocument == kind, "I3", "loss of a document that order \(id) does not name")
    demand(!wording.isEmpty, "I4", "loss declared without words")
  case .oldDocumentSettled(let ref, let id, _):
    let operation = state.operations[ref.operation]
    demand(operation?.purpose == .handover && operation?.order == id, "I3", "old document of another order")
    demand(
      operation?.wasSeenOpen == true && operation?.phase == .closed, "I4",
      "old document of \(ref.operation) settled without opened and closed")
    demand(state.orders[id]?.facts.oldDocument != nil, "I3", "order \(id) names no old document")
    demand(
      state.compartments[ref.compartment]?.content == .unconfirmed, "I3",
      "old document of \(id) beside a set in compartment \(ref.compartment)")
    if case .handedOver? = state.orders[id]?.stage {
    } else {
      demand(false, "I4", "old document of order \(id) settled before its set was taken")
    }
  case .oldDocumentCollected(let ref, _, _):
    let operation = state.operations[ref.operation]
    demand(operation?.purpose == .retrieval, "I1", "old document collected by no retrieval")
    demand(
      operation?.wasSeenOpen == true && operation?.phase == .closed, "I4",
      "\(ref.operation) looked inside without opened and closed")
  default: break
  }
  return found
}

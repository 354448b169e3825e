// What staff change: each act is journaled under the role and user id, the login and the reason in a side table.

import Handover
import Journal
import Messages
import Secrets

extension StationCore {
  mutating func write(
    _ desk: Desk, _ request: StaffRequest, _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply {
    switch request {
    case .importOrders(let rows):
      return .imported(try importOrders(desk.actor, note: desk.note(nil), rows, journal))
    case .importDocuments(let rows): return .documentsImported(try importDocuments(rows, journal))
    case .deposit(let reference, let number): return try deposit(desk, reference, number, journal)
    case .confirmEmpty(let operation, let isEmpty):
      return try act(desk, OperationID(operation), journal) { (decision: inout Decision) throws(Refusal) in
        try decision.confirmEmpty(OperationID(operation), isEmpty)
      }
    case .confirmDeposit(let operation, let present):
      return try confirmDeposit(desk, OperationID(operation), present, journal)
    case .cancelDeposit(let operation):
      return try act(desk, OperationID(operation), journal) { (decision: inout Decision) throws(Refusal) in
        try decision.cancelDeposit(OperationID(operation))
      }
    case .retrieve(let number): return try retrieve(desk, number, journal)
    case .answerRetrieval(let operation, let word, let reference):
      return try answerRetrieval(desk, OperationID(operation), word, reference, journal)
    case .again(let number):
      let id = OperationID(number)
      let sight = durable.operations[id].map { self.sight($0.compartment) } ?? DoorSight(.unknown)
      try requireService()
      return try act(desk, id, journal) { (decision: inout Decision) throws(Refusal) in
        try decision.openAgain(id, sight: sight)
      }
    case .giveUp(let number):
      let id = OperationID(number)
      let sight = durable.operations[id].map { self.sight($0.compartment) } ?? DoorSight(.unknown)
      return try act(desk, id, journal) { (decision: inout Decision) throws(Refusal) in
        let purpose = decision.state.operations[id]?.purpose
        guard purpose != .handover, purpose != .commissioning else { throw .invalidAnswer }
        decision.giveUp(id, sight: sight)
      }
    case .prove, .proveOpen, .proveSay, .proveLeave, .proveFinish, .proveEnd:
      return try prove(desk, request, journal)
    default: return try writeAtDesk(desk, request, journal)
    }
  }

  /// Nothing opens while the disk is low or the boards were not read.
  func requireService() throws(DeskError) {
    switch outage {
    case nil, .boards: break
    case .safeMode: throw .refusal(.safeMode)
    case .starting:
      throw .refused(
        Refused(code: "starting", message: "the station reads its boards: try again in a few seconds"))
    case .journal:
      throw .refused(
        Refused(
          code: "disk-low", message: "the disk is nearly full, nothing is opened: free space, then try again")
      )
    }
  }

  private mutating func act(
    _ desk: Desk, _ id: OperationID, _ journal: any JournalStore,
    _ body: (inout Decision) throws(Refusal) -> Void
  ) throws(DeskError) -> StaffReply {
    do throws(Refusal) { try decide(desk.actor, note: desk.note(nil), body) } catch { throw .refusal(error) }
    guard let live = working.operations[id] else { return .done }
    watchers[id, default: []].insert(desk.connection)
    return .operation(view(live, name: try name(live.order, journal)))
  }

  private mutating func deposit(
    _ desk: Desk, _ reference: String, _ wanted: CompartmentNumber?, _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply {
    try requireService()
    let order = try resolve(reference, journal)
    let id = OperationID(working.nextOperation)
    let sights = sights
    return try act(desk, id, journal) { (decision: inout Decision) throws(Refusal) in
      let number: CompartmentNumber
      if let wanted {
        number = wanted
      } else {
        number = try decision.proposeCompartment(for: order) { sights[$0] ?? DoorSight(.unknown) }
      }
      let lock = decision.state.compartments[number]?.plan.lock
      let sight = lock.flatMap { sights[$0] } ?? DoorSight(.unknown)
      try decision.openForDeposit(order, at: number, sight: sight)
    }
  }

  private mutating func confirmDeposit(
    _ desk: Desk, _ id: OperationID, _ present: [String], _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply {
    guard let order = durable.operations[id]?.order.flatMap({ durable.orders[$0] }) else {
      throw .refusal(.unknownOperation)
    }
    let parts = order.facts.documents.parts
    var named: [DocumentSet.Part] = []
    for word in present {
      guard let part = parts.first(where: { $0.word == word }) else { throw .refusal(.invalidAnswer) }
      if !named.contains(part) { named.append(part) }
    }
    // Four eyes: the first person's confirmation waits for the second's, who says the same under another login.
    var witness: UInt32?
    if setup.policy.fourEyes {
      if let first = confirmations[id], first.user != desk.actor.user, first.parts == named {
        witness = first.user
      } else {
        confirmations[id] = (desk.actor.user, named)
      }
    }
    let contact = try DeskError.wrap { () throws(JournalError) in
      try journal.personal(order.id)?.contact(for: .ready)
    }
    letterDue =
      !order.facts.counterOnly && (contact.map { setup.notices.ways(.ready, to: $0).isEmpty } ?? true)
      ? id : nil
    let reply = try act(desk, id, journal) { (decision: inout Decision) throws(Refusal) in
      try decision.confirmDeposit(id, present: named, witness: witness)
    }
    confirmations[id] = nil
    return reply
  }

  private mutating func retrieve(
    _ desk: Desk, _ number: CompartmentNumber, _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply {
    try requireService()
    let sight = sight(number)
    return try act(desk, OperationID(working.nextOperation), journal) {
      (decision: inout Decision) throws(Refusal) in
      try decision.openForRetrieval(number, sight: sight)
    }
  }

  private mutating func answerRetrieval(
    _ desk: Desk, _ id: OperationID, _ word: RetrievalWord, _ reference: String?, _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply {
    let answer: RetrievalAnswer
    switch word {
    case .retrieved:
      answer = .retrieved(try reference.map { (text) throws(DeskError) in try resolve(text, journal) })
    case .leftInside: answer = .leftInside
    case .foundEmpty: answer = .foundEmpty
    case .oldDocument: answer = .oldDocument
    }
    return try act(desk, id, journal) { (decision: inout Decision) throws(Refusal) in
      try decision.answerRetrieval(id, answer)
    }
  }
}

extension DocumentSet.Part {
  /// How messages name it: `0/document`.
  var word: String { "\(index)/\(part.name)" }
}

extension Refused {
  init(_ refusal: Refusal) { self.init(code: refusal.code, message: refusal.message) }
}

// The steps that tests are told in: announce, deposit, identify, open, see, restart. Each goes through decisions only.

import Handover
import Testing

let first = OrderID(1)
let second = OrderID(2)

extension DoorSight {
  static let closed = DoorSight(.closed)
  static let open = DoorSight(.open)
  static let silent = DoorSight(.unknown)
}

func nobody(_ seed: UInt8 = 0) -> Personal {
  Personal(
    register: KeyedHash([seed]), identifiers: [], birthDate: KeyedHash([seed]), serials: [], name: nil,
    phone: nil, email: nil, slip: nil, language: "de")
}

extension Fixture {
  mutating func announce(
    _ id: OrderID, _ documents: [DocumentKind] = [.passport], size: CompartmentSize = .small,
    wantsLowDoor: Bool = false, counterOnly: Bool = false, oldDocument: DocumentKind? = nil
  ) {
    let facts = OrderFacts(
      documents: DocumentSet(documents), size: size, wantsLowDoor: wantsLowDoor, counterOnly: counterOnly,
      oldDocument: oldDocument)
    run { $0.announce(id, facts, nobody()) }
  }

  mutating func see(_ number: Int, _ sight: DoorSight, _ sighting: Sighting = .seen) {
    run(.station) { $0.doorSeen(number, sight, sighting) }
  }

  mutating func sent(complete: Bool = true) {
    let ref = operation.ref
    run(.station) { $0.unlockReported(ref, .sent(complete: complete)) }
  }

  /// The unlock leaves, the door opens.
  mutating func doorOpens() {
    let number = operation.compartment
    sent()
    see(number, .open)
  }

  /// An order in a compartment, by the whole path of a deposit.
  mutating func deposit(
    _ id: OrderID, at number: Int, _ documents: [DocumentKind] = [.passport],
    size: CompartmentSize = .small, counterOnly: Bool = false
  ) throws {
    if state.orders[id] == nil { announce(id, documents, size: size, counterOnly: counterOnly) }
    try run { try $0.openForDeposit(id, at: number, sight: .closed) }
    let live = operation.id
    doorOpens()
    try run { try $0.confirmEmpty(live, true) }
    see(number, .closed)
    let parts = state.orders[id]!.facts.documents.parts
    let witness: UInt32? = policy.fourEyes ? 1003 : nil
    try run { try $0.confirmDeposit(live, present: parts, witness: witness) }
  }

  mutating func identify(_ id: OrderID) { run(Fixture.citizen) { $0.identify(id, slot: nil) } }

  /// Both factors, then "open compartment".
  mutating func beginHandover(_ id: OrderID, sight: DoorSight = .closed) throws {
    identify(id)
    try run(Fixture.citizen) { try $0.openForHandover(id, sight: sight) }
  }

  /// A pickup up to the question "Did you take it?".
  mutating func handoverToQuestion(_ id: OrderID) throws {
    try beginHandover(id)
    let number = operation.compartment
    doorOpens()
    see(number, .closed)
  }

  mutating func answer(_ isTaken: Bool) throws {
    let live = operation.id
    try run(Fixture.citizen) { try $0.answerTaken(live, isTaken) }
  }

  /// A retrieval up to the question what was found.
  mutating func retrievalToQuestion(_ number: Int) throws {
    try run { try $0.openForRetrieval(number, sight: .closed) }
    doorOpens()
    see(number, .closed)
  }

  mutating func answerRetrieval(_ answer: RetrievalAnswer) throws {
    let live = operation.id
    try run { try $0.answerRetrieval(live, answer) }
  }

  mutating func giveUp(_ sight: DoorSight = .closed) {
    let live = operation.id
    run(.station) { $0.giveUp(live, sight: sight) }
  }

  mutating func leftOpen(_ sight: DoorSight = .open) {
    let live = operation.id
    run(.station) { $0.leftOpen(live, sight: sight) }
  }

  /// What a start does after all boards were read: settle what is unsettled, then take down every other door.
  mutating func restart(_ sight: (CompartmentNumber) -> DoorSight = { _ in .closed }) {
    reboot()
    run(.station) { $0.start(version: "test") }
    for id in state.operationIDs {
      guard let operation = state.operations[id] else { continue }
      let seen = sight(operation.compartment)
      run(.station) { $0.recover(id, sight: seen, isFinal: true) }
    }
    for number in state.compartmentNumbers { see(number, sight(number), .recovered) }
  }

  /// Closes every review item and puts the compartment back into service.
  mutating func clearUp(_ number: Int) throws {
    for id in state.reviewIDs where state.reviews[id]?.compartment == number {
      try run { try $0.closeReview(id) }
    }
    if compartment(number).block != nil { try run { try $0.release(number, sight: .closed) } }
  }
}

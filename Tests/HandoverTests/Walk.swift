// A seeded world for random walks: doors that move by themselves, boards that fall silent, people who say anything.
// Only a generator and the choice of the next step; what must hold is asked in RandomWalkTests.

import Handover
import Testing

struct Walk {
  static let ordersMax = 10

  var it = Fixture()
  var random: SplitMix
  var openDoors: Set<Int> = []
  var silent: Set<Int> = []
  var nextOrder: UInt64 = 1

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    it.policy.countersMax = 6
  }

  mutating func sight(_ number: Int) -> DoorSight {
    if silent.contains(number) { return .silent }
    let item = [ItemReading.unknown, .absent, .present][random.below(3)]
    return DoorSight(openDoors.contains(number) ? .open : .closed, item: item)
  }

  /// One command, observation or mishap.
  mutating func step() {
    it.pass(seconds: Int64(random.below(120)))
    switch random.below(100) {
    case ..<30: driveOperation()
    case ..<36: announce()
    case ..<44: open()
    case ..<48: waysOfPickup(random.pick(it.state.orderIDs.filter { it.custody($0) != nil }) ?? OrderID(0))
    case ..<66: answer()
    case ..<78: moveDoor()
    case ..<84: end()
    case ..<88: staff()
    case ..<90: codes()
    case ..<92: prove()
    case ..<94:
      it.pass(days: 1 + random.below(3))
      it.run(.station) { $0.newDay() }
    case ..<96: restart()
    default: mishap()
    }
  }

  /// What usually comes next, so that walks get far.
  private mutating func driveOperation() {
    guard let id = random.pick(it.state.operationIDs), let operation = it.state.operations[id] else {
      return open()
    }
    let number = operation.compartment
    switch operation.phase {
    case .intended:
      let report: SendReport =
        random.chance(90)
        ? .sent(complete: random.chance(90)) : .notSent(SendFailure.allCases[random.below(5)])
      it.run(.station) { $0.unlockReported(operation.ref, report) }
    case _ where operation.purpose == .commissioning: sayOfDoor(id)
    case .sent:
      openDoors.insert(number)
      see(number)
    case .open:
      if operation.purpose == .deposit { _ = it.refusal { try $0.confirmEmpty(id, true) } }
      openDoors.remove(number)
      see(number)
    case .notTaken where random.chance(40), .closed where random.chance(15):
      it.run(.station) { $0.giveUp(id, sight: .closed) }
    case .closed, .notSent, .noMovement, .notTaken: answer()
    }
  }

  /// A contact that does not make up its mind.
  private mutating func flap() {
    guard let number = random.pick(it.state.operationIDs).flatMap({ it.state.operations[$0]?.compartment })
    else { return }
    for _ in 0...Operation.edgesMax {
      openDoors.formSymmetricDifference([number])
      see(number)
    }
  }

  private mutating func see(_ number: Int) {
    let sight = sight(number)
    it.run(.station) { $0.doorSeen(number, sight, .seen) }
  }

  private mutating func announce() {
    guard it.state.orders.count < Walk.ordersMax else {
      if let id = random.pick(it.state.orderIDs) { _ = it.refusal { try $0.withdraw(id) } }
      return
    }
    let kinds = (0...random.below(2)).map { _ in DocumentKind.allCases[random.below(5)] }
    it.announce(
      OrderID(nextOrder), kinds, size: random.chance(80) ? .small : .medium,
      wantsLowDoor: random.chance(20), counterOnly: random.chance(5),
      oldDocument: random.chance(40) ? .passport : nil)
    nextOrder += 1
  }

  private mutating func open() {
    let number = 1 + random.below(6)
    let sight = sight(number)
    let id = random.pick(it.state.orderIDs) ?? OrderID(0)
    switch random.below(5) {
    case 0, 1: _ = it.refusal { try $0.openForDeposit(id, at: number, sight: sight) }
    case 2, 3:
      let id = random.pick(it.state.orderIDs.filter { it.custody($0) != nil }) ?? id
      let person = PickupPerson.allCases[random.below(3)]
      if random.chance(80) {
        it.run(Fixture.citizen) {
          if person == .holder, id.value % 3 == 0 {
            $0.identifyByOldDocument(id, slot: nil)
          } else {
            $0.identify(id, as: person, slot: nil)
          }
        }
      }
      if random.chance(10) { waysOfPickup(id) }
      let own = it.custody(id)?.compartment ?? number
      let ownSight = self.sight(own)
      _ = it.refusal(Fixture.citizen) { try $0.openForHandover(id, sight: ownSight) }
    default: _ = it.refusal { try $0.openForRetrieval(number, sight: sight) }
    }
  }

  private mutating func answer() {
    guard let id = random.pick(it.state.operationIDs), let operation = it.state.operations[id] else { return }
    let sight = sight(operation.compartment)
    let yes = random.chance(75)
    switch operation.purpose {
    case .handover:
      if random.chance(70) {
        let laidIn = random.chance(70)
        _ = it.refusal(Fixture.citizen) { try $0.answerTaken(id, yes, oldLaidIn: laidIn) }
      } else {
        _ = it.refusal(Fixture.citizen) { try $0.openAgain(id, sight: sight) }
      }
    case .deposit:
      let parts = operation.order.flatMap { it.state.orders[$0]?.facts.documents.parts } ?? []
      let present = random.chance(80) ? parts : Array(parts.dropLast())
      switch random.below(5) {
      case 0: _ = it.refusal { try $0.confirmEmpty(id, yes) }
      case 1: _ = it.refusal { try $0.cancelDeposit(id) }
      case 2: _ = it.refusal { try $0.openAgain(id, sight: sight) }
      default: _ = it.refusal { try $0.confirmDeposit(id, present: present, witness: nil) }
      }
    case .retrieval:
      let named = random.pick(it.state.orderIDs)
      let answers: [RetrievalAnswer] = [
        .retrieved(nil), .retrieved(named), .leftInside, .foundEmpty, .oldDocument,
      ]
      let said = answers[random.below(5)]
      _ = it.refusal { try $0.answerRetrieval(id, said) }
    case .commissioning: sayOfDoor(id)
    }
  }

  /// The technician's word, true or not.
  private mutating func sayOfDoor(_ id: OperationID) {
    let word = ContactComparison.Word.allCases[random.below(4)]
    let step: ContactComparison.Step = word == .shut ? .afterClosing : .afterOpening
    let comparison = ContactComparison(
      step: step, word: word, before: random.next() & 0x3F, now: random.next() & 0x3F,
      isSteady: random.chance(80))
    switch random.below(8) {
    case 0:
      let sight = sight(it.state.operations[id]?.compartment ?? 1)
      let hasMoved = random.chance(30)
      it.run(Fixture.technician) { $0.endProving(id, sight: sight, hasMoved: hasMoved) }
    case 1: _ = it.refusal(Fixture.technician) { try $0.openAgainForProving(id, bits: 0) }
    case 2:
      it.run(Fixture.technician) { $0.boardDoubted(BoardAddress(bus: 0, board: 0), .stuckContact, lock: 2) }
    default: _ = it.refusal(Fixture.technician) { try $0.doorSaid(id, comparison) }
    }
  }

  /// A lock is put on trial; mostly where that is allowed.
  private mutating func prove() {
    let blocked = it.state.compartmentNumbers.filter { it.compartment($0).block != nil }
    let number = (random.chance(80) ? random.pick(blocked) : nil) ?? 1 + random.below(6)
    let saysEmpty = random.chance(80)
    let refusal = it.refusal(Fixture.technician) {
      try $0.openForProving(number, saysEmpty: saysEmpty, bits: 0x3F)
    }
    if refusal == nil { driveOperation() }
  }

  private mutating func moveDoor() {
    let number = 1 + random.below(6)
    if random.chance(30) {
      openDoors.formSymmetricDifference([number])
    } else {
      openDoors.remove(number)
    }
    // Sometimes the edge is missed: the next command meets a door that the journal does not know.
    if random.chance(85) { see(number) }
  }

  private mutating func end() {
    guard let id = random.pick(it.state.operationIDs), let operation = it.state.operations[id] else { return }
    let sight = sight(operation.compartment)
    switch random.below(3) {
    case 0: it.run(.station) { $0.noMovement(id, sight: sight) }
    case 1: it.run(.station) { $0.leftOpen(id, sight: sight) }
    default: it.run(.station) { $0.giveUp(id, sight: sight) }
    }
  }

  private mutating func staff() {
    let number = 1 + random.below(6)
    let sight = sight(number)
    let id = random.pick(it.state.orderIDs) ?? OrderID(0)
    let item = random.pick(it.state.reviewIDs) ?? 0
    switch random.below(18) {
    case 16, 17: waysOfPickup(id)
    case 9...15: clearUp()
    case 0: _ = it.refusal { try $0.block(number) }
    case 1, 2: _ = it.refusal { try $0.release(number, sight: sight) }
    case 3, 4, 5: _ = it.refusal { try $0.closeReview(item) }
    case 6:
      let id = random.pick(it.state.orderIDs.filter { it.custody($0) != nil }) ?? id
      _ = it.refusal { try $0.extend(id, days: 3) }
    case 7: _ = it.refusal { try $0.renewCode(id) }
    default: _ = it.refusal { try $0.showLetter(id) }
    }
  }

  /// A person takes care of one compartment that is out of service.
  private mutating func clearUp() {
    collectOldDocument()
    let blocked = it.state.compartmentNumbers.filter { it.compartment($0).block != nil }
    guard let number = random.pick(blocked) else { return }
    openDoors.remove(number)
    silent.remove(number)
    see(number)
    if it.compartment(number).content == .unclear, it.state.operation(at: number) == nil,
      it.state.safeMode == nil
    {
      try? it.retrievalToQuestion(number)
      try? it.answerRetrieval(.foundEmpty)
    }
    try? it.clearUp(number)
  }

  private mutating func codes() {
    let slot = random.below(8)
    let known = it.state.counters[slot] == nil ? nil : slot
    let id = random.pick(it.state.orderIDs) ?? OrderID(0)
    switch random.below(8) {
    case 0: it.run(Fixture.citizen) { $0.identify(id, slot: known) }
    case 1: it.run { $0.clearTries(known) }
    default: it.run(Fixture.citizen) { $0.wrongTry(KeyedHash([UInt8(slot)]), slot: known) }
    }
  }

  mutating func restart() {
    it.reboot()
    it.run(.station) { $0.start(version: "test") }
    let isFinal = random.chance(50)
    for id in it.state.operationIDs {
      guard let operation = it.state.operations[id] else { continue }
      let sight = sight(operation.compartment)
      it.run(.station) { $0.recover(id, sight: sight, isFinal: isFinal) }
    }
    for number in it.state.compartmentNumbers {
      let sight = sight(number)
      it.run(.station) { $0.doorSeen(number, sight, .recovered) }
    }
  }

  private mutating func mishap() {
    switch random.below(9) {
    case 0: silent.formSymmetricDifference([1 + random.below(6)])
    case 1: silent = []
    case 2: it.run(.station) { $0.enterSafeMode(["I5"]) }
    case 3, 4: _ = it.refusal { try $0.leaveSafeMode() }
    case 5:
      let day = it.now.day
      it.setDay(random.chance(30) ? CivilDay(number: 3) : day + random.below(400))
      it.run(.station) { $0.newDay() }
      if random.chance(50), it.state.isClockSuspect { it.run { $0.confirmClock() } }
    case 6: configure()
    default: flap()
    }
  }

  private mutating func configure() {
    var plans = Fixture.wall
    if random.chance(50) { plans.swapAt(0, 1) }
    if random.chance(30) { plans.remove(at: random.below(6)) }
    if random.chance(50) {
      let lock = plans[0].lock
      plans[0].lock = plans[1].lock
      plans[1].lock = lock
    }
    _ = it.refusal(.station) { try $0.configure(plans) }
  }
}

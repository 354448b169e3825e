// What is appended is there after a new start, row for row; lookups find it; erased data has left the file.

import Crypto
import Glibc
import Handover
import Testing

@testable import Journal

@Suite struct StoreTests {
  @Test func foundingWritesKeysForTheStationAlone() throws {
    let scratch = Scratch()
    let journal = try SQLiteJournal(directory: scratch.path) { try testKeys() }
    #expect(journal.wasFounded)
    #expect(try journal.load() == State())
    #expect(try journal.head().sequence == 0)
    for name in ["station.key", "journal.sqlite"] {
      #expect(run("stat", "-c", "%a", "\(scratch.path)/\(name)").output == "600\n")
    }
    #expect(run("stat", "-c", "%s", scratch.key).output == "\(StationSecrets.fileByteCount)\n")
    #expect(run("cat", "\(scratch.path)/journal.pub").output == scratch.publicKey.pem)
    try journal.close()
    #expect(try sqlite(scratch.database, "PRAGMA application_id") == ["1263169132"])
  }

  @Test func aPickupIsThereAfterANewStart() throws {
    let scratch = Scratch()
    var written: State
    do {
      let writer = try Writer(scratch.path)
      try writer.pickup()
      written = writer.state
      #expect(try writer.journal.load() == written)
      #expect(try writer.journal.verifyProjections(written) == [])
      #expect(try writer.journal.verifyTables() == [])
    }
    let journal = try SQLiteJournal(directory: scratch.path) { throw JournalError.key(what: "not asked for") }
    #expect(!journal.wasFounded)
    #expect(try journal.load() == written)
    let records = try journal.records(from: 1, limit: 1000)
    #expect(records.count == Int(written.sequence))
    var replayed = State()
    for record in records { replayed.apply(record) }
    #expect(replayed == written)
    #expect(Array(records[4..<8]) == (try journal.records(from: 5, limit: 4)))
    #expect(try journal.head().sequence == written.sequence)
    // Intent, unlock sent, opened, closed, taken, settled.
    let codes = records.map(\.event.code).filter { [30, 31, 33, 34, 40, 49].contains($0) }
    #expect(codes.suffix(6) == [30, 31, 33, 34, 40, 49])
  }

  @Test func personalDataIsFoundByItsHashesAndLeavesTheFile() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    let journal = writer.journal
    for number in 1...4 {
      let order = OrderID(UInt64(number))
      try writer.append(
        .announced(order, OrderFacts(documents: DocumentSet([.passport]))),
        side: [.put(order, person(number))])
    }
    #expect(try journal.orders(identifier: hash("phone 1")) == [OrderID(1), OrderID(4)])
    #expect(try journal.orders(identifier: hash("slip 2")) == [OrderID(2)])
    #expect(try journal.orders(identifier: hash("nobody")) == [])
    #expect(try journal.orders(serial: hash("serial 3")) == [OrderID(3)])
    #expect(try journal.order(register: hash("register 3")) == OrderID(3))
    #expect(try journal.order(register: hash("register 9")) == nil)
    var read = try #require(try journal.personal(OrderID(2)))
    #expect(Set(read.identifiers) == Set(person(2).identifiers))
    read.identifiers = person(2).identifiers
    #expect(read == person(2))
    #expect(run("grep", "-c", "Name 2", scratch.database).output == "1\n")

    try writer.append(.letterShown(OrderID(2)), side: [.eraseClear(OrderID(2))])
    read = try #require(try journal.personal(OrderID(2)))
    #expect(read.name == nil && read.phone == nil && read.email == nil && read.slip == nil)
    #expect(read.birthDate == person(2).birthDate)
    #expect(try journal.orders(identifier: hash("slip 2")) == [OrderID(2)])
    #expect(run("grep", "-c", "Name 2", scratch.database).output == "0\n", "secure_delete")

    try writer.append(.erased(OrderID(3)), side: [.erase(OrderID(3))])
    #expect(try journal.personal(OrderID(3)) == nil)
    #expect(try journal.orders(identifier: hash("slip 3")) == [])
    #expect(try journal.orders(serial: hash("serial 3")) == [])
    #expect(try journal.order(register: hash("register 3")) == nil)
    #expect(run("grep", "-c", "Name 3", scratch.database).output == "0\n")

    // A second import of the same register id under another order would be two orders for one document.
    let twin = SideChange.put(OrderID(9), person(1))
    #expect(throws: JournalError.self) { try writer.append(.letterShown(OrderID(1)), side: [twin]) }
    try journal.probe()
    #expect(try journal.order(register: hash("register 1")) == OrderID(1))
  }

  @Test func countersOfWrongTriesAreFoundByTheirHash() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    try writer.act(citizen) { $0.wrongTry(hash("phone"), slot: nil) }
    let slot = try #require(try writer.journal.counterSlot(hash("phone")))
    #expect(writer.state.counters[slot]?.tries == 1)
    #expect(try writer.journal.load() == writer.state)
    try writer.act(citizen) { $0.clearTries(slot) }
    #expect(try writer.journal.counterSlot(hash("phone")) == nil)
    #expect(try writer.journal.load() == writer.state)
  }

  @Test("I3: two compartments never hold the same unit, nor one compartment two")
  func uniqueIndexesRefuseASecondHolder() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    try writer.append(.compartmentConfigured(plan(1), epoch: 1))
    try writer.append(.compartmentConfigured(plan(2), epoch: 1))
    func content(_ order: UInt64) -> DepositContent {
      DepositContent(order: OrderID(order), parts: [], deadline: writer.day, witness: nil)
    }
    func ref(_ compartment: Int) -> OperationRef {
      OperationRef(
        operation: OperationID(9), attempt: 1, compartment: compartment, lock: plan(compartment).lock,
        epoch: 1)
    }
    for order in 1...2 {
      try writer.append(.announced(OrderID(UInt64(order)), OrderFacts(documents: DocumentSet([.passport]))))
    }
    try writer.append(.deposited(ref(1), content(1)))
    for bad in [Event.deposited(ref(2), content(1)), .deposited(ref(1), content(2))] {
      let error = #expect(throws: JournalError.self) { try writer.append(bad) }
      guard case .refused? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(throws: JournalError.self, "nothing more before a probe") { try writer.append(.released(1)) }
      try writer.journal.probe()
      #expect(try writer.journal.load() == writer.state)
    }
  }

  @Test("I2: one operation at a compartment, one citizen operation")
  func uniqueIndexesRefuseASecondOperation() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    func intent(_ operation: Int64, _ compartment: Int, _ purpose: Purpose) -> Event {
      .intent(
        Intent(
          ref: OperationRef(
            operation: OperationID(operation), attempt: 1, compartment: compartment,
            lock: plan(compartment).lock,
            epoch: 1), purpose: purpose, order: nil, before: .closed, itemBefore: .unknown))
    }
    try writer.append(intent(1, 1, .handover))
    try writer.append(intent(2, 2, .deposit))
    for bad in [intent(3, 1, .retrieval), intent(3, 3, .handover)] {
      #expect(throws: JournalError.self) { try writer.append(bad) }
      try writer.journal.probe()
    }
    #expect(try writer.journal.load() == writer.state)
  }

  @Test func recordsOutOfStepAreRefused() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    try writer.append(.started(version: "1"))
    let old = State()
    var after = State()
    let record = Record(
      sequence: 1, time: Moment(wall: 0, monotonic: 0, boot: 0, day: writer.day), actor: .station,
      event: .safeModeLeft)
    after.apply(record)
    let error = #expect(throws: JournalError.self) {
      try writer.journal.append([Entry(record: record)], before: old, after: after)
    }
    #expect(error == .outOfStep(believed: 0, found: 1))
  }

  @Test(
    "I9: projections equal the replay of the records, over seeded days",
    arguments: 1...6 as ClosedRange<UInt64>)
  func projectionsFollowTheRecords(seed: UInt64) throws {
    let scratch = Scratch()
    var dice = Dice(state: seed)
    let writer = try Writer(scratch.path)
    try writer.act(.station) {
      $0.found(station: seed)
      try $0.configure((1...6).map(plan))
    }
    for _ in 0..<400 { randomAct(writer, &dice) }
    #expect(try writer.journal.load() == writer.state)
    // The file itself is under the lock of `writer`; a copy is free.
    run("cp", scratch.database, "\(scratch.path)/copy.sqlite")
    let report = try verifyJournal(file: "\(scratch.path)/copy.sqlite", publicKey: scratch.publicKey)
    #expect(report.isAccepted, "\(report.text)")
    #expect(report.records == writer.state.sequence)
  }
}

/// One act of anybody, taken back where it is refused.
func randomAct(_ writer: Writer, _ dice: inout Dice) {
  let order = OrderID(UInt64.random(in: 1...8, using: &dice))
  let number = Int.random(in: 1...6, using: &dice)
  let sights = [DoorSight(.closed), DoorSight(.closed), DoorSight(.open), DoorSight(.unknown)]
  let sight = sights.randomElement(using: &dice)!
  let operation = writer.state.operationIDs.randomElement(using: &dice) ?? OperationID(1)
  let review = writer.state.reviewIDs.randomElement(using: &dice) ?? 1
  let choice = Int.random(in: 0..<26, using: &dice)
  let yes = Bool.random(using: &dice)
  if choice == 25 { writer.day = writer.day + 1 }
  let actor = [3, 4, 5, 16].contains(choice) ? citizen : clerk
  let known = writer.state.counters.keys.sorted().randomElement(using: &dice)
  let notice = writer.state.outbox.randomElement(using: &dice)
  // A refusal is an answer like any other.
  try? writer.act(actor, note: yes ? .note(login: "x", reason: nil) : nil) { decision in
    switch choice {
    case 0:
      guard decision.state.orders[order] == nil else { return }
      let taken = try writer.journal.order(register: person(Int(order.value)).register) != nil
      if taken { return }
      decision.announce(
        order, OrderFacts(documents: DocumentSet([.passport, .under16Card])), person(Int(order.value)))
    case 1, 2: try decision.openForDeposit(order, at: number, sight: DoorSight(.closed))
    case 3:
      if case .deposited? = decision.state.orders[order]?.stage { decision.identify(order, slot: known) }
    case 4: try decision.openForHandover(order, sight: DoorSight(.closed))
    case 5: try decision.answerTaken(operation, yes)
    case 6, 7: try decision.openForRetrieval(number, sight: sight)
    case 8: try decision.openAgain(operation, sight: DoorSight(.closed))
    case 9, 10:
      if let ref = decision.state.operations[operation]?.ref {
        decision.unlockReported(ref, .sent(complete: true))
      }
    case 11, 12, 13: decision.doorSeen(number, sight, .seen)
    case 14: try decision.confirmEmpty(operation, yes || true)
    case 15:
      try decision.confirmDeposit(
        operation, present: DocumentSet([.passport, .under16Card]).parts, witness: nil)
    case 16: decision.wrongTry(hash("phone \(number)"), slot: known)
    case 17: try decision.answerRetrieval(operation, yes ? .retrieved(nil) : .foundEmpty)
    case 18: decision.giveUp(operation, sight: sight)
    case 19: decision.noMovement(operation, sight: sight)
    case 20: try decision.closeReview(review)
    case 21: try yes ? decision.release(number, sight: DoorSight(.closed)) : decision.block(number)
    case 22: try yes ? decision.extend(order, days: 3) : decision.renewCode(order)
    case 23:
      if decision.state.safeMode == nil {
        if yes { decision.enterSafeMode(["I5: \"x\"", ""]) }
      } else {
        try decision.leaveSafeMode()
      }
    case 24: decision.leftOpen(operation, sight: sight)
    default:
      decision.newDay()
      if yes { try decision.withdraw(order) }
    }
  }
  if choice == 24, let notice {
    try? writer.append(yes ? .noticeDone(notice) : .noticeDropped(notice))
  }
}

// What the journal is made to write: the records of whole handovers, from the import to the handed over passport,
// decided by the product's own rules; one record a transaction, each with its projections and side changes.

import Crypto
import Handover
import Secrets

/// One call of `append`.
struct JournalStep {
  var batch: [Entry]
  var before: State
  var after: State
}

/// A station that decides and writes down what is to be appended.
struct JournalWork {
  static let compartments = 48

  private(set) var steps: [JournalStep] = []
  private(set) var state = State()
  private var wall: Int64 = 1_795_000_000_000
  private var people: UInt64 = 0
  private let clerk = Actor(role: .staff, user: 1001)
  private let citizen = Actor(role: .citizen, user: 999)

  /// The same keys in every run.
  static func keys() throws(CryptoError) -> StationSecrets {
    try StationSecrets(
      seed: Secret([UInt8](repeating: 7, count: 32)), hmacKey: Secret([UInt8](repeating: 8, count: 32)))
  }

  /// The wall is configured and some orders are known; not part of what is timed.
  mutating func prepare() throws(Refusal) {
    let plans = (1...Self.compartments).map { number in
      CompartmentPlan(
        number: number, lock: LockAddress(bus: 0, board: (number - 1) / 16, lock: (number - 1) % 16),
        size: .small, isLow: true, row: (number - 1) / 16 + 1, column: (number - 1) % 16 + 1)
    }
    try act(.station) { (decision) throws(Refusal) in
      decision.found(station: 0xABCD_EF01_2345_6789)
      decision.start(version: "1.0")
      try decision.configure(plans)
    }
    for _ in 0..<20 { try announce() }
  }

  /// Handovers until at least `count` records are there.
  mutating func handovers(records count: Int) throws(Refusal) {
    steps = []
    var number = 0
    while steps.count < count {
      try handover(at: number % Self.compartments + 1)
      number += 1
    }
    steps.removeLast(steps.count - count)
  }

  @discardableResult
  private mutating func announce() throws(Refusal) -> OrderID {
    people += 1
    let number = people
    func hash(_ text: String) -> KeyedHash {
      KeyedHash(SHA256.digest(of: Array("\(text) \(number)".utf8)).bytes)
    }
    let person = Personal(
      register: hash("register"), identifiers: [hash("phone"), hash("slip")], birthDate: hash("birth date"),
      serials: [hash("serial")], name: "Erika Mustermann \(number)", phone: "+49151\(10_000_000 + number)",
      email: "erika.\(number)@example.org", slip: "A\(100_000 + number)", language: "de")
    let order = OrderID(number &* 0x9E37_79B9_7F4A_7C15)
    try act(clerk, note: .note(login: "meier", reason: "Lieferung")) { (decision) throws(Refusal) in
      decision.announce(order, OrderFacts(documents: DocumentSet([.passport])), person)
    }
    return order
  }

  private mutating func handover(at compartment: CompartmentNumber) throws(Refusal) {
    let order = try announce()
    let closed = DoorSight(.closed)
    try act(clerk) { (decision) throws(Refusal) in
      try decision.openForDeposit(order, at: compartment, sight: closed)
    }
    let deposit = state.nextOperation - 1
    try door(deposit, compartment, DoorSight(.open))
    try act(clerk) { (decision) throws(Refusal) in
      try decision.confirmEmpty(OperationID(deposit), true)
    }
    try act(.station) { $0.doorSeen(compartment, closed, .seen) }
    try act(clerk) { (decision) throws(Refusal) in
      try decision.confirmDeposit(
        OperationID(deposit), present: DocumentSet([.passport]).parts, witness: 1002)
    }
    try act(citizen) { $0.identify(order, slot: nil) }
    try act(citizen) { (decision) throws(Refusal) in try decision.openForHandover(order, sight: closed) }
    let handover = state.nextOperation - 1
    try door(handover, compartment, DoorSight(.open))
    try act(.station) { $0.doorSeen(compartment, closed, .seen) }
    try act(citizen) { (decision) throws(Refusal) in
      try decision.answerTaken(OperationID(handover), true)
    }
  }

  /// The unlock has gone out and the door says so.
  private mutating func door(
    _ operation: Int64, _ compartment: CompartmentNumber, _ sight: DoorSight
  ) throws(Refusal) {
    guard let ref = state.operations[OperationID(operation)]?.ref else { return }
    try act(.station) { $0.unlockReported(ref, .sent(complete: true)) }
    try act(.station) { $0.doorSeen(compartment, sight, .seen) }
  }

  private mutating func act(
    _ actor: Actor, note: SideChange? = nil, _ body: (inout Decision) throws(Refusal) -> Void
  ) throws(Refusal) {
    wall += 1234
    let now = Moment(
      wall: wall, monotonic: wall - 1_794_000_000_000, boot: 0xB007, day: CivilDay(number: 20_779))
    var decision = Decision(state, actor: actor, now: now, policy: Policy(), note: note)
    try body(&decision)
    for case .append(let batch) in decision.effects {
      for entry in batch {
        let before = state
        state.apply(entry.record)
        steps.append(JournalStep(batch: [entry], before: before, after: state))
      }
    }
  }
}

// What a technician asks while a board is proven. Each opening is decided in Handover and journaled before its unlock;
// what the wire and time bring stands in ProofPassing.swift.

import Crypto
import Handover
import Journal
import Messages

extension StationCore {
  mutating func prove(
    _ desk: Desk, _ request: StaffRequest, _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply {
    switch request {
    case .prove(let bus, let board, let pulse):
      try beginProof(desk, BoardName(bus: bus, board: board), pulse)
    case .proveOpen(let number, let saysEmpty): try proveOpen(desk, number, saysEmpty)
    case .proveSay(let word): try proveSay(desk, word)
    case .proveLeave(let number, let word): try proveLeave(desk, number, word)
    case .proveFinish: try proveFinish(desk)
    case .proveEnd:
      try requireProof(desk)
      endProof(waits: true)
    default: throw .refusal(.invalidAnswer)
    }
    guard let view = proofView() else { throw DeskError.noProof }
    if proof?.stage == .ended { proof = nil }
    proofTold = view
    return .proof(view)
  }

  private mutating func beginProof(
    _ desk: Desk, _ name: BoardName, _ pulse: Int?
  ) throws(DeskError) {
    try requireService()
    guard let board = setup.provable[name] else {
      throw .refused(
        Refused(
          code: "unknown-board",
          message:
            "Kiosk.conf has no board \(name.board) on bus \(name.bus): list them with 'kiosk lockers prove'"))
    }
    // The same dialogue goes on with another board.
    if proof?.connection == desk.connection {
      endProof(waits: true)
      proof = nil
    }
    if let running = proof {
      throw .refused(
        Refused(
          code: "proof-running",
          message: "user \(running.desk.actor.user ?? 0) proves board \(running.name.board) of bus "
            + "\(running.name.bus) just now: wait until that ends"))
    }
    if let pulse, !BoardProof.pulseRange.contains(pulse) || pulse % 10 != 0 {
      throw .refusal(.invalidAnswer)
    }
    var reasons: [CompartmentNumber: String] = [:]
    var first: Refusal?
    let decision = Decision(working, actor: desk.actor, now: time.moment, policy: setup.policy)
    let locks = (0..<board.values.locks).filter { board.values.ignored >> UInt64($0) & 1 == 0 }.map { lock in
      let number = compartmentOfLock[LockAddress(bus: name.bus, board: name.board, lock: lock)]
      var standing = BoardProof.Standing.waiting
      if let number, let compartment = working.compartments[number] {
        do throws(Refusal) { try decision.requireProvable(compartment, saysEmpty: true) } catch {
          standing = .left
          reasons[number] = error.code
          first = first ?? error
        }
      }
      return BoardProof.Lock(lock: lock, compartment: number, standing: standing)
    }
    guard locks.contains(where: { $0.compartment != nil && $0.standing == .waiting }) else {
      throw .refusal(first ?? .unknownCompartment(0))
    }
    var session = ProofSession(
      desk, name, board,
      BoardProof(
        board: BoardAddress(bus: name.bus, board: name.board), configured: board.values, locks: locks,
        statusGroups: board.statusGroups),
      pulse: pulse, until: now + ProofSession.readMilliseconds)
    session.reasons = reasons
    proof = session
    out.append(.probe(name, true))
  }

  private func requireProof(_ desk: Desk) throws(DeskError) {
    guard proof?.connection == desk.connection, proof?.stage != .ended else { throw DeskError.noProof }
  }

  private mutating func proveOpen(
    _ desk: Desk, _ number: CompartmentNumber, _ saysEmpty: Bool
  ) throws(DeskError) {
    try requireProof(desk)
    try requireService()
    guard var session = proof, let lock = session.proof.lock(of: number) else {
      throw .refusal(.unknownCompartment(number))
    }
    let isAgain = session.stage == .unmoved || session.stage == .notSent
    guard session.stage == .ready || (isAgain && session.lock == lock.lock) else {
      throw .refusal(.wrongPhase)
    }
    guard let bits = isAgain ? session.proof.again() : session.proof.begin(lock.lock) else {
      throw .refused(
        Refused(
          code: "contact-unsteady",
          message: "the contacts of this board do not read alike twice: check its cables, then try again"))
    }
    let id = isAgain ? session.operation : nil
    let next = OperationID(working.nextOperation)
    do throws(Refusal) {
      try decide(desk.actor, note: desk.note(nil)) { (decision: inout Decision) throws(Refusal) in
        if let id {
          try decision.openAgainForProving(id, bits: bits)
        } else {
          try decision.openForProving(number, saysEmpty: saysEmpty, bits: bits)
        }
      }
    } catch { throw .refusal(error) }
    session.operation = id ?? next
    session.lock = lock.lock
    session.pending = nil
    session.moved = []
    session.shutWords = 0
    session.stage = .opening
    proof = session
  }

  private mutating func proveSay(_ desk: Desk, _ word: DoorWord) throws(DeskError) {
    try requireProof(desk)
    guard let id = proof?.operation, let operation = working.operations[id] else {
      throw .refusal(.unknownOperation)
    }
    switch (word, proof?.stage) {
    case (.opened, .opening?) where operation.phase == .sent, (.opened, .unmoved?):
      proof?.proof.mark()
      proof?.stage = .comparingOpen(until: now + ProofSession.compareMilliseconds)
    case (.unmoved, .opening?) where operation.phase == .sent:
      try say(desk, id, .afterOpening, .unmoved)
      proof?.stage = .unmoved
    case (.otherDoors, .opening?) where operation.phase == .sent, (.otherDoors, .unmoved?):
      try say(desk, id, .afterOpening, .otherDoors)
      fail(.otherDoor)
      endProof()
    case (.shut, .open?):
      proof?.proof.mark()
      proof?.shutWords += 1
      proof?.stage = .comparingShut(until: now + ProofSession.compareMilliseconds)
    default: throw .refusal(.wrongPhase)
    }
  }

  private mutating func say(
    _ desk: Desk, _ id: OperationID, _ step: ContactComparison.Step, _ word: ContactComparison.Word
  ) throws(DeskError) {
    let comparison = comparison(step, word)
    do throws(Refusal) {
      try decide(desk.actor, note: desk.note(nil)) { (decision: inout Decision) throws(Refusal) in
        try decision.doorSaid(id, comparison)
      }
    } catch { throw .refusal(error) }
  }

  func comparison(_ step: ContactComparison.Step, _ word: ContactComparison.Word) -> ContactComparison {
    let steady = proof?.proof.steady
    return ContactComparison(
      step: step, word: word, before: proof?.proof.rest ?? 0, now: steady ?? 0, isSteady: steady != nil)
  }

  private mutating func proveLeave(
    _ desk: Desk, _ number: CompartmentNumber, _ word: LeaveWord
  ) throws(DeskError) {
    try requireProof(desk)
    guard let lock = proof?.proof.lock(of: number) else { throw .refusal(.unknownCompartment(number)) }
    switch proof?.stage {
    case .ready? where word == .left && lock.standing == .waiting: proof?.proof.end(lock.lock, .left)
    case .unmoved? where proof?.lock == lock.lock, .notSent? where proof?.lock == lock.lock:
      if proof?.stage == .notSent, word != .left { throw .refusal(.wrongPhase) }
      settleProof()
      switch word {
      case .jammed: fail(.jammed, lock: lock.lock)
      case .unwired: proof?.proof.end(lock.lock, .unwired)
      case .left: proof?.proof.end(lock.lock, .left)
      }
      proof?.lock = nil
      proof?.stage = .ready
    default: throw .refusal(.wrongPhase)
    }
    proof?.step += 1
  }

  private mutating func proveFinish(_ desk: Desk) throws(DeskError) {
    try requireProof(desk)
    guard let session = proof, session.stage == .ready, session.proof.isComplete, session.extra.isEmpty else {
      throw .refused(
        Refused(
          code: "proof-incomplete",
          message: "not every used lock of this board is proven, so nothing is signed: see what was found"))
    }
    let values = session.proof.values
    var proven = ProvenBoard(
      board: session.address, values: values, pulseMilliseconds: session.proof.pulseMilliseconds,
      answerMilliseconds: session.proof.answerMilliseconds, unlocks: session.proof.unlocks,
      unlocksAnswered: session.proof.unlocksAnswered, fragment: Digest256(0, 0, 0, 0))
    let text = FragmentText.unsigned(
      proven, session.configured, station: working.station ?? 0, day: time.moment.day)
    let bytes = Array(text.utf8)
    guard let signature = keys.sign(bytes), let digest = Digest256(SHA256.digest(of: bytes).bytes) else {
      throw .refused(
        Refused(code: "no-signing-key", message: "this station has no key to sign with: it is a simulation"))
    }
    proven.fragment = digest
    do throws(Refusal) {
      try decide(desk.actor, note: desk.note(nil)) { (decision: inout Decision) throws(Refusal) in
        decision.boardProven(proven)
      }
    } catch { throw .refusal(error) }
    proof?.fragment = BoardFragment(
      text: text + FragmentText.signaturePrefix + Hex.encode(signature) + "\n", hash: digest.hex)
    endProof()
  }

  /// The boards of the configuration and what is known of them.
  func boardRows() -> [BoardRow] {
    setup.provable.keys.sorted().compactMap { name in
      guard let board = setup.provable[name] else { return nil }
      let mark = durable.proofs[BoardAddress(bus: name.bus, board: name.board)]
      let state = mark.map { $0.proven.values == board.values ? "proven" : "differs" } ?? "unproven"
      return BoardRow(
        bus: name.bus, busName: board.busName, board: name.board, dialect: board.dialect,
        locks: board.values.locks, answering: boards[name] ?? false, state: state,
        since: mark?.day.description, record: mark?.sequence)
    }
  }
}

extension DeskError {
  static let noProof = DeskError.refused(
    Refused(
      code: "no-proof",
      message: "the proof of this board is over: begin again with 'kiosk lockers prove'; see 'kiosk review'"))
}

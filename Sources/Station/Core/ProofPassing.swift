// What the wire and time bring to a board on trial, and how a proof ends: by the technician, by a lost connection, by
// time, or by a journal that refuses. None of these leaves an operation unsettled.

import Handover
import Messages

extension StationCore {
  /// A sample of the board on trial.
  mutating func probed(_ name: BoardName, _ sample: BoardSample) {
    guard proof?.name == name else { return }
    proof?.proof.take(sample)
    if case .unlock(let lock) = sample.kind, sample.verdict == .refused { proofRefused(lock) }
    passProof()
  }

  mutating func unlockTime(_ name: BoardName, _ answer: UnlockTime) {
    guard var session = proof, session.name == name else { return }
    switch (session.stage, answer) {
    case (.askingTime, .both(let high, let low)):
      session.proof.takeTime(highFirst: high, lowFirst: low)
      session.stage = .ready
      if let wanted = session.wantedPulse, wanted != session.proof.pulseMilliseconds {
        switch session.proof.byteOrder {
        case .unconfirmed: break  // Nothing is set before the order is confirmed on this board.
        case .highFirst, .lowFirst:
          out.append(.setUnlockTime(name, milliseconds: wanted, session.proof.byteOrder))
          session.stage = .settingTime(until: now + ProofSession.timeMilliseconds)
        }
      }
    case (.settingTime, .both(let high, let low)):
      let order = session.proof.byteOrder
      if (order == .highFirst ? high : low) == session.wantedPulse {
        // Read back as it was set; the order is the one that was confirmed before.
        session.proof.keptTime(session.wantedPulse)
      } else {
        session.extra.append((.timeNotKept, nil))
        session.proof.timeNotKept()
      }
      session.stage = .ready
    case (.askingTime, .none): session.stage = .ready
    case (.settingTime, .none):
      session.extra.append((.timeNotKept, nil))
      session.proof.timeNotKept()
      session.stage = .ready
    default: return
    }
    proof = session
  }

  /// Everything of the proof that is due.
  mutating func passProof() {
    guard let session = proof else { return }
    let isLate = session.stage.until.map { $0 <= now } ?? false
    switch session.stage {
    case .reading:
      guard isLate || session.proof.reads >= BoardProof.readsWanted else { return }
      if let finding = session.proof.boardFinding {
        doubt(finding, lock: nil)
        endProof()
      } else if session.configured.tellsTime {
        proof?.stage = .askingTime(until: now + ProofSession.timeMilliseconds)
        out.append(.readUnlockTime(session.name))
      } else {
        proof?.stage = .ready
      }
    case .askingTime: if isLate { proof?.stage = .ready }
    case .settingTime: if isLate { unlockTime(session.name, .none) }
    case .comparingOpen: compareOpen(session, isLate)
    case .comparingShut: compareShut(session, isLate)
    case .ready, .opening, .open, .unmoved, .notSent, .ended: break
    }
    if proof?.stage != .ended, proof?.proof.boardFinding == .duplicateAddress, proof?.operation == nil,
      case .ready? = proof?.stage
    {
      doubt(.duplicateAddress, lock: nil)
      endProof()
    }
  }

  /// Locks of the same board that another operation uses: what their bits do is not this lock's doing.
  private func others(_ session: ProofSession) -> UInt64 {
    BoardValues.mask(
      working.operations.values.filter {
        $0.lock.boardAddress == session.address && $0.id != session.operation
      }.map(\.lock.lock))
  }

  private mutating func compareOpen(_ session: ProofSession, _ isLate: Bool) {
    let others = others(session)
    let result = proof?.proof.compareOpen(others: others) ?? .wait
    switch result {
    case .asWanted: break
    case .wait where !isLate, .finding(.stuckContact) where !isLate: return
    case .wait: proof?.pending = .silent
    case .finding(let finding):
      proof?.pending = finding
      let moved = proof?.proof.moved(others: others) ?? []
      proof?.moved = moved
    }
    let isTold = told(.afterOpening, .opened)
    proof?.stage = isTold ? .open : .ended
  }

  private mutating func compareShut(_ session: ProofSession, _ isLate: Bool) {
    guard let lock = session.lock else { return }
    let comparison = comparison(.afterClosing, .shut)
    if let pending = session.pending {
      guard comparison.isSteady || isLate else { return }
      _ = told(.afterClosing, .shut, comparison)
      fail(pending, lock: lock)
      return nextLock()
    }
    let others = others(session)
    let result = proof?.proof.compareClosed(others: others) ?? .wait
    switch result {
    case .asWanted:
      _ = told(.afterClosing, .shut, comparison)
      nextLock()
    case .wait where !isLate, .finding(.notClosing) where !isLate: return
    case .wait, .finding(.notClosing):
      if session.shutWords < ProofSession.shutWordsMax {
        proof?.stage = .open
      } else {
        _ = told(.afterClosing, .shut, comparison)
        fail(result == .wait ? .silent : .notClosing, lock: lock)
        nextLock()
      }
    case .finding(let finding):
      _ = told(.afterClosing, .shut, comparison)
      fail(finding, lock: lock)
      nextLock()
    }
  }

  /// Journals the technician's word; false where the operation is over already.
  private mutating func told(
    _ step: ContactComparison.Step, _ word: ContactComparison.Word, _ comparison: ContactComparison? = nil
  ) -> Bool {
    guard let session = proof, let id = session.operation else { return false }
    let comparison = comparison ?? self.comparison(step, word)
    do throws(Refusal) {
      try decide(session.desk.actor, note: session.desk.note(nil)) {
        (decision: inout Decision) throws(Refusal) in
        try decision.doorSaid(id, comparison)
      }
      return true
    } catch { return false }
  }

  private mutating func nextLock() {
    lookAgain()
    proof?.operation = nil
    proof?.lock = nil
    proof?.pending = nil
    proof?.stage = .ready
  }

  /// The trial is over: from here on the contact is believed as it is configured, right or wrong; but not what was
  /// read of it before, which may be older than the technician's word.
  private mutating func lookAgain() {
    guard let number = proof?.compartment else { return }
    looksAgain[number] = now + ProofSession.lookMilliseconds
  }

  /// Doors whose trial is over long enough for a fresh reading.
  mutating func passLooks() {
    for number in looksAgain.keys.sorted() where (looksAgain[number] ?? now) <= now {
      looksAgain[number] = nil
      let sight = sight(number)
      if let operation = working.operation(at: number) {
        guard operation.purpose == .commissioning, proof?.operation != operation.id else { continue }
        // A trial that was broken off: the first reading after it is still its opening's. While there is none, time
        // ends it.
        if sight.door == .unknown {
          looksAgain[number] = now + ProofSession.lookMilliseconds
        } else {
          decideFreely(.station) { $0.endProving(operation.id, sight: sight) }
        }
        continue
      }
      decideFreely(.station) { $0.doorSeen(number, sight, .seen) }
    }
  }

  /// A defect of the lock on trial, or of a named one.
  mutating func fail(_ finding: ProofFinding, lock: Int? = nil) {
    guard let named = lock ?? proof?.lock else { return }
    proof?.proof.end(named, .failed(finding))
    doubt(finding, lock: named)
  }

  private mutating func doubt(_ finding: ProofFinding, lock: Int?) {
    guard let session = proof else { return }
    decideFreely(session.desk.actor) { $0.boardDoubted(session.address, finding, lock: lock) }
  }

  /// Settles what is open of the lock on trial. `waits`: a door of which nobody has spoken, and whose contact has not
  /// moved, keeps its operation until it was read once more.
  mutating func settleProof(waits: Bool = false) {
    guard let session = proof, let id = session.operation else { return }
    let phase = working.operations[id]?.phase
    let hasMoved = contactMoved(session)
    let sight = session.compartment.map { self.sight($0) } ?? DoorSight(.unknown)
    if !waits || hasMoved || (phase != .sent && phase != .intended) {
      decideFreely(session.desk.actor) { $0.endProving(id, sight: sight, hasMoved: hasMoved) }
    }
    lookAgain()
    proof?.operation = nil
    proof?.proof.drop()
  }

  /// The raw bit of the lock on trial is not where it was at rest.
  private func contactMoved(_ session: ProofSession) -> Bool {
    guard let lock = session.lock, let rest = session.proof.rest, let steady = session.proof.steady else {
      return false
    }
    return (rest ^ steady) >> UInt64(lock) & 1 == 1
  }

  /// The board answered that it did not act: said before the technician is asked for a door that cannot move.
  private mutating func proofRefused(_ lock: Int) {
    guard let session = proof, session.stage == .opening, session.lock == lock, let id = session.operation
    else {
      return
    }
    let hasMoved = contactMoved(session)
    let sight = session.compartment.map { self.sight($0) } ?? DoorSight(.unknown)
    decideFreely(session.desk.actor) { $0.unlockRefusedInProof(id, sight: sight, hasMoved: hasMoved) }
    fail(.refused, lock: lock)
    nextLock()
  }

  /// Ends the proof; the view of its end is still told to its technician.
  mutating func endProof(waits: Bool = false) {
    guard let session = proof else { return }
    settleProof(waits: waits)
    proof?.stage = .ended
    out.append(.probe(session.name, false))
  }

  /// The technician's connection is gone.
  mutating func proofConnectionGone(_ id: ConnectionID) {
    guard proof?.connection == id else { return }
    if frozen == nil {
      endProof(waits: true)
    } else if let name = proof?.name {
      // The operation is settled by its time, once the journal works again.
      out.append(.probe(name, false))
    }
    proof = nil
    proofTold = nil
  }

  /// The journal refused: nothing of what was decided has happened, and nothing more is opened.
  mutating func dropProof() -> [StationEffect] {
    guard let session = proof else { return [] }
    proof?.stage = .ended
    let view = proofView()
    proof = nil
    proofTold = nil
    return [.probe(session.name, false)] + (view.map { [.staff(session.connection, .proof($0))] } ?? [])
  }

  /// An operation of a proof has moved on by itself.
  mutating func proofOperationChanged(_ operation: Operation) {
    guard proof?.operation == operation.id, case .opening? = proof?.stage else { return }
    if operation.phase == .notSent { proof?.stage = .notSent }
  }

  /// The time of an operation on trial is over: nobody answered.
  mutating func proofRanOut(_ id: OperationID) {
    if proof?.operation == id {
      if let lock = proof?.lock { proof?.proof.end(lock, .left) }
      endProof()
    } else {
      let sight = working.operations[id].map { self.sight($0.compartment) } ?? DoorSight(.unknown)
      decideFreely(.station) { $0.endProving(id, sight: sight) }
    }
  }

  /// The view, when it differs from what was told last.
  mutating func proofNews() -> [StationEffect] {
    guard let session = proof, let view = proofView(), view != proofTold else { return [] }
    proofTold = view
    if session.stage == .ended { proof = nil }
    return [.staff(session.connection, .proof(view))]
  }
}

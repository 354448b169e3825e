// What a technician is shown of a proof: made from the session and from what the journal says. Nothing is decided here.

import Handover
import Messages

extension StationCore {
  func proofView() -> ProofView? {
    guard let session = proof else { return nil }
    let proof = session.proof
    var view = ProofView(
      bus: session.name.bus, busName: session.configured.busName, board: session.name.board,
      stage: session.stage.name, step: session.step, locks: proof.locks.map { row($0, session) })
    view.current = session.compartment
    if let operation = session.operation.flatMap({ working.operations[$0] }) {
      view.attempt = operation.attempt
      view.operation = operation.id.number
      view.isSent = operation.phase == .sent
    }
    view.notBack = session.stage == .open && session.shutWords > 0
    view.movedLocks = session.moved
    view.findings = (proof.findings + session.extra).map { finding in
      ProofFindingRow(
        finding: finding.finding.name, lock: finding.lock,
        compartment: finding.lock.flatMap { lock in proof.locks.first { $0.lock == lock }?.compartment },
        isDefect: finding.finding.isDefect)
    }
    if let pending = session.pending, let lock = session.lock {
      view.findings.append(
        ProofFindingRow(
          finding: pending.name, lock: lock, compartment: session.compartment, isDefect: pending.isDefect))
    }
    view.answerMilliseconds = proof.answerMilliseconds
    view.unlocks = proof.unlocks
    view.unlocksAnswered = proof.unlocksAnswered
    view.unlockAnswerMilliseconds = proof.unlockAnswerMilliseconds
    view.pulseMilliseconds = proof.pulseMilliseconds
    if proof.tellsTime { view.byteOrder = "\(proof.byteOrder)" }
    if proof.configured.pulseForm != .own { view.pulseForm = proof.configured.pulseForm.name }
    view.isComplete = proof.isComplete && session.extra.isEmpty
    view.fragment = session.fragment
    // Counts that only grow are no news; they come with the next step.
    if session.stage.until != nil || session.stage == .opening {
      view.unlocks = 0
      view.unlocksAnswered = 0
      view.unlockAnswerMilliseconds = nil
      view.answerMilliseconds = 0
      view.findings = []
    }
    return view
  }

  private func row(_ lock: BoardProof.Lock, _ session: ProofSession) -> ProofLockRow {
    let compartment = lock.compartment.flatMap { working.compartments[$0] }
    let state: String
    switch lock.standing {
    case .waiting: state = "waiting"
    case .proven: state = "proven"
    case .failed: state = "failed"
    case .unwired: state = "unwired"
    case .left: state = "left"
    }
    return ProofLockRow(
      lock: lock.lock, compartment: lock.compartment, row: compartment?.plan.row ?? 0,
      column: compartment?.plan.column ?? 0, state: state,
      reason: lock.compartment.flatMap { session.reasons[$0] },
      asksEmpty: compartment?.content == .unconfirmed)
  }
}

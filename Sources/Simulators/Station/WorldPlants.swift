// The planted bugs: what the station decided is distorted on its way into the world, or the world itself is. The product has
// no switch for any of them, and each must be found.

import Handover
import Messages
import Secrets
import Station

extension World {
  func distort(_ effects: [StationEffect], _ input: StationInput) -> [StationEffect] {
    switch options.plant {
    case .unlockBeforeAppend:
      return effects.filter(\.isUnlock) + effects.filter { !$0.isUnlock }
    case .epochIgnored:
      return effects.map { effect in
        guard case .unlock(var ref) = effect, let order = intended(ref, in: effects),
          let former = formerLock[order],
          former.lock != ref.lock
        else { return effect }
        ref.lock = former.lock
        ref.compartment = former.compartment
        ref.epoch = former.epoch
        return .unlock(ref)
      }
    case .doneForgotten:
      guard case .errandEnded(_, _, .accepted) = input else { return effects }
      return effects.filter(\.isForget)
    case .doubleSubmit, .answersSwapped, .undeclared, .answerLogged: return distortForms(effects, input)
    case .doneBeforeKept, .answerKept, .plaintextInSpool, .failureTakenForDone, .noQueryAfterRestart,
      .offByOneLock, .lateAnswerAccepted, .levelInsteadOfPulse,
      .wrongBus, nil:
      return effects
    }
  }
}

extension World {
  /// The order of the intent that belongs to an unlock.
  private func intended(_ ref: OperationRef, in effects: [StationEffect]) -> OrderID? {
    for case .append(let entries) in effects {
      for entry in entries {
        if case .intent(let intent) = entry.record.event, intent.ref == ref { return intent.order }
      }
    }
    return nil
  }
}

extension StationEffect {
  var isForget: Bool {
    if case .forget = self { return true }
    return false
  }

  var isUnlock: Bool {
    if case .unlock = self { return true }
    return false
  }
}

extension World {
  /// Bugs in the way of an application.
  private func distortForms(_ effects: [StationEffect], _ input: StationInput) -> [StationEffect] {
    switch options.plant {
    case .doubleSubmit:
      return effects.flatMap { effect -> [StationEffect] in
        guard case .submit(var application) = effect else { return [effect] }
        application.reference = String(application.reference.reversed())
        return [effect, .submit(application)]
      }
    case .answersSwapped:
      return effects.map { effect in
        guard case .submit(var application) = effect else { return effect }
        var data = application.data.withSpan { span in span.indices.map { span[$0] } }
        let stem = FormMark.stem
        for index in data.indices.dropLast(stem.count) where Array(data[index..<index + stem.count]) == stem {
          data[index + stem.count] ^= 1
        }
        application.data = Secret(data)
        return .submit(application)
      }
    case .undeclared:
      guard case .citizenRequest(_, .form(.next), _) = input, case .form(.check)? = snapshot?.stage,
        let day = loop?.core.content.map({ _ in stationTime.moment.day })
      else { return effects }
      return effects + [
        .submit(
          Application(
            destination: SimulatedTown.destination, reference: "0000-0000", form: "antrag", leika: nil,
            title: "Antrag", day: day, data: Secret(Array("{}".utf8))))
      ]
    case .answerLogged:
      guard case .citizenRequest(_, .form(.answer), let secret?) = input else { return effects }
      let bytes = secret.withSpan { span in span.indices.map { span[$0] } }
      return effects + [.log("answered \(String(decoding: bytes, as: UTF8.self))")]
    default: return effects
    }
  }

  /// A page that stays when its person has gone.
  func kept(_ snapshot: Snapshot) -> Snapshot {
    guard options.plant == .answerKept, snapshot.stage == .idle, let personal = terminal.personal else {
      return snapshot
    }
    var wrong = snapshot
    wrong.stage = personal
    return wrong
  }
}

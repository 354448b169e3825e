// Asking for secrets and passing them on. A secret goes from the event into the effect and is kept nowhere: whatever is
// wanted again is typed again. The ladder says whether a question may be answered at all.

import Secrets

extension AusweisDialogue.Run {
  /// ENTER_PIN, ENTER_NEW_PIN, ENTER_CAN, ENTER_PUK.
  mutating func asked(_ kind: AusweisSecretKind, _ error: String?, _ reader: AusweisReader?) -> Move {
    guard isAccepted, step != .consent else { return .stop(.outOfTurn) }
    switch ladder.asked(kind, error: error, reader: reader) {
    case .failure(let failure): return .stop(failure)
    case .success(let question):
      let request = AusweisSecretRequest(
        kind: kind, question: question, isOnKeypad: reader?.hasKeypad ?? false)
      step = .secret(request)
      // Where nothing went wrong the reader asks at once; after a mistake the person says when, so that it is read before.
      let isPlain = question.notice == .none || question.notice == .canAccepted
      return request.isOnKeypad && isPlain ? startKeypad(request) : .on([])
    }
  }

  mutating func give(_ secret: Secret) -> Move {
    guard case .secret(let request) = step, !request.isOnKeypad else { return .stay }
    // What is not digits alone has no length that the ladder takes.
    switch ladder.typed(request.kind, digits: secret.isDigits ? secret.count : 0) {
    case .failure(let failure): return .stop(failure)
    case .success(let question?):
      step = .secret(AusweisSecretRequest(kind: request.kind, question: question, isOnKeypad: false))
      return .on([])
    case .success(nil):
      step = .working
      return .on([given(request.kind, secret)])
    }
  }

  mutating func proceed() -> Move {
    switch step {
    case .paused:
      step = .working
      return .on([.continue])
    case .secret(let request) where request.isOnKeypad && !request.isKeypadActive: return startKeypad(request)
    default: return .stay
    }
  }

  /// The reader takes the secret; how many digits it lets through is its own matter.
  private mutating func startKeypad(_ request: AusweisSecretRequest) -> Move {
    guard case .success(nil) = ladder.typed(request.kind, digits: request.digits.upperBound) else {
      return .stop(.outOfTurn)
    }
    var active = request
    active.isKeypadActive = true
    step = .secret(active)
    return .on([given(request.kind, nil)])
  }

  private mutating func given(_ kind: AusweisSecretKind, _ secret: Secret?) -> AusweisCommand {
    if kind == .newPIN { hasGivenNewPIN = true }
    return .set(kind, secret)
  }
}

extension Secret {
  fileprivate var isDigits: Bool {
    withSpan { span in span.indices.allSatisfy { (0x30...0x39).contains(span[$0]) } }
  }
}

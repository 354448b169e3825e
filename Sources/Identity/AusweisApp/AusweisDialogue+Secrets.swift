// Asking for secrets and passing them on. A secret goes from the event into the effect and is kept nowhere: whatever is
// wanted again is typed again. The ladder says whether a question may be answered at all.

import Secrets

extension AusweisDialogue.Run {
  /// ENTER_PIN, ENTER_NEW_PIN, ENTER_CAN, ENTER_PUK.
  mutating func asked(_ kind: AusweisSecretKind, _ error: String?, _ reader: AusweisReader?) -> Move {
    guard isAccepted, step != .consent else { return .stop(.outOfTurn) }
    entries += 1
    guard entries <= AusweisLimit.entriesPerRunMax else { return .stop(.outOfTurn) }
    switch ladder.asked(kind, error: error, reader: reader, changingPIN: isChangingPIN) {
    case .failure(let failure): return .stop(failure)
    case .success(let last):
      var request = AusweisSecretRequest(
        kind: kind, triesLeft: ladder.triesLeft ?? 0, isOnKeypad: reader?.hasKeypad ?? false,
        digits: kind.digits(changingPIN: isChangingPIN), last: last)
      // The first time the reader may ask at once; after a mistake the person says when, so that it is read before.
      guard request.isOnKeypad, last == .none else {
        step = .secret(request)
        return .on([])
      }
      request.isKeypadActive = true
      step = .secret(request)
      return .on([given(kind, nil)])
    }
  }

  mutating func give(_ secret: Secret) -> Move {
    guard case .secret(var request) = step, !request.isOnKeypad else { return .stay }
    guard request.kind.accepts(secret, changingPIN: isChangingPIN) else {
      let isTransportPIN = request.kind == .pin && request.kind.accepts(secret, changingPIN: true)
      request.last = isTransportPIN ? .transportPIN : .wrongLength
      step = .secret(request)
      return .on([])
    }
    step = .working
    return .on([given(request.kind, secret)])
  }

  mutating func proceed() -> Move {
    switch step {
    case .paused:
      step = .working
      return .on([.continue])
    case .secret(var request) where request.isOnKeypad && !request.isKeypadActive:
      request.isKeypadActive = true
      step = .secret(request)
      return .on([given(request.kind, nil)])
    default: return .stay
    }
  }

  private mutating func given(_ kind: AusweisSecretKind, _ secret: Secret?) -> AusweisCommand {
    ladder.gave(kind)
    if kind == .newPIN { hasGivenNewPIN = true }
    return .set(kind, secret)
  }
}

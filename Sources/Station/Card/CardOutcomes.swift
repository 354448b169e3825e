// From the words of the card stack to those of the loop: questions, ends, errors. Nothing is decided here.

import Crypto
import Identity
import Messages
import Secrets

extension CardOutcome {
  init(_ error: CardError) { self = .failed(error.advice, code: error.logged) }

  /// While only the state of the PIN is asked for, a card that refuses is one that has none.
  init(look error: CardError) {
    switch error {
    case .refused, .malformed: self = .failed(.otherDocument, code: error.logged)
    default: self.init(error)
    }
  }

  init(_ outcome: RetryLadder.Outcome) {
    switch outcome {
    case .opened: self = .resumed
    case .changed: self = .changed
    case .unblocked: self = .unblocked
    case .notBlocked: self = .failed(.tryAgain, code: "not-blocked")
    case .deactivated: self = .failed(.authoritySwitchesOn, code: "pin-deactivated")
    case .pukUsedUp: self = .failed(.authoritySetsPIN, code: "puk-used-up")
    case .unknown: self = .failed(.otherDocument, code: "pin-unknown")
    case .outOfTurn: self = .failed(.tryAgain, code: "out-of-turn")
    case .changeUnclear: self = .unclear
    case .tooManyEntries: self = .failed(.checkEntry, code: "too-many-entries")
    case .cancelled: self = .failed(.none, code: "cancelled")
    case .failed(let error): self.init(error)
    }
  }
}

extension CardError {
  /// The code, and beside it where the run stood and what the card said: nothing of a person, nothing typed.
  var logged: String {
    switch self {
    case .refused(let step, let status): "\(code) at \(step.rawValue), status \(status)"
    case .malformed(let step, _), .unauthentic(let step): "\(code) at \(step.rawValue)"
    case .unsupported(let step, let what): "\(code) at \(step.rawValue): \(what)"
    case .transport, .password, .certificate, .cancelled: code
    }
  }
}

extension CardAsk {
  init(_ question: RetryLadder.Question, isAtReader: Bool) {
    let what: What =
      switch question.entry {
      case .pin: .secret(.pin)
      case .can: .secret(.can)
      case .puk: .secret(.puk)
      case .newPIN: .newPIN
      }
    self.init(what, SecretHint(question), isAtReader: isAtReader)
  }
}

extension SecretHint {
  init(_ question: RetryLadder.Question) {
    switch question.notice {
    case .none, .cardReturned: self = .none
    case .wrong(.pin) where question.entry != .pin: self = .pinWrong
    case .wrong: self = .wrong(triesLeft: question.entry == .pin ? question.triesLeft : nil)
    case .wrongLength, .transportPIN: self = .wrong(triesLeft: nil)
    case .canAccepted: self = .canAccepted
    case .unblocked: self = .unblocked
    case .cardChanged: self = .otherCard
    case .unclear: self = .unclear
    }
  }
}

extension TypedPassportKey {
  /// The passport's own key of what was typed; nil: its check digits or dates do not hold.
  func access(_ text: Secret, today: CivilDate) -> DocumentAccess? {
    // The second line alone has number, birth date and expiry at fixed places (ICAO 9303-4, 4.2.2).
    let places: [Range<Int>] = text.count == 44 ? [0..<10, 13..<20, 21..<28] : [0..<9, 9..<15, 15..<21]
    let parts = places.map { place in
      text.withSpan { span in
        unsafe Secret(count: place.count) { buffer in
          for index in 0..<place.count { unsafe buffer[index] = span[place.lowerBound + index] }
        }
      }
    }
    return try? DocumentAccess(
      documentNumber: parts[0], birthDate: parts[1], expiryDate: parts[2], today: today, issuer: .germany)
  }
}

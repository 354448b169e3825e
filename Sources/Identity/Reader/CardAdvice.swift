// What a person should do after each CardError: a stable key for the texts, and the stable code that stands in logs, in
// the answers of `kiosk card` and in docs/failures.md. No words for citizens here; no error without advice.

/// What to do next. The raw value is the text's key.
public enum CardAdvice: String, Sendable, CaseIterable {
  /// Lay the card on the reader.
  case layCard = "lay-card"
  /// Lay the card on the reader and leave it there until the end.
  case leaveCard = "leave-card"
  /// Turn the card over, lay it flat, take it out of its cover.
  case turnCard = "turn-card"
  /// Begin again; nothing is used up.
  case tryAgain = "try-again"
  /// The number typed was wrong: look and type again.
  case checkEntry = "check-entry"
  /// The six digits on the front of the card come first.
  case enterCAN = "enter-can"
  /// The PUK of the PIN letter lifts the block.
  case enterPUK = "enter-puk"
  /// An authority switches the online function on.
  case authoritySwitchesOn = "authority-switches-on"
  /// An authority sets a new PIN.
  case authoritySetsPIN = "authority-sets-pin"
  /// This card or document cannot do it here: go to the counter.
  case otherDocument = "other-document"
  /// It could not be proven that the document is genuine: go to the counter.
  case notProven = "not-proven"
  /// The machine's reader does not work: staff must look.
  case callStaff = "call-staff"
  /// The PIN of the letter, five digits, is to be changed first.
  case firstPIN = "first-pin"
  /// A server that is needed cannot be reached: later, or at the counter.
  case serverAway = "server-away"
  /// Nothing: the person ended it.
  case none = "none"
}

extension CardError {
  /// The stable code: `### card CODE` in docs/failures.md.
  public var code: String {
    switch self {
    case .transport(let fault): fault.rawValue
    case .refused: "refused"
    case .malformed: "malformed"
    case .unauthentic: "unauthentic"
    case .password(let refusal): refusal.code
    case .unsupported: "unsupported"
    case .certificate(let fault): "certificate-\(fault.rawValue)"
    case .cancelled: "cancelled"
    }
  }

  /// What the person at the reader should do.
  public var advice: CardAdvice {
    switch self {
    case .transport(let fault): fault.advice
    case .refused, .malformed: .tryAgain
    case .unauthentic, .certificate: .notProven
    case .password(let refusal): refusal.advice
    case .unsupported: .otherDocument
    case .cancelled: .none
    }
  }
}

extension PasswordRefusal {
  var code: String {
    switch self {
    case .wrong(.mrz, _): "wrong-mrz"
    case .wrong(.can, _): "wrong-can"
    case .wrong(.pin, _): "wrong-pin"
    case .wrong(.puk, _): "wrong-puk"
    case .pinSuspended: "pin-suspended"
    case .pinBlocked: "pin-blocked"
    case .pinDeactivated: "pin-deactivated"
    case .pukUsedUp: "puk-used-up"
    }
  }

  var advice: CardAdvice {
    switch self {
    case .wrong: .checkEntry
    case .pinSuspended: .enterCAN
    case .pinBlocked: .enterPUK
    case .pinDeactivated: .authoritySwitchesOn
    case .pukUsedUp: .authoritySetsPIN
    }
  }
}

extension TransportFault {
  var advice: CardAdvice {
    switch self {
    case .removed, .noCard: .layCard
    case .moved: .leaveCard
    case .mute: .turnCard
    case .reset, .timedOut, .malformedAnswer, .other, .tooLong: .tryAgain
    case .busy, .readerGone, .noReader, .serviceGone, .accessDenied: .callStaff
    }
  }
}

// What the status words of PACE say about a password: at MSE:Set AT before anything is tried, at the last GENERAL
// AUTHENTICATE after a try (TR-03110 part 3, B.11; part 2, 3.5). Other status words are no matter of the password.

extension PasswordRefusal {
  /// What MSE:Set AT says; nil if PACE may go on or the status word is about something else.
  ///
  /// A PIN with one try left is only tried inside the channel of the CAN: the card would count the wrong try all the
  /// same, and the PIN would be blocked.
  init?(atSetUp status: StatusWord, _ password: PasswordKind, afterCAN: Bool) {
    switch (password, status) {
    case (.pin, .deactivated): self = .pinDeactivated
    case (.pin, .authenticationMethodBlocked): self = .pinBlocked
    case (.pin, .referenceDataNotUsable): self = .pinDeactivated
    case (.pin, _) where status.counter == 0: self = .pinBlocked
    case (.pin, _) where status.counter == 1 && !afterCAN: self = .pinSuspended
    case (.puk, _) where status.counter == 0: self = .pukUsedUp
    case (.puk, .authenticationMethodBlocked): self = .pukUsedUp
    default: return nil
    }
  }

  /// What the last GENERAL AUTHENTICATE says; nil if the status word is about something else.
  ///
  /// Never `.pinSuspended`: that promises that no try was made, and here one was. A PIN that is suspended has said so at
  /// MSE:Set AT; a card that says 6985 only now must not see the same PIN a second time.
  init?(atToken status: StatusWord, _ password: PasswordKind) {
    switch (password, status) {
    case (.pin, .authenticationMethodBlocked): self = .pinBlocked
    case (.pin, .referenceDataNotUsable), (.pin, .deactivated): self = .pinDeactivated
    case (.puk, .authenticationMethodBlocked): self = .pukUsedUp
    case (_, .authenticationFailed): self = .wrong(password, triesLeft: nil)
    case (_, _) where status.counter != nil: self = .wrong(password, triesLeft: status.counter)
    default: return nil
    }
  }
}

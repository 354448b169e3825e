// How the PIN of an ID card stands: its tries, or why it cannot be tried. Read from the status word of MSE:Set AT or
// from the counter that AusweisApp reports. A transport PIN that was never changed is not visible here.

/// The retry counter of the PIN, as a state (TR-03110 part 2, 3.5; TR-03127).
public enum PINState: Hashable, Sendable {
  /// It can be tried; 3 or 2 tries are left.
  case ready(tries: Int)
  /// One try is left: the card wants the CAN before it, in the same session.
  case suspended
  /// No try is left: the PUK lifts the block.
  case blocked
  /// The online ID function is switched off.
  case deactivated
  /// The card did not say, or says something that no ID card says.
  case unknown

  /// From the status word of MSE:Set AT with the PIN.
  public init(setAT status: StatusWord) {
    switch status {
    case .ok: self = .ready(tries: 3)
    case .deactivated, .referenceDataNotUsable: self = .deactivated
    case .authenticationMethodBlocked: self = .blocked
    default: self = status.counter.map { PINState(tries: $0) } ?? .unknown
    }
  }

  /// From a counter; nil and what no card counts are unknown.
  public init(tries: Int?) {
    switch tries {
    case 3: self = .ready(tries: 3)
    case 2: self = .ready(tries: 2)
    case 1: self = .suspended
    case 0: self = .blocked
    default: self = .unknown
    }
  }

  /// The counter 0…3; nil where there is none.
  public var tries: Int? {
    switch self {
    case .ready(let tries): tries
    case .suspended: 1
    case .blocked: 0
    case .deactivated, .unknown: nil
    }
  }

  /// Every state that a card can be in.
  public static let all: [PINState] = [
    .ready(tries: 3), .ready(tries: 2), .suspended, .blocked, .deactivated, .unknown,
  ]
}

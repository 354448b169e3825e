// The seam to a reader with a PIN pad of its own (PC/SC part 10 AMD 1, TR-03119 annex D): the reader runs PACE and
// secure messaging, the host never sees the secret and sends plain APDUs afterwards.

/// A reader that asks for the secret itself.
public protocol PinPad: AnyObject {
  /// Runs PACE on the reader (EXECUTE_PACE, function EstablishPACEChannel); blocks until the person has typed or the
  /// reader's own time was up (60 s at most).
  func establishPACE(_ request: PinPadRequest) throws(CardError) -> PinPadAnswer

  /// Ends the reader's channel (function DestroyPACEChannel).
  func destroyPACE() throws(CardError)

  /// Lets the person type a new PIN twice on the reader, inside a channel of PACE with the PIN (MODIFY_PIN_DIRECT).
  func changePIN() throws(CardError)
}

extension PinPad {
  public func changePIN() throws(CardError) { throw .unsupported(.changePIN, "MODIFY_PIN_DIRECT") }
}

/// What the reader needs to run PACE.
public struct PinPadRequest: Equatable, Sendable {
  public let password: PasswordKind
  /// The certificate holder authorization template for the terminal authentication that follows; empty without one.
  public let chat: [UInt8]
  /// The certificate description, DER; empty without terminal authentication.
  public let certificateDescription: [UInt8]

  public init(password: PasswordKind, chat: [UInt8] = [], certificateDescription: [UInt8] = []) {
    self.password = password
    self.chat = chat
    self.certificateDescription = certificateDescription
  }
}

/// What the reader gives back after PACE.
public struct PinPadAnswer: Equatable, Sendable {
  /// EF.CardAccess as the reader read it.
  public let cardAccess: [UInt8]
  /// The certification authorities that the card names for terminal authentication: current, then previous.
  public let authorities: [[UInt8]]
  /// The compressed ephemeral key of the card (ID_PICC).
  public let cardIdentifier: [UInt8]

  public init(cardAccess: [UInt8], authorities: [[UInt8]], cardIdentifier: [UInt8]) {
    self.cardAccess = cardAccess
    self.authorities = authorities
    self.cardIdentifier = cardIdentifier
  }
}

// The PIN pad of a reader behind CardSession: sends the frames of PinPadFrames and judges the answers. After PACE the
// reader does secure messaging; the host sends plain APDUs and must not apply its own.

/// A reader that asks for the secret itself.
public final class ReaderPinPad: PinPad {
  private let session: CardSession
  private let executePACE: UInt32
  private let modifyPIN: UInt32?

  init(_ session: CardSession, executePACE: UInt32, modifyPIN: UInt32?) {
    self.session = session
    self.executePACE = executePACE
    self.modifyPIN = modifyPIN
  }

  public func establishPACE(_ request: PinPadRequest) throws(CardError) -> PinPadAnswer {
    guard let frame = ExecutePACE.establish(request) else { throw .transport(.tooLong) }
    let answer = try session.control(code: executePACE, frame)
    return try ExecutePACE.established(answer, password: request.password)
  }

  public func destroyPACE() throws(CardError) {
    let answer = try session.control(code: executePACE, ExecutePACE.frame(ExecutePACE.destroyChannel))
    _ = try ExecutePACE.payload(answer, password: .pin)
  }

  public func changePIN() throws(CardError) {
    guard let modifyPIN else { throw .unsupported(.changePIN, "MODIFY_PIN_DIRECT") }
    try ModifyPIN.check(try session.control(code: modifyPIN, ModifyPIN.frame()))
  }
}

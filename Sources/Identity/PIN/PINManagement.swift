// The commands around a PIN: how it stands, a new one, its counter set back (TR-03110 part 3, B.4 and B.11; ISO 7816-4
// RESET RETRY COUNTER). Each is one exchange; when which may go out, the retry ladder says.

import Secrets

/// PIN commands over a link.
public enum PINManagement {
  /// How the PIN stands, from the status word of MSE:Set AT; nothing is tried.
  public static func state(on link: CardLink, access: SecurityInfos) throws(CardError) -> PINState {
    guard let info = PACERun.preferred(access), let parameters = info.parameterIdentifier else {
      throw .unsupported(.cardAccess, "no PACE with ECDH, generic mapping and standardised parameters")
    }
    let data =
      TLV(0x80, info.identifier.bytes).encoded + TLV(0x83, [PasswordKind.pin.rawValue]).encoded
      + TLV(0x84, [UInt8(truncatingIfNeeded: parameters)]).encoded
    let command = CommandAPDU(ins: 0x22, p1: 0xC1, p2: 0xA4, data: data)
    return PINState(setAT: try link.send(command, step: .retryCounter).status)
  }

  /// Sets a new PIN of six digits; the channel must be that of the old PIN.
  public static func setNewPIN(_ pin: Secret, on link: CardLink) throws(CardError) {
    guard link.channelPassword == .pin else { throw .unsupported(.changePIN, "no channel of the PIN") }
    guard PINDigits.count(pin) == 6 else { throw .unsupported(.changePIN, "a PIN that is not six digits") }
    let command = CommandAPDU(ins: 0x2C, p1: 0x02, p2: PasswordKind.pin.rawValue)
    let status = try link.send(command, secret: pin, step: .changePIN).status
    guard status == .ok else { throw .refused(.changePIN, status) }
  }

  /// Gives the PIN its three tries again; the channel must be that of the PUK. The PUK is used up by its tenth time.
  public static func resetCounter(on link: CardLink) throws(CardError) {
    guard link.channelPassword == .puk else { throw .unsupported(.unblockPIN, "no channel of the PUK") }
    let command = CommandAPDU(ins: 0x2C, p1: 0x03, p2: PasswordKind.pin.rawValue)
    let status = try link.send(command, step: .unblockPIN).status
    switch status {
    case .ok: return
    case .securityStatusNotSatisfied, .authenticationMethodBlocked: throw .password(.pukUsedUp)
    default: throw .refused(.unblockPIN, status)
    }
  }

  /// Ends the card's channel by a command without protection: what it had allowed is over. A card that is gone has
  /// ended it too, so nothing can fail here.
  public static func closeChannel(on link: CardLink) {
    let had = link.secureMessaging != nil
    link.secureMessaging = nil
    if let pad = link.transport.pinPad {
      try? pad.destroyPACE()
    } else if had {
      _ = try? link.send(
        CommandAPDU(ins: 0xA4, p1: 0x00, p2: 0x0C, data: [0x3F, 0x00]), step: .secureMessaging)
    }
  }
}

/// What a typed secret looks like, without a look at what it says.
enum PINDigits {
  /// The number of digits; 0 if anything else is among them.
  static func count(_ secret: Secret) -> Int {
    secret.withSpan { span in
      var others: UInt8 = 0
      for index in span.indices {
        others |= span[index] >= 0x30 && span[index] <= 0x39 ? 0 : 1
      }
      return others == 0 ? span.count : 0
    }
  }
}

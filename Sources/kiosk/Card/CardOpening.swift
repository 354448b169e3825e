// How a command opens a card with a secret: PACE, and for a PIN whose last try is left the CAN before it in the same
// session. What the card says at its PIN's state decides; nothing is tried twice.

import Crypto
import Identity
import Secrets

/// A card's error as the command's.
func atCard<Value>(_ body: () throws(CardError) -> Value) throws(CardCommandFailure) -> Value {
  do { return try body() } catch { throw CardCommandFailure(error) }
}

/// What was typed of the machine-readable zone, checked.
func documentAccess(_ typed: Secret) throws(CardCommandFailure) -> DocumentAccess {
  do { return try DocumentAccess.read(typed, today: cardToday(), issuer: .other) } catch {
    throw CardCommandFailure(.zone(error))
  }
}

/// Runs `body`, which opens the card with a PIN. If the card wants the CAN before, opens it with the CAN and runs `body`
/// once more inside that channel. A PIN that has been in a token exchange may have cost a try and never goes out again.
func resumingPIN<Value>(
  on link: CardLink, access: SecurityInfos, _ secrets: CardSecrets, _ body: () throws(CardError) -> Value
) throws(CardCommandFailure) -> Value {
  do throws(CardError) {
    return try body()
  } catch {
    guard error == .password(.pinSuspended), link.channelPassword == nil, !link.passwordsTried.contains(.pin)
    else {
      throw CardCommandFailure(error)
    }
  }
  let can = try secrets.getForLastTry()
  return try atCard { () throws(CardError) in
    try PACERun.establish(on: link, access: access, password: .can, secret: can, chance: randomSecret)
    return try body()
  }
}

// The PIN's own commands (TR-03110-3 section B.11, TR-03127): new PIN, unblock with the PUK, switching the online ID
// function. All of them under secure messaging, each for whom it belongs to.

extension SimulatedCard {
  private var mayManagePINs: Bool {
    session.progress.isChipAuthenticated && session.progress.granted?.allows(CardRight.pinManagement) == true
  }

  /// RESET RETRY COUNTER: P1 02 sets a new secret, P1 03 lifts the block; P2 names the secret.
  func resetRetryCounter(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard session.channel != nil else { throw CardRefusal(CardStatus.securityNotSatisfied) }
    switch (command.p1, command.p2) {
    case (0x02, 0x03):
      guard session.progress.password == .pin || mayManagePINs else {
        throw CardRefusal(CardStatus.securityNotSatisfied)
      }
      let pin = try digits(command.data, 6)
      try remember {
        $0.pin = pin
        $0.isTransportPIN = false
        $0.pinTries = CardMemory.pinTriesMax
      }
    case (0x02, 0x02):
      guard mayManagePINs else { throw CardRefusal(CardStatus.securityNotSatisfied) }
      let can = try digits(command.data, 6)
      try remember { $0.can = can }
    case (0x03, 0x03):
      guard command.data.isEmpty else { throw CardRefusal(CardStatus.wrongLength) }
      if mayManagePINs {
        try remember { $0.pinTries = CardMemory.pinTriesMax }
        break
      }
      guard session.progress.password == .puk, memory.pukUsesLeft > 0 else {
        throw CardRefusal(CardStatus.securityNotSatisfied)
      }
      try remember {
        $0.pukUsesLeft -= 1
        $0.pinTries = CardMemory.pinTriesMax
      }
    default: throw CardRefusal(CardStatus.wrongParameters)
    }
    return CardReply(CardStatus.ok)
  }

  private func digits(_ bytes: [UInt8], _ count: Int) throws(CardRefusal) -> String {
    guard bytes.count == count, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw CardRefusal(CardStatus.wrongData)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// ACTIVATE and DEACTIVATE of the PIN, by an authority's terminal.
  func activate(_ command: CardCommand, isActive: Bool) throws(CardRefusal) -> CardReply {
    guard command.p1p2 == 0x1003 else { throw CardRefusal(CardStatus.wrongParameters) }
    guard mayManagePINs else { throw CardRefusal(CardStatus.securityNotSatisfied) }
    try remember { $0.isPINActive = isActive }
    return CardReply(CardStatus.ok)
  }
}

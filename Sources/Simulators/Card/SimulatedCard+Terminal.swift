// Terminal authentication version 2 (TR-03110-2 section 3.3, TR-03110-3 sections B.3 and C.4): a chain from the card's
// trust point, dates by the card's own clock, rights as the AND of all certificates and what the holder agreed to.

import Crypto

extension SimulatedCard {
  /// MSE:Set DST: the key under which the next certificate is to be verified.
  func setIssuer(_ objects: [CardObject]) throws(CardRefusal) -> CardReply {
    try requirePACE()
    guard objects.count == 1, let name = objects.value(0x83) else { throw CardRefusal(CardStatus.wrongData) }
    session.progress.terminal.issuer = nil
    if let imported = session.progress.terminal.imported, imported.certificate.holder == name {
      session.progress.terminal.issuer = imported
      return CardReply(CardStatus.ok)
    }
    for bytes in memory.trustPoints {
      guard let certificate = CardCertificate(parsing: bytes), certificate.holder == name,
        let key = certificate.key(inheriting: nil)
      else { continue }
      session.progress.terminal.issuer = (certificate, key, certificate.authorization)
      return CardReply(CardStatus.ok)
    }
    throw CardRefusal(CardStatus.referenceNotFound)
  }

  /// The terminal must have come through PACE with a role that may authenticate, and not have authenticated yet.
  private func requirePACE() throws(CardRefusal) {
    let progress = session.progress
    guard session.channel != nil, progress.authorization?.role == CardOID.authenticationTerminal,
      progress.granted == nil, !progress.isChipAuthenticated
    else { throw CardRefusal(CardStatus.conditionsNotSatisfied) }
  }

  /// PSO: Verify Certificate.
  func verifyCertificate(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard command.p1p2 == 0x00BE else { throw CardRefusal(CardStatus.wrongParameters) }
    try requirePACE()
    guard let issuer = session.progress.terminal.issuer else {
      throw CardRefusal(CardStatus.conditionsNotSatisfied)
    }
    guard let certificate = CardCertificate(content: command.data),
      certificate.issuer == issuer.certificate.holder,
      let key = certificate.key(inheriting: issuer.key.point.curve),
      let rights = issuer.rights.intersected(certificate.authorization)
    else { throw CardRefusal(CardStatus.wrongData) }
    guard certificate.isSigned(by: issuer.key) else { throw CardRefusal(CardStatus.authenticationFailed) }
    let levels = (issuer.certificate.authorization.level, certificate.authorization.level)
    switch levels {
    case (3, 3): try importLink(certificate)
    case (3, 2), (3, 1), (2, 0), (1, 0):
      guard certificate.expiry >= memory.today else { throw CardRefusal(CardStatus.dataNotUsable) }
      // A foreign terminal's date is no better than its own word (TR-03110-3 section 2.5.1).
      if levels != (1, 0) { try advanceClock(certificate.effective) }
      session.progress.terminal.imported = (certificate, key, rights)
    default: throw CardRefusal(CardStatus.wrongData)
    }
    session.progress.terminal.issuer = nil
    return CardReply(CardStatus.ok)
  }

  /// A link certificate makes its key the newest trust point; the card keeps the one before.
  private func importLink(_ certificate: CardCertificate) throws(CardRefusal) {
    try advanceClock(certificate.effective)
    guard !memory.trustPoints.contains(where: { CardCertificate(parsing: $0)?.holder == certificate.holder })
    else { return }
    try remember {
      $0.trustPoints = Array(([certificate.bytes] + $0.trustPoints).prefix(2))
    }
  }

  private func advanceClock(_ day: CardDate) throws(CardRefusal) {
    if day > memory.today { try remember { $0.today = day } }
  }

  /// MSE:Set AT for terminal authentication.
  func setTerminal(_ objects: [CardObject]) throws(CardRefusal) -> CardReply {
    try requirePACE()
    session.progress.terminal.chosen = nil
    guard let name = objects.value(0x83), let announced = objects.value(0x91) else {
      throw CardRefusal(CardStatus.wrongData)
    }
    guard let imported = session.progress.terminal.imported, imported.certificate.holder == name,
      imported.certificate.authorization.level == 0
    else { throw CardRefusal(CardStatus.referenceNotFound) }
    guard objects.value(0x80) == imported.key.identifier, announced.count == memory.suite.curve.fieldByteCount
    else { throw CardRefusal(CardStatus.wrongData) }
    var auxiliary: [CardObject] = []
    if let data = objects.value(0x67) {
      guard let parsed = CardTLV.objects(data), parsed.allSatisfy({ $0.tag == 0x73 }) else {
        throw CardRefusal(CardStatus.wrongData)
      }
      auxiliary = parsed
    }
    session.progress.terminal.chosen = (
      imported.key, imported.rights, imported.certificate.sectorHashes
    )
    session.progress.announcedKey = announced
    session.progress.auxiliary = auxiliary
    return CardReply(CardStatus.ok)
  }

  /// GET CHALLENGE: 8 bytes, good for one use, whatever MSE and PSO come between.
  func getChallenge(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard command.p1p2 == 0 else { throw CardRefusal(CardStatus.wrongParameters) }
    guard command.data.isEmpty, command.expected == 8 || command.asksForAll else {
      throw CardRefusal(CardStatus.wrongLength)
    }
    if memory.profile.isBACOnly {
      guard session.directory != 0 else { throw CardRefusal(CardStatus.conditionsNotSatisfied) }
    } else if memory.profile.isPassport {
      throw CardRefusal(CardStatus.conditionsNotSatisfied)
    }
    let challenge = try attempt(CardStatus.failure) { () throws(CryptoError) in try chance(8).cardBytes }
    session.progress.challenge = challenge
    return CardReply(challenge)
  }

  func externalAuthenticate(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard command.p1p2 == 0 else { throw CardRefusal(CardStatus.wrongParameters) }
    if memory.profile.isPassport { return try authenticateBasic(command) }
    try requirePACE()
    guard let chosen = session.progress.terminal.chosen, let challenge = session.progress.challenge else {
      throw CardRefusal(CardStatus.conditionsNotSatisfied)
    }
    session.progress.challenge = nil
    session.progress.terminal.chosen = nil
    var message = session.progress.cardIdentifier + challenge + session.progress.announcedKey
    if !session.progress.auxiliary.isEmpty {
      message += CardTLV.object(
        0x67, session.progress.auxiliary.map { CardTLV.object($0.tag, $0.value) })
    }
    guard chosen.key.point.verify(signature: command.data, digest: chosen.key.hash.digest(of: message)) else {
      throw CardRefusal(CardStatus.authenticationFailed)
    }
    // The holder's consent, given in PACE, bounds what the certificates allow.
    guard let consent = session.progress.authorization, let granted = chosen.rights.intersected(consent),
      isEnough(granted)
    else { throw CardRefusal(CardStatus.securityNotSatisfied) }
    session.progress.granted = granted
    session.progress.sectorHashes = chosen.sectorHashes
    return CardReply(CardStatus.ok)
  }

  /// Whether the secret of PACE carries this terminal: the PIN, or the CAN with the right to use it (TR-03110-2
  /// section 3.2.1); a transport PIN opens nothing but its own change.
  private func isEnough(_ granted: CardAuthorization) -> Bool {
    switch session.progress.password {
    case .pin: !memory.isTransportPIN
    case .can: granted.allows(CardRight.canAllowed)
    case .puk: granted.allows(CardRight.pinManagement)
    case .mrz, nil: false
    }
  }
}

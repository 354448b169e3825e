// PACE version 2, ECDH with generic mapping (TR-03110-2 section 3.2, TR-03110-3 sections A.3 and B.1), with the retry
// counter of the PIN: three tries, the last one after the CAN, then the PUK.

import Crypto
import Secrets

/// PACE between MSE:Set AT and its fourth GENERAL AUTHENTICATE.
struct CardPACERun {
  enum Step { case nonce, mapping, agreement, token }

  let suite: CardSuite
  let identifier: [UInt8]
  let password: CardPassword
  let authorization: CardAuthorization?
  var step = Step.nonce
  var nonce = Secret([])
  var ephemeral: CurvePrivateKey?
  var mappedGenerator: CurvePoint?
  var terminalKey: CurvePoint?
  var encryption = Secret([])
  var authentication = Secret([])
}

extension SimulatedCard {
  private var hasPACE: Bool { !memory.profile.isBACOnly }

  func setPACE(_ objects: [CardObject]) throws(CardRefusal) -> CardReply {
    session.progress.pace = nil
    session.progress.general = nil
    guard hasPACE else { throw CardRefusal(CardStatus.wrongParameters) }
    // After terminal authentication the way leads to chip authentication, not back.
    guard session.progress.granted == nil, !session.progress.isBACDone, !session.progress.isChipAuthenticated
    else { throw CardRefusal(CardStatus.conditionsNotSatisfied) }
    guard let identifier = objects.value(0x80), let number = objects.value(0x83), number.count == 1 else {
      throw CardRefusal(CardStatus.wrongData)
    }
    guard identifier == CardOID.paceECDHGenericMapping + [memory.suite.cipher.rawValue] else {
      throw CardRefusal(CardStatus.wrongData)
    }
    guard let password = CardPassword(rawValue: number[0]), has(password) else {
      throw CardRefusal(CardStatus.referenceNotFound)
    }
    if let parameters = objects.value(0x84), parameters != [UInt8(memory.suite.curve.rawValue)] {
      throw CardRefusal(CardStatus.referenceNotFound)
    }
    var authorization: CardAuthorization?
    if let template = objects.value(0x7F4C) {
      guard let parsed = CardAuthorization(template: template) else {
        throw CardRefusal(CardStatus.wrongData)
      }
      authorization = parsed
    }
    session.progress.pace = CardPACERun(
      suite: memory.suite, identifier: identifier, password: password, authorization: authorization)
    return CardReply(password == .pin ? pinStatus : CardStatus.ok)
  }

  private func has(_ password: CardPassword) -> Bool {
    !memory.profile.isPassport || password == .mrz || password == .can
  }

  /// What MSE:Set AT says of the PIN.
  private var pinStatus: UInt16 {
    if !memory.isPINActive { return CardStatus.deactivated }
    return memory.pinTries == CardMemory.pinTriesMax
      ? CardStatus.ok : CardStatus.triesLeft | UInt16(memory.pinTries)
  }

  func stepPACE(_ command: CardCommand, _ objects: [CardObject]) throws(CardRefusal) -> CardReply {
    guard var run = session.progress.pace else { throw CardRefusal(CardStatus.conditionsNotSatisfied) }
    // A run that goes wrong anywhere begins again at MSE:Set AT.
    session.progress.pace = nil
    if run.step == .token {
      guard !command.isChained else { throw CardRefusal(CardStatus.chainingNotSupported) }
      return try finishPACE(&run, objects)
    }
    guard command.isChained else { throw CardRefusal(CardStatus.lastOfChainExpected) }
    let reply: CardReply
    switch run.step {
    case .nonce:
      guard objects.isEmpty else { throw CardRefusal(CardStatus.wrongData) }
      reply = try giveNonce(&run)
      run.step = .mapping
    case .mapping:
      reply = try mapGenerator(&run, try point(objects, 0x81))
      run.step = .agreement
    case .agreement, .token:
      reply = try agree(&run, try point(objects, 0x83))
      run.step = .token
    }
    session.progress.pace = run
    return reply
  }

  private func point(_ objects: [CardObject], _ tag: UInt32) throws(CardRefusal) -> CurvePoint {
    guard objects.count == 1, let bytes = objects.value(tag) else { throw CardRefusal(CardStatus.wrongData) }
    return try attempt(CardStatus.authenticationFailed) { () throws(CryptoError) in
      try CurvePoint(uncompressed: bytes, on: memory.suite.curve)
    }
  }

  private func secret(_ password: CardPassword) -> Secret {
    switch password {
    case .pin: Secret(Array(memory.pin.utf8))
    case .can: Secret(Array(memory.can.utf8))
    case .puk: Secret(Array(memory.puk.utf8))
    case .mrz: Secret(HashAlgorithm.sha1.digest(of: Array(holder.zoneKey.utf8)))
    }
  }

  private func giveNonce(_ run: inout CardPACERun) throws(CardRefusal) -> CardReply {
    let key = CardKeyDerivation.key(secret(run.password), CardKeyDerivation.password, run.suite.cipher)
    // A multiple of the block that is as long as the key (TR-03110-3 section A.3.3).
    let count = run.suite.cipher == .aes128 ? 16 : 32
    let (nonce, cipher) = try attempt(CardStatus.failure) { () throws(CryptoError) in
      (try chance(count), try AESCipher(key: key))
    }
    run.nonce = nonce
    let hidden = cipher.encryptCBC(nonce.cardBytes, iv: [UInt8](repeating: 0, count: 16))
    return CardReply(CardTLV.object(0x7C, CardTLV.object(0x80, hidden)))
  }

  private func mapGenerator(_ run: inout CardPACERun, _ theirs: CurvePoint) throws(CardRefusal) -> CardReply {
    let (ours, generator) = try attempt(CardStatus.authenticationFailed) { () throws(CryptoError) in
      let ours = try CurvePrivateKey(on: run.suite.curve, chance: chance)
      guard ours.publicPoint != theirs else { throw .curvePoint }
      return (ours, try CurvePoint.mappedGenerator(nonce: run.nonce, shared: try ours.agree(with: theirs)))
    }
    run.mappedGenerator = generator
    return CardReply(CardTLV.object(0x7C, CardTLV.object(0x82, ours.publicPoint.bytes)))
  }

  private func agree(_ run: inout CardPACERun, _ theirs: CurvePoint) throws(CardRefusal) -> CardReply {
    let generator = run.mappedGenerator
    let (ours, shared) = try attempt(CardStatus.authenticationFailed) { () throws(CryptoError) in
      let ours = try CurvePrivateKey(on: run.suite.curve, generator: generator, chance: chance)
      guard ours.publicPoint != theirs else { throw .curvePoint }
      return (ours, try ours.sharedSecret(with: theirs))
    }
    run.ephemeral = ours
    run.terminalKey = theirs
    run.encryption = CardKeyDerivation.key(shared, CardKeyDerivation.encryption, run.suite.cipher)
    run.authentication = CardKeyDerivation.key(shared, CardKeyDerivation.authentication, run.suite.cipher)
    return CardReply(CardTLV.object(0x7C, CardTLV.object(0x84, ours.publicPoint.bytes)))
  }

  /// The token over the other side's ephemeral key (TR-03110-3 section A.2.4).
  func token(_ key: Secret, _ identifier: [UInt8], _ point: CurvePoint) throws(CardRefusal) -> [UInt8] {
    let message = CardTLV.object(
      0x7F49, [CardTLV.object(0x06, identifier), CardTLV.object(0x86, point.bytes)])
    let mac = try attempt(CardStatus.failure) { () throws(CryptoError) in try AESCMAC(key: key) }
    return Array(mac.tag(message).prefix(8))
  }

  private func finishPACE(_ run: inout CardPACERun, _ objects: [CardObject]) throws(CardRefusal) -> CardReply
  {
    guard objects.count == 1, let theirs = objects.value(0x85), theirs.count == 8,
      let ephemeral = run.ephemeral,
      let terminalKey = run.terminalKey
    else { throw CardRefusal(CardStatus.wrongData) }
    let expected = try token(run.authentication, run.identifier, ephemeral.publicPoint)
    try judge(run.password, isRight: constantTimeEqual(expected, theirs))
    let ours = try token(run.authentication, run.identifier, terminalKey)
    let channel = try attempt(CardStatus.failure) { () throws(CryptoError) in
      try CardSecureChannel(
        run.suite.cipher, encryption: run.encryption, authentication: run.authentication)
    }
    session.channel = channel
    session.progress = CardProgress()
    session.progress.password = run.password
    session.progress.authorization = run.authorization
    session.progress.cardIdentifier = ephemeral.publicPoint.x
    session.progress.isPINResumed = run.password == .can
    var parts = CardTLV.object(0x86, ours)
    if run.authorization?.role == CardOID.authenticationTerminal {
      let names = memory.trustPoints.prefix(2).compactMap { CardCertificate(parsing: $0)?.holder }
      for (tag, name) in zip([0x87, 0x88] as [UInt32], names) { parts += CardTLV.object(tag, name) }
    }
    return CardReply(CardTLV.object(0x7C, parts))
  }

  /// Whether a secret counts, and what it costs if it does not.
  private func judge(_ password: CardPassword, isRight: Bool) throws(CardRefusal) {
    guard password == .pin else {
      if !isRight { throw CardRefusal(CardStatus.authenticationFailed) }
      return
    }
    guard memory.isPINActive else { throw CardRefusal(CardStatus.dataNotUsable) }
    guard memory.pinTries > 0 else { throw CardRefusal(CardStatus.blocked) }
    guard isRight else {
      try remember { $0.pinTries -= 1 }
      throw CardRefusal(CardStatus.triesLeft | UInt16(memory.pinTries))
    }
    // The last try is the holder's who reads the CAN off the card, not a stranger's at a distance.
    guard memory.pinTries > 1 || session.progress.isPINResumed else {
      throw CardRefusal(CardStatus.conditionsNotSatisfied)
    }
    try remember { $0.pinTries = CardMemory.pinTriesMax }
  }
}

// Chip authentication, version 2 of ID cards and version 1 of passports (TR-03110-2 section 3.4, TR-03110-1 section
// 3.4), restricted identification (TR-03110-2 section 3.5) and active authentication of older passports.

import Crypto
import Secrets

extension SimulatedCard {
  /// MSE:Set AT for chip authentication or restricted identification.
  func setChip(_ objects: [CardObject]) throws(CardRefusal) -> CardReply {
    session.progress.general = nil
    guard let identifier = objects.value(0x80) else { throw CardRefusal(CardStatus.wrongData) }
    let key = objects.value(0x84)
    if memory.profile.isPassport {
      try requireAccess()
      guard !memory.profile.isBACOnly,
        identifier == CardOID.chipAuthenticationECDH + [memory.suite.cipher.rawValue]
      else { throw CardRefusal(CardStatus.wrongData) }
      guard key == nil || key == [1] else { throw CardRefusal(CardStatus.referenceNotFound) }
      session.progress.general = .chip(memory.suite.cipher, identifier: identifier)
      return CardReply(CardStatus.ok)
    }
    guard session.channel != nil, session.progress.granted != nil else {
      throw CardRefusal(CardStatus.conditionsNotSatisfied)
    }
    if identifier == CardOID.restrictedIdentificationSHA256 {
      guard session.progress.isChipAuthenticated else { throw CardRefusal(CardStatus.conditionsNotSatisfied) }
      switch key {
      case [UInt8(CardSecurityInfos.revocationKey)]:
        session.progress.general = .restricted(keys.revocation, isAuthorizedOnly: false)
      case [UInt8(CardSecurityInfos.serviceKey)]:
        session.progress.general = .restricted(keys.service, isAuthorizedOnly: true)
      default: throw CardRefusal(CardStatus.referenceNotFound)
      }
      return CardReply(CardStatus.ok)
    }
    guard identifier == CardOID.chipAuthenticationECDH + [memory.suite.cipher.rawValue] else {
      throw CardRefusal(CardStatus.wrongData)
    }
    guard !session.progress.isChipAuthenticated else { throw CardRefusal(CardStatus.conditionsNotSatisfied) }
    guard key == nil || key == [UInt8(CardSecurityInfos.chipKey)] else {
      throw CardRefusal(CardStatus.referenceNotFound)
    }
    session.progress.general = .chip(memory.suite.cipher, identifier: identifier)
    return CardReply(CardStatus.ok)
  }

  private func requireAccess() throws(CardRefusal) {
    guard session.channel != nil, !session.progress.isChipAuthenticated else {
      throw CardRefusal(CardStatus.conditionsNotSatisfied)
    }
  }

  func authenticateChip(
    _ cipher: CardCipher, _ identifier: [UInt8], _ objects: [CardObject]
  ) throws(CardRefusal) -> CardReply {
    session.progress.general = nil
    guard objects.count == 1, let bytes = objects.value(0x80) else { throw CardRefusal(CardStatus.wrongData) }
    let isVersion1 = memory.profile.isPassport
    let (theirs, shared) = try agreement(bytes)
    // The key must be the one that terminal authentication announced and signed.
    guard isVersion1 || theirs.x == session.progress.announcedKey else {
      throw CardRefusal(CardStatus.authenticationFailed)
    }
    if isVersion1 {
      try begin(cipher, shared, nonce: [])
      return CardReply(CardTLV.object(0x7C, [UInt8]()))
    }
    let nonce = try attempt(CardStatus.failure) { () throws(CryptoError) in try chance(8).cardBytes }
    let authentication = CardKeyDerivation.key(shared, nonce: nonce, CardKeyDerivation.authentication, cipher)
    let proof = try token(authentication, identifier, theirs)
    try begin(cipher, shared, nonce: nonce)
    return CardReply(
      CardTLV.object(0x7C, [CardTLV.object(0x81, nonce), CardTLV.object(0x82, proof)]))
  }

  /// MSE:Set KAT, the form of chip authentication version 1 for 3DES (TR-03110-3 section B.1.1).
  func agreeKeys(_ objects: [CardObject]) throws(CardRefusal) -> CardReply {
    guard memory.profile.isBACOnly, !memory.profile.hasActiveAuthentication else {
      throw CardRefusal(CardStatus.wrongParameters)
    }
    try requireAccess()
    guard let bytes = objects.value(0x91) else { throw CardRefusal(CardStatus.wrongData) }
    if let key = objects.value(0x84), key != [1] { throw CardRefusal(CardStatus.referenceNotFound) }
    let (_, shared) = try agreement(bytes)
    try begin(.tripleDES, shared, nonce: [])
    return CardReply(CardStatus.ok)
  }

  private func agreement(_ bytes: [UInt8]) throws(CardRefusal) -> (CurvePoint, Secret) {
    try attempt(CardStatus.authenticationFailed) { () throws(CryptoError) in
      let theirs = try CurvePoint(uncompressed: bytes, on: memory.suite.curve)
      return (theirs, try keys.chip.sharedSecret(with: theirs))
    }
  }

  /// The new channel, from the command after this one on.
  private func begin(_ cipher: CardCipher, _ shared: Secret, nonce: [UInt8]) throws(CardRefusal) {
    session.channel = try attempt(CardStatus.failure) { () throws(CryptoError) in
      try CardSecureChannel(
        cipher,
        encryption: CardKeyDerivation.key(shared, nonce: nonce, CardKeyDerivation.encryption, cipher),
        authentication: CardKeyDerivation.key(shared, nonce: nonce, CardKeyDerivation.authentication, cipher))
    }
    session.progress.isChipAuthenticated = true
  }

  /// Restricted identification: the hash of the key that card and sector share.
  func identifySector(
    _ key: CurvePrivateKey, isAuthorizedOnly: Bool, _ objects: [CardObject]
  ) throws(CardRefusal) -> CardReply {
    guard objects.count == 1, let sector = objects.first, sector.tag == 0xA0 || sector.tag == 0xA2,
      let parts = CardTLV.objects(sector.value), let bytes = parts.value(0x86)
    else { throw CardRefusal(CardStatus.wrongData) }
    if isAuthorizedOnly && session.progress.granted?.allows(CardRight.restrictedIdentification) != true {
      throw CardRefusal(CardStatus.securityNotSatisfied)
    }
    // The certificate names the sector by the hash of its key (TR-03110-3 section C.3.2.1).
    let hash = HashAlgorithm.sha256.digest(of: CardTLV.object(0x7F49, sector.value))
    guard session.progress.sectorHashes.contains(hash) else { throw CardRefusal(CardStatus.wrongData) }
    let shared = try attempt(CardStatus.wrongData) { () throws(CryptoError) in
      try key.sharedSecret(with: try CurvePoint(uncompressed: bytes, on: memory.suite.curve))
    }
    let answer = HashAlgorithm.sha256.digest(of: shared.cardBytes)
    return CardReply(CardTLV.object(0x7C, CardTLV.object(sector.tag == 0xA0 ? 0x81 : 0x83, answer)))
  }

  /// VERIFY with auxiliary data (TR-03110-3 section B.6): is the holder of age, the document valid, the place right?
  func verifyAuxiliary(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard command.cla == 0x80, command.p1p2 == 0x8000 else { throw CardRefusal(CardStatus.wrongParameters) }
    guard session.progress.isChipAuthenticated, let granted = session.progress.granted else {
      throw CardRefusal(CardStatus.securityNotSatisfied)
    }
    guard let identifier = CardTLV.objects(command.data)?.value(0x06) else {
      throw CardRefusal(CardStatus.wrongData)
    }
    let values = session.progress.auxiliary.lazy.compactMap { CardTLV.objects($0.value) }
    guard let value = values.first(where: { $0.value(0x06) == identifier })?.value(0x53) else {
      throw CardRefusal(CardStatus.referenceNotFound)
    }
    let isTrue: Bool
    switch identifier {
    case CardOID.auxiliaryBirthDate:
      guard granted.allows(CardRight.ageVerification) else {
        throw CardRefusal(CardStatus.securityNotSatisfied)
      }
      isTrue = try text(value, 8) >= latestBirthDate
    case CardOID.auxiliaryExpiry:
      isTrue = try text(value, 8) <= holder.expiry.digits
    case CardOID.auxiliaryCommunity:
      guard granted.allows(CardRight.communityVerification) else {
        throw CardRefusal(CardStatus.securityNotSatisfied)
      }
      guard !value.isEmpty else { throw CardRefusal(CardStatus.wrongData) }
      isTrue = (Hex.decode(holder.community) ?? []).starts(with: value)
    default: throw CardRefusal(CardStatus.referenceNotFound)
    }
    return CardReply(isTrue ? CardStatus.ok : CardStatus.authenticationFailed)
  }

  /// Unknown parts of a date of birth count as the latest possible: nobody is older by a gap in the register.
  private var latestBirthDate: String {
    holder.isBirthDayUnknown ? holder.birthDigits.prefix(4) + "1231" : holder.birthDigits
  }

  private func text(_ bytes: [UInt8], _ count: Int) throws(CardRefusal) -> String {
    guard bytes.count == count, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw CardRefusal(CardStatus.wrongData)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// INTERNAL AUTHENTICATE: active authentication (ICAO 9303-11 section 6.1), ECDSA in plain format over the
  /// terminal's eight bytes.
  func internalAuthenticate(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard memory.profile.hasActiveAuthentication else { throw CardRefusal(CardStatus.unknownInstruction) }
    guard session.progress.isBACDone else { throw CardRefusal(CardStatus.securityNotSatisfied) }
    guard command.p1p2 == 0 else { throw CardRefusal(CardStatus.wrongParameters) }
    guard command.data.count == 8 else { throw CardRefusal(CardStatus.wrongLength) }
    return CardReply(
      try attempt(CardStatus.failure) { () throws(CryptoError) in
        try keys.chip.sign(digest: HashAlgorithm.sha256.digest(of: command.data), chance: chance)
      })
  }
}

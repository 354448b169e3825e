// PACE version 2 with ECDH and generic mapping (TR-03110 part 2, 3.2 and part 3, B.1; ICAO 9303-11 section 4.4): a
// password becomes a channel in five exchanges. What to do about a wrong password is the retry ladder's business.

import Crypto
import Secrets

/// What PACE leaves behind, beside the channel.
public struct PACEResult: Equatable, Sendable {
  /// ID_PICC: the first coordinate of the card's ephemeral key, for Terminal Authentication.
  public let cardIdentifier: [UInt8]
  /// The authorities that the card names for Terminal Authentication: current, then previous; none from a passport.
  public let authorities: [[UInt8]]
  /// The variant that was used.
  public let info: PACEInfo
}

/// The longest name of a certification authority in bytes (TR-03110 part 3, A.6.1).
public let authorityByteCountMax = 16

/// One run of PACE.
public struct PACERun {
  private let link: CardLink
  private let info: PACEInfo
  private let curve: EllipticCurve
  private let password: PasswordKind

  /// Runs PACE and puts its channel into `link`; a channel that is there already protects the run, as it must for the
  /// PIN after the CAN.
  ///
  /// - Parameters:
  ///   - access: EF.CardAccess.
  ///   - secret: the digits of CAN, PIN or PUK in ASCII; for `.mrz` the MRZ information in ASCII: document number,
  ///     date of birth and date of expiry, each with its check digit.
  ///   - chat: the certificate holder authorization template, a whole 7F4C object, if Terminal Authentication follows.
  ///   - chance: asked twice, for the two ephemeral keys.
  /// - Throws: `CardError.password` for a wrong or unusable secret, `.unauthentic(.paceToken)` for a card that does not
  ///   know it, others for what went wrong on the way.
  @discardableResult
  public static func establish(
    on link: CardLink, access: SecurityInfos, password: PasswordKind, secret: Secret, chat: [UInt8]? = nil,
    chance: Chance
  ) throws(CardError) -> PACEResult {
    guard let info = preferred(access), let curve = info.curve else {
      throw .unsupported(.cardAccess, "no PACE with ECDH, generic mapping and standardised parameters")
    }
    let run = PACERun(link: link, info: info, curve: curve, password: password)
    return try run.establish(secret: secret, chat: chat, chance: chance)
  }

  /// The variant to use: AES before 3DES, then the card's order.
  public static func preferred(_ access: SecurityInfos) -> PACEInfo? {
    let usable = access.paceInfos.filter {
      $0.version == 2 && $0.mapping == .genericECDH && $0.curve != nil
    }
    return usable.first { $0.algorithm != .tripleDES } ?? usable.first
  }

  private func establish(secret: Secret, chat: [UInt8]?, chance: Chance) throws(CardError) -> PACEResult {
    let nonce = try nonce(secret, chat)
    let generator = try mapped(nonce, chance)
    let key = try CardError.at(.paceAgreement) { () throws(CryptoError) in
      try CurvePrivateKey(on: curve, generator: generator, chance: chance)
    }
    let cardKey = try point(try round(0x83, key.publicPoint.bytes, .paceAgreement), 0x84, .paceAgreement)
    // A card that sends our own key back knows no secret: its token would be ours.
    guard cardKey != key.publicPoint else { throw .unauthentic(.paceAgreement) }
    let shared = try CardError.at(.paceAgreement) { () throws(CryptoError) in
      try key.sharedSecret(with: cardKey)
    }
    let encryptionKey = KeyDerivation.key(
      from: shared, counter: KeyDerivation.encryption, algorithm: info.algorithm)
    let macKey = KeyDerivation.key(
      from: shared, counter: KeyDerivation.authentication, algorithm: info.algorithm)
    let authorities = try exchangeTokens(own: key.publicPoint, card: cardKey, macKey: macKey)
    link.secureMessaging = try CardError.at(.paceToken) { () throws(CryptoError) in
      try PACECipher.channel(encryptionKey: encryptionKey, macKey: macKey, algorithm: info.algorithm)
    }
    link.channelPassword = password
    return PACEResult(cardIdentifier: cardKey.x, authorities: authorities, info: info)
  }

  /// A card that was laid down a moment ago may be powered once more behind our back, and has forgotten MSE:Set AT then:
  /// it refuses the nonce. Nothing of the password was used, so that both are sent once more, where no channel stands.
  private func nonce(_ secret: Secret, _ chat: [UInt8]?) throws(CardError) -> Secret {
    try setUp(chat)
    do throws(CardError) { return try encryptedNonce(secret) } catch {
      guard error == .refused(.paceNonce, .conditionsNotSatisfied), link.secureMessaging == nil else {
        throw error
      }
    }
    try setUp(chat)
    return try encryptedNonce(secret)
  }

  // MARK: - MSE:Set AT

  private func setUp(_ chat: [UInt8]?) throws(CardError) {
    var data =
      TLV(0x80, info.identifier.bytes).encoded + TLV(0x83, [password.rawValue]).encoded
      + TLV(0x84, [UInt8(curve.rawValue)]).encoded
    data += chat ?? []
    let command = CommandAPDU(ins: 0x22, p1: 0xC1, p2: 0xA4, data: data)
    let status = try link.send(command, step: .paceSetUp).status
    if status == .ok { return }
    guard let refusal = PasswordRefusal(atSetUp: status, password, afterCAN: link.channelPassword == .can)
    else {
      if status.counter != nil { return }
      throw .refused(.paceSetUp, status)
    }
    throw .password(refusal)
  }

  // MARK: - GENERAL AUTHENTICATE

  /// One round: `tag` with `value` inside 7C, and the objects of the answer's 7C.
  private func round(
    _ tag: UInt32?, _ value: [UInt8], _ step: CardStep, isLast: Bool = false
  ) throws(CardError) -> [TLV] {
    let data = TLV(0x7C, tag.map { [TLV($0, value)] } ?? [])
    let command = CommandAPDU(
      cla: isLast ? 0x00 : 0x10, ins: 0x86, p1: 0, p2: 0, data: data.encoded, expectedLength: 256)
    let answer = try link.send(command, step: step)
    guard answer.status == .ok else {
      // Some cards say only when they are asked for the nonce that the PIN cannot be tried.
      let afterCAN = link.channelPassword == .can
      let refusal =
        isLast
        ? PasswordRefusal(atToken: answer.status, password)
        : PasswordRefusal(atSetUp: answer.status, password, afterCAN: afterCAN)
      if let refusal { throw .password(refusal) }
      throw .refused(step, answer.status)
    }
    return try CardError.reading(step) { () throws(TLVError) in
      try TLV.parse(answer.data, tag: 0x7C).children()
    }
  }

  private func value(_ objects: [TLV], _ tag: UInt32, _ step: CardStep) throws(CardError) -> [UInt8] {
    try CardError.reading(step) { () throws(TLVError) in try objects.require(tag).value }
  }

  private func point(_ objects: [TLV], _ tag: UInt32, _ step: CardStep) throws(CardError) -> CurvePoint {
    let bytes = try value(objects, tag, step)
    return try CardError.at(step) { () throws(CryptoError) in
      try CurvePoint(uncompressed: bytes, on: curve)
    }
  }

  private func encryptedNonce(_ secret: Secret) throws(CardError) -> Secret {
    let encrypted = try value(try round(nil, [], .paceNonce), 0x80, .paceNonce)
    let block = PACECipher.blockByteCount(info.algorithm)
    guard !encrypted.isEmpty, encrypted.count % block == 0, encrypted.count <= PACECipher.nonceByteCountMax
    else { throw .malformed(.paceNonce, "a nonce of \(encrypted.count) bytes") }
    let shared = password == .mrz ? HashAlgorithm.sha1.digest(of: secret) : secret
    let key = KeyDerivation.key(from: shared, counter: KeyDerivation.password, algorithm: info.algorithm)
    return try CardError.at(.paceNonce) { () throws(CryptoError) in
      try PACECipher.nonce(encrypted, passwordKey: key, algorithm: info.algorithm)
    }
  }

  private func mapped(_ nonce: Secret, _ chance: Chance) throws(CardError) -> CurvePoint {
    let key = try CardError.at(.paceMapping) { () throws(CryptoError) in
      try CurvePrivateKey(on: curve, chance: chance)
    }
    let cardKey = try point(try round(0x81, key.publicPoint.bytes, .paceMapping), 0x82, .paceMapping)
    guard cardKey != key.publicPoint else { throw .unauthentic(.paceMapping) }
    return try CardError.at(.paceMapping) { () throws(CryptoError) in
      try CurvePoint.mappedGenerator(nonce: nonce, shared: try key.agree(with: cardKey))
    }
  }

  /// Sends our token, checks the card's, and returns the authorities that it names.
  private func exchangeTokens(
    own: CurvePoint, card: CurvePoint, macKey: Secret
  ) throws(CardError) -> [[UInt8]] {
    func token(_ point: CurvePoint) throws(CardError) -> [UInt8] {
      try CardError.at(.paceToken) { () throws(CryptoError) in
        try PACECipher.token(
          over: point, identifier: info.identifier, macKey: macKey, algorithm: info.algorithm)
      }
    }
    let ours = try token(card)
    link.passwordsTried.insert(password)
    let objects = try round(0x85, ours, .paceToken, isLast: true)
    guard constantTimeEqual(try value(objects, 0x86, .paceToken), try token(own)) else {
      throw .unauthentic(.paceToken)
    }
    return try CardError.reading(.paceToken) { () throws(TLVError) in
      var authorities: [[UInt8]] = []
      for tag: UInt32 in [0x87, 0x88] {
        guard let name = try objects.only(tag)?.value else { continue }
        guard (1...authorityByteCountMax).contains(name.count) else { throw .value }
        authorities.append(name)
      }
      return authorities
    }
  }
}

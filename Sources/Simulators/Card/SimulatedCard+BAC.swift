// Basic access control (ICAO 9303-11 section 4.3 and appendix D): for the passports that have no PACE.

import Crypto
import Secrets

extension SimulatedCard {
  func authenticateBasic(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard memory.profile.isBACOnly, session.channel == nil, let challenge = session.progress.challenge else {
      throw CardRefusal(CardStatus.conditionsNotSatisfied)
    }
    session.progress.challenge = nil
    guard command.data.count == 40 else { throw CardRefusal(CardStatus.wrongLength) }
    let seed = Secret(HashAlgorithm.sha1.digest(of: Array(holder.zoneKey.utf8)).prefix(16))
    let (cipher, mac) = try attempt(CardStatus.failure) { () throws(CryptoError) in
      (
        try TripleDESCipher(key: CardKeyDerivation.key(seed, CardKeyDerivation.encryption, .tripleDES)),
        try RetailMAC(key: CardKeyDerivation.key(seed, CardKeyDerivation.authentication, .tripleDES))
      )
    }
    let zeros = [UInt8](repeating: 0, count: 8)
    let padding: [UInt8] = [0x80, 0, 0, 0, 0, 0, 0, 0]
    let cryptogram = Array(command.data.prefix(32))
    guard constantTimeEqual(mac.tag(cryptogram + padding), Array(command.data.suffix(8))) else {
      throw CardRefusal(CardStatus.authenticationFailed)
    }
    // RND.IFD, RND.IC, K.IFD
    let plain = cipher.decryptCBC(cryptogram, iv: zeros)
    guard constantTimeEqual(Array(plain[8..<16]), challenge) else {
      throw CardRefusal(CardStatus.authenticationFailed)
    }
    let ours = try attempt(CardStatus.failure) { () throws(CryptoError) in try chance(16).cardBytes }
    let answer = cipher.encryptCBC(challenge + plain[0..<8] + ours, iv: zeros)
    let shared = Secret(zip(plain[16..<32], ours).map { $0 ^ $1 })
    let channel = try attempt(CardStatus.failure) { () throws(CryptoError) in
      try CardSecureChannel(
        .tripleDES, encryption: CardKeyDerivation.key(shared, CardKeyDerivation.encryption, .tripleDES),
        authentication: CardKeyDerivation.key(shared, CardKeyDerivation.authentication, .tripleDES),
        counter: Array(challenge.suffix(4)) + Array(plain[4..<8]))
    }
    session.channel = channel
    session.progress.isBACDone = true
    return CardReply(answer + mac.tag(answer + padding))
  }
}

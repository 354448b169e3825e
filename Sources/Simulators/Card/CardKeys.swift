// The private keys of a card, which follow from its seed: chip authentication, pseudonyms, restricted identification.

import Crypto

struct CardKeys {
  /// What the signed files announce.
  let announcedChip: CurvePrivateKey
  /// What the chip has: the same, unless it is a clone.
  var chip: CurvePrivateKey
  let pseudonym: CurvePrivateKey
  /// Under the key numbers of `CardSecurityInfos`: revocation feature and service-specific pseudonym.
  let revocation: CurvePrivateKey
  let service: CurvePrivateKey

  init(_ memory: CardMemory) throws(CryptoError) {
    let chance = CardChance(seed: memory.seed, label: "keys")
    func key() throws(CryptoError) -> CurvePrivateKey {
      try CurvePrivateKey(on: memory.suite.curve) { (count) throws(CryptoError) in chance.secret(count) }
    }
    announcedChip = try key()
    let isClone = memory.profile == .cloned || memory.profile == .passportCloned
    let other = try key()
    chip = isClone ? other : announcedChip
    pseudonym = try key()
    revocation = try key()
    service = try key()
  }
}

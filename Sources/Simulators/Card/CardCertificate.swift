// Card-verifiable certificates as the card reads them (TR-03110-3 section C.1): parsed strictly, checked against the
// key of the issuer that the card already trusts.

import Crypto

/// A CV certificate, taken apart.
struct CardCertificate {
  /// Certification authority reference: who signed.
  let issuer: [UInt8]
  /// Certificate holder reference: whose key it is.
  let holder: [UInt8]
  let authorization: CardAuthorization
  let effective: CardDate
  let expiry: CardDate
  /// Hashes of the sector keys of restricted identification.
  let sectorHashes: [[UInt8]]
  /// The encoding 7F21, as trust points are kept.
  let bytes: [UInt8]

  private let keyIdentifier: [UInt8]
  private let keyObjects: [CardObject]
  private let body: [UInt8]
  private let signature: [UInt8]

  /// The whole certificate 7F21.
  init?(parsing bytes: [UInt8]) {
    guard let outer = CardTLV.objects(bytes), outer.count == 1, outer[0].tag == 0x7F21 else { return nil }
    self.init(content: outer[0].value)
  }

  /// Body 7F4E and signature 5F37, as PSO VERIFY CERTIFICATE carries them.
  init?(content: [UInt8]) {
    guard let parts = CardTLV.objects(content), parts.count == 2, parts[0].tag == 0x7F4E,
      parts[1].tag == 0x5F37,
      let fields = CardTLV.objects(parts[0].value), fields.value(0x5F29) == [0],
      let issuer = fields.value(0x42), let holder = fields.value(0x5F20), (4...16).contains(issuer.count),
      (4...16).contains(holder.count), let key = fields.value(0x7F49).flatMap({ CardTLV.objects($0) }),
      let identifier = key.value(0x06), let template = fields.value(0x7F4C),
      let authorization = CardAuthorization(template: template),
      let effective = fields.value(0x5F25).flatMap(CardDate.init(certificate:)),
      let expiry = fields.value(0x5F24).flatMap(CardDate.init(certificate:))
    else { return nil }
    (self.issuer, self.holder, self.authorization) = (issuer, holder, authorization)
    (self.effective, self.expiry) = (effective, expiry)
    (keyIdentifier, keyObjects) = (identifier, key)
    body = CardTLV.object(0x7F4E, parts[0].value)
    // The signature covers the bytes as they came.
    guard content.starts(with: body) else { return nil }
    signature = parts[1].value
    self.bytes = CardTLV.object(0x7F21, content)
    var hashes: [[UInt8]] = []
    for template in CardTLV.objects(fields.value(0x65) ?? []) ?? [] where template.tag == 0x73 {
      guard let parts = CardTLV.objects(template.value), parts.value(0x06) == CardOID.sectorExtension else {
        continue
      }
      hashes += parts.filter { [0x80, 0x81].contains($0.tag) }.map(\.value)
    }
    sectorHashes = hashes
  }

  /// The key that it certifies; `inherited` gives the curve where the certificate names no parameters of its own.
  func key(inheriting inherited: EllipticCurve?) -> CardTerminalKey? {
    let prefix = CardOID.terminalAuthenticationECDSA
    guard keyIdentifier.count == prefix.count + 1, keyIdentifier.starts(with: prefix),
      let point = keyObjects.value(0x86)
    else { return nil }
    let hashes: [UInt8: HashAlgorithm] = [1: .sha1, 2: .sha224, 3: .sha256, 4: .sha384, 5: .sha512]
    guard let hash = hashes[keyIdentifier[prefix.count]] else { return nil }
    var curve = inherited
    if let prime = keyObjects.value(0x81), let a = keyObjects.value(0x82), let b = keyObjects.value(0x83),
      let generator = keyObjects.value(0x84), let order = keyObjects.value(0x85)
    {
      curve = EllipticCurve(
        domainParameters: DomainParameters(
          prime: prime, a: a, b: b, generator: generator, order: order,
          cofactor: keyObjects.value(0x87) ?? [1]))
    }
    guard let curve, let key = try? CurvePoint(uncompressed: point, on: curve) else { return nil }
    return CardTerminalKey(name: holder, identifier: keyIdentifier, hash: hash, point: key)
  }

  func isSigned(by key: CardTerminalKey) -> Bool {
    key.point.verify(signature: signature, digest: key.hash.digest(of: body))
  }
}

/// A public key of a chain, under the name by which the next certificate refers to it.
struct CardTerminalKey {
  let name: [UInt8]
  let identifier: [UInt8]
  let hash: HashAlgorithm
  let point: CurvePoint
}

/// Where a terminal stands in its chain and its authentication.
struct CardTerminalProgress {
  /// The certificate whose key verifies the next one, chosen by MSE:Set DST.
  var issuer: (certificate: CardCertificate, key: CardTerminalKey, rights: CardAuthorization)?
  /// The last certificate imported in this session: a DV or a terminal.
  var imported: (certificate: CardCertificate, key: CardTerminalKey, rights: CardAuthorization)?
  /// Chosen by MSE:Set AT.
  var chosen: (key: CardTerminalKey, rights: CardAuthorization, sectorHashes: [[UInt8]])?
}

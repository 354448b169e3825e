// Curves, key agreement, PACE's mapping and ECDSA against the published vectors, and what must be refused.

import Crypto
import Secrets
import Testing

@Suite struct CurveTests {
  /// Chance that gives `bytes`, zeros in front.
  static func chance(giving bytes: [UInt8]) -> Chance {
    { count in Secret([UInt8](repeating: 0, count: count - bytes.count) + bytes) }
  }

  // RFC 7027 appendix A: Brainpool key agreement.
  @Test(arguments: [
    (
      EllipticCurve.brainpoolP256r1,
      "81DB1EE100150FF2EA338D708271BE38300CB54241D79950F77B063039804F1D",
      "55E40BC41E37E3E2AD25C3C6654511FFA8474A91A0032087593852D3E7D76BD3",
      "89AFC39D41D3B327814B80940B042590F96556EC91E6AE7939BCE31F3A18BF2B"
    ),
    (
      .brainpoolP384r1,
      """
      1E20F5E048A5886F1F157C74E91BDE2B98C8B52D58E5003D
      57053FC4B0BD65D6F15EB5D1EE1610DF870795143627D042
      """,
      """
      032640BC6003C59260F7250C3DB58CE647F98E1260ACCE4A
      CDA3DD869F74E01F8BA5E0324309DB6A9831497ABAC96670
      """,
      """
      0BD9D3A7EA0B3D519D09D8E48D0785FB744A6B355E6304BC
      51C229FBBCE239BBADF6403715C35D4FB2A5444F575D4F42
      """
    ),
    (
      .brainpoolP512r1,
      """
      16302FF0DBBB5A8D733DAB7141C1B45ACBC8715939677F6A56850A38BD87BD59
      B09E80279609FF333EB9D4C061231FB26F92EEB04982A5F1D1764CAD57665422
      """,
      """
      230E18E1BCC88A362FA54E4EA3902009292F7F8033624FD471B5D8ACE49D12CF
      ABBC19963DAB8E2F1EBA00BFFB29E4D72D13F2224562F405CB80503666B25429
      """,
      """
      A7927098655F1F9976FA50A9D566865DC530331846381C87256BAF3226244B76
      D36403C024D7BBF0AA0803EAFF405D3D24F11A9B5C0BEF679FE1454B21C4CD1F
      """
    ),
  ]) func agreementOfRFC7027(_ curve: EllipticCurve, _ a: String, _ b: String, _ shared: String) throws {
    let left = try CurvePrivateKey(scalar: secret(a), on: curve)
    let right = try CurvePrivateKey(scalar: secret(b), on: curve)
    #expect(open(try left.sharedSecret(with: right.publicPoint)) == hex(shared))
    #expect(open(try right.sharedSecret(with: left.publicPoint)) == hex(shared))
    #expect(try left.agree(with: right.publicPoint).x == hex(shared))
  }

  // RFC 7027 appendix A.1: the public points themselves.
  @Test func publicPointOfRFC7027() throws {
    let key = try CurvePrivateKey(
      scalar: secret("81DB1EE100150FF2EA338D708271BE38300CB54241D79950F77B063039804F1D"), on: .brainpoolP256r1
    )
    #expect(key.publicPoint.x == hex("44106E913F92BC02A1705D9953A8414DB95E1AAA49E81D9E85F929A8E3100BE5"))
    #expect(key.publicPoint.y == hex("8AB4846F11CACCB73CE49CBDD120F5A900A69FD32C272223F789EF10EB089BDC"))
  }

  // ICAO 9303-11 appendix G.1: PACE with generic mapping over brainpoolP256r1.
  @Test func genericMappingOfICAO9303AppendixG() throws {
    let curve = EllipticCurve.brainpoolP256r1
    let terminal = try CurvePrivateKey(
      scalar: secret("7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99"), on: curve)
    let chip = try CurvePoint(
      uncompressed: hex(
        """
        04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57
        30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54
        """), on: curve)
    let shared = try terminal.agree(with: chip)
    #expect(shared.x == hex("60332EF2450B5D247EF6D3868397D398852ED6E8CAF6FFEEF6BF85CA57057FD5"))
    let mapped = try CurvePoint.mappedGenerator(
      nonce: secret("3F00C4D39D153F2B2A214A078D899B22"), shared: shared)
    #expect(
      mapped.bytes
        == hex(
          """
          048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2
          8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522
          """))
    let ephemeral = try CurvePrivateKey(
      scalar: secret("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595"), on: curve,
      generator: mapped)
    #expect(
      ephemeral.publicPoint.x == hex("2DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"))
    let other = try CurvePrivateKey(
      scalar: secret("107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A"), on: curve,
      generator: mapped)
    #expect(other.publicPoint.x == hex("9E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"))
    #expect(
      open(try ephemeral.sharedSecret(with: other.publicPoint))
        == hex("28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925"))
    #expect(throws: CryptoError.curveGenerator) { try ephemeral.sign(digest: [1]) }
  }

  // RFC 6979 appendix A.2.5, message "sample": with its ephemeral number the signature must be the very same.
  @Test(arguments: [
    (
      HashAlgorithm.sha256, "A6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD5F",
      """
      EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
      F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
      """
    ),
    (
      .sha512, "5FA81C63109BADB88C1F367B47DA606DA28CAD69AA22C4FE6AD7DF73A7173AA4",
      """
      8496A60B5E9B47C825488827E0495B0E3FA109EC4568FD3F8D1097678EB97F00
      2362AB1ADBE2B8ADF9CB9EDAB740EA6049C028114F2460F96554F61FAE3302FE
      """
    ),
  ]) func signatureOfRFC6979(_ hash: HashAlgorithm, _ ephemeralLessOne: String, _ signature: String) throws {
    let key = try CurvePrivateKey(
      scalar: secret("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"), on: .secp256r1)
    #expect(key.publicPoint.x == hex("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"))
    let digest = hash.digest(of: Array("sample".utf8))
    let made = try key.sign(digest: digest, chance: Self.chance(giving: hex(ephemeralLessOne)))
    #expect(made == hex(signature))
    #expect(key.publicPoint.verify(signature: made, digest: digest))
    #expect(!key.publicPoint.verify(signature: made, digest: hash.digest(of: Array("Sample".utf8))))
  }

  @Test(arguments: EllipticCurve.allCases) func everyCurveAgreesSignsAndReadsBack(_ curve: EllipticCurve)
    throws
  {
    let left = try CurvePrivateKey(on: curve) { count throws(CryptoError) in try randomSecret(count) }
    let right = try CurvePrivateKey(on: curve, chance: randomSecret)
    #expect(left.scalar.count == curve.orderByteCount)
    #expect(left.publicPoint.bytes.count == 2 * curve.fieldByteCount + 1)
    #expect(try CurvePoint(uncompressed: left.publicPoint.bytes, on: curve) == left.publicPoint)
    #expect(
      try left.sharedSecret(with: right.publicPoint) == right.sharedSecret(with: left.publicPoint))
    #expect(try CurvePrivateKey(scalar: left.scalar, on: curve).publicPoint == left.publicPoint)

    let digest = HashAlgorithm.sha512.digest(of: [1, 2, 3])
    for signature in [try left.sign(digest: digest), try left.sign(digest: digest, chance: randomSecret)] {
      #expect(left.publicPoint.verify(signature: signature, digest: digest))
      #expect(!right.publicPoint.verify(signature: signature, digest: digest))
      #expect(!left.publicPoint.verify(signature: signature + [0], digest: digest))
      #expect(!left.publicPoint.verify(signature: signature.dropLast(), digest: digest))
      var damaged = signature
      damaged[damaged.count - 1] ^= 1
      #expect(!left.publicPoint.verify(signature: damaged, digest: digest))
      let der = try #require(ECDSASignature.der(plain: signature))
      #expect(ECDSASignature.plain(der: der, on: curve) == signature)
      #expect(ECDSASignature.plain(der: der + [0], on: curve) == nil)
      #expect(ECDSASignature.plain(der: der.dropLast(), on: curve) == nil)
    }
    #expect(
      !left.publicPoint.verify(
        signature: [UInt8](repeating: 0, count: 2 * curve.orderByteCount), digest: digest))

    var named = curve.domainParameters
    #expect(EllipticCurve(domainParameters: named) == curve)
    #expect(EllipticCurve(objectIdentifier: curve.objectIdentifier) == curve)
    named.prime.insert(0, at: 0)
    named.cofactor = []
    #expect(EllipticCurve(domainParameters: named) == curve)
    let y = try #require(named.generator.last)
    named.generator = [2 + (y & 1)] + curve.generator.x
    #expect(EllipticCurve(domainParameters: named) == curve)
    named.generator[0] ^= 1
    #expect(EllipticCurve(domainParameters: named) == nil)
    named = curve.domainParameters
    named.b[0] ^= 1
    #expect(EllipticCurve(domainParameters: named) == nil)
    named = curve.domainParameters
    named.generator = left.publicPoint.bytes
    #expect(EllipticCurve(domainParameters: named) == nil)
  }

  @Test(arguments: EllipticCurve.allCases) func badPointsAreRefused(_ curve: EllipticCurve) {
    let good = curve.generator.bytes
    let length = curve.fieldByteCount
    func refused(_ bytes: [UInt8], _ why: Comment) {
      #expect(throws: CryptoError.curvePoint, why) { try CurvePoint(uncompressed: bytes, on: curve) }
    }
    refused([], "nothing")
    refused([0], "infinity")
    refused([0] + [UInt8](repeating: 0, count: 2 * length), "infinity, padded")
    refused([4] + [UInt8](repeating: 0, count: 2 * length), "the origin")
    refused(Array(good.dropLast()), "too short")
    refused(good + [0], "too long")
    refused([2] + good[1...length], "compressed")
    refused([6] + good.dropFirst(), "hybrid")
    refused([7] + good.dropFirst(), "hybrid")
    refused([4] + [UInt8](repeating: 0xFF, count: 2 * length), "not below p")
    var beside = good
    beside[beside.count - 1] ^= 1
    refused(beside, "beside the curve")
    // y + p names the same point twice, where it fits.
    refused([4] + good[1...length] + curve.domainParameters.prime, "y = p")
  }

  @Test func pointsOfOneCurveAreNoneOfAnother() throws {
    #expect(throws: CryptoError.curvePoint) {
      try CurvePoint(uncompressed: EllipticCurve.secp256r1.generator.bytes, on: .brainpoolP256r1)
    }
    let key = try CurvePrivateKey(on: .secp256r1, chance: randomSecret)
    #expect(throws: CryptoError.curveMismatch) {
      try key.sharedSecret(with: EllipticCurve.brainpoolP256r1.generator)
    }
    #expect(throws: CryptoError.curveMismatch) {
      try CurvePrivateKey(on: .secp256r1, generator: EllipticCurve.secp384r1.generator, chance: randomSecret)
    }
  }

  @Test(arguments: EllipticCurve.allCases) func scalarsStayBelowTheOrder(_ curve: EllipticCurve) throws {
    let order = curve.domainParameters.order
    for bytes in [[], [0], order, [UInt8](repeating: 0xFF, count: curve.orderByteCount + 8)] {
      #expect(throws: CryptoError.curveScalar) { try CurvePrivateKey(scalar: Secret(bytes), on: curve) }
    }
    #expect(try CurvePrivateKey(scalar: Secret([1]), on: curve).publicPoint == curve.generator)
    var last = order
    last[last.count - 1] -= 1
    let negative = try CurvePrivateKey(scalar: Secret(last), on: curve)
    #expect(negative.publicPoint.x == curve.generator.x)
    #expect(negative.publicPoint.y != curve.generator.y)
    // (order - 1)·G + G is infinity: a mapping that leads there is refused.
    #expect(throws: CryptoError.curvePoint) {
      try CurvePoint.mappedGenerator(nonce: Secret(last), shared: curve.generator)
    }
    // All-ones and all-zeros chance still give keys.
    for byte in [UInt8(0), 0xFF] {
      let key = try CurvePrivateKey(on: curve) { count throws(CryptoError) in
        Secret([UInt8](repeating: byte, count: count))
      }
      #expect(key.publicPoint.curve == curve)
    }
  }

  @Test func signaturesInDER() {
    let curve = EllipticCurve.secp256r1
    let small = [UInt8](repeating: 0, count: 31) + [1] + [UInt8](repeating: 0, count: 31) + [0x80]
    #expect(ECDSASignature.der(plain: small) == hex("3007020101 02020080"))
    #expect(ECDSASignature.plain(der: hex("3007020101 02020080"), on: curve) == small)
    for bad in [
      "", "30", "3000", "3007020101020200", "300702010102020001", "30060201010201FF", "308107020101 02020080",
      "3008020101 02020080 00", "3107020101 02020080", "3006 0201 01 0200", "30800201010201010000",
      "30450221" + String(repeating: "01", count: 33) + "0220" + String(repeating: "01", count: 32),
    ] {
      #expect(ECDSASignature.plain(der: hex(bad), on: curve) == nil, "\(bad)")
    }
    #expect(ECDSASignature.der(plain: []) == nil)
    #expect(ECDSASignature.der(plain: [1, 2, 3]) == nil)
  }
}

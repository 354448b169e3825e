// X.509 certificates (RFC 5280) with the profile of ICAO 9303 part 12: a country's signing authority, document signers
// and the signer of the master list. That part demands curves that are spelled out, as real documents have them;
// OpenSSL 3 refuses just these when it verifies a chain, so that curves can be named as well.

import Crypto
import Handover

/// What will stand in a certificate, before it is signed.
struct X509Writer {
  enum Kind {
    case authority
    case documentSigner
    case masterListSigner
  }

  var kind: Kind
  var serial: [UInt8]
  var issuer: [UInt8]
  var subject: [UInt8]
  var key: CurvePoint
  var issuerKey: CurvePoint
  var from: CivilDay
  var until: CivilDay
  var spellsOutCurve: Bool

  func signed(by authorityKey: CurvePrivateKey) throws(CryptoError) -> [UInt8] {
    let algorithm = PKISignature.x509Algorithm(for: authorityKey.curve)
    let body = PKIDER.sequence(
      PKIDER.context(0, PKIDER.integer(2)),
      PKIDER.integer(serial),
      algorithm,
      issuer,
      PKIDER.sequence(Self.time(from), Self.time(until)),
      subject,
      publicKeyInfo,
      PKIDER.context(3, PKIDER.sequence(of: extensions)))
    return PKIDER.sequence(body, algorithm, PKIDER.bits(try PKISignature.der(body, by: authorityKey)))
  }

  /// A distinguished name: country, organisation, common name.
  static func name(_ commonName: String) -> [UInt8] {
    func part(_ number: String, _ value: [UInt8]) -> [UInt8] {
      PKIDER.set(of: [PKIDER.sequence(PKIDER.objectIdentifier("2.5.4.\(number)"), value)])
    }
    return PKIDER.sequence(
      part("6", PKIDER.printable("DE")), part("10", PKIDER.utf8("Kiosk Test PKI")),
      part("3", PKIDER.utf8(commonName)))
  }

  /// SubjectPublicKeyInfo (RFC 5480; parameters spelled out as in RFC 3279 section 2.3.5).
  private var publicKeyInfo: [UInt8] {
    let curve = key.curve.domainParameters
    let name = PKIDER.objectIdentifier(key.curve.objectIdentifier)
    let numbers = PKIDER.sequence(
      PKIDER.integer(1),
      PKIDER.sequence(PKIDER.objectIdentifier("1.2.840.10045.1.1"), PKIDER.integer(curve.prime)),
      PKIDER.sequence(PKIDER.octets(curve.a), PKIDER.octets(curve.b)),
      PKIDER.octets(curve.generator), PKIDER.integer(curve.order), PKIDER.integer(curve.cofactor))
    return PKIDER.sequence(
      PKIDER.sequence(PKIDER.objectIdentifier("1.2.840.10045.2.1"), spellsOutCurve ? numbers : name),
      PKIDER.bits(key.bytes))
  }

  /// The beginning of a day, as RFC 5280 section 4.1.2.5 wants it in that year.
  static func time(_ day: CivilDay) -> [UInt8] {
    let (year, month, dayOfMonth) = day.date
    func digits(_ value: Int, _ count: Int) -> [UInt8] {
      let text = Array(String(value).utf8)
      return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, count - text.count)) + text
    }
    let rest = digits(month, 2) + digits(dayOfMonth, 2) + Array("000000Z".utf8)
    return (1950..<2050).contains(year)
      ? PKIDER.tlv([0x17], digits(year % 100, 2) + rest) : PKIDER.tlv([0x18], digits(year, 4) + rest)
  }

  /// Subject and authority key identifiers (RFC 5280 section 4.2.1.2, method 1).
  static func keyIdentifier(_ key: CurvePoint) -> [UInt8] { HashAlgorithm.sha1.digest(of: key.bytes) }

  private var extensions: [[UInt8]] {
    func entry(_ number: String, isCritical: Bool, _ value: [UInt8]) -> [UInt8] {
      PKIDER.sequence(
        PKIDER.objectIdentifier(number), isCritical ? PKIDER.yes : [], PKIDER.octets(value))
    }
    var list = [
      entry(
        "2.5.29.35", isCritical: false,
        PKIDER.sequence(PKIDER.tlv([0x80], Self.keyIdentifier(issuerKey)))),
      entry("2.5.29.14", isCritical: false, PKIDER.octets(Self.keyIdentifier(key))),
    ]
    switch kind {
    case .authority:
      // keyCertSign and cRLSign; an authority with nothing but end entities under it.
      list.append(entry("2.5.29.15", isCritical: true, PKIDER.bits([0x06], unused: 1)))
      list.append(
        entry("2.5.29.19", isCritical: true, PKIDER.sequence(PKIDER.yes, PKIDER.integer(0))))
    case .documentSigner:
      list.append(entry("2.5.29.15", isCritical: true, PKIDER.bits([0x80], unused: 7)))
      // documentTypeList: passports and identity cards (ICAO 9303 part 12, 7.1.1.6).
      list.append(
        entry(
          "2.23.136.1.1.6.2", isCritical: false,
          PKIDER.sequence(
            PKIDER.integer(0), PKIDER.set(of: [PKIDER.printable("P"), PKIDER.printable("ID")]))))
    case .masterListSigner:
      list.append(entry("2.5.29.15", isCritical: true, PKIDER.bits([0x80], unused: 7)))
      list.append(
        entry(
          "2.5.29.37", isCritical: true, PKIDER.sequence(PKIDER.objectIdentifier("2.23.136.1.1.3"))))
    }
    return list
  }
}

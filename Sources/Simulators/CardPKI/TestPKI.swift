// The two hierarchies of a simulated country: CV certificates, by which cards know terminals, and X.509, by which
// terminals know documents. Everything comes from chance and a day; it is for tests and demonstrations, and says so
// in its names.

import Crypto
import Handover
import Secrets

/// A test PKI with all its keys.
public struct TestPKI: Sendable {
  /// A certificate and the key in it.
  public struct Member: Sendable {
    /// `7F21…`, or X.509 in DER.
    public var certificate: [UInt8]
    public var key: CurvePrivateKey
  }

  /// The root of the CV certificates, self-signed, with the curve spelled out.
  public var root: Member
  /// The root's next key, signed by the root: a link certificate.
  public var link: Member
  /// The document verifier, under the newest root.
  public var verifier: Member
  /// The terminal, under the document verifier.
  public var terminal: Member
  /// CertificateDescription whose hash stands in the terminal's certificate.
  public var terminalDescription: [UInt8]
  /// The public key, tag 7F49, of the sector that restricted identification is tied to by the terminal's certificate.
  public var sectorKey: [UInt8]
  /// The country's signing authority (CSCA), self-signed.
  public var authority: Member
  /// The document signer, under the authority.
  public var signer: Member
  /// CMS of the country's authorities.
  public var masterList: [UInt8]

  /// A PKI that is valid on `day`. Certificates of a card's world, its authority and signer last for years, the
  /// terminal's for three months; `isExpired` makes the terminal's end twenty days before `day`. With
  /// `spellsOutCurves` the X.509 certificates carry the parameters of their curves, as those of real documents do
  /// (ICAO 9303 part 12, 4.4); without, the names, which `openssl verify` insists on.
  public static func make(
    chance: Chance, on day: CivilDay, rights: PKIRights = .town, isExpired: Bool = false,
    spellsOutCurves: Bool = false
  ) throws(CryptoError) -> TestPKI {
    let curve = EllipticCurve.brainpoolP256r1
    let name = try randomName(chance)
    let rootName = "DETEST\(name)00001"
    let linkName = "DETEST\(name)00002"
    let verifierName = "DEDVTS\(name)00001"
    let terminalName = "DEKIOS\(name)00001"

    let rootKey = try CurvePrivateKey(on: curve, chance: chance)
    let root = CVCertificateWriter(
      authority: rootName, holder: rootName, key: rootKey.publicPoint, role: .root, rights: .all,
      from: day + -400, until: day + 3 * 365)
    let linkKey = try CurvePrivateKey(on: curve, chance: chance)
    let link = CVCertificateWriter(
      authority: rootName, holder: linkName, key: linkKey.publicPoint, role: .root, rights: .all,
      from: day + -30, until: day + 3 * 365)
    let verifierKey = try CurvePrivateKey(on: curve, chance: chance)
    let verifier = CVCertificateWriter(
      authority: linkName, holder: verifierName, key: verifierKey.publicPoint, role: .documentVerifier,
      rights: .all, from: day + -10, until: day + 365)

    let terminalKey = try CurvePrivateKey(on: curve, chance: chance)
    let description = CVDescription.plain(
      issuer: "Kiosk Test PKI", subject: "Stadt Musterstadt (Test)", url: "https://kiosk.example",
      terms: "Test certificate without any value.")
    // id-RI-ECDH-SHA-256; nobody needs the private half.
    let sectorKey = CVCertificateWriter.publicKey(
      try CurvePrivateKey(on: curve, chance: chance).publicPoint, algorithm: "0.4.0.127.0.7.2.2.5.2.3",
      isWhole: true)
    let hash = PKISignature.hash(for: curve)
    let terminal = CVCertificateWriter(
      authority: verifierName, holder: terminalName, key: terminalKey.publicPoint, role: .terminal,
      rights: rights, from: day + (isExpired ? -110 : -1), until: day + (isExpired ? -20 : 90),
      extensions: [
        CVDescription.hashExtension(description, hash), CVDescription.sectorExtension(sectorKey, hash),
      ])

    let documents = try DocumentPKI.make(
      chance: chance, on: day, name: name, spellsOutCurves: spellsOutCurves)
    return TestPKI(
      root: Member(certificate: try root.signed(by: rootKey), key: rootKey),
      link: Member(certificate: try link.signed(by: rootKey), key: linkKey),
      verifier: Member(certificate: try verifier.signed(by: linkKey), key: verifierKey),
      terminal: Member(certificate: try terminal.signed(by: verifierKey), key: terminalKey),
      terminalDescription: description, sectorKey: sectorKey,
      authority: documents.authority, signer: documents.signer, masterList: documents.masterList)
  }

  /// CMS SignedData by the document signer, its certificate inside. `contentType` is dotted: 0.4.0.127.0.7.3.2.1 makes
  /// an EF.CardSecurity. The same content gives the same bytes.
  public func signedData(content: [UInt8], contentType: String) throws(CryptoError) -> [UInt8] {
    try SignedDataWriter(certificate: signer.certificate, key: signer.key)
      .signed(content, contentType: contentType)
  }

  /// EF.SOD, tag 77, over data groups as they lie in their files; the key is the number of the data group.
  public func securityObject(
    dataGroups: [Int: [UInt8]], hash: HashAlgorithm = .sha256
  ) throws(CryptoError) -> [UInt8] {
    let hashes = dataGroups.keys.sorted().map { number in
      PKIDER.sequence(
        PKIDER.integer(UInt8(number)), PKIDER.octets(hash.digest(of: dataGroups[number] ?? [])))
    }
    let list = PKIDER.sequence(
      PKIDER.integer(0), PKISignature.hashAlgorithm(hash), PKIDER.sequence(of: hashes))
    return PKIDER.tlv([0x77], try signedData(content: list, contentType: "2.23.136.1.1.1"))
  }

  /// Five letters and digits, so that the references of two PKIs differ.
  private static func randomName(_ chance: Chance) throws(CryptoError) -> String {
    let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    let random = try chance(5)
    return random.withSpan { bytes in
      String(bytes.indices.map { alphabet[Int(bytes[$0]) % alphabet.count] })
    }
  }
}

/// The X.509 half.
struct DocumentPKI {
  var authority: TestPKI.Member
  var signer: TestPKI.Member
  var masterList: [UInt8]

  static func make(
    chance: Chance, on day: CivilDay, name: String, spellsOutCurves: Bool
  ) throws(CryptoError) -> DocumentPKI {
    func serial() throws(CryptoError) -> [UInt8] {
      // Positive, and never with a zero in front.
      [0x40] + (try chance(8)).withSpan { bytes in bytes.indices.map { bytes[$0] } }
    }
    let authorityName = X509Writer.name("Test CSCA \(name)")
    let authorityKey = try CurvePrivateKey(on: .brainpoolP384r1, chance: chance)
    let authority = try X509Writer(
      kind: .authority, serial: serial(), issuer: authorityName, subject: authorityName,
      key: authorityKey.publicPoint, issuerKey: authorityKey.publicPoint, from: day + -365,
      until: day + 15 * 365, spellsOutCurve: spellsOutCurves
    ).signed(by: authorityKey)

    func member(_ kind: X509Writer.Kind, _ commonName: String, _ days: Int) throws(CryptoError)
      -> TestPKI.Member
    {
      let key = try CurvePrivateKey(on: .brainpoolP256r1, chance: chance)
      let certificate = try X509Writer(
        kind: kind, serial: serial(), issuer: authorityName, subject: X509Writer.name(commonName),
        key: key.publicPoint, issuerKey: authorityKey.publicPoint, from: day + -90, until: day + days,
        spellsOutCurve: spellsOutCurves
      ).signed(by: authorityKey)
      return TestPKI.Member(certificate: certificate, key: key)
    }
    let signer = try member(.documentSigner, "Test Document Signer \(name)", 11 * 365)
    let listSigner = try member(.masterListSigner, "Test Master List Signer \(name)", 2 * 365)
    // CscaMasterList (ICAO 9303 part 12, 9): version 0 and the set of certificates.
    let list = PKIDER.sequence(PKIDER.integer(0), PKIDER.set(of: [authority]))
    let masterList = try SignedDataWriter(
      certificate: listSigner.certificate, key: listSigner.key, others: [authority], signedOn: day
    ).signed(list, contentType: "2.23.136.1.1.2")
    return DocumentPKI(
      authority: TestPKI.Member(certificate: authority, key: authorityKey), signer: signer,
      masterList: masterList)
  }
}

// The test PKI from inside: signatures under the right keys, rights and days as asked for, files that read back. What
// other people's tools say about its files, ProcessTests asks.

import Crypto
import Foundation
import Handover
import Secrets
import Testing

@testable import Simulators

@Suite struct TestPKITests {
  static let day = CivilDay(number: 20_778)

  static func pki(
    seed: UInt64 = 1, rights: PKIRights = .town, isExpired: Bool = false, spellsOutCurves: Bool = false
  ) throws -> TestPKI {
    try TestPKI.make(
      chance: SeededChance(seed: seed, purpose: "pki").bytes, on: day, rights: rights, isExpired: isExpired,
      spellsOutCurves: spellsOutCurves)
  }

  /// Data objects of a value, by tag in hexadecimal digits; two-byte tags as CV certificates have them.
  static func objects(_ value: [UInt8]) throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    var rest = value[...]
    while let first = rest.popFirst() {
      var tag = [first]
      if first & 0x1F == 0x1F, let second = rest.popFirst() { tag.append(second) }
      let length = rest.popFirst()
      var count = Int(try #require(length))
      if count >= 0x80 {
        let digits = count & 0x7F
        count = rest.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(digits)
      }
      try #require(rest.count >= count)
      found[Hex.encode(tag)] = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return found
  }

  /// Body and signature of a CV certificate, and the body as it was signed.
  static func open(
    _ certificate: [UInt8]
  ) throws -> (body: [String: [UInt8]], signed: [UInt8], signature: [UInt8]) {
    let outer = try #require(try objects(certificate)["7f21"])
    let parts = try objects(outer)
    let signature = try #require(parts["5f37"])
    let body = try #require(parts["7f4e"])
    return (try objects(body), Array(outer.dropLast(signature.count + 3)), signature)
  }

  static func isSigned(_ certificate: [UInt8], by key: CurvePrivateKey) throws -> Bool {
    let (_, signed, signature) = try open(certificate)
    return key.publicPoint.verify(
      signature: signature, digest: HashAlgorithm.sha256.digest(of: signed))
  }

  @Test("CV certificates form one chain: root, link, document verifier, terminal (TR-03110 part 3, 2.4)")
  func chain() throws {
    let pki = try Self.pki()
    #expect(try Self.isSigned(pki.root.certificate, by: pki.root.key))
    #expect(try Self.isSigned(pki.link.certificate, by: pki.root.key))
    #expect(try Self.isSigned(pki.verifier.certificate, by: pki.link.key))
    #expect(try Self.isSigned(pki.terminal.certificate, by: pki.verifier.key))
    #expect(!(try Self.isSigned(pki.verifier.certificate, by: pki.root.key)))
    var holder = try Self.open(pki.root.certificate).body["42"]
    for member in [pki.root, pki.link, pki.verifier, pki.terminal] {
      let body = try Self.open(member.certificate).body
      #expect(body["42"] == holder)
      holder = body["5f20"]
      #expect((holder?.count ?? 0) == 16)
      #expect(body["5f29"] == [0])
      let key = try Self.objects(try #require(body["7f49"]))
      #expect(key["86"] == member.key.publicPoint.bytes)
      // id-TA-ECDSA-SHA-256, 0.4.0.127.0.7.2.2.2.2.3
      #expect(key["06"] == Hex.decode("04007f00070202020203"))
    }
  }

  @Test("Only certificates of a root spell out the curve (TR-03110 part 3, D.3.3)") func domainParameters()
    throws
  {
    let pki = try Self.pki()
    for member in [pki.root, pki.link] {
      let key = try Self.objects(try #require(try Self.open(member.certificate).body["7f49"]))
      let parameters = DomainParameters(
        prime: try #require(key["81"]), a: try #require(key["82"]), b: try #require(key["83"]),
        generator: try #require(key["84"]), order: try #require(key["85"]), cofactor: try #require(key["87"]))
      #expect(EllipticCurve(domainParameters: parameters) == .brainpoolP256r1)
    }
    for member in [pki.verifier, pki.terminal] {
      let key = try Self.objects(try #require(try Self.open(member.certificate).body["7f49"]))
      #expect(key.keys.sorted() == ["06", "86"])
    }
  }

  @Test("Rights and roles stand in the template (TR-03110 part 4, 2.2.3)") func rights() throws {
    func template(_ member: TestPKI.Member) throws -> [UInt8]? {
      try Self.objects(try #require(try Self.open(member.certificate).body["7f4c"]))["53"]
    }
    let pki = try Self.pki(rights: [.read(4), .read(17), .ageVerification, .write(17), .write(22)])
    #expect(try template(pki.root)?.first.map { $0 >> 6 } == 3)
    #expect(try template(pki.link)?.first.map { $0 >> 6 } == 3)
    #expect(try template(pki.verifier)?.first.map { $0 >> 6 } == 2)
    #expect(try template(pki.terminal) == [0x21, 0x01, 0x00, 0x08, 0x01])
    #expect(try template(Self.pki(rights: []).terminal) == [0, 0, 0, 0, 0])

    #expect(
      PKIRights(list: "dg4,dg17,age,write-dg17,write-dg22")?.template(role: 0) == [0x21, 0x01, 0, 8, 1])
    #expect(PKIRights(list: "dg1-dg3") == [.read(1), .read(2), .read(3)])
    #expect(PKIRights(list: "none") == [])
    #expect(PKIRights(list: "town") == .town)
    #expect(PKIRights(list: "all") == .all)
    for wrong in ["", "dg0", "dg23", "dg3-dg1", "dg1-", "dg1,", "town,dg1", "DG1", "read", "dg1-dg23", "4"] {
      #expect(PKIRights(list: wrong) == nil, "\(wrong)")
    }
    #expect(!PKIRights.town.contains(.privilegedTerminal))
    #expect(!PKIRights.town.contains(.read(14)))
  }

  @Test("A terminal's certificate can have expired before the others began") func days() throws {
    func days(_ member: TestPKI.Member) throws -> [String] {
      let body = try Self.open(member.certificate).body
      return ["5f25", "5f24"].map { tag in (body[tag] ?? []).map(String.init).joined() }
    }
    #expect(Self.day.description == "2026-11-21")
    #expect(try days(Self.pki().terminal) == ["261120", "270219"])
    let expired = try Self.pki(isExpired: true)
    #expect(try days(expired.terminal) == ["260803", "261101"])
    // The card's clock follows the verifier's certificate, and knows then that the terminal's is over.
    #expect(try days(expired.verifier)[0] == "261111")
  }

  @Test("The same seed makes the same files, another one other names and keys") func seeds() throws {
    let first = try Self.pki()
    let again = try Self.pki()
    let other = try Self.pki(seed: 2)
    #expect(first.terminal.certificate == again.terminal.certificate)
    #expect(first.masterList == again.masterList)
    #expect(
      try first.securityObject(dataGroups: [1: [1]]) == again.securityObject(dataGroups: [1: [1]]))
    #expect(first.root.certificate != other.root.certificate)
    let names = try [first, other].map { try Self.open($0.root.certificate).body["5f20"] }
    #expect(names[0] != names[1])
  }

  @Test("A directory reads back; keys are for their owner alone") func files() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("kiosk-pki-\(getpid())")
      .path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let pki = try Self.pki()
    try Self.pki(seed: 9).write(to: directory)
    try pki.write(to: directory)
    let back = try TestPKI.load(directory)
    for (one, two) in [
      (pki.root, back.root), (pki.link, back.link), (pki.verifier, back.verifier),
      (pki.terminal, back.terminal), (pki.authority, back.authority), (pki.signer, back.signer),
    ] {
      #expect(one.certificate == two.certificate)
      #expect(one.key.scalar == two.key.scalar)
    }
    #expect(back.masterList == pki.masterList)
    #expect(try back.securityObject(dataGroups: [1: [1]]) == pki.securityObject(dataGroups: [1: [1]]))
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")[.posixPermissions]
      #expect((mode as? NSNumber)?.intValue == (name.hasSuffix(".key") ? 0o600 : 0o644), "\(name)")
    }
    #expect(throws: TestPKIError.self) { try TestPKI.load(directory + "/missing") }
    #expect(throws: TestPKIError.self) { try pki.write(to: directory + "/missing/deeper") }
  }
}

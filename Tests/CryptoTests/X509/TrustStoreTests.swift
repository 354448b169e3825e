// The trust store: master lists, pinned signers, directories, dates.

import Foundation
import Testing

@testable import Crypto

@Suite("Trust store")
struct TrustStoreTests {
  private func day(_ year: Int, _ month: Int = 1, _ day: Int = 1) -> CivilDate {
    CivilDate(year: year, month: month, day: day)!
  }

  @Test("A certificate's fields")
  func fields() throws {
    let authority = try PassportFiles.certificate("csca-curve")
    let signer = try PassportFiles.certificate("ds-explicit")
    #expect(authority.isAuthority && !signer.isAuthority)
    #expect(signer.issuer == authority.subject && authority.issuer == authority.subject)
    #expect(signer.authorityKeyIdentifier == authority.subjectKeyIdentifier)
    #expect(signer.notBefore == day(2020, 6, 1) && signer.notAfter == day(2099, 12, 31))
    #expect(authority.signsFrom == day(2020) && authority.signsUntil == day(2040))
    guard case .curve(let point) = signer.publicKey else {
      Issue.record("not a curve")
      return
    }
    #expect(point.curve == .brainpoolP256r1)
    guard case .rsa(_, 2048) = try PassportFiles.certificate("ds-rsa").publicKey else {
      Issue.record("not RSA")
      return
    }
  }

  @Test("Curve parameters that are nearly a known curve's are refused")
  func parameters() throws {
    let bytes = PassportFiles.file("ds-explicit")
    let b = EllipticCurve.brainpoolP256r1.domainParameters.b
    let place = try #require(bytes.firstRange(of: b))
    var changed = bytes
    changed[place.lowerBound] ^= 1
    #expect(throws: X509Fault.algorithm("curve parameters that are no known curve's")) {
      try X509Certificate(der: changed)
    }
  }

  @Test("A master list: trusted authorities, a signed day, a pinned signer or its authority")
  func masterList() throws {
    let bytes = PassportFiles.file("master-list")
    let store = try TrustStore.masterList(bytes, fileDay: day(2000), at: PassportFiles.day)
    #expect(store.authorities.count == 2)
    #expect(store.dateSource == .signed)
    #expect(store.date > day(2026, 11, 1))
    #expect(store.unreadableCount == 0)
    for pinned in ["mls", "csca-curve"] {
      let certificate = try PassportFiles.certificate(pinned)
      #expect(
        try TrustStore.masterList(bytes, pinned: certificate, fileDay: day(2000), at: PassportFiles.day)
          .authorities.count == 2)
    }
    for pinned in ["ds-explicit", "csca-other", "csca-rsa"] {
      let certificate = try PassportFiles.certificate(pinned)
      #expect(throws: X509Fault.rights) {
        try TrustStore.masterList(bytes, pinned: certificate, fileDay: day(2000), at: PassportFiles.day)
      }
    }
    #expect(throws: X509Fault.rights) {
      try TrustStore.masterList(
        PassportFiles.file("master-list-by-document-signer"), fileDay: day(2000), at: PassportFiles.day)
    }
    var changed = bytes
    let place = try #require(bytes.firstRange(of: PassportFiles.file("csca-rsa")))
    changed[place.upperBound - 1] ^= 1
    #expect(throws: X509Fault.digest) {
      try TrustStore.masterList(changed, fileDay: day(2000), at: PassportFiles.day)
    }
    #expect(throws: X509Fault.contentType) {
      try TrustStore.masterList(PassportFiles.file("sod-explicit"), fileDay: day(2000), at: PassportFiles.day)
    }
  }

  @Test("The collection's age in days")
  func age() throws {
    let store = TrustStore(authorities: [], date: day(2026, 1, 1))
    #expect(store.ageDays(at: day(2026, 4, 1)) == 90)
    #expect(store.isOlder(thanDays: 90, at: day(2026, 4, 2)))
    #expect(!store.isOlder(thanDays: 90, at: day(2026, 4, 1)))
    #expect(store.ageDays(at: day(2025)) == 0)
    for number in stride(from: -20_000, to: 80_000, by: 97) {
      #expect(CivilDate(number: number)?.number == number)
    }
    #expect(day(1970).number == 0 && day(2000, 2, 29).number == 11_016)
  }

  @Test("On disk: a list, a directory of DER, PEM and revocation lists, and what cannot be read")
  func disk() throws {
    let manager = FileManager.default
    let root = manager.temporaryDirectory.appending(
      path: "trust-\(ProcessInfo.processInfo.processIdentifier)"
    ).path
    try manager.createDirectory(atPath: root + "/certificates", withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: root) }
    func write(_ bytes: [UInt8], _ name: String) {
      _ = manager.createFile(atPath: root + "/" + name, contents: Data(bytes))
    }
    write(PassportFiles.file("master-list"), "list.ml")
    #expect(try TrustStore.load(path: root + "/list.ml", at: PassportFiles.day).authorities.count == 2)

    let directory = root + "/certificates"
    #expect(throws: TrustFileFault.empty(path: directory)) {
      try TrustStore.load(path: directory, at: PassportFiles.day)
    }
    write(PassportFiles.file("csca-curve"), "certificates/a.der")
    let text =
      "text before\n-----BEGIN CERTIFICATE-----\n"
      + Data(PassportFiles.file("csca-rsa")).base64EncodedString(options: .lineLength64Characters)
      + "\n-----END CERTIFICATE-----\n"
    write(Array(text.utf8), "certificates/b.pem")
    write(PassportFiles.file("crl"), "certificates/c.crl")
    write([1], "certificates/.hidden")
    write([1], "certificates/READ.ME")
    write(PassportFiles.file("ds-explicit"), "certificates/signer.der")
    let store = try TrustStore.load(path: directory, at: PassportFiles.day)
    #expect(store.authorities.count == 2 && store.revocationLists.count == 1 && store.dateSource == .file)
    write(PassportFiles.file("master-list"), "certificates/list.ml")
    #expect(try TrustStore.load(path: directory, at: PassportFiles.day).authorities.count == 4)
    let pinned = try PassportFiles.certificate("csca-other")
    #expect(throws: TrustFileFault.pinnedSigner(path: directory + "/list.ml")) {
      try TrustStore.load(path: directory, pinned: pinned, at: PassportFiles.day)
    }
    write([0x30, 0x03, 1], "certificates/d.der")
    #expect(throws: TrustFileFault.contents(path: directory + "/d.der", .malformed("certificate"))) {
      try TrustStore.load(path: directory, at: PassportFiles.day)
    }
    #expect(throws: TrustFileFault.unreadable(path: root + "/none", errno: ENOENT)) {
      try TrustStore.load(path: root + "/none", at: PassportFiles.day)
    }
  }

  @Test(
    "No change of a few bytes makes a reader trap: certificates, revocation lists, master lists, signed data")
  func anything() {
    var state: UInt64 = 7
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    for _ in 0..<600 {
      for name in ["ds-explicit", "csca-rsa", "crl", "master-list", "sod-pss"] {
        var bytes = PassportFiles.file(name)
        for _ in 0..<(1 + next() % 4) {
          let index = Int(next()) % bytes.count
          switch next() % 4 {
          case 0: bytes.remove(at: index)
          case 1: bytes.insert(UInt8(truncatingIfNeeded: next()), at: index)
          case 2: bytes[index] = [0, 0x30, 0x7F, 0x80, 0x84, 0xFF][Int(next() % 6)]
          default: bytes[index] = UInt8(truncatingIfNeeded: next())
          }
        }
        _ = try? X509Certificate(der: bytes)
        _ = try? X509RevocationList(der: bytes)
        _ = try? SignedData(bytes)
      }
    }
  }
}

// Security objects of passports: which are taken and which are refused, each with its own fault; changed and cut ones.
// Case ids of TR-03105-5.1 (passive authentication of inspection systems) and ICAO 9303-11 section 5.1.

import Crypto
import Testing

@Suite("Signed data of travel documents")
struct SignedDataTests {
  static let security = "2.23.136.1.1.1"

  private func verify(
    _ name: String, revocation: Bool = false, at day: CivilDate = PassportFiles.day
  ) throws -> SignedData.Verified {
    try SignedData.verify(
      PassportFiles.file(name), contentType: Self.security,
      trust: try PassportFiles.trust(revocation: revocation),
      at: day)
  }

  private func fault(_ bytes: [UInt8], revocation: Bool = false, at day: CivilDate = PassportFiles.day)
    -> X509Fault?
  {
    do {
      _ = try SignedData.verify(
        bytes, contentType: Self.security, trust: try PassportFiles.trust(revocation: revocation), at: day)
      return nil
    } catch { return error as? X509Fault }
  }

  @Test(
    "PA: curves by name and spelled out, RSA with both paddings, signer by number or key identifier",
    arguments: ["sod-explicit", "sod-384", "sod-rsa", "sod-pss", "sod-keyid"])
  func good(_ name: String) throws {
    let verified = try verify(name)
    #expect(verified.content.first == 0x30)
    #expect(verified.authority.isAuthority)
    #expect(verified.signer.subject != verified.authority.subject)
  }

  @Test(
    "PA: each kind of wrong signer, chain and algorithm has its fault",
    arguments: [
      ("sod-sha1", X509Fault.algorithm("SHA-1")),
      ("sod-ds-sha1", .algorithm("the signature of a certificate")),
      ("sod-short", .algorithm("RSA with 1024 bits")), ("sod-expired", .expired),
      ("sod-future", .notYetValid),
      ("sod-other", .unknownIssuer), ("sod-authority", .rights), ("sod-strange", .rights),
      ("sod-mls", .rights),
      ("sod-no-certificate", .unknownSigner), ("sod-wrong-type", .contentType),
      ("sod-no-attributes", .malformed("signed data: signed attributes")),
      ("sod-two-signers", .malformed("signed data: more than one signer")),
    ])
  func bad(_ name: String, _ expected: X509Fault) {
    #expect(fault(PassportFiles.file(name)) == expected)
  }

  @Test("PA: days of the signer, of the authority, and of the authority's private key")
  func days() throws {
    func day(_ year: Int) -> CivilDate { CivilDate(year: year, month: 7, day: 1)! }
    #expect(fault(PassportFiles.file("sod-expired"), at: day(2024)) == nil)
    #expect(fault(PassportFiles.file("sod-future"), at: day(2040)) == nil)
    // Issued in 2045, when the authority's key had not been allowed to sign since 2040.
    #expect(fault(PassportFiles.file("sod-late"), at: day(2046)) == .expired)
    #expect(fault(PassportFiles.file("sod-explicit"), at: day(2019)) == .notYetValid)
    #expect(fault(PassportFiles.file("sod-explicit"), at: day(2100)) == .expired)
  }

  @Test("PA: a revoked signer, by the authority's own list alone")
  func revoked() throws {
    #expect(fault(PassportFiles.file("sod-revoked")) == nil)
    #expect(fault(PassportFiles.file("sod-revoked"), revocation: true) == .revoked)
    #expect(fault(PassportFiles.file("sod-explicit"), revocation: true) == nil)
    // A list that was changed is nobody's list.
    var bytes = PassportFiles.file("crl")
    bytes[bytes.count - 1] ^= 1
    let list = try X509RevocationList(der: bytes)
    let trust = TrustStore(
      authorities: [try PassportFiles.certificate("csca-curve")], date: PassportFiles.day,
      revocationLists: [list])
    let verified = try? SignedData.verify(
      PassportFiles.file("sod-revoked"), contentType: Self.security, trust: trust, at: PassportFiles.day)
    #expect(verified != nil)
  }

  @Test("PA: content that was changed is found by its digest, the rest by the signature or the structure")
  func everyByte() throws {
    let bytes = PassportFiles.file("sod-384")
    let content = try SignedData(bytes).content
    let place = try #require(bytes.firstRange(of: content))
    for index in place.lowerBound..<place.upperBound {
      var changed = bytes
      changed[index] ^= 0x01
      #expect(fault(changed) == .digest)
    }
    // Any other byte: never taken, unless nothing depends on it: version numbers, the list of digests that CMS keeps
    // for readers in a hurry, and the issuer's name beside the signer's number, which picks among certificates only.
    var taken = 0
    for index in stride(from: 0, to: bytes.count, by: 3) {
      var changed = bytes
      changed[index] ^= 0x10
      if fault(changed) == nil { taken += 1 }
    }
    #expect(taken < 30)
  }

  @Test("A file cut at any place is malformed, never taken and never a trap")
  func cut() {
    let bytes = PassportFiles.file("sod-explicit")
    for count in 0..<bytes.count {
      guard case .malformed? = fault(Array(bytes[..<count])) else {
        Issue.record("cut at \(count)")
        return
      }
    }
    #expect(fault(bytes + [0]) == .malformed("signed data"))
  }

  @Test("The signature of another file over the same content does not hold")
  func exchanged() throws {
    var bytes = PassportFiles.file("sod-explicit")
    bytes[bytes.count - 1] ^= 1
    #expect(fault(bytes) == .signature)
  }
}

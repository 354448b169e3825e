// The documents' side of the test PKI against the product's own passive authentication: what the one writes byte by
// byte, the other reads by itself. OpenSSL's opinion stands in ProcessTests.

import Crypto
import Testing

@testable import Simulators

@Suite struct PKITrustTests {
  private let today = CivilDate(year: 2026, month: 11, day: 21)!

  private func trust(_ pki: TestPKI) throws -> TrustStore {
    try TrustStore.masterList(pki.masterList, fileDay: today, at: today)
  }

  private let securityType = "0.4.0.127.0.7.3.2.1"

  @Test(
    "The master list leads to EF.CardSecurity and EF.SOD, with named curves and with curves spelled out",
    arguments: [false, true])
  func chain(_ spellsOutCurves: Bool) throws {
    let pki = try TestPKITests.pki(spellsOutCurves: spellsOutCurves)
    let store = try trust(pki)
    #expect(store.authorities.count == 1)
    #expect(store.unreadableCount == 0)
    #expect(store.dateSource == .signed)
    #expect(store.date == today)

    let content = Array("any content".utf8)
    let signed = try pki.signedData(content: content, contentType: securityType)
    let verified = try SignedData.verify(signed, contentType: securityType, trust: store, at: today)
    #expect(verified.content == content)
    #expect(throws: X509Fault.self) {
      try SignedData.verify(signed, contentType: "2.23.136.1.1.1", trust: store, at: today)
    }

    let object = try pki.securityObject(dataGroups: [2: [2], 1: [1, 1], 14: []], hash: .sha384)
    #expect(object.first == 0x77)
    let inner = try #require(try TestPKITests.objects(object)["77"])
    let list = try SignedData.verify(inner, contentType: "2.23.136.1.1.1", trust: store, at: today).content
    for group: [UInt8] in [[1, 1], [2], []] {
      let hash = HashAlgorithm.sha384.digest(of: group)
      #expect(list.indices.contains { list[$0...].starts(with: hash) })
    }
  }

  @Test("Every byte of a signed file counts, and so does whose authority is trusted") func refused() throws {
    let pki = try TestPKITests.pki()
    let store = try trust(pki)
    let content = Array("any content".utf8)
    let signed = try pki.signedData(content: content, contentType: securityType)
    for index in stride(from: 0, to: signed.count, by: 7) {
      var damaged = signed
      damaged[index] ^= 1
      let verified = try? SignedData.verify(damaged, contentType: securityType, trust: store, at: today)
      #expect(verified == nil || verified?.content == content, "byte \(index)")
    }
    let foreign = try trust(TestPKITests.pki(seed: 2))
    #expect(throws: X509Fault.self) {
      try SignedData.verify(signed, contentType: securityType, trust: foreign, at: today)
    }
  }
}

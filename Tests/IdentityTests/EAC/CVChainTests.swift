// Chains: which certificates go to which card, and each fault found before anything goes there.

import Crypto
import Testing

@testable import Identity

@Suite("Chains of certificates (TR-03110-3 2.5 and 2.7; TR-03105-5.3 section 5.4)")
struct CVChainTests {
  private let today = date(2026, 6, 15)
  private let wanted = TerminalRights.read(DataGroup.holderAndAddress)

  private func bytes(_ name: String) -> [UInt8] { Array(name.utf8) }

  @Test(
    "a card that knows the new root gets DV and terminal; one that knows the old root gets the link before them"
  )
  func order() throws {
    let chain = try TestChain()
    let credentials = try chain.credentials()
    let new = try credentials.chain(for: [bytes("DETESTeID00002"), bytes("DETESTeID00001")])
    #expect(new.certificates.map(\.holder.description) == ["DEDVTOWN00001", "DETERMTOWN00001"])
    let old = try credentials.chain(for: [bytes("DETESTeID00001")])
    #expect(
      old.certificates.map(\.holder.description) == ["DETESTeID00002", "DEDVTOWN00001", "DETERMTOWN00001"])
    // The current authority first, though the previous one would do with fewer certificates.
    let current = try credentials.chain(for: [bytes("DETESTeID00001"), bytes("DETESTeID00002")])
    #expect(current.authority.description == "DETESTeID00001")
    #expect(throws: CertificateFault.unknownIssuer) { try credentials.chain(for: [bytes("DECVCAeID00104")]) }
    #expect(throws: CertificateFault.unknownIssuer) { try credentials.chain(for: []) }
  }

  @Test("a chain that is in order passes, at its first and its last day too")
  func good() throws {
    let credentials = try TestChain().credentials()
    for day in [date(2026, 1, 1), today, date(2026, 12, 31)] {
      try credentials.check(at: day, needing: wanted)
    }
  }

  @Test("expired and not yet valid, for terminal and DV")
  func dates() throws {
    let credentials = try TestChain().credentials()
    #expect(throws: CertificateFault.expired) { try credentials.check(at: date(2027, 1, 1), needing: wanted) }
    #expect(throws: CertificateFault.notYetValid) {
      try credentials.check(at: date(2025, 12, 31), needing: wanted)
    }
    var chain = try TestChain()
    chain.verifierWish.expiration = [2, 6, 0, 6, 1, 4]
    #expect(throws: CertificateFault.expired) { try chain.credentials().check(at: today, needing: wanted) }
  }

  @Test("a root and a link that have run out do no harm: cards take links after their end")
  func oldRoot() throws {
    var chain = try TestChain()
    chain.rootWish.expiration = [2, 6, 0, 1, 0, 2]
    chain.linkWish.expiration = [2, 6, 0, 1, 0, 3]
    try chain.credentials().check(at: today, needing: wanted)
  }

  @Test("rights: the whole chain has to carry them", arguments: ["root", "link", "verifier", "terminal"])
  func rights(_ place: String) throws {
    var chain = try TestChain()
    let less = TerminalRights(rawValue: .max).subtracting(.read(.placeOfResidence)).rawValue
    switch place {
    case "root": chain.rootWish.rights &= less
    case "link": chain.linkWish.rights &= less
    case "verifier": chain.verifierWish.rights &= less
    default: chain.terminalWish.rights &= less
    }
    let credentials = try chain.credentials()
    #expect(throws: CertificateFault.rights) { try credentials.check(at: today, needing: wanted) }
    try credentials.check(at: today, needing: .read([.familyName]))
  }

  @Test("rights: none at all is no right to anything")
  func rightless() throws {
    var chain = try TestChain()
    chain.terminalWish.rights = 0
    let credentials = try chain.credentials()
    #expect(throws: CertificateFault.rights) { try credentials.check(at: today, needing: wanted) }
  }

  @Test("a key that is not the certificate's (and another certificate's key) is found")
  func key() throws {
    let chain = try TestChain()
    let right = try chain.credentials()
    let wrong = TerminalCredentials(
      certificate: right.certificate, issuers: right.issuers, key: LocalTerminalKey(chain.verifier.key))
    #expect(throws: CertificateFault.key) { try wrong.check(at: today, needing: wanted) }
  }

  @Test("a terminal certificate that another authority's DV of the same name signed has a wrong signature")
  func foreign() throws {
    let chain = try TestChain()
    let other = try TestChain(seed: 50)
    let mixed = TerminalCredentials(
      certificate: try other.terminalCertificate(), issuers: try chain.credentials().issuers,
      key: LocalTerminalKey(other.terminal.key))
    #expect(throws: CertificateFault.signature) { try mixed.check(at: today, needing: wanted) }
  }

  @Test("roles: a terminal signs nothing, a DV no DV, a CVCA no terminal; kinds do not mix (TS_TA_2.1.1)")
  func roles() throws {
    var verifierAsTerminal = try TestChain()
    verifierAsTerminal.verifierWish.role = 0
    #expect(throws: CertificateFault.rights) {
      try verifierAsTerminal.credentials().check(at: today, needing: [])
    }
    var terminalAsVerifier = try TestChain()
    terminalAsVerifier.terminalWish.role = 2
    #expect(throws: CertificateFault.rights) {
      try terminalAsVerifier.credentials().check(at: today, needing: [])
    }
    var inspection = try TestChain()
    inspection.terminalWish.kind = 1
    #expect(throws: CertificateFault.rights) { try inspection.credentials().check(at: today, needing: []) }
  }

  @Test("without the root here the card is the judge; what stands here is still checked")
  func noRoot() throws {
    let chain = try TestChain()
    let credentials = TerminalCredentials(
      certificate: try chain.terminalCertificate(), issuers: [try chain.verifierCertificate()],
      key: LocalTerminalKey(chain.terminal.key))
    try credentials.check(at: today, needing: wanted)
    #expect(throws: CertificateFault.expired) { try credentials.check(at: date(2027, 1, 1), needing: wanted) }
    #expect(try credentials.chain(for: [bytes("DETESTeID00002")]).certificates.count == 2)
  }

  @Test("certificates that sign each other in circles lead nowhere, and end")
  func circles() throws {
    var chain = try TestChain()
    chain.verifierWish.authority = "DEOTHER00001"
    let verifier = try chain.verifierCertificate()
    var other = chain.verifierWish
    other.authority = "DEDVTOWN00001"
    other.holder = "DEOTHER00001"
    let circle = try CVCertificate(chain.newRoot.certificate(other, subject: chain.verifier.key))
    let credentials = TerminalCredentials(
      certificate: try chain.terminalCertificate(), issuers: [verifier, circle],
      key: LocalTerminalKey(chain.terminal.key))
    #expect(throws: CertificateFault.unknownIssuer) { try credentials.check(at: today, needing: wanted) }
    #expect(throws: CertificateFault.unknownIssuer) { try credentials.chain(for: [bytes("DETESTeID00002")]) }
  }
}

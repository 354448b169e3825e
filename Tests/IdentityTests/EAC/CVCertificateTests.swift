// Card verifiable certificates: the worked example reads and verifies, and whatever a certificate may not be is refused.

import Crypto
import Secrets
import Testing

@testable import Identity

@Suite("Card verifiable certificates (TR-03110-3 C; TR-03105-5.3 section 4.1)")
struct CVCertificateTests {
  @Test(
    "the EAC worked example's chain reads: names, roles, rights, dates (CERT_CV_CVCA, CERT_CV_DV, CERT_CV_TERM)"
  )
  func workedExample() throws {
    let root = try CVCertificate(WorkedExample.rootCertificate)
    #expect(root.isSelfIssued)
    #expect(root.holder.description == "DECVCAAT00001")
    #expect(root.publicKey.curve == .brainpoolP512r1)
    #expect(root.publicKey.hash == .sha512)
    // The example's root has a template of one byte: it is an inspection system's, and its kind says so.
    #expect(root.authorization.kind == .inspectionSystem)
    #expect(root.authorization.role == .authority)
    #expect(root.effective == date(2010, 9, 30))
    #expect(root.expiration == date(2011, 9, 25))
    #expect(root.encoded == WorkedExample.rootCertificate)

    let verifier = try CVCertificate(WorkedExample.verifierCertificate)
    #expect(verifier.authority == root.holder)
    #expect(verifier.authorization.role == .domesticVerifier)
    #expect(verifier.publicKey.curve == nil)

    let terminal = try CVCertificate(WorkedExample.terminalCertificate)
    #expect(terminal.authority.description == "DETESTDVDE019")
    #expect(terminal.holder.description == "DETESTATDE019")
    #expect(terminal.authorization.role == .terminal)
    #expect(terminal.authorization.rights == [.canAllowed, .read(.documentType)])
    #expect(terminal.authorization.rights.names == ["CAN allowed", "Read Access: DG 1"])
    #expect(terminal.extensions.isEmpty)
  }

  @Test("the worked example's signatures hold: under the own key, then each under the one above")
  func signatures() throws {
    let root = try CVCertificate(WorkedExample.rootCertificate)
    let chain = CVChain(
      authority: root.holder,
      certificates: [
        try CVCertificate(WorkedExample.verifierCertificate),
        try CVCertificate(WorkedExample.terminalCertificate),
      ])
    try chain.checkSignatures(root: root)

    var damaged = WorkedExample.terminalCertificate
    damaged[damaged.count - 1] ^= 1
    let broken = CVChain(
      authority: root.holder, certificates: [chain.certificates[0], try CVCertificate(damaged)])
    #expect(throws: CertificateFault.signature) { try broken.checkSignatures(root: root) }
  }

  @Test("the certificate of a real service reads, extensions and all")
  func service() throws {
    let certificate = try CVCertificate(ServiceCertificate.bytes)
    #expect(certificate.encoded == ServiceCertificate.bytes)
    #expect(certificate.holder.description == "DE0000055000V1")
    #expect(certificate.expiration == date(2012, 1, 24))
    #expect(
      certificate.extensions.map(\.identifier.description) == [
        "0.4.0.127.0.7.3.1.3.2", "0.4.0.127.0.7.3.1.3.1",
      ])
    #expect(certificate.extensions.map { $0.objects.map(\.value.count) } == [[32], [32]])
    #expect(
      certificate.authorization.rights.isSuperset(of: .read([.familyName, .givenNames, .placeOfResidence])))
    #expect(certificate.authorization.rights.contains(.restrictedIdentification))
    #expect(!certificate.authorization.rights.contains(.canAllowed))
  }

  @Test("a certificate cut at any byte is none, and no byte is read behind it")
  func cuts() {
    for certificate in [WorkedExample.terminalCertificate, ServiceCertificate.bytes] {
      for count in 0..<certificate.count {
        #expect(throws: CertificateFault.malformed) { try CVCertificate(Array(certificate.prefix(count))) }
      }
      #expect(throws: CertificateFault.malformed) { try CVCertificate(certificate + [0]) }
    }
    #expect(throws: CertificateFault.malformed) {
      try CVCertificate([UInt8](repeating: 0x7F, count: CVCertificate.byteCountMax + 1))
    }
  }

  @Test("no changed byte of a body leaves the signature right")
  func changes() throws {
    let chain = try TestChain()
    let issuer = try chain.linkCertificate().publicKey.key(inheriting: nil)
    let bytes = try chain.verifierCertificate().encoded
    var readable = 0
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x10
      guard let certificate = try? CVCertificate(changed) else { continue }
      readable += 1
      #expect(throws: CertificateFault.signature) { try certificate.verify(under: issuer) }
    }
    #expect(readable > 100)
  }

  @Test("what a certificate may not be", arguments: Malformation.allCases)
  func malformed(_ malformation: Malformation) throws {
    let chain = try TestChain()
    var wish = chain.terminalWish
    malformation.apply(to: &wish)
    let issuer = chain.verifier
    if malformation == .none {
      _ = try CVCertificate(issuer.certificate(wish, subject: chain.terminal.key))
    } else {
      #expect(throws: CertificateFault.malformed) {
        try CVCertificate(issuer.certificate(wish, subject: chain.terminal.key))
      }
    }
  }

  enum Malformation: String, CaseIterable {
    case none, noSuchDay, digitAbove9, shortDate, endBeforeBeginning, shortName, longName, unprintableName,
      unknownKind
    case shortExtension

    func apply(to wish: inout CertificateWish) {
      switch self {
      case .none: break
      case .noSuchDay: wish.effective = [2, 6, 0, 2, 3, 0]
      case .digitAbove9: wish.effective = [2, 6, 0, 2, 0, 10]
      case .shortDate: wish.expiration = [2, 6, 1, 2, 3]
      case .endBeforeBeginning: wish.expiration = [2, 5, 1, 2, 3, 1]
      case .shortName: wish.holder = "DE0001"
      case .longName: wish.holder = "DE123456789012345"
      case .unprintableName: wish.holder = "DETEST\u{7}00001"
      case .unknownKind: wish.kind = 9
      case .shortExtension: wish.extensions = object([0x73], [])
      }
    }
  }

  @Test("a curve of one's own making is no curve: every parameter has to be a known curve's")
  func foreignCurve() throws {
    let chain = try TestChain()
    var wish = chain.rootWish
    wish.hasParameters = true
    let right = try chain.root.certificate(wish, subject: chain.root.key)
    let generator = chain.root.key.curve.generator.bytes
    let place = try #require(
      right.indices.first { Array(right[$0...].prefix(generator.count)) == generator })
    var wrong = right
    wrong[place + 40] ^= 1
    _ = try CVCertificate(right)
    #expect(throws: CertificateFault.malformed) { try CVCertificate(wrong) }
  }

  @Test("domain parameters without the cofactor are complete, without the order they are not")
  func parameters() throws {
    let issuer = try TestIssuer(3)
    let parameters = issuer.key.curve.domainParameters
    func key(_ parts: [[UInt8]]) throws -> CVPublicKey {
      let identifier = object([0x06], [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x02, 0x02, 0x03])
      return try CVPublicKey(TLV.parse(object([0x7F, 0x49], identifier + parts.flatMap { $0 })))
    }
    let head = [
      object([0x81], parameters.prime), object([0x82], parameters.a), object([0x83], parameters.b),
      object([0x84], parameters.generator),
    ]
    let order = object([0x85], parameters.order)
    let point = object([0x86], issuer.key.publicPoint.bytes)
    #expect(try key(head + [order, point]).curve == .brainpoolP256r1)
    #expect(try key(head + [order, point, object([0x87], [1])]).curve == .brainpoolP256r1)
    #expect(try key([point]).curve == nil)
    #expect(throws: TLVError.self) { try key(head + [point]) }
    #expect(throws: TLVError.self) { try key(head + [order, point, object([0x87], [2])]) }
    #expect(throws: TLVError.self) { try key(head + [order]) }
    #expect(throws: TLVError.self) { try key([point, point]) }
  }

  @Test("a key of another algorithm reads, and checks nothing")
  func otherAlgorithm() throws {
    let chain = try TestChain()
    var wish = chain.verifierWish
    // id-TA-RSA-v1-5-SHA-256
    wish.keyProtocol = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x02, 0x01, 0x02]
    let certificate = try CVCertificate(chain.newRoot.certificate(wish, subject: chain.verifier.key))
    #expect(certificate.publicKey.hash == nil)
    #expect(throws: CertificateFault.signature) {
      try certificate.publicKey.key(inheriting: .brainpoolP256r1)
    }
  }
}

@Suite("Rights of terminals (TR-03110-4 2.2.3.2)")
struct TerminalRightsTests {
  @Test("each data group has its bit, 8 for DG1 to 29 for DG22; writing runs down from 37")
  func bits() {
    for group in DataGroup.allCases {
      #expect(TerminalRights.read(group).rawValue == 1 << UInt64(group.rawValue + 7))
    }
    #expect(TerminalRights.write(.placeOfResidence).rawValue == 1 << 37)
    #expect(TerminalRights.write(.emailAddress).rawValue == 1 << 32)
    #expect(TerminalRights.write(.familyName).isEmpty)
  }

  @Test("a template is written as it was read, role and all")
  func templates() throws {
    let wanted = HolderAuthorization(role: .terminal, rights: [.read(.familyName), .ageVerification])
    #expect(wanted.template == [0x00, 0x00, 0x00, 0x10, 0x01])
    #expect(wanted.encoded.starts(with: [0x7F, 0x4C, 0x12, 0x06, 0x09]))
    #expect(try HolderAuthorization(TLV.parse(wanted.encoded)) == wanted)
    let authority = HolderAuthorization(
      kind: .inspectionSystem, role: .authority, rights: [.init(rawValue: 3)])
    #expect(authority.template == [0xC3])
    #expect(try HolderAuthorization(TLV.parse(authority.encoded)) == authority)
  }

  @Test("every bit has one name")
  func names() {
    let all = TerminalRights(rawValue: .max)
    #expect(all.names.count == 38)
    #expect(Set(all.names).count == 38)
    #expect(all.names[31] == "RFU 31")
  }
}

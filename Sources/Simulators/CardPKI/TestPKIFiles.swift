// The directory of a test PKI: certificates as cards and tools read them, keys as PKCS#8 in PEM that only the owner may
// read. Reading takes the keys through libcrypto, so that what was written is known to be readable elsewhere.

import Crypto
import Glibc
import Secrets

/// A directory that could not be written or read; the text says which file and why.
public struct TestPKIError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension TestPKI {
  /// The longest file that is read, in bytes.
  public static let fileByteCountMax = 65_536

  /// Makes the directory where it is missing, and replaces what an earlier PKI left in it.
  public func write(to directory: String) throws(TestPKIError) {
    guard unsafe mkdir(directory, 0o755) == 0 || errno == EEXIST else { throw Self.failure(directory) }
    for (name, member) in members {
      try Self.write(member.certificate, to: "\(directory)/\(name.certificate)", mode: 0o644)
      try Self.write(PKIPrivateKeyFile.pem(member.key), to: "\(directory)/\(name.key)", mode: 0o600)
    }
    for (name, bytes) in [
      ("masterlist.ml", masterList), ("terminal.desc", terminalDescription), ("sector.pub", sectorKey),
    ] {
      try Self.write(bytes, to: "\(directory)/\(name)", mode: 0o644)
    }
  }

  /// Reads what `write` wrote.
  public static func load(_ directory: String) throws(TestPKIError) -> TestPKI {
    func member(_ name: (certificate: String, key: String)) throws(TestPKIError) -> Member {
      let certificate = try read("\(directory)/\(name.certificate)")
      let path = "\(directory)/\(name.key)"
      let text = try Secret(read(path))
      do {
        return Member(certificate: certificate, key: try CurvePrivateKey(pem: text))
      } catch {
        throw TestPKIError("\(path): \(error.description)")
      }
    }
    return TestPKI(
      root: try member(rootNames), link: try member(linkNames), verifier: try member(verifierNames),
      terminal: try member(terminalNames),
      terminalDescription: try read("\(directory)/terminal.desc"),
      sectorKey: try read("\(directory)/sector.pub"),
      authority: try member(authorityNames), signer: try member(signerNames),
      masterList: try read("\(directory)/masterlist.ml"))
  }

  private static let rootNames = (certificate: "cvca.cvcert", key: "cvca.key")
  private static let linkNames = (certificate: "cvca-link.cvcert", key: "cvca-link.key")
  private static let verifierNames = (certificate: "dv.cvcert", key: "dv.key")
  private static let terminalNames = (certificate: "terminal.cvcert", key: "terminal.key")
  private static let authorityNames = (certificate: "csca.der", key: "csca.key")
  private static let signerNames = (certificate: "ds.der", key: "ds.key")

  private var members: [(name: (certificate: String, key: String), member: Member)] {
    [
      (Self.rootNames, root), (Self.linkNames, link), (Self.verifierNames, verifier),
      (Self.terminalNames, terminal), (Self.authorityNames, authority), (Self.signerNames, signer),
    ]
  }

  private static func failure(_ path: String) -> TestPKIError {
    TestPKIError("\(path): \(unsafe String(cString: strerror(errno)))")
  }

  private static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(TestPKIError) {
    // A new file each time: one that was there keeps its mode when it is only cut.
    guard unsafe unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes {
        unsafe Glibc.write(file, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw failure(path) }
      written += count
    }
  }

  private static func read(_ path: String) throws(TestPKIError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: fileByteCountMax)
    var filled = 0
    while filled < bytes.count {
      let count = unsafe bytes[filled...].withUnsafeMutableBytes {
        unsafe Glibc.read(file, $0.baseAddress, $0.count)
      }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { break }
      filled += count
    }
    guard filled < bytes.count else { throw TestPKIError("\(path): longer than any file of a test PKI") }
    return Array(bytes[..<filled])
  }
}

/// PKCS#8 (RFC 5208) around an RFC 5915 key with the curve's name, in PEM.
enum PKIPrivateKeyFile {
  static func pem(_ key: CurvePrivateKey) -> [UInt8] {
    let number = key.scalar.withSpan { bytes in bytes.indices.map { bytes[$0] } }
    let inner = PKIDER.sequence(
      PKIDER.integer(1), PKIDER.octets(number), PKIDER.context(1, PKIDER.bits(key.publicPoint.bytes)))
    let outer = PKIDER.sequence(
      PKIDER.integer(0),
      PKIDER.sequence(
        PKIDER.objectIdentifier("1.2.840.10045.2.1"), PKIDER.objectIdentifier(key.curve.objectIdentifier)),
      PKIDER.octets(inner))
    var text = "-----BEGIN PRIVATE KEY-----\n"
    let letters = base64(outer)
    for start in stride(from: 0, to: letters.count, by: 64) {
      text += letters[start..<min(start + 64, letters.count)] + "\n"
    }
    return Array((text + "-----END PRIVATE KEY-----\n").utf8)
  }

  private static func base64(_ bytes: [UInt8]) -> [Character] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var letters: [Character] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[start + $1]) : 0) }
      for place in 0..<4 {
        letters.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return letters
  }
}

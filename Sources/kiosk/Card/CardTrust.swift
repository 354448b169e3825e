// Whom a run believes, from the directory of `--terminal`: its CSCA, and whether that is a test PKI's. Contents of data
// groups are printed for cards of a test PKI only; a technician's command must not become a way to read people.

import Crypto
import Glibc
import Identity
import Secrets

struct CardTrust {
  let store: TrustStore
  /// Every authority of the directory is one of a test PKI.
  let isTestPKI: Bool

  /// Reads `csca.der`, or `masterlist.ml` where there is none.
  ///
  /// An authority counts as a test's if its name says so (`simulate pki` calls it "Test CSCA …") or if its private key
  /// lies beside it, which no state's key ever does.
  init(directory: String, today: CivilDate) throws(CardCommandFailure) {
    let path = "\(directory)/csca.der"
    if let bytes = Self.read(path, X509Certificate.byteCountMax) {
      let authority: X509Certificate
      do { authority = try X509Certificate(der: bytes) } catch {
        throw CardCommandFailure(.terminalDirectory("\(path): \(error)"))
      }
      store = TrustStore(authorities: [authority], date: today)
      isTestPKI = Self.isNamedTest(authority) || Self.holdsKey(of: authority, "\(directory)/csca.key")
      return
    }
    do throws(TrustFileFault) {
      store = try TrustStore.load(path: "\(directory)/masterlist.ml", at: today)
    } catch {
      throw CardCommandFailure(.terminalDirectory(error.description))
    }
    isTestPKI = store.authorities.allSatisfy(Self.isNamedTest)
  }

  /// The whole word stands in a value of the subject's name, in any writing: "Attestation" is none.
  private static func isNamedTest(_ authority: X509Certificate) -> Bool {
    guard let name = try? TLV.parse(authority.subject), let sets = try? name.children() else { return false }
    let values = sets.flatMap { set -> [TLV] in
      let pairs = (try? set.children()) ?? []
      return pairs.compactMap { pair in (try? pair.children())?.dropFirst().first }
    }
    return values.contains { value in
      String(decoding: value.value, as: UTF8.self).lowercased()
        .split(whereSeparator: { !$0.isLetter && !$0.isNumber }).contains("test")
    }
  }

  private static func holdsKey(of authority: X509Certificate, _ path: String) -> Bool {
    guard let bytes = read(path, CurvePrivateKey.pemByteCountMax),
      let key = try? CurvePrivateKey(pem: Secret(bytes))
    else { return false }
    // The point stands in the certificate as it is.
    let point = key.publicPoint.bytes
    return authority.der.indices.contains { authority.der[$0...].starts(with: point) }
  }

  private static func read(_ path: String, _ byteCountMax: Int) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: byteCountMax + 1)
    var filled = 0
    while filled < bytes.count {
      let count = unsafe bytes[filled...].withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      filled += count
    }
    return filled <= byteCountMax && filled > 0 ? Array(bytes[..<filled]) : nil
  }
}

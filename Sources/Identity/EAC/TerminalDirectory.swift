// The directory with a terminal's certificates and key, as `kiosk simulate pki` lays it out and an authority's own
// tools can: terminal.cvcert, terminal.key, terminal.desc if there is one, and any other
// *.cvcert as a certificate above. Read when a run begins, so
// that a certificate that was renewed counts at once.

import Crypto
import Glibc
import Secrets

/// A directory that holds no usable terminal; the text says which file and what to do.
public enum TerminalDirectoryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A file or the directory cannot be read; path and value of `errno`.
  case unreadable(String, Int32)
  /// A file is longer than any of its kind.
  case tooLong(String)
  /// A certificate is none.
  case certificate(String)
  /// The key is none; what is wrong with it.
  case key(String, CryptoError)

  public var description: String {
    switch self {
    case .unreadable(let path, let code):
      "\(path): \(unsafe String(cString: strerror(code))): name a directory with terminal.cvcert, terminal.key, dv.cvcert"
    case .tooLong(let path): "\(path): longer than any certificate or key"
    case .certificate(let path): "\(path): not a card verifiable certificate (7F21…)"
    case .key(let path, let error): "\(path): \(error.description)"
    }
  }

  /// The same as a card's error, for a run that was to use the terminal.
  public var cardError: CardError {
    switch self {
    case .key: .certificate(.key)
    case .unreadable, .tooLong, .certificate: .certificate(.malformed)
    }
  }
}

extension TerminalCredentials {
  /// The most certificates above the terminal's that are read.
  public static let issuerCountMax = 16
  /// The longest certificate description in bytes that EXECUTE_PACE takes.
  public static let descriptionByteCountMax = 0xF000

  /// Reads `directory`. Whether what stands there is valid, `check(at:needing:)` says.
  public init(directory: String) throws(TerminalDirectoryError) {
    let certificate = try Self.certificate("\(directory)/terminal.cvcert")
    var issuers: [CVCertificate] = []
    for name in try Self.certificateNames(in: directory) where name != "terminal.cvcert" {
      issuers.append(try Self.certificate("\(directory)/\(name)"))
    }
    let path = "\(directory)/terminal.key"
    let text = try Self.file(path, byteCountMax: CurvePrivateKey.pemByteCountMax)
    let key: CurvePrivateKey
    do { key = try CurvePrivateKey(pem: text) } catch { throw .key(path, error) }
    self.init(
      certificate: certificate, issuers: issuers, key: LocalTerminalKey(key),
      description: try Self.certificateDescription("\(directory)/terminal.desc"))
  }

  /// The certificate description; empty where there is none, since only readers with a display want it.
  private static func certificateDescription(_ path: String) throws(TerminalDirectoryError) -> [UInt8] {
    do throws(TerminalDirectoryError) {
      return try bytes(of: path, byteCountMax: descriptionByteCountMax)
    } catch .unreadable(_, ENOENT) {
      return []
    } catch {
      throw error
    }
  }

  private static func certificate(_ path: String) throws(TerminalDirectoryError) -> CVCertificate {
    let bytes = try bytes(of: path, byteCountMax: CVCertificate.byteCountMax)
    do { return try CVCertificate(bytes) } catch { throw .certificate(path) }
  }

  /// Names of the certificates, sorted, so that each run tries them in the same order.
  private static func certificateNames(in directory: String) throws(TerminalDirectoryError) -> [String] {
    guard let stream = unsafe opendir(directory) else { throw .unreadable(directory, errno) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".cvcert") { names.append(name) }
      guard names.count <= issuerCountMax + 1 else { throw .tooLong(directory) }
    }
    return names.sorted()
  }

  private static func bytes(of path: String, byteCountMax: Int) throws(TerminalDirectoryError) -> [UInt8] {
    try file(path, byteCountMax: byteCountMax).withSpan { span in span.indices.map { span[$0] } }
  }

  /// A file's bytes, as a secret: one of them is the key.
  private static func file(_ path: String, byteCountMax: Int) throws(TerminalDirectoryError) -> Secret {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path, errno) }
    defer { close(descriptor) }
    var filled = 0
    let room = unsafe try Secret(count: byteCountMax + 1) { (buffer) throws(TerminalDirectoryError) in
      while filled < buffer.count {
        let count = unsafe read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw .unreadable(path, errno) }
        if count == 0 { break }
        filled += count
      }
    }
    guard filled <= byteCountMax else { throw .tooLong(path) }
    return room.prefix(filled)
  }
}

// The trust store on disk: a master list of signing authorities as states publish it (ICAO 9303-12 section 9), or a
// directory of certificates and revocation lists. The file is data that an operator has put there and keeps current.

import Glibc

/// Why a trust store cannot be used, with the remedy. Paths are the operator's own.
public enum TrustFileFault: Error, Equatable, Sendable {
  /// A file or directory cannot be read; the value of errno.
  case unreadable(path: String, errno: Int32)
  /// A file is longer than anything of its kind.
  case tooLong(path: String)
  /// A file is no certificate, revocation list or master list.
  case contents(path: String, X509Fault)
  /// The master list is not signed by the pinned signer.
  case pinnedSigner(path: String)
  /// No authority at all.
  case empty(path: String)
}

extension TrustFileFault: CustomStringConvertible {
  /// What is wrong and what to do about it, in one line.
  public var description: String {
    switch self {
    case .unreadable(let path, let errno):
      "\(path) cannot be read (\(unsafe String(cString: strerror(errno)))): check the path and who may read it"
    case .tooLong(let path):
      "\(path) is too long for a file of certificates: put the master list there as the state publishes it"
    case .contents(let path, let fault):
      "\(path) is no certificate, revocation list or master list (\(fault)): fetch it anew from its publisher"
    case .pinnedSigner(let path):
      "\(path) is not signed by the certificate that the configuration names: take neither before asking the publisher"
    case .empty(let path):
      "\(path) holds no certificate of a signing authority: fetch it anew from its publisher"
    }
  }
}

extension TrustStore {
  /// A store whose date is longer ago is to be fetched anew, days.
  public static let ageDaysMax = 180
  /// The object identifier of a master list's content (ICAO 9303-12 section 9.2).
  public static let masterListType = "2.23.136.1.1.2"
  /// The most authorities of one collection; the largest list known has fewer than a thousand.
  public static let authorityCountMax = 8192
  /// The most files of a directory.
  public static let fileCountMax = 8192

  /// Reads a master list, or a directory: certificates in DER or PEM (`.der`, `.cer`, `.crt`, `.pem`), revocation lists
  /// (`.crl`) and master lists (`.ml`); files with other names are not looked at.
  /// - Parameters:
  ///   - pinned: the master list signer's certificate or its authority's, if the configuration names one. Without it
  ///     the list must at least hold together: signed by a master list signer of an authority that it contains.
  ///   - day: today, for the validity of the master list's signer.
  public static func load(
    path: String, pinned: X509Certificate? = nil, at day: CivilDate
  ) throws(TrustFileFault) -> TrustStore {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw .unreadable(path: path, errno: errno) }
    if status.st_mode & S_IFMT == S_IFDIR { return try directory(path, pinned: pinned, at: day) }
    let fileDay = CivilDate(number: status.st_mtim.tv_sec / 86_400) ?? day
    let bytes = try read(path, byteCountMax: SignedData.byteCountMax)
    do {
      return try masterList(bytes, pinned: pinned, fileDay: fileDay, at: day)
    } catch .contentType {
      throw .contents(path: path, .contentType)
    } catch .rights where pinned != nil {
      throw .pinnedSigner(path: path)
    } catch {
      throw .contents(path: path, error)
    }
  }

  /// Reads a master list. `X509Fault.rights` says that the signer is not the pinned one, or may not sign such lists.
  public static func masterList(
    _ der: [UInt8], pinned: X509Certificate? = nil, fileDay: CivilDate, at day: CivilDate
  ) throws(X509Fault) -> TrustStore {
    let data = try SignedData(der)
    let signer = try data.checkSignature(contentType: masterListType)
    let (authorities, unreadable) = try list(data.content)
    let store = TrustStore(
      authorities: authorities, date: data.signingDay ?? fileDay,
      dateSource: data.signingDay == nil ? .file : .signed,
      unreadableCount: unreadable)
    guard !authorities.isEmpty else { throw .malformed("master list: no certificate") }
    if let pinned {
      if pinned.der == signer.der { return store }
      guard pinned.isAuthority, signer.namesIssuer(pinned),
        signer.extendedKeyUsage.contains(masterListSigning)
      else {
        throw .rights
      }
      do { try signer.checkSignature(by: pinned) } catch { throw .rights }
      return store
    }
    // The list's own day decides, since the signer's certificate may have run out while the list is still current.
    _ = try store.authority(over: signer, at: min(data.signingDay ?? day, day), purpose: .masterListSigner)
    return store
  }

  /// CscaMasterList ::= SEQUENCE { version INTEGER, certList SET OF Certificate }
  private static func list(_ content: [UInt8]) throws(X509Fault) -> ([X509Certificate], Int) {
    let part = "master list"
    var reader = try X509Reader.only(X509Reader.sequence, of: content[...], part).inside
    _ = try reader.next(part).smallInteger(part)
    var certificates = try reader.next(X509Reader.set, part).inside
    var authorities: [X509Certificate] = []
    var unreadable = 0
    while !certificates.isEmpty {
      let element = try certificates.next(X509Reader.sequence, part)
      guard authorities.count + unreadable < authorityCountMax else {
        throw .malformed("master list: too long")
      }
      // One state's certificate that cannot be read must not lock out the others' documents.
      if let certificate = try? X509Certificate(der: Array(element.encoded)) {
        authorities.append(certificate)
      } else {
        unreadable += 1
      }
    }
    return (authorities, unreadable)
  }

  private static func directory(
    _ path: String, pinned: X509Certificate?, at day: CivilDate
  ) throws(TrustFileFault) -> TrustStore {
    var authorities: [X509Certificate] = []
    var lists: [X509RevocationList] = []
    var dates: [CivilDate] = []
    var unreadable = 0
    for name in try names(in: path) {
      let file = path + "/" + name
      guard let kind = name.split(separator: ".").last.map(String.init), kind != name,
        let date = fileDay(file)
      else { continue }
      switch kind {
      case "ml":
        let list = try load(path: file, pinned: pinned, at: day)
        authorities += list.authorities
        unreadable += list.unreadableCount
        dates.append(list.date)
      case "crl":
        let bytes = try read(file, byteCountMax: X509RevocationList.byteCountMax)
        do { lists.append(try X509RevocationList(der: bytes)) } catch { throw .contents(path: file, error) }
      case "der", "cer", "crt", "pem":
        authorities += try certificates(file)
        dates.append(date)
      default: continue
      }
      guard authorities.count <= authorityCountMax else { throw .tooLong(path: path) }
    }
    // A document signer that lies beside its authority is no authority.
    authorities.removeAll { !$0.isAuthority }
    guard !authorities.isEmpty, let date = dates.max() else { throw .empty(path: path) }
    return TrustStore(
      authorities: authorities, date: date, revocationLists: lists, unreadableCount: unreadable)
  }

  private static func certificates(_ file: String) throws(TrustFileFault) -> [X509Certificate] {
    let bytes = try read(file, byteCountMax: certificateFileByteCountMax)
    var certificates: [X509Certificate] = []
    for der in bytes.first == X509Reader.sequence ? [bytes] : X509Certificate.derBlocks(pem: bytes) ?? [bytes]
    {
      do { certificates.append(try X509Certificate(der: der)) } catch { throw .contents(path: file, error) }
    }
    return certificates
  }

  /// The longest file of certificates in bytes.
  private static let certificateFileByteCountMax = 1 << 20

  /// The day on which a regular file was last written (UTC); nil for anything else.
  private static func fileDay(_ path: String) -> CivilDate? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return CivilDate(number: status.st_mtim.tv_sec / 86_400)
  }

  /// The names in a directory, in order; those that begin with a dot are left out.
  private static func names(in path: String) throws(TrustFileFault) -> [String] {
    guard let directory = unsafe opendir(path) else { throw .unreadable(path: path, errno: errno) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      guard names.count < fileCountMax else { throw .tooLong(path: path) }
      names.append(name)
    }
    return names.sorted()
  }

  private static func read(_ path: String, byteCountMax: Int) throws(TrustFileFault) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unreadable(path: path, errno: errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = unsafe Glibc.read(file, &piece, piece.count)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(path: path, errno: errno) }
      if got == 0 { return bytes }
      bytes += piece[..<got]
      guard bytes.count <= byteCountMax else { throw .tooLong(path: path) }
    }
  }
}

// The scratch directory of a demo: where everything lies that it makes, and how it goes again. Nothing outside is
// written.

import Glibc

/// Why a demo cannot go on, with its remedy.
struct DemoFailure: Error {
  var status: Int32
  var message: String

  static func system(_ what: String, _ number: Int32) -> DemoFailure {
    DemoFailure(
      status: 71,
      message: unsafe "\(what): \(String(cString: strerror(number))): free space or processes, then try again"
    )
  }
}

struct DemoPlaces {
  static let prefix = "kiosk-demo-"

  let directory: String

  var configuration: String { directory + "/Kiosk.conf" }
  var state: String { directory + "/state" }
  var sockets: String { directory + "/run" }
  var line: String { directory + "/wall" }
  var control: String { directory + "/wall.sock" }
  var truth: String { directory + "/truth.jsonl" }
  var card: String { directory + "/card.txt" }
  var pki: String { directory + "/pki" }
  /// The program that the station takes for AusweisApp.
  var ausweisApp: String { directory + "/AusweisApp" }
  /// Where applications arrive, with the key that opens them.
  var office: String { directory + "/office" }
  var opener: String { office + "/open" }
  /// Where the simulated reader is: a card's socket, or nothing.
  var reader: DemoReader {
    DemoReader(
      path: directory + "/reader",
      cards: Dictionary(
        uniqueKeysWithValues: DemoCards.allCases.map { ($0, "\(directory)/\($0.rawValue).sock") }))
  }
  /// Where a card and its counters persist.
  func cardState(_ card: DemoCards) -> String { "\(directory)/\(card.rawValue)" }
  var log: String { directory + "/log" }
  private var lock: String { directory + "/LOCK" }

  /// The places of a demo that runs.
  init(of directory: String) { self.directory = directory }

  /// A new directory for this user alone. What killed demos left behind goes first.
  init() throws(DemoFailure) {
    let parent = Environment.value("TMPDIR") ?? "/tmp"
    Self.clear(parent)
    var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw DemoFailure(
        status: 73,
        message: "\(parent): no directory can be made there: set TMPDIR to one that you may write to")
    }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The longest socket path must fit into a socket's address.
    guard directory.utf8.count <= 80 else {
      _ = unsafe rmdir(directory)
      throw DemoFailure(status: 73, message: "\(parent) is too long for sockets: set TMPDIR to a shorter one")
    }
    // Held to the end of the process: a directory whose lock is free has lost its demo.
    let descriptor = unsafe open(lock, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .system(lock, errno) }
    guard unsafe mkdir(state, 0o700) == 0 else { throw .system(state, errno) }
  }

  func write(_ text: String, to path: String, mode: mode_t = 0o600) throws(DemoFailure) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system(path, errno) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count else { throw .system(path, errno) }
  }

  /// A file to which a child's output goes.
  func openLog() throws(DemoFailure) -> Int32 {
    let descriptor = unsafe open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system(log, errno) }
    return descriptor
  }

  /// The last lines that the children wrote, at most `linesMax`.
  func logTail(linesMax: Int) -> [String] {
    let descriptor = unsafe open(log, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let bytesMax = 16 << 10
    let size = lseek(descriptor, 0, SEEK_END)
    lseek(descriptor, max(0, size - off_t(bytesMax)), SEEK_SET)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: bytesMax) { buffer, count in
      count = max(0, unsafe read(descriptor, buffer.baseAddress, bytesMax))
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(linesMax).map(String.init)
  }

  func remove() { Self.remove(directory) }

  /// Removes the directories of this user's demos that were killed.
  private static func clear(_ parent: String) {
    for name in names(parent) where name.hasPrefix(prefix) {
      let path = "\(parent)/\(name)"
      var status = stat()
      guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid()
      else { continue }
      let descriptor = unsafe open(path + "/LOCK", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
      // Without a lock it has just been made, or is none of ours.
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { remove(path) }
      close(descriptor)
    }
  }

  /// Removes a directory of ours with all that lies in it; follows no link.
  private static func remove(_ path: String) {
    for name in names(path) {
      let inside = "\(path)/\(name)"
      if unsafe unlink(inside) != 0 && (errno == EISDIR || errno == EPERM) { remove(inside) }
    }
    _ = unsafe rmdir(path)
  }

  private static func names(_ path: String) -> [String] {
    guard let stream = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}

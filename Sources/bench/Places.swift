// What the bench stands on: the programs and texts beside it, a scratch directory that goes again, small files, the
// environment, and a way to be interrupted that leaves nothing behind.

import Configuration
import Glibc
import Synchronization

/// Why something could not be measured, with its remedy.
struct BenchProblem: Error, CustomStringConvertible {
  var sentence: String

  init(_ sentence: String) { self.sentence = sentence }

  var description: String { sentence }
}

/// A sentence on stderr, written past all buffers.
func complain(_ sentence: String) {
  var bytes = Array("bench: \(sentence)\n".utf8)
  _ = unsafe bytes.withUnsafeMutableBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// SIGINT, SIGTERM and SIGHUP end a wait by an error, so that children and files are put away.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  static var happened: Bool { flag.load(ordering: .relaxed) }

  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { _ in Interruption.flag.store(true, ordering: .relaxed) }
    }
    signal(SIGPIPE, SIG_IGN)
  }

  static func check() throws(BenchProblem) {
    if happened { throw BenchProblem("interrupted") }
  }
}

/// The programs that are measured, and the texts that they show.
struct Programs {
  var kiosk: String
  var screen: String
  /// The directory with `texts`.
  var content: String
  /// Where all of them were built: on a disk, whatever TMPDIR is.
  var folder: String

  private static let levelsMax = 6

  static func find() throws(BenchProblem) -> Programs {
    guard let own = readLink("/proc/self/exe") else { throw BenchProblem("/proc is not mounted: mount it") }
    let folder = parent(own)
    func program(_ name: String) throws(BenchProblem) -> String {
      let path = "\(folder)/\(name)"
      guard unsafe access(path, X_OK) == 0 else {
        throw BenchProblem("\(path) is missing: build it beside bench, as `make bench` does")
      }
      return path
    }
    let kiosk = try program("kiosk")
    let screen = try program("kiosk-screen")
    var place = folder
    for _ in 0..<levelsMax where unsafe access("\(place)/Content/texts", R_OK) != 0 { place = parent(place) }
    guard unsafe access("\(place)/Content/texts", R_OK) == 0 else {
      throw BenchProblem("no Content/texts above \(folder): run bench where it was built")
    }
    return Programs(
      kiosk: kiosk, screen: screen, content: "\(place)/Content",
      folder: folder)
  }

  /// The shipped texts: language to key to template.
  func texts() throws(BenchProblem) -> [String: [String: String]] {
    switch TextFiles.load(directory: "\(content)/texts", languages: ["de", "en"]) {
    case .success(let files): return files.texts
    case .failure: throw BenchProblem("\(content)/texts cannot be read: run `kiosk check`")
    }
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "" }
    return String(path[..<slash])
  }
}

/// A directory that goes with this object.
final class Scratch {
  let path: String

  /// Makes it in TMPDIR or /tmp; in `folder` where that can be written.
  init(in folder: String? = nil) throws(BenchProblem) {
    let common = Environment.value("TMPDIR") ?? ""
    let candidates = [folder, common, "/tmp"].compactMap { $0 }.filter { !$0.isEmpty }
    for candidate in candidates {
      var template = Array("\(candidate)/kiosk-bench-XXXXXX".utf8CString)
      let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
        unsafe mkdtemp(buffer.baseAddress!).map { unsafe String(cString: $0) }
      }
      if let made {
        path = made
        return
      }
    }
    throw BenchProblem("no directory can be made in \(candidates.joined(separator: " or ")); set TMPDIR")
  }

  deinit { removeTree(path, depth: 0) }

  func folder(_ name: String) throws(BenchProblem) -> String {
    let folder = "\(path)/\(name)"
    guard unsafe mkdir(folder, 0o700) == 0 else { throw BenchProblem("\(folder): cannot be made") }
    return folder
  }
}

private func removeTree(_ path: String, depth: Int) {
  guard depth < 4 else { return }
  if let stream = unsafe opendir(path) {
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    unsafe closedir(stream)
    for name in names {
      var status = stat()
      let entry = "\(path)/\(name)"
      if unsafe lstat(entry, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        removeTree(entry, depth: depth + 1)
      } else {
        unsafe unlink(entry)
      }
    }
  }
  unsafe rmdir(path)
}

enum Environment {
  static func value(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
}

func readLink(_ path: String) -> String? {
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
    count = max(0, unsafe readlink(path, buffer.baseAddress!, buffer.count))
  }
  return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
}

/// The whole of a small file, from `offset` on; nil when it cannot be read.
func readFile(_ path: String, from offset: Int = 0) -> [UInt8]? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  while true {
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, unsafe pread(descriptor, buffer.baseAddress!, buffer.count, offset + bytes.count))
    }
    if chunk.isEmpty { return bytes }
    bytes += chunk
  }
}

/// Writes a file anew; says what went wrong.
func writeFile(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o644) -> BenchProblem? {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
  guard descriptor >= 0 else { return BenchProblem("\(path): cannot be written (errno \(errno))") }
  defer { close(descriptor) }
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress! + written, buffer.count - written)
    }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { return BenchProblem("\(path): cannot be written (errno \(errno))") }
    written += count
  }
  return nil
}

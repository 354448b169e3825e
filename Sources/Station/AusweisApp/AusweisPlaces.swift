// Where the AusweisApp of the station lives on disk: a home of its own below the station's state, so that it meets no
// settings of anybody, and a directory for the file in which it says its port.

import Glibc

struct AusweisPlaces: Sendable {
  /// A directory that only the station may enter.
  let directory: String

  private static let folders = ["config", "data", "cache", "run", "tmp"]

  /// Makes the directories, and removes port files of programs that have ended. An errno where that fails.
  func prepare() throws(BoundProgram.NotStarted) {
    for path in [directory] + Self.folders.map({ "\(directory)/\($0)" }) {
      guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
        throw BoundProgram.NotStarted(number: errno)
      }
    }
    for name in portFiles() { unsafe unlink("\(directory)/tmp/\(name)") }
  }

  /// Qt needs a platform even where nothing is drawn.
  var environment: [String: String] {
    var variables = [
      "HOME": directory, "TMPDIR": "\(directory)/tmp", "XDG_CONFIG_HOME": "\(directory)/config",
      "XDG_DATA_HOME": "\(directory)/data", "XDG_CACHE_HOME": "\(directory)/cache",
      "XDG_RUNTIME_DIR": "\(directory)/run", "QT_QPA_PLATFORM": "offscreen",
    ]
    // Where pcscd listens, if not at its usual place: the program must see the readers that the station sees.
    if let socket = unsafe getenv("PCSCLITE_CSOCK_NAME") {
      variables["PCSCLITE_CSOCK_NAME"] = unsafe String(cString: socket)
    }
    return variables
  }

  static func arguments(port: Int) -> [String] {
    ["--ui", "websocket", "--port", "\(port)", "--no-proxy", "--no-logfile"]
  }

  /// The port that a program has written down, as `AusweisApp2.PID.port` (since 2.0 `AusweisApp.PID.port`); nil: none yet.
  func port() -> Int? {
    for name in portFiles() {
      let descriptor = unsafe open("\(directory)/tmp/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var bytes = [UInt8](repeating: 0, count: 8)
      let count = unsafe read(descriptor, &bytes, bytes.count)
      guard count > 0 else { continue }
      let text = String(decoding: bytes[..<count].prefix { $0 > 0x20 }, as: UTF8.self)
      if let port = Int(text), (1...65_535).contains(port) { return port }
    }
    return nil
  }

  private func portFiles() -> [String] {
    guard let directory = unsafe opendir("\(directory)/tmp") else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasPrefix("AusweisApp"), name.hasSuffix(".port") { names.append(name) }
    }
    return names.sorted()
  }
}

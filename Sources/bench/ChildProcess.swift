// A program that the bench starts and always ends: on a pseudo-terminal of its own, or with its output in a file.

import Glibc

/// A raw pseudo-terminal: what a program writes comes out here, what is written here are its keys.
final class TerminalPair {
  let near: Int32
  /// The name of the side that a program opens.
  let device: String
  private let far: Int32

  init(rows: UInt16 = 25, columns: UInt16 = 80, isRaw: Bool = false) throws(BenchProblem) {
    var near: Int32 = -1
    var far: Int32 = -1
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard unsafe openpty(&near, &far, nil, nil, &size) == 0 else {
      throw BenchProblem("no pseudo-terminal to be had (errno \(errno)): is /dev/pts mounted?")
    }
    self.near = near
    self.far = far
    device = unsafe String(cString: ttyname(far))
    if isRaw {
      var settings = termios()
      _ = unsafe tcgetattr(far, &settings)
      unsafe cfmakeraw(&settings)
      _ = unsafe tcsetattr(far, TCSANOW, &settings)
    }
    for descriptor in [near, far] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(near, F_SETFL, fcntl(near, F_GETFL) | O_NONBLOCK)
  }

  deinit {
    close(near)
    close(far)
  }

  /// What the program has written so far.
  func read() -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, unsafe Glibc.read(near, buffer.baseAddress!, buffer.count))
    }
  }

  func write(_ bytes: [UInt8]) {
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(near, $0.baseAddress!, $0.count) }
  }
}

/// A running child. It ends with this object.
final class ChildProcess {
  /// How long a child may take to end after SIGTERM, in ms, before it is killed.
  private static let endMillisecondsMax = 3000

  /// POSIX_SPAWN_SETSID of glibc's <spawn.h>, which Swift does not see.
  private static let newSession: Int16 = 0x80

  enum Output {
    case terminal(TerminalPair)
    /// Standard output and error to this file.
    case file(String)
  }

  let pid: pid_t
  /// `Clock.nanoseconds` right before it was started.
  let startedAt: Int64
  private var isRunning = true

  init(_ program: String, _ arguments: [String], _ output: Output) throws(BenchProblem) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    switch output {
    case .terminal(let pair):
      // The leader of a new session gets the first terminal that it opens.
      unsafe posix_spawn_file_actions_addopen(&actions, 0, pair.device, O_RDWR, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    case .file(let path):
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
      unsafe posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // What the bench ignores, its children must not.
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    unsafe sigaddset(&defaults, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setflags(&attributes, Self.newSession | Int16(POSIX_SPAWN_SETSIGDEF))
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) }
    unsafe words.append(nil)
    let environment = ["PATH=/usr/bin:/bin", "TERM=linux", "LANG=C.UTF-8", "LC_ALL=C.UTF-8"]
    var settings: [UnsafeMutablePointer<CChar>?] = unsafe environment.map { unsafe strdup($0) }
    unsafe settings.append(nil)
    defer { unsafe (words + settings).forEach { unsafe free($0) } }
    var pid: pid_t = 0
    startedAt = Clock.nanoseconds
    let failure = unsafe posix_spawn(&pid, program, &actions, &attributes, words, settings)
    guard failure == 0 else {
      throw BenchProblem("\(program): cannot be started (errno \(failure))")
    }
    self.pid = pid
  }

  /// Whether it has not ended by itself.
  var isAlive: Bool {
    guard isRunning else { return false }
    var status: Int32 = 0
    if unsafe waitpid(pid, &status, WNOHANG) == pid { isRunning = false }
    return isRunning
  }

  /// Ends it: politely, and after a while by force.
  func end() {
    guard isAlive else { return }
    kill(pid, SIGTERM)
    for _ in 0..<Self.endMillisecondsMax / 5 {
      guard isAlive else { return }
      Clock.pause(milliseconds: 5)
    }
    kill(pid, SIGKILL)
    var status: Int32 = 0
    _ = unsafe waitpid(pid, &status, 0)
    isRunning = false
  }

  deinit { end() }

  /// Memory that belongs to the process now.
  func memory() throws(BenchProblem) -> ProcessMemory {
    guard let bytes = readFile("/proc/\(pid)/smaps_rollup"), !bytes.isEmpty else {
      throw BenchProblem("process \(pid) shows no memory: did it end?")
    }
    func megabytes(_ name: String) -> Double? {
      for line in bytes.split(separator: 0x0A) where line.starts(with: name.utf8) {
        let words = line.split(separator: 0x20)
        if words.count == 3, let kibibytes = Int(String(decoding: words[1], as: UTF8.self)) {
          return Double(kibibytes) * 1024 / 1_000_000
        }
      }
      return nil
    }
    guard let anonymous = megabytes("Anonymous:"), let proportional = megabytes("Pss:") else {
      throw BenchProblem("/proc/\(pid)/smaps_rollup is not as Linux 4.14 and later write it")
    }
    return ProcessMemory(anonymous: anonymous, proportional: proportional)
  }
}

/// Megabytes (10^6 bytes) of one process.
struct ProcessMemory {
  /// Not backed by any file: heap, stacks, changed data.
  var anonymous: Double
  /// The proportional set: shared pages count by their share.
  var proportional: Double
}

// A real process under test: started with its output in files, waited for with a deadline, killed at the latest when
// the test lets go of it or dies itself. Children come from one thread that lives as long as the tests, because the
// kernel's death signal follows the thread that made the child.

import Foundation
import Synchronization

final class ChildProcess: @unchecked Sendable {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  let pid: pid_t
  let standardOutput: String
  let standardError: String
  private var status: Int32?
  private let lifeline: Int32

  /// Starts `arguments[0]`. Standard output and error go to `name.out` and `name.err` in `scratch`, anew.
  init(_ arguments: [String], name: String, in scratch: Scratch, environment: [String: String] = [:]) throws {
    standardOutput = scratch.file("\(name).out")
    standardError = scratch.file("\(name).err")
    let paths = (standardOutput, standardError)
    (pid, lifeline) = try Spawner.shared.run { () throws -> (pid_t, Int32) in
      // Ours alone to read, the child's alone to write: its end is the child's end. Made where children are made, so
      // that no other child gets hold of it.
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { throw Failure(description: "no pipe: errno \(errno)") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      defer { close(ends[1]) }
      do {
        let pid = try ChildProcess.spawn(
          ChildProcess.dieWithUs + arguments, output: paths.0, error: paths.1, lifeline: ends[1], environment)
        return (pid, ends[0])
      } catch {
        close(ends[0])
        throw error
      }
    }
  }

  deinit {
    end()
    close(lifeline)
  }

  /// `setpriv` executes the program itself: same process, and it ends with ours.
  private static let dieWithUs: [String] = {
    let path = "/usr/bin/setpriv"
    guard FileManager.default.isExecutableFile(atPath: path) else { return [] }
    return [path, "--pdeathsig", "KILL", "--"]
  }()

  private static func spawn(
    _ arguments: [String], output: String, error: String, lifeline: Int32,
    _ environment: [String: String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (number, path) in [(Int32(1), output), (2, error)] {
      posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    posix_spawn_file_actions_adddup2(&actions, lifeline, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that a tracer's children go with it; and no signals held back by our threads.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    var wanted = ProcessInfo.processInfo.environment
    wanted["JOURNAL_STREAM"] = nil
    for (key, value) in environment { wanted[key] = value }
    let words = arguments.map { strdup($0) } + [nil]
    let settings = wanted.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, arguments[0], &actions, &attributes, words, settings)
    guard result == 0 else {
      throw Failure(description: "\(arguments[0]): \(String(cString: strerror(result)))")
    }
    return pid
  }

  /// Sends a signal to a process that was not waited for yet.
  func signal(_ number: Int32) {
    if status == nil { Glibc.kill(pid, number) }
  }

  /// To its own children too: a tracer does not pass on what it gets.
  func signalGroup(_ number: Int32) {
    if status == nil { Glibc.kill(-pid, number) }
  }

  /// As `kill -9`, and waits until the kernel has taken everything from it.
  func kill() {
    signal(SIGKILL)
    _ = wait(seconds: 20)
  }

  /// Ends whatever still runs, its children too.
  func end() {
    guard status == nil else { return }
    Glibc.kill(-pid, SIGKILL)
    kill()
  }

  var isRunning: Bool { poll() == nil }

  /// The exit status so far: 0 to 255, or minus the signal's number; nil while it runs.
  private func poll() -> Int32? {
    if let status { return status }
    var raw: Int32 = 0
    guard waitpid(pid, &raw, WNOHANG) == pid else { return nil }
    status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : -(raw & 0x7F)
    return status
  }

  /// The exit status once it has ended; nil when it still runs after `seconds`.
  func wait(seconds: Double) -> Int32? {
    let deadline = monotonicMilliseconds() + Int64(seconds * 1000)
    while true {
      if let status = poll() { return status }
      let rest = deadline - monotonicMilliseconds()
      guard rest > 0 else { return nil }
      var polled = pollfd(fd: lifeline, events: Int16(POLLIN), revents: 0)
      // Hung up, but not to be waited for yet: its descriptors go a moment before it does.
      if Glibc.poll(&polled, 1, Int32(min(rest, 1000))) > 0 { _ = Glibc.poll(nil, 0, 1) }
    }
  }

  var errorText: String { (try? String(contentsOfFile: standardError, encoding: .utf8)) ?? "" }
  var outputText: String { (try? String(contentsOfFile: standardOutput, encoding: .utf8)) ?? "" }

  /// Runs a program to its end.
  static func run(
    _ arguments: [String], name: String = "run", in scratch: Scratch, seconds: Double = 30
  ) throws -> (status: Int32, output: String, error: String) {
    let child = try ChildProcess(arguments, name: name, in: scratch)
    guard let status = child.wait(seconds: seconds) else {
      throw Failure(description: "\(arguments) runs longer than \(seconds) s: \(child.errorText)")
    }
    return (status, child.outputText, child.errorText)
  }
}

/// The one thread that makes children.
final class Spawner: Sendable {
  static let shared = Spawner()
  private let work = Mutex<[@Sendable () -> Void]>([])
  private let signal = DispatchSemaphore(value: 0)

  private init() {
    let thread = Thread { [self] in
      while true {
        signal.wait()
        let next = work.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        next?()
      }
    }
    thread.name = "spawner"
    thread.start()
  }

  func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<Value, any Error>?>(nil)
    work.withLock {
      $0.append {
        let outcome = Result { try body() }
        result.withLock { $0 = outcome }
        done.signal()
      }
    }
    signal.signal()
    done.wait()
    return try result.withLock { $0! }.get()
  }
}

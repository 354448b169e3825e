// Real processes for tests: started, spoken to by lines, waited for with a limit, and ended in any case. Nothing here
// sleeps: each wait is for a word in what a program says, or for its end.

import Foundation

/// What a test waited for did not come.
struct NotSaid: Error, CustomStringConvertible {
  var description: String
}

/// A started program whose output, errors included, is read as it comes.
final class RunningProgram {
  private let process = Process()
  private let toProgram = Pipe()
  private let fromProgram = Pipe()
  private let ended = DispatchSemaphore(value: 0)
  private var unread: [UInt8] = []
  /// All that it has said so far.
  private(set) var transcript = ""

  /// The folder of the built programs, where the tests' own program lies too.
  static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// `within` is a line of the shell that runs first, such as a limit.
  init(_ arguments: [String], environment: [String: String] = [:], within shell: String? = nil) throws {
    Glibc.signal(SIGPIPE, SIG_IGN)
    let kiosk = RunningProgram.folder.appendingPathComponent("kiosk")
    process.executableURL = shell == nil ? kiosk : URL(fileURLWithPath: "/bin/bash")
    process.arguments =
      shell.map { ["-c", $0 + "; exec \"$0\" \"$@\"", kiosk.path] + arguments } ?? arguments
    process.environment = ["PATH": "/usr/bin:/bin", "LANG": "de_DE.UTF-8"].merging(environment) { $1 }
    process.standardInput = toProgram
    process.standardOutput = fromProgram
    process.standardError = fromProgram
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
    try fromProgram.fileHandleForWriting.close()
    try toProgram.fileHandleForReading.close()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Types a line.
  func type(_ line: String) { toProgram.fileHandleForWriting.write(Data((line + "\n").utf8)) }

  /// The input is over.
  func endInput() { try? toProgram.fileHandleForWriting.close() }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits until the program has said `words`, after what was waited for before.
  func expect(_ words: String, seconds: Double = 20) throws {
    let wanted = Array(words.utf8)
    let deadline = Date().addingTimeInterval(seconds)
    while true {
      if let range = find(wanted) {
        unread.removeFirst(range)
        return
      }
      guard try read(until: deadline) else {
        throw NotSaid(description: "not said: \(words)\nsaid was:\n\(transcript)")
      }
    }
  }

  /// Waits for the end; the exit status.
  func finish(seconds: Double = 20) throws -> Int32 {
    let deadline = Date().addingTimeInterval(seconds)
    while try read(until: deadline) {}
    guard ended.wait(timeout: .now() + max(0.1, deadline.timeIntervalSinceNow)) == .success else {
      throw NotSaid(description: "did not end\nsaid was:\n\(transcript)")
    }
    return process.terminationStatus
  }

  private func find(_ wanted: [UInt8]) -> Int? {
    guard unread.count >= wanted.count else { return nil }
    for start in 0...unread.count - wanted.count
    where unread[start..<start + wanted.count].elementsEqual(wanted) {
      return start + wanted.count
    }
    return nil
  }

  /// Reads once; false at the end of the output or of the time.
  private func read(until deadline: Date) throws -> Bool {
    let descriptor = fromProgram.fileHandleForReading.fileDescriptor
    let rest = deadline.timeIntervalSinceNow
    guard rest > 0 else { return false }
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, Int32(rest * 1000)) > 0 else { return false }
    var chunk = [UInt8](repeating: 0, count: 16_384)
    let count = Glibc.read(descriptor, &chunk, chunk.count)
    guard count > 0 else { return false }
    unread += chunk[..<count]
    transcript += String(decoding: chunk[..<count], as: UTF8.self)
    return true
  }
}

/// A simulated wall and a station on a scratch folder, as `kiosk simulate board` and `kiosk station`.
final class ScratchStation {
  let folder: URL
  let board: RunningProgram
  var station: RunningProgram
  var environment: [String: String] { ["KIOSK_SOCKET": folder.appendingPathComponent("run").path] }

  /// `copiesContent`: the sample town lies in `folder`/Content and may be changed.
  init(copiesContent: Bool = false) throws {
    var name = Array("/tmp/kiosk-test-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw NotSaid(description: "no scratch folder") }
    let folder = URL(
      fileURLWithPath: String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    self.folder = folder
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    if copiesContent {
      try FileManager.default.copyItem(
        at: root.appendingPathComponent("Content"), to: folder.appendingPathComponent("Content"))
    }
    let content = copiesContent ? folder.path : root.path
    let shipped = try String(contentsOf: root.appendingPathComponent("Kiosk.conf"), encoding: .utf8)
    let lines = shipped.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      if line.hasPrefix("content = ") { return "content = \"\(content)/Content\"" }
      if line.hasPrefix("path = \"/dev/") { return "path = \"\(folder.path)/bus\"" }
      if line.hasPrefix("four_eyes = ") { return "four_eyes = false" }
      if line.hasPrefix("ballast_megabytes = ") { return "ballast_megabytes = 1" }
      return String(line)
    }
    try lines.joined(separator: "\n").write(
      to: folder.appendingPathComponent("Kiosk.conf"), atomically: true, encoding: .utf8)
    board = try RunningProgram([
      "simulate", "board", "--boards", "3", "--link", "\(folder.path)/bus", "--control",
      "\(folder.path)/control",
    ])
    try board.expect("\"ready\":true")
    for name in ["state", "run"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
    }
    station = try ScratchStation.start(folder)
  }

  deinit {
    station.signal(SIGKILL)
    board.signal(SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  private static func start(_ folder: URL) throws -> RunningProgram {
    let station = try RunningProgram([
      "station", "--config", "\(folder.path)/Kiosk.conf", "--state", "\(folder.path)/state", "--socket",
      "\(folder.path)/run",
    ])
    try station.expect("serving: 3 of 3 boards answer")
    return station
  }

  /// As a power cut would end it, and a start.
  func killAndStart() throws {
    station.signal(SIGKILL)
    _ = try station.finish()
    station = try ScratchStation.start(folder)
  }

  /// A command that talks to this station.
  func kiosk(_ arguments: String...) throws -> RunningProgram {
    try RunningProgram(arguments, environment: environment)
  }

  /// Runs a command to its end: exit status and all that it said.
  func run(_ arguments: String..., input: String = "") throws -> (status: Int32, said: String) {
    let program = try RunningProgram(arguments, environment: environment)
    if !input.isEmpty { program.type(input) }
    program.endInput()
    return (try program.finish(), program.transcript)
  }

  /// A lock rests for 2 s after its pulse, and nothing tells when that is over.
  func coilRests() { Thread.sleep(forTimeInterval: 2.1) }

  /// A word to the simulated wall, such as `close 0 0`.
  func wall(_ command: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "\(folder.path)/control".utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard connected == 0 else { throw NotSaid(description: "the simulated wall does not listen") }
    _ = Array("\(command)\n".utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    var reply = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &reply, reply.count, 0)
    let text = String(decoding: reply[..<max(0, count)], as: UTF8.self)
    guard text.contains("\"ok\":true") else { throw NotSaid(description: "\(command): \(text)") }
  }
}

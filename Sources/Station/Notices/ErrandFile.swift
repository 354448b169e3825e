// What became of one try of an errand, on the disk: empty, `started`, then `ended` and how. The helper writes it and
// holds its lock as long as it lives; the station reads it, also one that was killed and started anew. It holds no
// address and no text.

import Glibc

/// How a try stands by its file.
enum ErrandTrace: Equatable {
  /// The program was never started: nothing can have been sent.
  case untouched
  /// A helper is at work.
  case running
  /// It was started, and whoever watched it is gone: sent or not, nobody knows.
  case interrupted
  case ended(ProgramEnding)
}

struct ErrandFile {
  static let started = "started\n"

  let directory: String
  let name: String

  init(directory: String, notice key: String, channel: String, attempt: Int) {
    self.directory = directory
    name = "\(key).\(channel).\(attempt)"
  }

  init?(path: String) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
    directory = String(path[..<slash])
    name = String(path[path.index(after: slash)...])
  }

  var path: String { "\(directory)/\(name)" }

  /// What the file says now.
  var trace: ErrandTrace {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .untouched }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return .running }
    return Self.read(Self.text(descriptor))
  }

  /// Reads what a file says when nobody holds it. A last line without its end was cut short: it says nothing.
  static func read(_ text: String) -> ErrandTrace {
    guard text.hasPrefix(started) else { return .untouched }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 3, lines[2].isEmpty else { return .interrupted }
    let words = lines[1].split(separator: " ")
    switch (words.count, words.first, words.count > 1 ? words[1] : "") {
    case (3, "ended", "exited"): return Int32(words[2]).map { .ended(.exited($0)) } ?? .interrupted
    case (3, "ended", "killed"): return Int32(words[2]).map { .ended(.killed($0)) } ?? .interrupted
    case (3, "ended", "not-started"): return Int32(words[2]).map { .ended(.notStarted($0)) } ?? .interrupted
    case (2, "ended", "timed-out"): return .ended(.timedOut)
    default: return .interrupted
    }
  }

  static func line(_ ending: ProgramEnding) -> String {
    switch ending {
    case .exited(let status): "ended exited \(status)\n"
    case .killed(let signal): "ended killed \(signal)\n"
    case .notStarted(let error): "ended not-started \(error)\n"
    case .timedOut: "ended timed-out\n"
    }
  }

  static func text(_ descriptor: Int32) -> String {
    let bytesMax = 128
    var bytes = [UInt8](repeating: 0, count: bytesMax)
    let count = unsafe pread(descriptor, &bytes, bytesMax, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  func remove() { _ = unsafe unlink(path) }
}

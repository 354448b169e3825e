// A folder under the spool or at the office, in the simulated world: what was not made durable can be gone or torn when the
// power was cut, the power can go between any two steps, the disk can be full, the office away, and its word lost on the way.

import Station

/// On one thread only, as everything in a simulation.
final class SimulatedFolder: SpoolDisk, @unchecked Sendable {
  /// errno of a disk that is full, and of a folder that is away.
  static let full: Int32 = 28
  static let away: Int32 = 5

  private struct File {
    var bytes: [UInt8]
    var isSynced = false
  }

  /// What programs see: name to file.
  private var seen: [String: Int] = [:]
  /// What a cut leaves for certain, and the names after each step since then.
  private var durable: [String: Int] = [:]
  private var since: [[String: Int]] = []
  private var files: [Int: File] = [:]
  private var nextFile = 0
  /// The process dies after so many more steps that write; nil: it lives.
  private var stepsLeft: Int?
  /// Everything that writes fails with this errno.
  var failure: Int32?
  /// It is done, and whoever asked hears that it failed.
  var losesWord: () -> Bool = { false }
  /// Told of all bytes that are written, and of names.
  var written: (String, [UInt8]) -> Void = { _, _ in }
  /// What a planted bug writes beside the file.
  var leak: [UInt8] = []

  /// Whether the process died in the middle of a step.
  var isCut: Bool { stepsLeft == 0 }

  func cut(after steps: Int) { stepsLeft = steps }

  /// Names that everybody sees.
  var visible: [String] { seen.keys.filter { !$0.hasPrefix(".") }.sorted() }

  /// There after any loss of power, whole.
  func survives(_ name: String) -> Bool {
    durable[name].map { files[$0]?.isSynced == true } == true
      && since.allSatisfy { $0[name] == durable[name] }
  }

  /// Somebody else takes a file away, for good.
  func take(_ name: String) -> [UInt8] {
    let bytes = seen[name].flatMap { files[$0]?.bytes } ?? []
    seen[name] = nil
    settleNames()
    return bytes
  }

  /// The process died, and the power with it: `choice` of so many decides what is left.
  func losePower(_ choice: (Int) -> Int) {
    seen = ([durable] + since)[choice(since.count + 1)]
    settleNames()
    for id in Set(seen.values).sorted() where files[id]?.isSynced == false {
      let count = files[id]?.bytes.count ?? 0
      files[id]?.bytes.removeLast(count - [0, count / 2, count][choice(3)])
      files[id]?.isSynced = true
    }
    stepsLeft = nil
  }

  /// The process died alone: the kernel has all that was done.
  func loseProcess() { stepsLeft = nil }

  private func settleNames() {
    durable = seen
    since = []
    let used = Set(seen.values)
    files = files.filter { used.contains($0.key) }
  }

  private func step(_ call: String, _ body: () -> Void) throws(FileError) {
    if isCut || failure != nil {
      throw FileError(path: "simulated", call: call, number: failure ?? Self.away)
    }
    if let left = stepsLeft { stepsLeft = left - 1 }
    let before = seen
    body()
    if seen != before { since.append(seen) }
    if losesWord() { throw FileError(path: "simulated", call: call, number: Self.away) }
  }

  // MARK: SpoolDisk

  func names() throws(FileError) -> [String] {
    guard !isCut, failure != Self.away else {
      throw FileError(path: "simulated", call: "names", number: Self.away)
    }
    return seen.keys.sorted()
  }

  func read(_ name: String, bytesMax: Int) throws(FileError) -> [UInt8]? {
    guard !isCut, failure != Self.away else {
      throw FileError(path: "simulated", call: "read", number: Self.away)
    }
    return seen[name].flatMap { files[$0]?.bytes }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    written(name, bytes + leak)
    try step("write") {
      // The file itself is written anew: its old bytes are gone wherever it has a name.
      let id = seen[name] ?? nextFile
      nextFile = max(nextFile, id + 1)
      seen[name] = id
      files[id] = File(bytes: bytes)
    }
  }

  func sync(_ name: String) throws(FileError) {
    try step("sync") { if let id = seen[name] { files[id]?.isSynced = true } }
  }

  func rename(_ old: String, to new: String) throws(FileError) {
    try step("rename") {
      seen[new] = seen[old]
      seen[old] = nil
    }
  }

  func remove(_ name: String) throws(FileError) { try step("remove") { seen[name] = nil } }

  func syncNames() throws(FileError) { try step("syncNames") { settleNames() } }
}

// A folder whose power can be cut after any step. Bytes are durable after `sync`, names after `syncNames`. Of the steps on
// names since then a cut leaves the first few, as a journaling file system does, and of bytes that were not synced the
// beginning or nothing, as a seed says.

import Synchronization

@testable import Station

final class LosingDisk: SpoolDisk {
  struct File: Sendable {
    var bytes: [UInt8]
    var isSynced = false
  }

  private struct State {
    /// What programs see: name to file.
    var names: [String: Int] = [:]
    /// What a cut leaves for certain.
    var durable: [String: Int] = [:]
    /// The names after each step since then.
    var since: [[String: Int]] = []
    var files: [Int: File] = [:]
    var nextFile = 0
    var stepsLeft: Int?
    var steps = 0
    /// Every call fails with this errno.
    var failure: Int32?
  }

  private let state = Mutex(State())

  /// The power goes after so many more steps that write; nil: it stays.
  func cut(after steps: Int?) { state.withLock { $0.stepsLeft = steps } }
  func fail(_ number: Int32?) { state.withLock { $0.failure = number } }
  /// Steps that wrote, since the beginning.
  var steps: Int { state.withLock { $0.steps } }
  var isCut: Bool { state.withLock { $0.stepsLeft == 0 } }
  /// As somebody else sees the folder now.
  var visible: [String: [UInt8]] {
    state.withLock { state in
      state.names.filter { !$0.key.hasPrefix(".") }.mapValues { state.files[$0]?.bytes ?? [] }
    }
  }

  /// Somebody else takes a file away, durably.
  func take(_ name: String) {
    state.withLock {
      $0.names[name] = nil
      $0.durable = $0.names
      $0.since = []
    }
  }

  /// After the cut: `choice` decides for each name and each unsynced file what is left of it.
  func restart(_ choice: (Int) -> Int) {
    state.withLock { state in
      let left = ([state.durable] + state.since)[choice(state.since.count + 1)]
      state.durable = left
      state.since = []
      state.names = state.durable
      for (_, id) in state.names.sorted(by: { $0.key < $1.key }) where state.files[id]?.isSynced == false {
        let count = state.files[id]?.bytes.count ?? 0
        state.files[id]?.bytes.removeLast(count - [0, count / 2, count][choice(3)])
        state.files[id]?.isSynced = true
      }
      state.stepsLeft = nil
    }
  }

  private func step(_ name: String, _ body: (inout State) -> Void) throws(FileError) {
    let number = state.withLock { state -> Int32? in
      if let failure = state.failure { return failure }
      if state.stepsLeft == 0 { return 5 }
      state.stepsLeft? -= 1
      state.steps += 1
      let before = state.names
      body(&state)
      if state.names != before { state.since.append(state.names) }
      return nil
    }
    if let number { throw FileError(path: "disk", call: name, number: number) }
  }

  func names() throws(FileError) -> [String] {
    if isCut { throw FileError(path: "disk", call: "names", number: 5) }
    return state.withLock { Array($0.names.keys) }
  }

  func read(_ name: String, bytesMax: Int) throws(FileError) -> [UInt8]? {
    if isCut { throw FileError(path: "disk", call: "read", number: 5) }
    return state.withLock { state in state.names[name].flatMap { state.files[$0]?.bytes } }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    try step("write") { state in
      // The file itself is written anew, as O_TRUNC does: its old bytes are gone wherever it has a name.
      let id = state.names[name] ?? state.nextFile
      state.nextFile = max(state.nextFile, id) + 1
      state.names[name] = id
      state.files[id] = File(bytes: bytes)
    }
  }

  func sync(_ name: String) throws(FileError) {
    try step("sync") { state in if let id = state.names[name] { state.files[id]?.isSynced = true } }
  }

  func rename(_ old: String, to new: String) throws(FileError) {
    try step("rename") { state in
      state.names[new] = state.names[old]
      state.names[old] = nil
    }
  }

  func remove(_ name: String) throws(FileError) { try step("remove") { $0.names[name] = nil } }
  func syncNames() throws(FileError) {
    try step("syncNames") {
      $0.durable = $0.names
      $0.since = []
    }
  }
}

/// A small seeded source of choices.
struct Dice {
  var state: UInt64

  mutating func roll(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }
}

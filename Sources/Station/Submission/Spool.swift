// The applications that are on their way, each in a file of its own. A file is written aside, made durable, named and the
// name made durable before anybody is told: whatever is told is there after a power cut, and never twice.

import Synchronization

final class Spool: Sendable {
  /// So many applications at once; the next one is not kept.
  static let entriesMax = 2_000
  private static let ending = ".json"

  private struct State {
    /// By reference; without content, which stays on the disk.
    var entries: [String: SpoolEntry] = [:]
    /// Files that are no entries: bit rot, or a later version's. They stay where they are.
    var damaged: [String] = []
  }

  private let disk: any SpoolDisk
  private let state = Mutex(State())

  init(_ disk: any SpoolDisk) { self.disk = disk }

  /// Reads what an earlier run left. Nothing else of a spool works before.
  func open() throws(FileError) {
    var state = State()
    for name in try disk.names().sorted() {
      if name.hasPrefix(".") {
        // Written aside and never named: nobody was told of it.
        if name.hasSuffix(".tmp") { try disk.remove(name) }
        continue
      }
      guard name.hasSuffix(Self.ending) else { continue }
      let reference = String(name.dropLast(Self.ending.count))
      if let bytes = try disk.read(name, bytesMax: SpoolEntry.bytesMax + 1),
        let entry = SpoolEntry(json: bytes), entry.reference == reference
      {
        state.entries[reference] = entry.withoutContent
      } else {
        state.damaged.append(name)
      }
    }
    try disk.syncNames()
    self.state.withLock { $0 = state }
  }

  /// Makes an application durable. False: one with this reference is there already.
  func keep(_ entry: SpoolEntry) throws(SubmissionFault) -> Bool {
    let result = state.withLock { state -> Result<Bool, SubmissionFault> in
      if state.entries[entry.reference] != nil { return .success(false) }
      guard state.entries.count < Self.entriesMax else {
        return .failure(SubmissionFault(.spool, "there are \(Self.entriesMax) applications already"))
      }
      let name = Self.name(entry.reference)
      guard !state.damaged.contains(name) else {
        return .failure(SubmissionFault(.damaged, "the number is taken by a damaged file"))
      }
      do throws(FileError) {
        try disk.replace(name, entry.json)
      } catch {
        // It is said to be not kept: it should not be there either.
        try? disk.remove(disk.asideName(name))
        try? disk.remove(name)
        try? disk.syncNames()
        return .failure(SubmissionFault(.spool, error.message))
      }
      state.entries[entry.reference] = entry.withoutContent
      return .success(true)
    }
    return try result.get()
  }

  /// One application with its content; nil: it is gone or cannot be read.
  func entry(_ reference: String) -> SpoolEntry? {
    guard state.withLock({ $0.entries[reference] }) != nil,
      let bytes = try? disk.read(Self.name(reference), bytesMax: SpoolEntry.bytesMax + 1)
    else { return nil }
    return SpoolEntry(json: bytes)
  }

  /// Changes one durably. False: it is gone.
  @discardableResult
  func update(
    _ reference: String, _ change: (inout SpoolEntry) -> Void
  ) throws(SubmissionFault) -> Bool {
    let result = state.withLock { state -> Result<Bool, SubmissionFault> in
      guard state.entries[reference] != nil else { return .success(false) }
      let name = Self.name(reference)
      do throws(FileError) {
        guard let bytes = try disk.read(name, bytesMax: SpoolEntry.bytesMax + 1),
          var entry = SpoolEntry(json: bytes)
        else {
          return .failure(SubmissionFault(.damaged, name))
        }
        change(&entry)
        try disk.replace(name, entry.json)
        state.entries[reference] = entry.withoutContent
        return .success(true)
      } catch {
        return .failure(SubmissionFault(.spool, error.message))
      }
    }
    return try result.get()
  }

  func remove(_ reference: String) throws(SubmissionFault) {
    let result = state.withLock { state -> Result<Void, SubmissionFault> in
      do throws(FileError) {
        try disk.remove(Self.name(reference))
        try disk.syncNames()
        state.entries[reference] = nil
        return .success(())
      } catch {
        return .failure(SubmissionFault(.spool, error.message))
      }
    }
    try result.get()
  }

  /// All of them without content, the oldest first.
  var entries: [SpoolEntry] {
    state.withLock { $0.entries.values.sorted { ($0.keptAt, $0.reference) < ($1.keptAt, $1.reference) } }
  }

  func contains(_ reference: String) -> Bool { state.withLock { $0.entries[reference] != nil } }

  /// Names of files that cannot be read.
  var damaged: [String] { state.withLock { $0.damaged } }

  private static func name(_ reference: String) -> String { reference + ending }
}

extension SpoolDisk {
  func asideName(_ name: String) -> String { Self.aside(name) }
}

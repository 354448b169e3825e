// Keeps the counts of use in `usage.json` of the state directory: written whole and durably, at most once a minute and
// at the end. A file that cannot be read is set aside; counts are worth a line in the log, never a start that fails.

import Crypto
import Dispatch
import Glibc
import Logging
import Services

final class UsageKeeper: Sendable {
  static let fileName = "usage.json"
  /// What is no file of counts gets this name.
  static let asideName = "usage.json.unreadable"
  /// Between two writes, milliseconds.
  static let writeMilliseconds = 60_000
  /// Two years of many services; a larger file is none of ours.
  static let fileBytesMax = 16 << 20

  private let directory: String
  private let log: Logger
  private let queue = DispatchQueue(label: "usage")
  private let state: UsageState

  /// `counts` is what `load` gave.
  init(directory: String, counts: UseCounts, log: Logger) {
    self.directory = directory
    self.log = log
    state = UsageState(counts)
  }

  /// One more use. Never waits.
  func add(_ target: LinkTarget, _ month: UseMonth) {
    queue.async { [self] in
      state.counts.add(target, in: month)
      state.isDirty = true
      guard !state.isScheduled else { return }
      state.isScheduled = true
      queue.asyncAfter(deadline: .now() + .milliseconds(Self.writeMilliseconds)) { [self] in
        state.isScheduled = false
        write()
      }
    }
  }

  /// What is not yet on the disk goes there.
  func stop() { queue.sync { write() } }

  /// On the queue.
  private func write() {
    guard state.isDirty else { return }
    do throws(FolderError) {
      try Folder.open(directory).write(
        Array(Self.text(state.counts).utf8), as: Self.fileName, mode: 0o600)
      state.isDirty = false
    } catch {
      // The next use tries again.
      log.error("counts of use: \(error.message)")
    }
  }

  // MARK: The file

  /// What an earlier run counted. Nothing is changed here: until its journal is ours, neither is the directory.
  static func load(directory: String) -> Loaded {
    let path = "\(directory)/\(fileName)"
    guard SmallFile.exists(path) else { return .absent }
    do throws(FileError) {
      let bytes = try SmallFile.read(path, bytesMax: fileBytesMax + 1)
      return counts(bytes).map { .counts($0) } ?? .garbage
    } catch {
      return .unreadable(error.message)
    }
  }

  enum Loaded {
    case absent
    case counts(UseCounts)
    /// The file is none of ours.
    case garbage
    case unreadable(String)

    var counts: UseCounts {
      if case .counts(let counts) = self { return counts }
      return UseCounts()
    }
  }

  /// Sets a file aside that could not be read, so that the next write does not replace it.
  func setAside(_ loaded: Loaded) {
    let path = "\(directory)/\(Self.fileName)"
    switch loaded {
    case .absent, .counts: return
    case .garbage: log.warning("\(path) is no file of counts: it is set aside as \(Self.asideName)")
    case .unreadable(let reason): log.warning("counts of use: \(reason): set aside as \(Self.asideName)")
    }
    do throws(FileError) {
      try SmallFile.rename(path, to: "\(directory)/\(Self.asideName)")
    } catch {
      log.warning("counts of use: \(error.message)")
    }
  }

  /// Nil: the bytes are none of ours.
  static func counts(_ bytes: [UInt8]) -> UseCounts? {
    let valuesMax = UseCounts.targetsMax * UseCounts.monthsMax + 100
    let limits = JSONValue.Limits(byteCountMax: fileBytesMax, depthMax: 3, valueCountMax: valuesMax)
    guard let value = JSONValue(bytes, within: limits), value["version"]?.number == 1,
      case .members(let months)? = value["counts"], months.count <= UseCounts.monthsMax
    else { return nil }
    var counts: [UseMonth: [LinkTarget: Int]] = [:]
    for (name, value) in months {
      guard let month = UseMonth(name), case .members(let members) = value,
        members.count <= UseCounts.targetsMax
      else { return nil }
      var row: [LinkTarget: Int] = [:]
      for (name, value) in members {
        guard let target = LinkTarget(name), let count = value.number,
          (1...UseCounts.countMax).contains(count)
        else { return nil }
        row[target] = count
      }
      counts[month] = row
    }
    return UseCounts(months: counts)
  }

  /// Names of targets and months need no escapes in JSON.
  static func text(_ counts: UseCounts) -> String {
    let months = counts.months.sorted { $0.key < $1.key }.map { month, row in
      let cells = row.sorted { $0.key < $1.key }.map { "    \"\($0.key)\": \($0.value)" }
      return "  \"\(month)\": {\n\(cells.joined(separator: ",\n"))\n  }"
    }
    return "{\"version\": 1, \"counts\": {\n\(months.joined(separator: ",\n"))\n}}\n"
  }
}

/// Touched on the keeper's queue alone.
private final class UsageState: @unchecked Sendable {
  var counts: UseCounts
  var isDirty = false
  var isScheduled = false

  init(_ counts: UseCounts) { self.counts = counts }
}

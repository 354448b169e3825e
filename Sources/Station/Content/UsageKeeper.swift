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

  /// What an earlier run counted. A file that is none is set aside under `asideName`.
  static func load(directory: String, log: Logger) -> UseCounts {
    let path = "\(directory)/\(fileName)"
    guard SmallFile.exists(path) else { return UseCounts() }
    do throws(FileError) {
      let bytes = try SmallFile.read(path, bytesMax: fileBytesMax + 1)
      if let counts = counts(bytes) { return counts }
      try SmallFile.rename(path, to: "\(directory)/\(asideName)")
      log.warning(
        "\(path) is no file of counts: it is set aside as \(asideName), counting begins anew")
    } catch {
      log.warning("counts of use: \(error.message): counting begins anew")
    }
    return UseCounts()
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

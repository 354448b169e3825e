// The second path for what was observed while the journal refused it (C9): records as lines of hexadecimal digits, at
// two places where there are two. Written when everything else fails, read once at the next start. No personal data,
// since a record cannot hold any.

import Crypto
import Handover

struct EmergencyFile: Sendable {
  static let name = "emergency.log"
  /// More than this is not read back: 10,000 observations of at most 4 KiB are less.
  static let bytesMax = 16 << 20

  /// The state directory first, then that of the anchor file.
  let paths: [String]

  init(state: String, anchorFile: String?) {
    var directories = [state]
    if let anchorFile {
      let other = SmallFile.directoryName(anchorFile)
      if other != state { directories.append(other) }
    }
    paths = directories.map { "\($0)/\(Self.name)" }
  }

  /// Appends records at every place. The errors of those that failed; it is lost only if all did.
  func append(_ records: [Record]) -> [FileError] {
    let text = records.map { Hex.encode($0.canonicalBytes) + "\n" }.joined()
    var failures: [FileError] = []
    for path in paths {
      do throws(FileError) { try SmallFile.append(text, to: path) } catch { failures.append(error) }
    }
    return failures
  }

  /// Everything that was kept and that a journal with `sequence` records does not know, in the order of the records.
  /// A line that was torn is no record and is passed over.
  func records(after sequence: Int64) -> [Record] {
    var found: [Int64: Record] = [:]
    for path in paths {
      guard let bytes = try? SmallFile.read(path, bytesMax: Self.bytesMax) else { continue }
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        guard let canonical = Hex.decode(String(decoding: line, as: UTF8.self)),
          let record = try? Record(canonicalBytes: canonical), record.sequence > sequence
        else { continue }
        // The latest line of a number is the one that the last try to write it left.
        found[record.sequence] = record
      }
    }
    return found.values.sorted { $0.sequence < $1.sequence }
  }

  /// The journal has what it can have of it: the files make way. `sequence` tells them apart.
  func settle(sequence: Int64) -> [FileError] {
    var failures: [FileError] = []
    for path in paths where SmallFile.exists(path) {
      let settled = "\(SmallFile.directoryName(path))/emergency-\(sequence).settled"
      do throws(FileError) { try SmallFile.rename(path, to: settled) } catch { failures.append(error) }
    }
    return failures
  }

  var exists: Bool { paths.contains { SmallFile.exists($0) } }
}

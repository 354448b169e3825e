// The four folders of the watched inbox and the moves between them. Each move is one rename; the order of the moves is
// what makes every crash harmless: the report is moved last, so that it tells where the rest belongs.

import Glibc
import Handover
import Messages

struct InboxFolders {
  static let reportEnding = ".report.json"
  static let textEnding = ".report.txt"
  /// The largest report that is read back, bytes.
  static let reportBytesMax = 64 << 20

  let inbox: Folder
  let processing: Folder
  let processed: Folder
  let rejected: Folder

  init(_ path: String) throws(FolderError) {
    inbox = try Folder.open(path)
    processing = try inbox.folder("processing")
    processed = try inbox.folder("processed")
    rejected = try inbox.folder("rejected")
  }

  /// The files of `processing`, whether they are there themselves or only their reports.
  static func bases(_ names: [FileName]) -> [String] {
    var bases: [String] = []
    for name in names {
      guard let text = String(validating: name.bytes, as: UTF8.self) else { continue }
      var base = text
      for ending in [reportEnding, textEnding] where text.hasSuffix(ending) {
        base = String(text.dropLast(ending.count))
      }
      if FileName(base).isForImport, !bases.contains(base) { bases.append(base) }
    }
    return bases
  }

  /// Takes a file of the inbox into `processing`, under a name that is free in all folders; that name.
  func claim(_ name: FileName, numbersMax: Int) throws(FolderError) -> String {
    let (stem, ending) = name.clean
    var number = 1
    while true {
      let base = number == 1 ? stem + ending : "\(stem)-\(number)\(ending)"
      number += 1
      guard number <= numbersMax else {
        throw FolderError(call: "all its numbered names are taken", number: EEXIST)
      }
      if try !isFree(base) { continue }
      do throws(FolderError) {
        try inbox.move(name, to: processing, as: FileName(base))
      } catch {
        if error.number == EEXIST { continue }
        throw error
      }
      try processing.sync()
      try inbox.sync()
      return base
    }
  }

  private func isFree(_ base: String) throws(FolderError) -> Bool {
    for folder in [processing, processed, rejected] {
      for ending in ["", Self.reportEnding, Self.textEnding] {
        if try folder.stamp(FileName(base + ending)) != nil { return false }
      }
    }
    return true
  }

  /// The report of a file of `processing`; nil: it is not finished.
  func report(_ base: String) -> ImportReport? {
    guard
      case .bytes(let bytes) = processing.read(
        FileName(base + Self.reportEnding), bytesMax: Self.reportBytesMax)
    else { return nil }
    return MessageCoding.decode(ImportReport.self, from: bytes)
  }

  /// Moves a finished file and its reports to where they belong. It may have been begun before.
  func moveOn(_ base: String, _ result: ImportReport.Result) throws(FolderError) {
    let target = result == .processed ? processed : rejected
    for ending in ["", Self.textEnding, Self.reportEnding] {
      let name = FileName(base + ending)
      guard try processing.stamp(name) != nil else { continue }
      if ending == Self.reportEnding { try target.sync() }
      try processing.move(name, to: target, as: name)
    }
    try target.sync()
    try processing.sync()
  }
}

/// Moments as files name them.
enum UTCTime {
  /// ISO 8601 in UTC to the second, from milliseconds since 1970.
  static func text(_ wall: Int64) -> String {
    let seconds = wall >= 0 ? wall / 1000 : (wall - 999) / 1000
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = seconds - day * 86_400
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(CivilDay(number: Int(day)))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }
}

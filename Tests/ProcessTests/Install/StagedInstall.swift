// `make install` into a directory of its own, with the programs that lie beside the tests, and what the distribution
// brings beside it so that systemd's own tools can look at it.

import Foundation
import Testing

final class StagedInstall {
  let scratch: Scratch
  var root: String { scratch.file("root") }

  /// The root of the sources.
  static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  init(_ name: String, _ words: [String] = []) throws {
    scratch = try Scratch(name)
    // Others must get through to the sockets and the programs.
    chmod(scratch.path, 0o755)
    try install(words)
  }

  func install(_ words: [String] = []) throws {
    let programs = (try Products.path("kiosk") as NSString).deletingLastPathComponent
    let run = try ChildProcess.run(
      ["/usr/bin/make", "-s", "-C", Self.sources, "install", "BIN=\(programs)", "DESTDIR=\(root)"] + words,
      name: "install", in: scratch, seconds: 60)
    guard run.status == 0 else { throw ChildProcess.Failure(description: "make install: \(run.error)") }
  }

  func path(_ path: String) -> String { root + path }

  func unit(_ name: String) throws -> UnitFile {
    try UnitFile(path: path("/usr/lib/systemd/system/\(name)"))
  }

  /// The names of our units.
  var units: [String] {
    let all = try? FileManager.default.contentsOfDirectory(atPath: path("/usr/lib/systemd/system"))
    return (all ?? []).filter { $0.hasPrefix("kiosk-") }.sorted()
  }

  /// Each file with its mode, size and target; paths from the root.
  func listing() throws -> [String] {
    var lines: [String] = []
    for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      var status = stat()
      guard lstat("\(root)/\(name)", &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
      let mode = String(status.st_mode & 0o7777, radix: 8)
      let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(root)/\(name)")) ?? ""
      lines.append("/\(name) \(target.isEmpty ? "\(mode) \(status.st_size)" : "-> \(target)")")
    }
    return lines.sorted()
  }

  /// Units, users and programs of the distribution that ours refer to; not part of the installation.
  func addDistribution() throws {
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: "/usr/lib/systemd/system") {
      let to = path("/usr/lib/systemd/system/\(name)")
      if !files.fileExists(atPath: to) {
        try? files.copyItem(atPath: "/usr/lib/systemd/system/\(name)", toPath: to)
      }
    }
    for name in ["passwd", "group"] {
      try files.copyItem(atPath: "/etc/\(name)", toPath: path("/etc/\(name)"))
    }
    // Programs of other packages, as far as units name them: verify asks whether they are there.
    for unit in units {
      for line in try self.unit(unit).entries where line.key.hasPrefix("Exec") {
        let program = String(line.value.drop { "+-@:!".contains($0) }.prefix { $0 != " " })
        if !files.fileExists(atPath: path(program)) {
          try files.createDirectory(
            atPath: (path(program) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
          try files.copyItem(atPath: "/usr/bin/true", toPath: path(program))
        }
      }
    }
  }

  /// The users and groups as systemd-sysusers makes them; root only.
  func addUsers() throws {
    let run = try ChildProcess.run(
      ["/usr/bin/systemd-sysusers", "--root=\(root)"], name: "sysusers", in: scratch)
    guard run.status == 0, !run.error.contains("not a valid"), !run.error.contains("ignoring") else {
      throw ChildProcess.Failure(description: "systemd-sysusers: \(run.status) \(run.error)")
    }
  }

  /// The number of a user or group of the staged system.
  func number(_ file: String, _ name: String) throws -> UInt32 {
    let text = try String(contentsOfFile: path("/etc/\(file)"), encoding: .utf8)
    let line = try #require(
      text.split(separator: "\n").first { $0.hasPrefix("\(name):") }, "no \(name) in \(file)")
    return try #require(UInt32(line.split(separator: ":", omittingEmptySubsequences: false)[2]))
  }
}

/// What these tests cannot do here is said, never passed over in silence.
func hasRoot(_ what: String) -> Bool {
  if geteuid() == 0 { return true }
  print("skipped: \(what) needs root; run the tests as root to have it")
  return false
}

func hasProgram(_ path: String, _ what: String) -> Bool {
  if FileManager.default.isExecutableFile(atPath: path) { return true }
  print("skipped: \(what) needs \(path)")
  return false
}

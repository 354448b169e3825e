// Reads the sources of this package as text, for the tests that hold them against docs/architecture.md. It compiles
// nothing and understands just enough Swift: import lines, comments and strings.

import Foundation

/// A file of this package.
struct SourceFile {
  /// From the package's root, with `/`.
  let path: String
  let text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The file's folder below `Sources` or `Tests`: its module.
  var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

  /// The modules that its import lines name.
  var imports: [String] {
    lines.compactMap { line in
      guard
        line.contains("import "),
        let match = line.firstMatch(
          of:
            /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?([A-Za-z_][A-Za-z0-9_]*)/
        )
      else { return nil }
      return String(match.1)
    }
  }
}

enum SourceTree {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All files below the folders whose names end so, sorted by path.
  static func files(_ folders: [String], endings: [String] = ["swift"]) -> [SourceFile] {
    var paths: [String] = []
    for folder in folders {
      let base = root.appendingPathComponent(folder)
      let found = FileManager.default.enumerator(atPath: base.path)
      while let path = found?.nextObject() as? String {
        if endings.contains(where: { path.hasSuffix(".\($0)") }) { paths.append("\(folder)/\(path)") }
      }
    }
    return paths.sorted().compactMap { file($0) }
  }

  /// A file by its path from the root; nil when it is not there or not UTF-8.
  static func file(_ path: String) -> SourceFile? {
    guard let data = try? Data(contentsOf: root.appendingPathComponent(path)),
      let text = String(data: data, encoding: .utf8)
    else { return nil }
    return SourceFile(path: path, text: text)
  }
}

/// The table of docs/architecture.md.
enum Architecture {
  /// Free everywhere but in the pure modules.
  static let systemModules: Set<String> = ["Glibc", "Dispatch", "Synchronization"]
  static let pureModules: Set<String> = ["Handover", "Messages", "Screens", "Console", "Services"]

  /// What a module may import, ours and others'; a module that is not here is an executable and takes what it needs.
  static let mayImport: [String: Set<String>] = [
    "Handover": [],
    "Secrets": [],
    "Messages": ["Handover", "Secrets", "FoundationEssentials"],
    "Crypto": ["Secrets", "CCrypto"],
    "Terminal": ["Secrets", "CNcurses", "CTerminal"],
    "Screens": ["Terminal", "Messages", "Handover", "Secrets"],
    "Console": ["Terminal", "Messages", "Handover", "Secrets"],
    "Services": ["Handover"],
    "Lockers": ["CSerial", "Foundation"],
    "Identity": [
      "Crypto", "Secrets", "CPCSC", "FoundationEssentials",
    ],
    "Journal": ["Handover", "Crypto", "GRDB"],
    "Configuration": ["Handover", "Services", "TOMLKit"],
    "Station": [
      "Handover", "Secrets", "Messages", "Crypto", "Services", "Lockers", "Identity", "Journal",
      "Configuration",
      "CMemory",
      "CPeer", "CProgram", "CQRCode", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "Logging",
    ],
    "Simulators": [
      "Station", "Messages", "Handover", "Secrets", "Crypto", "Lockers", "Identity", "Journal", "Services",
    ],
    // Not a library, but as narrow as one: breaking out of the screen must find nothing to use.
    "kiosk-screen": ["Terminal", "Screens", "Messages", "Handover", "Secrets"],
  ]

  static let executables: Set<String> = ["kiosk", "kiosk-screen", "bench", "FuzzCard", "FuzzContent"]

  /// One door per C library: the folder that may import it, and everything below.
  static let doors: [String: String] = [
    "CNcurses": "Sources/Terminal/Ncurses",
    "CTerminal": "Sources/Terminal/Ncurses",
    "CSerial": "Sources/Lockers",
    "CMemory": "Sources/Station/Content",
    "CPeer": "Sources/Station/Runtime",
    "CCrypto": "Sources/Crypto",
    "CProcess": "Sources/kiosk/Demo",
    "CProgram": "Sources/Station/Programs",
    "CClock": "Sources/kiosk/Doctor",
    "CPCSC": "Sources/Identity/Reader",
    "CQRCode": "Sources/Station/Paper",
  ]
}

// Which way the arrows point: import lines and Package.swift against the table of docs/architecture.md. SwiftPM does
// not stop a module from importing a C module of its dependency, so that these tests are the wall.

import Testing

@Suite("Imports")
struct ImportTests {
  private let sources = SourceTree.files(["Sources"])

  @Test("the sources are found")
  func found() {
    #expect(sources.count > 100)
    #expect(sources.contains { $0.module == "Handover" })
  }

  @Test("a module imports what its row allows, and nothing else")
  func rows() {
    for file in sources {
      guard var allowed = Architecture.mayImport[file.module] else { continue }
      if !Architecture.pureModules.contains(file.module) { allowed.formUnion(Architecture.systemModules) }
      for name in file.imports where !allowed.contains(name) {
        Issue.record("\(file.path) imports \(name): \(file.module) may not, see docs/architecture.md")
      }
    }
  }

  @Test("every folder of Sources is in the table, an executable or a C module")
  func known() {
    for module in Set(sources.map(\.module)).sorted() {
      let isKnown =
        Architecture.mayImport[module] != nil || Architecture.executables.contains(module)
        || module.hasPrefix("Fuzz")
      #expect(isKnown, "\(module) is missing in the table of docs/architecture.md")
    }
  }

  @Test("a C library is imported from one folder, privately where Swift asks how")
  func doors() {
    for file in sources {
      for name in file.imports {
        guard let door = Architecture.doors[name] else { continue }
        let isInside = file.folder == door || file.folder.hasPrefix(door + "/")
        #expect(isInside, "\(file.path) imports \(name), whose door is \(door)")
      }
      #expect(!file.text.contains("@_exported"), "\(file.path) exports what it imports")
    }
  }

  @Test("a C module is a module map and a shim, nothing else")
  func shims() {
    for file in SourceTree.files(["Sources"], endings: ["h", "c", "modulemap", "cpp", "m"]) {
      let name = file.path.split(separator: "/").last.map(String.init) ?? ""
      let isPlain = file.module.hasPrefix("C") && ["shim.h", "module.modulemap"].contains(name)
      #expect(isPlain, "\(file.path): C stands in shims only")
    }
  }

  @Test("Package.swift allows no arrow that the table does not")
  func manifest() throws {
    let text = try #require(SourceTree.file("Package.swift")).text
    var seen = 0
    for match in text.matches(of: /module\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?\s*\)/) {
      let module = String(match.1)
      let allowed = try #require(Architecture.mayImport[module], "\(module) is not in the table")
      seen += 1
      for name in (match.2 ?? "").matches(of: /"(\w+)"/).map({ String($0.1) }) {
        #expect(allowed.contains(name), "Package.swift: \(module) -> \(name)")
      }
    }
    #expect(seen >= 10, "Package.swift is not written as this test reads it")
    let screen = try #require(text.firstMatch(of: /program\(\s*"kiosk-screen",\s*\[([^\]]*)\]/))
    for name in screen.1.matches(of: /"(\w+)"/).map({ String($0.1) }) {
      #expect(
        Architecture.mayImport["kiosk-screen"]!.contains(name), "Package.swift: kiosk-screen -> \(name)")
    }
  }

  @Test("Package.swift holds every module to Swift 6 mode, strict memory safety and warnings as errors")
  func settings() throws {
    let text = try #require(SourceTree.file("Package.swift")).text
    #expect(text.contains("swiftLanguageModes: [.v6]"))
    #expect(text.contains(".strictMemorySafety()"))
    #expect(text.contains(".treatAllWarnings(as: .error)"))
  }
}

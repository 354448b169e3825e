// swift-tools-version: 6.2
// The package: which modules there are and which way their arrows point (docs/architecture.md has the picture).
// Set KIOSK_ONLY to a comma-separated list of targets to build and test a part without the packages that
// the rest needs: `KIOSK_ONLY=Handover,HandoverTests swift test`.

import Foundation
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]
// `make fuzz` alone sets KIOSK_FUZZ: then what reads foreign bytes is built with libFuzzer's and AddressSanitizer's eyes.
let isFuzzing = Context.environment["KIOSK_FUZZ"] != nil
let watched: [SwiftSetting] =
  isFuzzing
  ? [.unsafeFlags(["-sanitize=address", "-sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp"])]
  : []
let testSettings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings + watched)
}

func program(
  _ name: String, _ dependencies: [Target.Dependency], linkerSettings: [LinkerSetting] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: settings, linkerSettings: linkerSettings)
}

// The runtime's relocations, 0.9 MB that every start would read and keep, shrink to some 20 KB (glibc 2.36 and later).
let fewRelocations: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--icf=safe",
      "-Xlinker", "--gc-sections", "-Xlinker", "-s",
    ], .when(configuration: .release))
]

func hasFolder(_ target: String, _ folder: String) -> Bool {
  FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Tests/\(target)/\(folder)")
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies,
    exclude: ["Golden", "Card/Peers", "Submission/Peers"].filter { hasFolder(name, $0) },
    swiftSettings: testSettings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

var targets: [Target] = [
  // One door per C library: each is imported from one folder only.
  .systemLibrary(name: "CNcurses"),
  .systemLibrary(name: "CTerminal"),
  .systemLibrary(name: "CSerial"),
  .systemLibrary(name: "CPeer"),
  .systemLibrary(name: "CMemory"),
  .systemLibrary(name: "CCrypto"),
  .systemLibrary(name: "CProcess"),
  .systemLibrary(name: "CProgram"),
  .systemLibrary(name: "CClock"),
  .systemLibrary(name: "CPCSC"),
  .systemLibrary(name: "CQRCode"),

  module("Handover"),
  module("Secrets"),
  module("Messages", ["Handover", "Secrets"]),
  module("Crypto", ["Secrets", "CCrypto"]),
  module("Terminal", ["Secrets", "CNcurses", "CTerminal"]),
  module("Screens", ["Terminal", "Messages", "Handover", "Secrets"]),
  module("Services", ["Handover"]),
  module("Lockers", ["CSerial"]),
  module("Identity", ["Crypto", "Secrets", "CPCSC"]),
  module("Journal", ["Handover", "Crypto", grdb]),
  module("Configuration", ["Handover", "Services", tomlKit]),
  module(
    "Station",
    [
      "Handover", "Secrets", "Messages", "Crypto", "Services", "Lockers", "Identity", "Journal",
      "Configuration",
      "CPeer", "CMemory", "CProgram", "CQRCode",
      nioCore, nioPosix, nioHTTP1, nioWebSocket, logging,
    ]),
  module(
    "Simulators",
    [
      "Station", "Messages", "Handover", "Secrets", "Crypto", "Lockers", "Identity", "Journal", "Services",
    ]),

  program(
    "kiosk",
    [
      "Handover", "Secrets", "Messages", "Crypto", "Terminal", "Screens", "Services", "Lockers", "Identity",
      "Journal", "Configuration", "Station", "Simulators", "CClock", "CProcess", argumentParser, logging,
    ]),
  program(
    "kiosk-screen", ["Terminal", "Screens", "Messages", "Handover", "Secrets"],
    linkerSettings: fewRelocations),
  program(
    "bench",
    [
      "Lockers", "Identity", "Journal", "Handover", "Crypto", "Simulators", "Station", "Messages", "Secrets",
      "Configuration", "Services",
      grdb,
    ]),

  tests("HandoverTests", ["Handover"]),
  tests("SecretsTests", ["Secrets"]),
  tests("MessagesTests", ["Messages", "Handover", "Secrets"]),
  tests("CryptoTests", ["Crypto", "Secrets"]),
  tests("TerminalTests", ["Terminal", "Secrets"]),
  tests("ScreensTests", ["Screens", "Terminal", "Messages", "Handover", "Secrets"]),
  tests("ServicesTests", ["Services", "Handover"]),
  tests("LockersTests", ["Lockers"]),
  tests("IdentityTests", ["Identity", "Crypto", "Secrets"]),
  tests("JournalTests", ["Journal", "Handover", "Crypto", "Secrets", grdb]),
  tests("ConfigurationTests", ["Configuration", "Handover", "Services"]),
  tests(
    "StationTests",
    [
      "Station", "Journal", "Messages", "Handover", "Secrets", "Crypto", "Configuration", "Lockers",
      "Identity", "Services",
    ]),
  tests(
    "SimulatorsTests",
    [
      "Simulators", "Station", "Lockers", "Identity", "Journal", "Handover", "Messages", "Secrets", "Crypto",
    ]),
  tests("ArchitectureTests", []),
  tests(
    "ProcessTests",
    [
      "Messages", "Handover", "Secrets", "Screens", "Terminal", "Lockers", "Crypto", "Identity",
      "Station", "Configuration", "Services", logging,
    ]),
]

var dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
]

if isFuzzing {
  targets.append(
    .executableTarget(
      name: "FuzzContent", dependencies: ["Services", "Handover"],
      swiftSettings: testSettings + watched + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-sanitize=address", "-use-ld=lld"])]))
  targets.append(
    .executableTarget(
      name: "FuzzCard", dependencies: ["Identity", "Crypto", "Secrets"],
      swiftSettings: testSettings + watched + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-sanitize=address", "-use-ld=lld"])]))
}

if let only = Context.environment["KIOSK_ONLY"], !only.isEmpty {
  var wanted = Set(only.split(separator: ",").map(String.init))
  // Follow the arrows, so that naming one target is enough.
  var grew = true
  while grew {
    grew = false
    for target in targets where wanted.contains(target.name) {
      for case .byNameItem(let name, _) in target.dependencies where wanted.insert(name).inserted {
        grew = true
      }
    }
  }
  targets.removeAll { !wanted.contains($0.name) }
  let packages = Set(
    targets.flatMap(\.dependencies).compactMap { dependency -> String? in
      if case .productItem(_, let package, _, _) = dependency { return package?.lowercased() }
      return nil
    })
  dependencies.removeAll { dependency in
    guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
    return !packages.contains { location.lowercased().hasSuffix("/" + $0) }
  }
}

let package = Package(
  name: "kiosk",
  dependencies: dependencies,
  targets: targets,
  swiftLanguageModes: [.v6]
)

// What can be wrong with the AusweisApp that Kiosk.conf names, above all its age: a version's own roots expire.

import Foundation
import Testing

extension FakeMachine {
  /// A current AusweisApp of a package, set up in Kiosk.conf.
  func setUpAusweisApp(version: String = "9.1.0") throws {
    try writeAusweisApp(version: version)
    try write(
      "/etc/kiosk/Kiosk.conf",
      """
      \(String(contentsOfFile: path("/etc/kiosk/Kiosk.conf"), encoding: .utf8))
      [ausweisapp]
      enabled = true

      """)
  }

  fileprivate func writeAusweisApp(version: String) throws {
    for program in ["/usr/bin/AusweisApp2", "/usr/sbin/pcscd"] {
      try write(program, "x")
      mode(program, 0o755)
    }
    try write(
      "/var/lib/dpkg/status",
      "Package: adduser\nVersion: 3.134\n\nPackage: ausweisapp2\nStatus: install ok installed\nVersion: \(version)-1\n\n"
        + "Package: base-files\nVersion: 12.4\n")
  }
}

extension DoctorCase {
  /// On a machine where it is set up.
  static var ausweisApp: [DoctorCase] {
    let code = "ausweisapp"
    return [
      .init("no AusweisApp", "fault", code, "/usr/bin/AusweisApp2 is not there: nobody can identify") {
        try $0.remove("/usr/bin/AusweisApp2")
      },
      .init("an AusweisApp that cannot run", "fault", code, "cannot be executed") {
        $0.mode("/usr/bin/AusweisApp2", 0o644)
      },
      .init("no pcscd", "fault", code, "pcscd is not there") { try $0.remove("/usr/sbin/pcscd") },
      .init("Debian 12's AusweisApp", "warning", code, "built-in roots have expired (CVCA on 2024-03-09") {
        try $0.writeAusweisApp(version: "1.26.2")
      },
      .init("the AusweisApp whose root expires next", "warning", code, "2026-11-27") {
        try $0.writeAusweisApp(version: "2.5.3")
      },
      .init("an AusweisApp of nobody's package", "unknown", code, "does not say its version") {
        try $0.remove("/var/lib/dpkg/status")
      },
    ]
  }
}

@Suite("The doctor and AusweisApp")
struct DoctorAusweisAppTests {
  private func findings(_ machine: FakeMachine) throws -> [String] {
    try machine.ask().found.findings.filter { $0.code == "ausweisapp" }.map { "\($0.level) \($0.what)" }
  }

  @Test("well where it is new and there; where it is not set up, an old one is named all the same")
  func well() throws {
    let machine = try FakeMachine()
    #expect(try findings(machine) == ["ok AusweisApp is not set up in Kiosk.conf"])
    try machine.writeAusweisApp(version: "1.26.2")
    #expect(
      try findings(machine) == [
        "ok AusweisApp is not set up in Kiosk.conf; the AusweisApp 1.26.2 that is installed changes PINs, but"
          + " identifies nobody: its built-in roots have expired (CVCA on 2024-03-09, test roots on 2024-06-13)"
      ])
    try machine.setUpAusweisApp()
    #expect(
      try findings(machine) == [
        "ok AusweisApp 9.1.0 is there; it is newer than the versions whose roots are known here (2.5.3)"
      ])
  }
}

// What can be wrong around the card reader that Kiosk.conf names: pcscd, whom passports must be signed by, the trace, and
// who sees to PINs.

import Foundation
import Testing

extension FakeMachine {
  /// A reader with the station's own PIN service, and a trace.
  func setUpCardReader(_ lines: String = "path = \"own\"\ntrace = \"/var/lib/kiosk/trace\"") throws {
    try write("/usr/sbin/pcscd", "x")
    mode("/usr/sbin/pcscd", 0o755)
    try write(
      "/etc/kiosk/Kiosk.conf",
      """
      \(String(contentsOfFile: path("/etc/kiosk/Kiosk.conf"), encoding: .utf8))
      [card]
      reader = "auto"
      \(lines)

      """)
  }
}

extension DoctorCase {
  /// On a machine with a reader.
  static var cardReader: [DoctorCase] {
    let code = "card-reader"
    let list = "csca = \"/etc/kiosk/list.ml\""
    return [
      .init("no pcscd", "fault", code, "pcscd is not there") { try $0.remove("/usr/sbin/pcscd") },
      .init("no trust store", "fault", code, "/etc/kiosk/list.ml cannot be read (No such file") {
        try $0.change("/etc/kiosk/Kiosk.conf", "path = \"own\"", "path = \"own\"\n" + list)
      },
      .init("a trust store that is none", "fault", code, "is no certificate, revocation list or master list")
      {
        try $0.write("/etc/kiosk/list.ml", "x")
        $0.mode("/etc/kiosk/list.ml", 0o644)
        try $0.change("/etc/kiosk/Kiosk.conf", "path = \"own\"", "path = \"own\"\n" + list)
      },
      .init("a trace in no folder", "fault", code, "/var/lib/kiosk/no is not there") {
        try $0.change("/etc/kiosk/Kiosk.conf", "kiosk/trace\"", "kiosk/no/trace\"")
      },
      .init("a trace outside what the service writes", "fault", code, "cannot be written") {
        try $0.change("/etc/kiosk/Kiosk.conf", "/var/lib/kiosk/trace", "/usr/trace")
      },
      .init("nobody sees to PINs", "warning", code, "no PIN service is offered") {
        try $0.change("/etc/kiosk/Kiosk.conf", "path = \"own\"", "path = \"ausweisapp\"")
      },
    ]
  }
}

@Suite("The doctor and the card reader")
struct DoctorCardReaderTests {
  private func findings(_ machine: FakeMachine) throws -> [String] {
    try machine.ask().found.findings.filter { $0.code == "card-reader" }.map { "\($0.level) \($0.what)" }
  }

  @Test("nothing to be said without a reader; well where all is there")
  func well() throws {
    let machine = try FakeMachine()
    #expect(try findings(machine) == ["ok no card reader is set up in Kiosk.conf"])
    try machine.setUpCardReader()
    #expect(
      try findings(machine) == [
        "ok pcscd is there; this is not the machine that runs",
        "ok the trace /var/lib/kiosk/trace can be written",
      ])
  }
}

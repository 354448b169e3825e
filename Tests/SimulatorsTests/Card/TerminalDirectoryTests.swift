// A terminal's directory as `kiosk simulate pki` writes it, read by the product: complete, and with each file missing,
// damaged or exchanged.

import Crypto
import Foundation
import Testing

@testable import Identity
@testable import Simulators

@Suite("A terminal's directory")
struct TerminalDirectoryTests {
  private let today = CivilDate(year: 2026, month: 3, day: 2)!

  private func withDirectory(_ name: String, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
      "terminal-\(name)-\(ProcessInfo.processInfo.processIdentifier)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try testPKI.write(to: path)
    try body(path)
  }

  @Test("what the test PKI writes is read, belongs together, and leads to both roots")
  func whole() throws {
    try withDirectory("whole") { path in
      let terminal = try TerminalCredentials(directory: path)
      #expect(terminal.certificate.encoded == testPKI.terminal.certificate)
      #expect(terminal.issuers.count == 3)
      try terminal.check(at: today, needing: .read(DataGroup.holderAndAddress))
      let link = try CVCertificate(testPKI.link.certificate)
      #expect(try terminal.chain(for: [link.holder.bytes]).certificates.count == 2)
      #expect(try terminal.chain(for: [link.authority.bytes]).certificates.count == 3)
      #expect(terminal.certificate.extensions.count == 2)
    }
  }

  @Test("a file that is missing, damaged, too long or of another terminal is named")
  func faults() throws {
    try withDirectory("faults") { path in
      func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
      }
      try write([1, 2, 3], "dv.cvcert")
      #expect(throws: TerminalDirectoryError.certificate("\(path)/dv.cvcert")) {
        try TerminalCredentials(directory: path)
      }
      try write([UInt8](repeating: 0x7F, count: CVCertificate.byteCountMax + 1), "dv.cvcert")
      #expect(throws: TerminalDirectoryError.tooLong("\(path)/dv.cvcert")) {
        try TerminalCredentials(directory: path)
      }
      try write(testPKI.verifier.certificate, "dv.cvcert")
      try write(Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/dv.key"))), "terminal.key")
      let exchanged = try TerminalCredentials(directory: path)
      #expect(throws: CertificateFault.key) { try exchanged.check(at: today, needing: []) }
      try write(Array("no key".utf8), "terminal.key")
      let error = #expect(throws: TerminalDirectoryError.self) { try TerminalCredentials(directory: path) }
      #expect(error?.cardError == .certificate(.key))
      #expect(error?.description.contains("terminal.key") == true)
      try FileManager.default.removeItem(atPath: "\(path)/terminal.key")
      #expect(throws: TerminalDirectoryError.unreadable("\(path)/terminal.key", ENOENT)) {
        try TerminalCredentials(directory: path)
      }
    }
    #expect(throws: TerminalDirectoryError.self) { try TerminalCredentials(directory: "/nowhere/at/all") }
  }

  @Test("a directory full of certificates is refused, not searched")
  func full() throws {
    try withDirectory("full") { path in
      for number in 0..<20 {
        try Data(testPKI.verifier.certificate).write(
          to: URL(fileURLWithPath: "\(path)/more-\(number).cvcert"))
      }
      #expect(throws: TerminalDirectoryError.tooLong(path)) { try TerminalCredentials(directory: path) }
    }
  }
}

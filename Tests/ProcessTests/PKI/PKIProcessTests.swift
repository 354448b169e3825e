// `kiosk simulate pki` as other people's tools see it: OpenSSL reads and verifies the documents' side, Debian's cvc-print
// (OpenPACE) the terminals' side. Neither shares a line with what wrote the files.

import Foundation
import Testing

@Suite(.serialized) struct PKIProcessTests {
  private func make(_ arguments: String..., in scratch: Scratch) throws -> String {
    let directory = scratch.file("pki")
    let kiosk = try Products.path("kiosk")
    let made = try ChildProcess.run([kiosk, "simulate", "pki", directory] + arguments, in: scratch)
    #expect(made.status == 0, "\(made.error)")
    return directory
  }

  private func tool(_ arguments: String..., in scratch: Scratch) throws -> (
    status: Int32, output: String, error: String
  ) {
    try ChildProcess.run(["/usr/bin/env"] + arguments, name: "tool", in: scratch)
  }

  @Test("OpenSSL verifies the document signer, its keys and the master list") func openssl() throws {
    let scratch = try Scratch("pki")
    let directory = try make(in: scratch)
    for name in ["csca", "ds"] {
      let read = try tool(
        "openssl", "x509", "-inform", "DER", "-in", "\(directory)/\(name).der", "-out",
        "\(directory)/\(name).pem",
        in: scratch)
      #expect(read.status == 0, "\(read.error)")
    }
    let chain = try tool(
      "openssl", "verify", "-x509_strict", "-CAfile", "\(directory)/csca.pem", "\(directory)/ds.pem",
      in: scratch)
    #expect(chain.status == 0, "\(chain.output)\(chain.error)")
    let list = try tool(
      "openssl", "cms", "-verify", "-inform", "DER", "-in", "\(directory)/masterlist.ml", "-CAfile",
      "\(directory)/csca.pem", "-purpose", "any", "-out", "\(directory)/list.der", in: scratch)
    #expect(list.status == 0, "\(list.error)")
    let authority = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/csca.der"))
    let content = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/list.der"))
    #expect(content.range(of: authority) != nil)
    for name in ["cvca", "cvca-link", "dv", "terminal", "csca", "ds"] {
      let key = try tool(
        "openssl", "pkey", "-check", "-noout", "-in", "\(directory)/\(name).key", in: scratch)
      #expect(key.status == 0, "\(name): \(key.error)")
    }
  }

  @Test("OpenPACE verifies every CV certificate and the description") func openpace() throws {
    let scratch = try Scratch("pki")
    let directory = try make("--rights", "dg4,dg5,age", in: scratch)
    func printed(_ name: String, _ more: String...) throws -> String {
      // cvc-print finds an issuer in a file that bears its name.
      try ChildProcess.run(
        ["/usr/bin/env", "cvc-print", "--cvc-dir=\(directory)", "-c", "\(directory)/\(name).cvcert"] + more,
        name: "cvc-print", in: scratch
      ).output
    }
    for name in ["cvca", "cvca-link", "dv"] {
      let holder = try #require(
        try printed(name).split(separator: "\n").first { $0.contains("CHR: ") }?.split(separator: " ").last)
      try FileManager.default.copyItem(
        atPath: "\(directory)/\(name).cvcert", toPath: "\(directory)/\(holder)")
    }
    for name in ["cvca", "cvca-link", "dv", "terminal"] {
      let text = try printed(name)
      #expect(text.contains("certificate verified"), "\(name): \(text)")
    }
    let terminal = try printed("terminal", "-d", "\(directory)/terminal.desc")
    #expect(terminal.contains("certificate description matches certificate"))
    let rights = terminal.split(separator: "\n").filter { $0.hasPrefix("      ") }.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(
      rights == [
        "Age Verification", "Read DG 4 (Given Names)", "Read DG 5 (Family Names)", "Terminal certificate",
      ])
  }

  @Test("Unknown rights are wrong usage; a directory that cannot be made says so") func refusals() throws {
    let scratch = try Scratch("pki")
    let kiosk = try Products.path("kiosk")
    let wrong = try ChildProcess.run(
      [kiosk, "simulate", "pki", scratch.file("pki"), "--rights", "dg99"], in: scratch)
    #expect(wrong.status == 64)
    #expect(!FileManager.default.fileExists(atPath: scratch.file("pki")))
    let nowhere = try ChildProcess.run(
      [kiosk, "simulate", "pki", scratch.file("missing/pki")], in: scratch)
    #expect(nowhere.status == 73)
    #expect(nowhere.error.contains("missing/pki: "))
  }
}

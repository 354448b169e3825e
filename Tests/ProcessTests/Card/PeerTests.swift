// Both sides of the wire against strangers: the simulated card against a terminal, and `kiosk card` against a card, that
// were written from the standards alone, in another language (Peers). Neither knows the product's code, so that a mistake
// that both its sides share shows here. What each tries stands in the Python programs; here are the processes.

import Foundation
import Testing

@Suite("Strangers on the wire", .serialized)
struct PeerTests {
  private static let peers = ((#filePath as NSString).deletingLastPathComponent as NSString)
    .appendingPathComponent("Peers")
  /// For one part, on a machine that has other things to do as well.
  private static let limitSeconds = 240.0

  private static func pki(in scratch: Scratch) throws -> String {
    let directory = scratch.file("pki")
    let made = try ChildProcess.run(
      [try Products.path("kiosk"), "simulate", "pki", directory, "--rights", "all"], name: "pki", in: scratch)
    try #require(made.status == 0, "\(made.error)")
    return directory
  }

  private static func run(
    _ program: String, _ arguments: [String], in scratch: Scratch, environment: [String: String] = [:]
  ) throws {
    let python = ["/usr/bin/python3", "-B", "\(peers)/\(program)"]
    let child = try ChildProcess(python + arguments, name: program, in: scratch, environment: environment)
    let status = try #require(child.wait(seconds: limitSeconds), "\(child.outputText)\(child.errorText)")
    let wrong = child.outputText.split(separator: "\n").filter { !$0.hasPrefix("ok ") }
    #expect(status == 0, "\(wrong.joined(separator: "\n"))\n\(child.errorText)")
    #expect(child.outputText.hasSuffix("\n0 failed\n"))
  }

  @Test(
    "an independent terminal and the simulated card",
    arguments: ["cold", "pace", "ladder", "everything", "strict", "strangers", "passports"])
  func terminal(part: String) throws {
    let scratch = try Scratch("peer-terminal")
    let kiosk = try Products.path("kiosk")
    try Self.run("terminal.py", [kiosk, try Self.pki(in: scratch), part], in: scratch)
  }

  @Test(
    "kiosk card and an independent card on a real pcscd",
    arguments: ["identity-cards", "pins", "passports", "forgeries"])
  func card(part: String) throws {
    let rig = try PCSCRig("peer")
    let kiosk = try Products.path("kiosk")
    try Self.run(
      "habits.py", [rig.address(), kiosk, try Self.pki(in: rig.scratch), part], in: rig.scratch,
      environment: rig.environment)
  }
}

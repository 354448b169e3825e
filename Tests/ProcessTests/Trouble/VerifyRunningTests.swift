// `kiosk journal verify` without a file: the running station's journal, checked by a copy that leaves nothing behind;
// and a login that takes every connection it can get, which leaves room for the others.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct VerifyRunningTests {
  private func verify(_ stand: Stand, _ words: [String], as user: [String] = []) throws -> (
    status: Int32, output: String, error: String
  ) {
    let directory = stand.scratch.file("tmp")
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    chmod(directory, 0o1777)
    let run = try ChildProcess.run(
      ["/usr/bin/env", "TMPDIR=\(directory)", "LANG=C"] + user + [
        Products.path("kiosk"), "journal", "verify",
      ]
        + words, name: "verify", in: stand.scratch)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [], "the copy is left")
    return run
  }

  @Test("a running station's journal is verified by a copy, which is gone afterwards")
  func running() throws {
    let stand = try Stand("verify-running")
    try stand.start()
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    try stand.deposit(&parcel)
    let records = try stand.status().journal.records
    let plain = try verify(stand, ["--socket", stand.sockets])
    #expect(plain.status == 0, "\(plain)")
    #expect(plain.output.contains("\(stand.sockets): accepted, records: \(records)"), "\(plain)")
    #expect(plain.error.contains("it is removed again") && plain.error.contains("without --key"), "\(plain)")
    let keyed = try verify(stand, ["--socket", stand.sockets, "--key", stand.publicKey, "--json"])
    #expect(keyed.status == 0 && !keyed.error.contains("without --key"), "\(keyed)")
    // The station's own log as anchors.
    let log = try stand.scratch.write(stand.station?.errorText ?? "", to: "anchors")
    let anchored = try verify(stand, ["--socket", stand.sockets, "--anchor", log])
    #expect(anchored.status == 0 && anchored.output.contains("anchors that agree: "), "\(anchored)")

    // Another station's key, no station, no room, a file without a key: each its own status.
    let other = try Stand("verify-other")
    try other.launch()
    try other.wait("a key") { FileManager.default.fileExists(atPath: other.publicKey) }
    try other.connect()
    let foreign = try verify(stand, ["--socket", stand.sockets, "--key", other.publicKey])
    #expect(foreign.status == 65 && foreign.output.contains("REFUSED"), "\(foreign)")
    #expect(other.stopStation() == 0)
    #expect(try verify(stand, ["--socket", stand.scratch.file("nobody")]).status == 69)
    #expect(try verify(stand, [stand.database]).status == 64)
    let nowhere = try ChildProcess.run(
      [
        "/usr/bin/env", "TMPDIR=/nowhere", Products.path("kiosk"), "journal", "verify", "--socket",
        stand.sockets,
      ], in: stand.scratch)
    #expect(nowhere.status == 73, "\(nowhere)")
    #expect(stand.stopStation() == 0)
  }

  @Test("a login that takes all connections it can get leaves room for others")
  func oneLoginTakesAll() throws {
    guard hasRoot("connections of another login"), hasProgram("/usr/bin/python3", "another login") else {
      return
    }
    let stand = try Stand("greedy")
    try stand.start()
    let path = "\(stand.sockets)/\(SocketName.staff)"
    chmod(path, 0o666)
    let script = try stand.scratch.write(
      """
      import socket, sys, time
      held = [socket.socket(socket.AF_UNIX) for _ in range(200)]
      refused = 0
      for one in held:
          one.connect(sys.argv[1])
          one.settimeout(0.2)
          try:
              refused += b"busy" in one.recv(4096)
          except OSError:
              pass
      print(refused, flush=True)
      time.sleep(60)

      """, to: "greedy.py")
    chmod(script, 0o644)
    chmod(stand.scratch.path, 0o755)
    let greedy = try ChildProcess(
      [
        "/usr/bin/setpriv", "--reuid", "12050", "--regid", "12050", "--clear-groups", "/usr/bin/python3",
        script, path,
      ],
      name: "greedy", in: stand.scratch)
    try stand.wait("all connections", seconds: 40) { greedy.outputText.hasSuffix("\n") }
    #expect(greedy.outputText == "184\n", "\(greedy.outputText)\(greedy.errorText)")
    for _ in 0..<4 {
      let clerk = try StaffSocket(stand.sockets, seconds: 5)
      try clerk.send(.status)
      try stand.wait("an answer beside it") {
        try clerk.take().contains { if case .status = $0 { true } else { false } }
      }
    }
    greedy.end()
    #expect(stand.stopStation() == 0)
  }
}

// What stands at the other end of applications in these tests: the FIT-Connect of Peers/fitconnect.py, a folder with a key,
// and a keeper as a process (`kiosk simulate applicants`) that is fed from a file and may be killed.

import Foundation
import Testing

/// Keys and certificates, made once for all tests of this run.
enum OfficeKeys {
  nonisolated(unsafe) private static let made = Result { () throws -> Scratch in
    let scratch = try Scratch("office-keys")
    let done = try ChildProcess.run(
      ["/usr/bin/python3", "-IB", Peer.script("pki.py"), scratch.path], in: scratch)
    try #require(done.status == 0, "\(done.error)")
    return scratch
  }

  static func folder() throws -> String { try made.get().path }
}

enum Peer {
  static let folder =
    String(#filePath.prefix(upTo: #filePath.range(of: "/Office.swift")!.lowerBound)) + "/Peers"
  static let root = String(#filePath.prefix(upTo: #filePath.range(of: "/Tests/ProcessTests/")!.lowerBound))

  static func script(_ name: String) -> String { "\(folder)/\(name)" }
}

final class Office {
  struct State: Decodable {
    struct Submission: Decodable {
      var reference: String?
    }

    var submissions: [Submission]
    var wrong: [String]
    var tokens: Int
    var announced: Int
    var puts: Int
  }

  let scratch: Scratch
  let keys: String
  private let peer: ChildProcess
  private(set) var base = ""
  private var lives = 0

  var drop: String { scratch.file("drop") }
  var state: String { scratch.file("state") }
  var configuration: String { scratch.file("Kiosk.conf") }

  init(_ name: String, roots: String = "root.pem", environment: String = "production") throws {
    scratch = try Scratch(name)
    keys = try OfficeKeys.folder()
    for folder in ["drop", "state", "fit"] {
      try FileManager.default.createDirectory(
        atPath: scratch.file(folder), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    let fit = scratch.file("fit")
    peer = try ChildProcess(
      [
        "/usr/bin/python3", "-IB", Peer.script("fitconnect.py"), fit, keys,
        Peer.root + "/docs/schema/application.schema.json",
      ], name: "fitconnect", in: scratch)
    try until("the counterpart", seconds: 60) { FileManager.default.fileExists(atPath: fit + "/ready") }
    base = scratch.text("fit/ready")
    let pair = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: keys + "/enc-1.json")))
    let published = try #require((pair as? [String: Any])?["public"])
    try JSONSerialization.data(withJSONObject: published).write(
      to: URL(fileURLWithPath: scratch.file("drop.jwk")))
    try scratch.write(
      """
      [station]
      town = "Prüfstadt"
      [counter]
      name = "Schalter"
      address = "Markt 1"

      """ + destinations(roots: roots, environment: environment), to: "Kiosk.conf")
  }

  func destinations(roots: String, environment: String) -> String {
    """
    [[destination]]
    name = "bauhof"
    kind = "file"
    directory = "\(drop)"
    key = "\(scratch.file("drop.jwk"))"
    [[destination]]
    name = "buergeramt"
    kind = "fit-connect"
    submission_api = "\(base)"
    token_address = "\(base)/token"
    client_id = "station-1"
    secret_file = "\(scratch.file("fit/secret"))"
    destination_id = "879ee109-a690-4db8-ab32-424e2f2d9c2c"
    region = "05162024"
    schema = "https://schema.example.org/kiosk/application.schema.json"
    environment = "\(environment)"
    roots = "\(keys)/\(roots)"
    ca = "\(keys)/https.pem"

    """
  }

  func ask(_ faults: [String]) throws {
    try scratch.write(faults.joined(separator: "\n"), to: "fit/faults")
  }

  func seen() throws -> State {
    try JSONDecoder().decode(State.self, from: Data(scratch.text("fit/state.json").utf8))
  }

  /// References that the office has, as often as it has them.
  func arrived() throws -> [String] { try seen().submissions.compactMap(\.reference) }

  /// Files that the office finds in its folder.
  func dropped() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: drop).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// An application as docs/schema/application.schema.json has it.
  static func application(_ reference: String, name: String = "Geheimnisträger") -> String {
    #"{"format":1,"reference":"\#(reference)","form":"meldebescheinigung","version":1,"service":"urn:de:fim:leika:leistung:99115003012000","day":"2026-11-21","identification":"card","declared":true,"answers":[{"field":"name","type":"text","source":"card","value":"\#(name)"}]}"#
  }

  static func reference(_ number: Int) -> String { "4827-\(1_000 + number)" }

  /// A keeper that is fed these applications and goes on until it is ended.
  func keeper(_ applications: [(reference: String, destination: String)]) throws -> ChildProcess {
    lives += 1
    let lines = applications.map {
      "\($0.reference) \($0.destination) meldebescheinigung \(Self.application($0.reference))\n"
    }
    try scratch.write(lines.joined(), to: "lines-\(lives)")
    return try ChildProcess(
      [
        "/bin/sh", "-c", "exec \"$@\" < '\(scratch.file("lines-\(lives)"))'", "sh", Products.path("kiosk"),
        "simulate",
        "applicants", "--config", configuration, "--state", state, "--stay",
      ], name: "keeper-\(lives)", in: scratch)
  }

  /// A first life that fetches the destinations' keys: without them nothing is kept.
  func fetchKeys() throws {
    let keeper = try keeper([])
    try until("keys") { sight("buergeramt").hasPrefix("ready") && sight("bauhof").hasPrefix("ready") }
    keeper.end()
  }

  /// What the latest keeper has said so far.
  var said: [String] {
    scratch.text("keeper-\(lives).out").split(separator: "\n").map(String.init)
  }

  var kept: Set<String> {
    Set(said.filter { $0.hasPrefix("kept ") }.map { String($0.dropFirst(5)) })
  }

  /// The last word on a destination, without its name.
  func sight(_ name: String) -> String {
    said.last { $0.hasPrefix("destination \(name) ") }.map {
      String($0.dropFirst("destination \(name) ".count))
    }
      ?? ""
  }

  func until(_ what: String, seconds: Double = 60, _ condition: () throws -> Bool) throws {
    let end = monotonicMilliseconds() + Int64(seconds * 1_000)
    while try !condition() {
      guard monotonicMilliseconds() < end else {
        throw ChildProcess.Failure(
          description:
            "\(what) did not come: \(said.suffix(4)) \(scratch.text("keeper-\(lives).err").suffix(600)) "
            + scratch.text("fitconnect.err").suffix(600))
      }
      usleep(20_000)
    }
  }

  /// Every file below a folder whose bytes hold `text`.
  static func files(below folder: String, holding text: String) -> [String] {
    let enumerator = FileManager.default.enumerator(atPath: folder)
    return (enumerator?.allObjects as? [String] ?? []).filter { name in
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return false }
      return bytes.range(of: Data(text.utf8)) != nil
    }
  }
}

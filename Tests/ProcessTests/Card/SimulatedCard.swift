// `kiosk simulate card` on a rig's reader, and `kiosk card` beside it: both as processes, as a technician would start
// them. What the card says of itself when it is ready is all that a test knows of its holder and secrets.

import Foundation

/// A card that lies on a reader until the test lets go of it.
final class SimulatedCard {
  struct Facts: Decodable {
    struct Holder: Decodable {
      var familyName: String
      var givenNames: String
      var birthDate: String
    }

    var profile: String
    var pin: String?
    var can: String?
    var puk: String?
    var mrz: String?
    var holder: Holder
  }

  let facts: Facts
  private let process: ChildProcess

  init(_ profile: String, on rig: PCSCRig, slot: Int = 0, pki: String? = nil, _ arguments: [String] = [])
    throws
  {
    var words = [
      try Products.path("kiosk"), "simulate", "card", "--profile", profile, "--vpcd", rig.address(slot),
    ]
    if let pki { words += ["--pki", pki] }
    process = try ChildProcess(words + arguments, name: "card-\(profile)-\(slot)", in: rig.scratch)
    let deadline = monotonicMilliseconds() + 20_000
    while !process.outputText.contains("\n") {
      guard process.isRunning, monotonicMilliseconds() < deadline else {
        throw PCSCRig.Failure(description: "no card: \(process.errorText)")
      }
      _ = Glibc.poll(nil, 0, 10)
    }
    facts = try JSONDecoder().decode(Facts.self, from: Data(process.outputText.utf8))
  }

  deinit { remove() }

  /// Takes it away for a while, and lays it down again.
  func lift() { process.signal(SIGUSR1) }
  func lay() { process.signal(SIGUSR2) }

  /// Takes the card away and waits until it is gone.
  func remove() {
    process.signal(SIGTERM)
    _ = process.wait(seconds: 10)
  }
}

/// A test PKI in a directory of its own.
func makePKI(_ rig: PCSCRig, _ name: String = "pki", _ arguments: [String] = []) throws -> String {
  let directory = rig.scratch.file(name)
  let end = try ChildProcess.run(
    [Products.path("kiosk"), "simulate", "pki", directory] + arguments, name: name, in: rig.scratch)
  guard end.status == 0 else { throw PCSCRig.Failure(description: "no PKI: \(end.error)") }
  return directory
}

/// What a run of `kiosk card` ended with.
struct CardRun {
  var status: Int32
  var output: String
  var error: String
  /// The answer as JSON.
  var json: [String: Any]

  var code: String? { (json["error"] as? [String: Any])?["code"] as? String }
  var proven: [String] { json["proven"] as? [String] ?? [] }
  var exchanges: Int { json["exchanges"] as? Int ?? 0 }

  func holder(_ name: String) -> String? { (json["holder"] as? [String: Any])?[name] as? String }
}

/// Runs `kiosk card … --json`; `secrets` become KIOSK_PIN and the like.
func kioskCard(
  _ rig: PCSCRig, _ arguments: [String], _ secrets: [String: String?] = [:]
) throws -> CardRun {
  var environment = rig.environment
  environment["KIOSK_SOCKET"] = rig.scratch.file("no-station")
  for (name, value) in secrets { environment["KIOSK_\(name)"] = value }
  let child = try ChildProcess(
    [Products.path("kiosk"), "card"] + arguments + ["--json", "--lang", "en"], name: "kiosk-card",
    in: rig.scratch,
    environment: environment)
  guard let status = child.wait(seconds: 40) else {
    throw PCSCRig.Failure(description: "kiosk card \(arguments) does not end")
  }
  let output = child.outputText
  let json = (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any]
  return CardRun(status: status, output: output, error: child.errorText, json: json ?? [:])
}

// Nothing hangs: for each fault of the simulated card at several steps, over a real pcscd, the run of `kiosk card read`
// ends with a typed code within five seconds of the command that was struck, however long the card is silent.

import Foundation
import Synchronization
import Testing

@Suite("Nothing hangs over five seconds", .serialized)
struct CardHangTests {
  static let millisecondsMax: Int64 = 5000

  /// Fault, and what a run of it may end with.
  private static let faults: [(String, Set<String>)] = [
    ("pull", ["removed", "no-card", "moved", "mute"]),
    (
      "garbage",
      ["malformed", "malformed-answer", "unauthentic", "refused", "certificate-card-access", "unsupported"]
    ),
    (
      "noise",
      [
        "malformed", "malformed-answer", "unauthentic", "refused", "wrong-pin", "pin-blocked",
        "pin-deactivated", "unsupported",
      ]
    ),
    ("cut:1", ["malformed", "malformed-answer", "moved", "removed"]),
    ("cut:0", ["malformed", "malformed-answer", "moved", "removed", "timed-out", "mute"]),
    ("sw:6F00", ["refused", "unauthentic"]),
  ]

  /// Commands of a reading: PACE's nonce and token, the terminal's signature, EF.CardSecurity, the data groups. (The
  /// first file is asked for in another way when one fails, so that a fault there may do no harm.)
  private static let steps = [3, 6, 13, 14, 20]

  private struct Run: Sendable {
    var fault: String
    var milliseconds: Int64
    var code: String
    var isInTime: Bool { milliseconds < CardHangTests.millisecondsMax }
  }

  @Test("pulled, garbled, cut or refusing at the steps of a reading: an end in time, with a code")
  func faults() throws {
    let runs = try Self.sideBySide(Self.faults.count) { index in
      let parts = Self.faults[index].0.split(separator: ":")
      return Self.steps.map { step in (step, "\(parts[0])@\(step)" + (parts.count > 1 ? ":\(parts[1])" : ""))
      }
    }
    for (index, (_, codes)) in Self.faults.enumerated() {
      #expect(runs[index].count == Self.steps.count)
      for run in runs[index] {
        #expect(run.isInTime, "\(run)")
        #expect(codes.contains(run.code), "\(run)")
      }
    }
  }

  @Test("silent for ten seconds at the steps of a reading: given up in time")
  func silent() throws {
    let steps = [3, 6, 14]
    let runs = try Self.sideBySide(steps.count) { [(steps[$0], "delay@\(steps[$0]):10000")] }.flatMap { $0 }
    print("card silent for 10 s: given up after \(runs.map(\.milliseconds)) ms")
    #expect(runs.count == steps.count)
    for run in runs { #expect(run.isInTime && run.code == "timed-out", "\(run)") }
  }

  /// So many rigs at once, each with its faults one after the other: most of the time is pcscd's, which looks for
  /// cards a few times a second only.
  private static func sideBySide(
    _ count: Int, _ faults: @Sendable (Int) -> [(step: Int, fault: String)]
  ) throws -> [[Run]] {
    let results = Mutex([Result<[Run], any Error>](repeating: .success([]), count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result {
        let rig = try PCSCRig("hang\(index)")
        let pki = try makePKI(rig)
        return try faults(index).map { try struck(rig, pki, $0.fault, $0.step) }
      }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { try $0.map { try $0.get() } }
  }

  /// Runs one reading; the time counts from the command that the fault strikes.
  private static func struck(
    _ rig: PCSCRig, _ pki: String, _ fault: String, _ step: Int
  ) throws -> Run {
    let card = try SimulatedCard("normal", on: rig, pki: pki, ["--fault", fault])
    defer { card.remove() }
    let trace = rig.scratch.file("trace.txt")
    unlink(trace)
    var environment = rig.environment
    environment["KIOSK_SOCKET"] = rig.scratch.file("no-station")
    environment["KIOSK_PIN"] = card.facts.pin
    let child = try ChildProcess(
      [
        Products.path("kiosk"), "card", "read", "--with", "pin", "--terminal", pki, "--trace", trace,
        "--json",
        "--lang", "en",
      ], name: "struck", in: rig.scratch, environment: environment)
    var begun = monotonicMilliseconds()
    let deadline = begun + 30_000
    // The command before it has been answered: the struck one is on its way.
    while child.isRunning, monotonicMilliseconds() < deadline,
      rig.scratch.text("trace.txt").split(separator: "\n").count < step - 1
    {
      _ = Glibc.poll(nil, 0, 2)
      begun = monotonicMilliseconds()
    }
    guard let status = child.wait(seconds: 30) else {
      return Run(fault: fault, milliseconds: 30_000, code: "none")
    }
    let milliseconds = monotonicMilliseconds() - begun
    let json = (try? JSONSerialization.jsonObject(with: Data(child.outputText.utf8))) as? [String: Any]
    let code = (json?["error"] as? [String: Any])?["code"] as? String
    #expect((status == 0) == (code == nil), "\(fault): \(status) \(child.outputText)\(child.errorText)")
    return Run(fault: fault, milliseconds: milliseconds, code: code ?? "success")
  }
}

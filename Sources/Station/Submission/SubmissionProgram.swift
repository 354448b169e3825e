// A keeper of applications without a station, for tests of real processes: it takes applications from standard input, one a
// line, keeps and delivers them as a station does, and says on standard output what it would tell the core. It is started
// by `kiosk simulate applicants`.

import Configuration
import Crypto
import Glibc
import Handover
import Logging
import Secrets

public enum SubmissionProgram {
  /// How long an end waits for the step that runs, milliseconds.
  static let stopMilliseconds = 3_000

  /// A line is REFERENCE, DESTINATION, FORM and one JSON value, with blanks between them. Answers are `kept REFERENCE`,
  /// `not-kept REFERENCE WHY` and `destination NAME ready|not-ready WAITING DELIVERED FAILED`. Ends with its input, unless
  /// `stays`: then with a signal. Returns an exit status.
  public static func run(configuration path: String, state: String, stays: Bool) -> Int32 {
    let loaded: StationConfiguration
    switch StationConfiguration.load(path: path) {
    case .success(let configuration): loaded = configuration
    case .failure(let failure):
      for line in failure.report.lines { say(line) }
      return failure.report.status
    }
    guard let clock = try? StationClock(timezone: loaded.station.timezone) else { return 78 }
    let world = SubmissionSetup.World(
      now: { clock.now() }, chance: { (count) throws(CryptoError) in try randomSecret(count) },
      log: PlainLogHandler.logger(), post: { tell($0) })
    guard let keeper = SubmissionSetup.keeper(loaded.destinations, state: state, world) else { return 73 }
    keeper.start()
    while let line = readLine() {
      let parts = line.split(separator: " ", maxSplits: 3)
      guard parts.count == 4 else { continue }
      keeper.keep(
        Application(
          destination: String(parts[1]), reference: String(parts[0]), form: String(parts[2]),
          leika: "99115003012000", title: "Meldebescheinigung", day: clock.now().moment.day,
          data: Secret(parts[3].utf8)))
    }
    while stays { sleep(60) }
    keeper.stop(milliseconds: stopMilliseconds)
    return 0
  }

  private static func tell(_ input: StationInput) {
    switch input {
    case .submission(.kept(let reference)): say("kept \(reference)")
    case .submission(.notKept(let reference, let why)): say("not-kept \(reference) \(why)")
    case .destinations(let sights):
      for sight in sights {
        say(
          "destination \(sight.name) \(sight.isReady ? "ready" : "not-ready") \(sight.waiting) \(sight.delivered) "
            + "\(sight.failed)")
      }
    default: break
    }
  }

  /// One write for a line, from any thread.
  private static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}

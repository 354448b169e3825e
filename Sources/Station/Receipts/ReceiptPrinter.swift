// The receipt printer behind CUPS: `lp` and `lpstat` as child programs on a queue of their own, never on the station's
// executor. A receipt or a slip is handed over once; what has not been printed when its person is gone is cancelled, not
// kept.

import Dispatch
import Glibc
import Synchronization

final class ReceiptPrinter: Sendable {
  /// Between two looks at the printer, seconds.
  static let checkSeconds = 60
  /// `lp`, `lpstat` and `cancel` answer within this, milliseconds.
  static let programMilliseconds: Int64 = 5_000
  /// A receipt that is not out after this long is cancelled, milliseconds.
  static let printMillisecondsMax: Int64 = 20_000
  /// Between two looks whether it is out, microseconds.
  private static let lookMicroseconds: UInt32 = 500_000

  let queue: String
  private let work = DispatchQueue(label: "kiosk.receipts")
  private let environment: [String: String]
  private let post: @Sendable (StationInput) -> Void
  private let said = Mutex<PrinterState?>(nil)

  /// - Parameter environment: what the programs get beside the language.
  init(
    queue: String, environment: [String: String] = ReceiptPrinter.spooler,
    post: @escaping @Sendable (StationInput) -> Void
  ) {
    self.queue = queue
    self.post = post
    self.environment = environment.merging(["LC_ALL": "C"]) { _, own in own }
  }

  /// Where a town's spooler is on another machine, or in a test on another socket.
  static var spooler: [String: String] {
    guard let server = unsafe getenv("CUPS_SERVER") else { return [:] }
    return ["CUPS_SERVER": unsafe String(cString: server)]
  }

  /// From here on the printer is looked at every `checkSeconds`, until this object is gone.
  func watch() { lookAndAgain(after: 0) }

  private func lookAndAgain(after seconds: Int) {
    work.asyncAfter(deadline: .now() + .seconds(seconds)) { [weak self] in
      self?.look()
      self?.lookAndAgain(after: Self.checkSeconds)
    }
  }

  /// Prints once; the outcome is posted, whatever it is.
  func print(_ text: String, reference: String) {
    hand(Array(text.utf8), ["-t", "receipt", "-o", "document-format=text/plain"], reference)
  }

  /// As above, for a PDF.
  /// - Parameter media: the paper as `lp` names it: a driver that does not know it uses what it is set to.
  func print(document pdf: [UInt8], media: String, reference: String) {
    hand(
      pdf, ["-t", "slip", "-o", "document-format=application/pdf", "-o", "media=\(media)"], reference)
  }

  private func hand(_ bytes: [UInt8], _ options: [String], _ reference: String) {
    work.async { [self] in
      let outcome = printNow(bytes, options)
      post(.printed(reference: reference, outcome))
      // The outcome may have told the core something that is over by now: what the printer is like is news again.
      said.withLock { $0 = nil }
      look()
    }
  }

  // MARK: On the queue

  private func look() {
    let state = state()
    let isNews = said.withLock { last in
      defer { last = state }
      return last != state
    }
    if isNews { post(.printer(state)) }
  }

  private func state() -> PrinterState {
    let result = run("lpstat", ["-l", "-p", queue, "-a", queue])
    switch result.ending {
    case .exited:
      return Self.state(of: queue, said: String(decoding: result.output, as: UTF8.self), result.isSuccess)
    case .killed, .timedOut, .notStarted: return .unknown
    }
  }

  /// What `lpstat -l -p QUEUE -a QUEUE` says in the C locale (cups, lpstat(1)).
  static func state(of queue: String, said: String, _ isSuccess: Bool) -> PrinterState {
    guard isSuccess, said.contains("printer \(queue) ") else { return .offline }
    // Printer state reasons of RFC 8011, 5.4.12.
    for word in ["media-empty", "media-needed"] where said.contains(word) { return .noPaper }
    if said.contains("printer \(queue) disabled") || said.contains("\(queue) not accepting")
      || said.contains("offline-report") || said.contains("connecting-to-device") || said.contains("shutdown")
    {
      return .offline
    }
    return .ready
  }

  private func printNow(_ bytes: [UInt8], _ options: [String]) -> PrintOutcome {
    switch state() {
    case .noPaper: return .noPaper
    case .offline: return .failed
    case .ready, .unknown: break
    }
    let result = run("lp", ["-d", queue] + options, bytes)
    guard result.isSuccess, let job = Self.job(in: String(decoding: result.output, as: UTF8.self)) else {
      return .failed
    }
    var waited: Int64 = 0
    while waited < Self.printMillisecondsMax {
      let open = run("lpstat", ["-W", "not-completed", "-o", queue])
      if open.isSuccess, !Self.isListed(job, in: String(decoding: open.output, as: UTF8.self)) {
        return afterwards()
      }
      if state() == .noPaper { break }
      usleep(Self.lookMicroseconds)
      waited += Int64(Self.lookMicroseconds) / 1000
    }
    // Nobody stands there any more when paper comes: it must not be printed for a stranger.
    _ = run("cancel", [job])
    return state() == .noPaper ? .noPaper : .failed
  }

  /// The job has left the queue: printed, or given up by the spooler for a reason that it still names.
  private func afterwards() -> PrintOutcome {
    switch state() {
    case .noPaper: .noPaper
    case .offline: .failed
    case .ready, .unknown: .printed
    }
  }

  /// The job's name in `request id is QUEUE-12 (1 file(s))`.
  static func job(in said: String) -> String? {
    let words = said.split(whereSeparator: { $0 == " " || $0 == "\n" })
    guard let place = words.firstIndex(of: "is"), words.indices.contains(place + 1) else { return nil }
    return String(words[place + 1])
  }

  static func isListed(_ job: String, in said: String) -> Bool {
    said.split(separator: "\n").contains { $0.split(separator: " ").first.map(String.init) == job }
  }

  private func run(_ name: String, _ arguments: [String], _ input: [UInt8] = []) -> ProgramResult {
    Program(
      "/usr/bin/\(name)", arguments, environment: environment, milliseconds: Self.programMilliseconds
    ).run(input: input)
  }
}

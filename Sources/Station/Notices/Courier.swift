// Carries errands out of the station, one after another for each channel, on threads that may wait. What it is asked a
// second time it looks up first. It knows no journal: the core has written `sending` before anything comes here.

import Dispatch
import Glibc
import Handover
import Journal

/// A way out. `carry` returns at once; `done` is called exactly once, from any thread.
protocol ErrandCarrier: Sendable {
  func carry(_ errand: Errand, done: @escaping @Sendable (ErrandOutcome) -> Void)
  /// The outcome of this try is durable: nobody will ask for it again.
  func forget(_ notice: Notice, attempt: Int)
  /// Waits for what is on its way, at most so long.
  func finish(milliseconds: Int)
}

/// E-mail through sendmail, SMS through the configured command: each try is one run of a helper that outlives us.
final class ProgramCarrier: ErrandCarrier {
  /// What a helper needs besides its program's own time, milliseconds.
  static let helperMilliseconds: Int64 = 15_000
  /// Between two looks at a file that a helper holds, milliseconds.
  private static let lookMilliseconds: Int32 = 100

  private let channel: NoticeChannel
  /// For files of the tries; exists.
  private let directory: String
  /// The program of an errand, with its arguments.
  private let program: @Sendable (Errand) -> Program
  private let queue: DispatchQueue
  /// The program that has `deliver-one`; nil: this one.
  private let helper: String

  init(
    _ channel: NoticeChannel, directory: String, helper: String = "/proc/self/exe",
    program: @escaping @Sendable (Errand) -> Program
  ) {
    self.channel = channel
    self.directory = directory
    self.helper = helper
    self.program = program
    queue = DispatchQueue(label: "notices \(channel.name)")
  }

  func carry(_ errand: Errand, done: @escaping @Sendable (ErrandOutcome) -> Void) {
    queue.async { [self] in done(deliver(errand)) }
  }

  func forget(_ notice: Notice, attempt: Int) {
    let file = file(notice, attempt)
    queue.async { file.remove() }
  }

  func finish(milliseconds: Int) {
    let group = DispatchGroup()
    queue.async(group: group) {}
    _ = group.wait(timeout: .now() + .milliseconds(milliseconds))
  }

  private func file(_ notice: Notice, _ attempt: Int) -> ErrandFile {
    ErrandFile(directory: directory, notice: notice.key, channel: channel.name, attempt: attempt)
  }

  /// On the channel's own thread.
  private func deliver(_ errand: Errand) -> ErrandOutcome {
    let file = file(errand.notice, errand.attempt)
    let program = program(errand)
    let whole = program.milliseconds + program.graceMilliseconds + Self.helperMilliseconds
    if let known = outcome(file, waiting: whole) { return known }
    var message: [UInt8] = []
    errand.message.withSpan { span in for index in span.indices { message.append(span[index]) } }
    // Made when it is first needed; a failure shows in the helper.
    _ = unsafe mkdir(directory, 0o700)
    let parcel = ErrandParcel(program: program, message: message)
    guard parcel.bytes.count <= ErrandParcel.bytesMax else { return .refused(reason: "the text is too long") }
    var helper = Program(helper, ["deliver-one", file.path], milliseconds: whole)
    helper.ownSession = true
    let result = helper.run(input: parcel.bytes)
    if case .notStarted(let error) = result.ending { return .later(reason: "no process (error \(error))") }
    // The file has the last word; a helper that wrote nothing has started nothing.
    return outcome(file, waiting: whole)
      ?? .later(reason: "the helper did not begin (\(result.ending.words))")
  }

  /// What the file says of a try, once no helper holds it; nil: it was never begun.
  private func outcome(_ file: ErrandFile, waiting milliseconds: Int64) -> ErrandOutcome? {
    var left = milliseconds
    while true {
      switch file.trace {
      case .untouched: return nil
      case .interrupted: return .unknown(reason: "interrupted")
      case .ended(let ending): return ErrandOutcome(ending)
      case .running:
        guard left > 0 else { return .unknown(reason: "no answer") }
        left -= Int64(Self.lookMilliseconds)
        _ = poll(nil, 0, Self.lookMilliseconds)
      }
    }
  }
}

extension ErrandOutcome {
  /// What an exit status means (sysexits.h), for sendmail and for the SMS command alike: 0 accepted; 65 and 67 refused
  /// for good; the other 64 to 78 certainly not accepted, later perhaps; whatever else, a signal and a time-out: nobody
  /// knows. 74 is an error in the middle of a conversation (msmtp gives it when the line is cut after the text).
  init(_ ending: ProgramEnding) {
    switch ending {
    case .exited(0): self = .accepted
    case .exited(65), .exited(67): self = .refused(reason: ending.words)
    case .exited(64...73), .exited(75...78): self = .later(reason: ending.words)
    case .notStarted: self = .later(reason: ending.words)
    case .exited, .killed, .timedOut: self = .unknown(reason: ending.words)
    }
  }
}

extension ProgramEnding {
  /// For a list that staff read.
  var words: String {
    switch self {
    case .exited(let status): "exit status \(status)"
    case .killed(let signal): "killed by signal \(signal)"
    case .timedOut: "took too long"
    case .notStarted(let error): "not started, error \(error)"
    }
  }
}

// A program that the station has run for it: sendmail, the SMS command, lp. Named by its path and an array of
// arguments; there is no shell, so that nothing an order says can become a command.

import Secrets

public struct Program: Equatable, Sendable {
  /// Absolute.
  public var path: String
  /// Without the program's own name.
  public var arguments: [String]
  /// Beside the few variables that every child gets (`ProgramRun.environment`).
  public var environment: [String: String]
  /// From its start until it is asked to end (SIGTERM to its whole group), milliseconds.
  public var milliseconds: Int64
  /// From then on until it is killed (SIGKILL), milliseconds.
  public var graceMilliseconds: Int64
  /// So much of its output and of its error output is kept, each; the rest is read and thrown away. Bytes.
  public var outputBytesMax: Int
  /// In a session of its own: it does not end with the terminal that its parent was started in.
  var ownSession = false

  public init(
    _ path: String, _ arguments: [String] = [], environment: [String: String] = [:],
    milliseconds: Int64 = 60_000, graceMilliseconds: Int64 = 2_000, outputBytesMax: Int = 64 << 10
  ) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.milliseconds = milliseconds
    self.graceMilliseconds = graceMilliseconds
    self.outputBytesMax = outputBytesMax
  }
}

/// How a child program ended.
public enum ProgramEnding: Equatable, Sendable {
  /// By itself, with an exit status of 0 to 255.
  case exited(Int32)
  /// By a signal that did not come from us.
  case killed(Int32)
  /// It took too long: its group was asked to end, then killed.
  case timedOut
  /// There was no process: an error of the system (`errno`).
  case notStarted(Int32)
}

public struct ProgramResult: Equatable, Sendable {
  public var ending: ProgramEnding
  /// The beginning of what it wrote, at most `outputBytesMax` each. It may repeat what it was given: not for a log.
  public var output: [UInt8]
  public var errors: [UInt8]

  public init(ending: ProgramEnding, output: [UInt8] = [], errors: [UInt8] = []) {
    self.ending = ending
    self.output = output
    self.errors = errors
  }

  public var isSuccess: Bool { ending == .exited(0) }
}

extension Program {
  /// Runs to its end on the calling thread, which waits: at most `milliseconds` + `graceMilliseconds` + a second. Never
  /// on the station's executor.
  public func run(input: [UInt8] = []) -> ProgramResult {
    var run = ProgramRun(self)
    return run.perform(input)
  }

  /// As above, with an input that is wiped when it goes.
  public func run(input: Secret) -> ProgramResult {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(input.count)
    input.withSpan { span in for index in span.indices { bytes.append(span[index]) } }
    defer { for index in bytes.indices { bytes[index] = 0 } }
    return run(input: bytes)
  }
}

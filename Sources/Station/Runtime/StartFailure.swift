// Why a station did not start: lines for standard error and an exit status of sysexits.h.

import Configuration
import Handover
import Journal

public struct StartFailure: Error, Equatable, Sendable {
  public var status: Int32
  /// Each names what is wrong and what to do.
  public var lines: [String]

  public init(status: Int32, lines: [String]) {
    self.status = status
    self.lines = lines
  }

  init(_ report: ConfigurationReport) { self.init(status: report.status, lines: report.lines) }
  init(_ error: JournalError) { self.init(status: error.exitStatus, lines: [error.message]) }
  init(_ refusal: Refusal) {
    self.init(status: ConfigurationReport.mistakesStatus, lines: [refusal.message])
  }
  init(_ error: SocketError) { self.init(status: error.exitStatus, lines: [error.message]) }
}

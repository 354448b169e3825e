// The exchange trace of Kiosk.conf: one line for each exchange with a card, with time, session, step, lengths and status
// word. What comes here holds no content (Identity/Card/ExchangeTrace.swift); the file is the operator's to look at and
// to empty. One that cannot be written stops nothing and is said once.

import Glibc
import Identity
import Logging
import Synchronization

final class CardTraceFile: ExchangeTrace, Sendable {
  /// A file of this size is not written any further.
  static let bytesMax = 16 << 20

  private let descriptor: Int32
  private let begin: Int64
  private let milliseconds: @Sendable () -> Int64
  /// Counts the sessions with cards since the start.
  private let session = Mutex(0)

  /// `milliseconds`: a clock that never goes back.
  init(path: String, log: Logger, milliseconds: @escaping @Sendable () -> Int64) {
    self.milliseconds = milliseconds
    begin = milliseconds()
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o640)
    if descriptor >= 0 {
      log.notice("card trace: \(path), its lines begin with the seconds since now and the session")
    } else {
      let reason = unsafe String(cString: strerror(errno))
      log.warning(
        "card.trace: \(path) cannot be written: \(reason): name a file in the state directory; no exchange is traced"
      )
    }
  }

  func record(_ exchange: TracedExchange) {
    let passed = milliseconds() - begin
    session.withLock { session in
      // Exchanges count from 1 in each session.
      if exchange.number == 1 { session += 1 }
      guard descriptor >= 0, lseek(descriptor, 0, SEEK_END) < Self.bytesMax else { return }
      let line = Array("\(Self.seconds(passed)) session \(session): \(exchange)\n".utf8)
      _ = unsafe line.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    }
  }

  /// `12.034`.
  private static func seconds(_ milliseconds: Int64) -> String {
    let rest = String(milliseconds % 1_000)
    return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}

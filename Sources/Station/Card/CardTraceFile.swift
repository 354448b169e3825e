// The exchange trace of Kiosk.conf: one line for each exchange with a card, with step, lengths and status word. What
// comes here holds no content (Identity/Card/ExchangeTrace.swift); the file is the operator's to look at and to empty.

import Glibc
import Identity
import Synchronization

final class CardTraceFile: ExchangeTrace, Sendable {
  /// A file of this size is not written any further.
  static let bytesMax = 16 << 20

  private let path: String
  private let descriptor = Mutex<Int32>(-1)

  init(path: String) { self.path = path }

  func record(_ exchange: TracedExchange) {
    let line = Array("\(exchange)\n".utf8)
    descriptor.withLock { descriptor in
      if descriptor < 0 {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o640)
      }
      guard descriptor >= 0, lseek(descriptor, 0, SEEK_END) < Self.bytesMax else { return }
      _ = unsafe line.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    }
  }

  deinit { descriptor.withLock { if $0 >= 0 { close($0) } } }
}

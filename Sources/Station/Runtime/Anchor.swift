// Puts the journal's signed head where the station cannot take it back: the log, the system log, and a file on another
// disk if Kiosk.conf names one. Whoever has yesterday's line can prove that yesterday's records are still there.

import CPeer
import Glibc

struct Anchor: Sendable {
  static let systemLog = "/dev/log"
  /// Facility daemon, severity notice (RFC 3164).
  static let priority = 3 * 8 + 5

  let file: String?
  var systemLogPath = Anchor.systemLog

  init(file: String?) { self.file = file }

  /// Everywhere but the log itself. What failed, in words.
  func publish(_ line: String) -> [String] {
    var failures: [String] = []
    if let number = tellSystemLog(line) {
      failures.append(FileError(path: systemLogPath, call: "send", number: number).message)
    }
    if let file {
      do throws(FileError) { try SmallFile.append(line + "\n", to: file) } catch {
        failures.append("journal.anchor_file: \(error.message)")
      }
    }
    return failures
  }

  /// One datagram, without waiting. Nil: told, or there is no system log.
  private func tellSystemLog(_ line: String) -> Int32? {
    guard SmallFile.exists(systemLogPath) else { return nil }
    let descriptor = kiosk_socket(Int32(SOCK_DGRAM.rawValue))
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    let failure = unsafe kiosk_connect(descriptor, systemLogPath)
    guard failure == 0 else { return failure }
    let bytes = Array("<\(Self.priority)>kiosk[\(getpid())]: \(line)".utf8)
    let sent = unsafe bytes.withUnsafeBytes {
      unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    return sent == bytes.count ? nil : errno
  }
}

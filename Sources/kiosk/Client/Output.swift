// What commands write: whole lines past all buffers to standard output, failures to standard error.

import ArgumentParser
import Glibc
import Messages
import Station

enum Output {
  static func say(_ line: String) { write("\(line)\n", to: STDOUT_FILENO) }
  static func say(_ lines: [String]) { write(lines.map { $0 + "\n" }.joined(), to: STDOUT_FILENO) }
  static func prompt(_ text: String) { write(text, to: STDOUT_FILENO) }
  static func complain(_ line: String) { write("\(line)\n", to: STDERR_FILENO) }

  /// A reply as it came: one JSON value on one line.
  static func json(_ value: some Encodable) { write(MessageCoding.encode(value) + [0x0A], to: STDOUT_FILENO) }

  /// Text that has its line ends.
  static func text(_ text: String) { write(text, to: STDOUT_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

  /// A reader that is gone ends the writing, not the command.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      sent += count
    }
  }
}

/// What all commands of staff share.
struct StaffOptions: ParsableArguments {
  /// Where `kiosk station` makes its sockets unless it is told otherwise.
  static let directoryDefault = "/run/kiosk"

  @Option(help: "The station's socket directory. Default: $KIOSK_SOCKET, else /run/kiosk.")
  var socket: String?

  @Option(help: "Language of what is said: de or en. Default: by LC_ALL, LC_MESSAGES, LANG.")
  var lang: DeskLanguage?

  var directory: String { socket ?? Environment.value("KIOSK_SOCKET") ?? StaffOptions.directoryDefault }
  var language: DeskLanguage { lang ?? DeskLanguage(environment: Environment.value) }

  /// Runs `body` with a connection; a failure is said on standard error and becomes the exit status.
  func run(_ body: (StaffClient, DeskLanguage) throws(ClientFailure) -> Void) throws {
    do throws(ClientFailure) {
      try body(try StaffClient(directory: directory), language)
    } catch {
      Output.complain("kiosk: \(error.message(language))")
      throw ExitCode(error.status.rawValue)
    }
  }
}

extension DeskLanguage: ExpressibleByArgument {}

enum Environment {
  /// Nil: not set, or empty.
  static func value(_ name: String) -> String? {
    guard let text = unsafe getenv(name) else { return nil }
    let value = unsafe String(cString: text)
    return value.isEmpty ? nil : value
  }
}

/// Exit statuses of the commands that talk to the station, for their help.
let exitStatusHelp = """
  Exit status: 0 done, 64 wrong usage, 65 rejected rows, 69 no station answers, 70 refused, 75 an operation is \
  left open, 77 no permission.
  """

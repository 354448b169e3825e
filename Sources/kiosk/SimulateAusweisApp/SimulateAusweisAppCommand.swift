// `kiosk simulate ausweisapp`: a program that speaks as AusweisApp does, for a reader with a simulated card, and plays the
// town's service for online identification beside it. Arguments, chance and the clock come in here.

import ArgumentParser
import Crypto
import Glibc
import Identity
import Secrets
import Station

struct SimulateAusweisAppCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ausweisapp",
    abstract: "AusweisApp's SDK over a WebSocket, and a back channel, for a simulated ID card.",
    discussion: """
      Listens on 127.0.0.1 alone: the WebSocket at /eID-Kernel (API level 2), the town's service of \
      docs/backchannel.md at /back-channel. The card is read for real, with the terminal certificate of --pki: a wrong \
      PIN costs a try. Takes the arguments with which a station starts AusweisApp, and writes its port into \
      $TMPDIR/AusweisApp2.PID.port as that does. For tests and the demo only: whoever asks gets the holder's data.
      Exit status: 0 ended by SIGTERM or SIGINT, 64 wrong usage, 66 --pki cannot be used, 71 no socket, \
      73 the port's file cannot be written.
      """)

  @Option(
    help: ArgumentHelp("The reader: where a card's socket stands while it lies there.", valueName: "path"))
  var reader: String

  @Option(help: ArgumentHelp("A directory that `kiosk simulate pki` made.", valueName: "dir"))
  var pki: String

  @Option(help: "The port on 127.0.0.1; 0: a free one.") var port = 0

  @Option(help: ArgumentHelp("As the real program has it: websocket.", visibility: .hidden)) var ui =
    "websocket"
  @Flag(name: .customLong("no-proxy"), help: .hidden) var noProxy = false
  @Flag(name: .customLong("no-logfile"), help: .hidden) var noLogFile = false

  func validate() throws {
    guard ui == "websocket" else { throw ValidationError("--ui \(ui): only websocket is there") }
    guard (0...65_535).contains(port) else { throw ValidationError("--port \(port): use 0…65535") }
  }

  func run() throws {
    let app = SimulatedAusweisApp(
      desk: SimulatedCardDesk(path: reader), country: try country(), now: { Monotonic.milliseconds })
    guard
      let server = SimulatedAusweisServer(
        app, port: port, now: { Monotonic.milliseconds }, number: Self.number)
    else {
      Output.complain("kiosk: port \(port): \(unsafe String(cString: strerror(errno))): choose another, or 0")
      throw ExitCode(71)
    }
    let file = try writePort(server.port)
    server.serve()
    _ = unsafe unlink(file)
  }

  private func country() throws -> SimulatedAusweisApp.Country {
    let today = cardToday()
    do {
      return SimulatedAusweisApp.Country(
        terminal: try TerminalCredentials(directory: pki),
        trust: try CardTrust(directory: pki, today: today).store, today: today)
    } catch {
      Output.complain("kiosk: --pki \(pki): no terminal or CSCA there: make it with 'kiosk simulate pki'")
      throw ExitCode(66)
    }
  }

  private func writePort(_ port: Int) throws -> String {
    let path = "\(Environment.value("TMPDIR") ?? "/tmp")/AusweisApp2.\(getpid()).port"
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    let text = Array("\(port)".utf8)
    let written = unsafe text.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard descriptor >= 0, written == text.count, close(descriptor) == 0 else {
      Output.complain(
        "kiosk: \(path): \(unsafe String(cString: strerror(errno))): set TMPDIR to a directory of yours")
      throw ExitCode(73)
    }
    return path
  }

  /// 128 random bits as hexadecimal digits.
  private static func number() -> String {
    guard let chance = try? randomSecret(16) else { return "" }
    let digits = Array("0123456789abcdef")
    return chance.withSpan { span in
      String(span.indices.flatMap { [digits[Int(span[$0] >> 4)], digits[Int(span[$0] & 15)]] })
    }
  }
}

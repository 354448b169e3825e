// A CUPS of a test's own: cupsd on a private socket, one queue, and a backend that does what a file says. It needs root,
// as cupsd does, and touches nothing of the machine's own CUPS.

import Foundation

/// `mode` in the scratch directory says how the printer behaves; `printed` has what came out.
final class Spooler {
  static let queue = "receipts"
  static let cupsd = "/usr/sbin/cupsd"

  /// Why it cannot run here; nil: it can.
  static var isMissing: String? {
    guard geteuid() == 0 else { return "needs root, as cupsd does" }
    for path in [cupsd, "/usr/sbin/lpadmin", "/usr/bin/lp", "/usr/bin/lpstat"]
    where !FileManager.default.isExecutableFile(atPath: path) { return "needs \(path): cups, cups-client" }
    return nil
  }

  enum Mode: String {
    case ok
    /// Says that there is no paper, and waits for some.
    case empty
  }

  let scratch: Scratch
  private var server: ChildProcess?

  var environment: [String: String] { ["CUPS_SERVER": scratch.file("cups.sock")] }
  var printed: String { scratch.text("printed") }

  init() throws {
    scratch = try Scratch("cups")
    // The server's own user must get through.
    chmod(scratch.path, 0o755)
    let files = FileManager.default
    for name in ["etc", "spool", "cache", "run", "bin", "bin/backend"] {
      try files.createDirectory(atPath: scratch.file(name), withIntermediateDirectories: true)
    }
    for name in try files.contentsOfDirectory(atPath: "/usr/lib/cups") where name != "backend" {
      try files.createSymbolicLink(
        atPath: scratch.file("bin/\(name)"), withDestinationPath: "/usr/lib/cups/\(name)")
    }
    try scratch.write(backend, to: "bin/backend/paper")
    // Writable for nobody else, or CUPS does not run it; without rights for others it runs as root.
    chmod(scratch.file("bin/backend/paper"), 0o700)
    try set(.ok)
    try scratch.write("", to: "printed")
    try scratch.write(Self.access(scratch.file("cups.sock")), to: "cupsd.conf")
    try scratch.write(
      """
      ServerRoot \(scratch.file("etc"))
      ServerBin \(scratch.file("bin"))
      CacheDir \(scratch.file("cache"))
      StateDir \(scratch.file("run"))
      RequestRoot \(scratch.file("spool"))
      TempDir \(scratch.file("spool"))
      ErrorLog \(scratch.file("error_log"))
      AccessLog \(scratch.file("access_log"))
      PageLog \(scratch.file("page_log"))
      SystemGroup root

      """, to: "cups-files.conf")
    server = try ChildProcess(
      [Self.cupsd, "-f", "-c", scratch.file("cupsd.conf"), "-s", scratch.file("cups-files.conf")],
      name: "cupsd", in: scratch)
    // A job that fails stays, so that the station cancels it: an aborted one looks printed to lpstat.
    let deadline = monotonicMilliseconds() + 20_000
    while try !ask([
      "/usr/sbin/lpadmin", "-p", Self.queue, "-v", "paper:/slot", "-o",
      "printer-error-policy=retry-current-job",
      "-E",
    ]) {
      guard monotonicMilliseconds() < deadline else {
        throw ChildProcess.Failure(description: "no queue: \(scratch.text("error_log").suffix(600))")
      }
      usleep(100_000)
    }
  }

  deinit { server?.end() }

  func set(_ mode: Mode) throws { try scratch.write(mode.rawValue, to: "mode") }

  /// Stops the queue, as a spooler does after a failure.
  func stop() throws -> Bool { try ask(["/usr/sbin/cupsdisable", Self.queue]) }

  /// Jobs that are still to be printed.
  func waiting() throws -> String {
    try ChildProcess.run(
      ["/usr/bin/env", "CUPS_SERVER=\(scratch.file("cups.sock"))", "lpstat", "-W", "not-completed", "-o"],
      name: "jobs", in: scratch
    ).output
  }

  private func ask(_ command: [String]) throws -> Bool {
    try ChildProcess.run(
      ["/usr/bin/env", "CUPS_SERVER=\(scratch.file("cups.sock"))"] + command, name: "ask", in: scratch
    ).status == 0
  }

  private var backend: String {
    """
    #!/bin/sh
    [ $# -eq 0 ] && { echo 'direct paper "Paper" "Paper"'; exit 0; }
    if [ "$(cat \(scratch.file("mode")))" = empty ]; then
      echo 'STATE: +media-empty-error' >&2
      sleep 60
      exit 1
    fi
    echo 'STATE: -media-empty-error' >&2
    cat "${6:--}" >> \(scratch.file("printed"))
    """
  }

  private static func access(_ socket: String) -> String {
    let all = "Order allow,deny\nAllow all\n"
    return """
      LogLevel warn
      Listen \(socket)
      Browsing Off
      DefaultAuthType None
      <Location />
      \(all)</Location>
      <Location /admin>
      \(all)</Location>
      <Policy default>
      <Limit All>
      \(all)</Limit>
      </Policy>

      """
  }
}

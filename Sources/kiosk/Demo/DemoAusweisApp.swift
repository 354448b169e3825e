// The AusweisApp of the demo: the program that its station starts is a line of shell that starts `kiosk simulate
// ausweisapp` at the demo's reader, on a port that was free when the demo began.

import Glibc

enum DemoAusweisApp {
  /// Writes the program and returns the port for it and for the town's service.
  static func make(_ places: DemoPlaces, program: String) throws(DemoFailure) -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .system("a socket", errno) }
    defer { close(descriptor) }
    guard let port = SimulatedAusweisServer.bind(descriptor, 0) else { throw .system("127.0.0.1", errno) }
    let words = [program, "simulate", "ausweisapp", "--reader", places.reader.path, "--pki", places.pki]
    try places.write(
      "#!/bin/sh\nexec " + words.map(quoted).joined(separator: " ") + " \"$@\"\n", to: places.ausweisApp,
      mode: 0o700)
    return port
  }

  /// A word for the shell.
  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  static func configuration(_ places: DemoPlaces, port: Int) -> String {
    """

    [ausweisapp]
    # A stand-in with the simulated card; a town has the real one.
    enabled = true
    program = "\(places.ausweisApp)"
    port = \(port)
    back_channel = "http://127.0.0.1:\(port)\(SimulatedEIDService.base)"

    """
  }
}

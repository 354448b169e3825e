// `kiosk station`: the one program that owns the journal and the doors. Arguments and nothing else; it runs until
// SIGTERM or SIGINT, or until it is killed, which is as good.

import ArgumentParser
import Station

struct StationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "station",
    abstract: "Run the station: journal, locker buses, and the sockets for the screen and for staff.",
    discussion: """
      Logs to standard error, without personal data. Ends cleanly by SIGTERM or SIGINT.
      Exit status: 0 stopped, 66 or 78 the configuration cannot be used, 73 a directory or socket cannot be made, \
      74 the journal cannot be read or written, 75 another station runs here, 77 the key or a file has wrong rights.
      """)

  @Option(name: .customLong("config"), help: "The configuration file.")
  var configurationFile = "/etc/kiosk/Kiosk.conf"

  @Option(help: "The directory of the journal and its key.")
  var state = "/var/lib/kiosk"

  @Option(name: .customLong("socket"), help: "The directory of the two sockets.")
  var sockets = "/run/kiosk"

  func run() throws {
    throw ExitCode(
      StationProgram.run(
        StationPlaces(configuration: configurationFile, state: state, sockets: sockets)))
  }
}

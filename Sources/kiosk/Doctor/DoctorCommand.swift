// `kiosk doctor`: looks at everything around a station that has to be right, and says for each what to do. It changes
// nothing, opens no device and asks a running station instead of the line.

import ArgumentParser
import Configuration
import Glibc
import Messages

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at boards, rights, udev, clock, disk, font, locale and services; name a remedy for each.",
    discussion: """
      Run it as root: what cannot be looked at is said to be unknown, never well. docs/failures.md has a heading \
      "finding CODE" for each.
      Exit status: 0 all is well, 1 warnings or unknown findings, 2 faults, 64 wrong usage.
      """)

  @Option(name: .customLong("config"), help: "The configuration file.")
  var configurationFile = "/etc/kiosk/Kiosk.conf"
  @Option(help: "The directory of the journal and its key.") var state = "/var/lib/kiosk"
  @Option(help: "The station's socket directory. Default: /run/kiosk below the root.") var socket: String?
  @Option(help: "Look at the system below this directory instead of the one that runs.") var root = "/"
  @Flag(help: "Print the findings as one line of JSON.") var json = false

  /// In the order in which they are said.
  static var checks: [any Check.Type] {
    [
      ConfigurationCheck.self, ConfigurationRightsCheck.self,
      BusDeviceCheck.self, BusRightsCheck.self, BusHolderCheck.self, BusLatencyCheck.self, BoardsCheck.self,
      UsersCheck.self, GroupsCheck.self, StateDirectoryCheck.self, KeyFileCheck.self, SocketsCheck.self,
      WritePathsCheck.self,
      UdevRulesCheck.self, AdapterRivalsCheck.self,
      ClockSyncCheck.self, ClockRTCCheck.self, TimezoneCheck.self,
      DiskFreeCheck.self, DiskMountCheck.self,
      ConsoleFontCheck.self, LocaleCheck.self, TerminalCheck.self,
      StationServiceCheck.self, ScreenServiceCheck.self, BackupTimerCheck.self, WatchdogCheck.self,
      ConsolesCheck.self, MailProgramCheck.self, SMSProgramCheck.self, PrinterCheck.self,
      CardReaderCheck.self, AusweisAppCheck.self, BackChannelCheck.self, ContentCheck.self,
      DestinationsCheck.self,
      SwapCheck.self, CoreDumpsCheck.self, MagicKeysCheck.self, SystemLogCheck.self,
    ]
  }

  func validate() throws {
    guard root.hasPrefix("/"), state.hasPrefix("/") else {
      throw ValidationError("--root and --state are paths that begin with /.")
    }
  }

  func run() throws {
    let scene = scene()
    let diagnosis = Diagnosis(Self.checks.flatMap { $0.look(at: scene) })
    if json { Output.json(diagnosis) } else { Output.say(diagnosis.lines) }
    throw ExitCode(diagnosis.exitStatus)
  }

  private func scene() -> Scene {
    var root = root
    while root.hasSuffix("/") { root.removeLast() }
    let sockets = socket ?? root + StaffOptions.directoryDefault
    var station: StatusReport?
    var silence = "no station was asked"
    do throws(ClientFailure) {
      if case .status(let report) = try StaffClient(directory: sockets).ask(.status) { station = report }
    } catch { silence = error.message(.english) }
    func text(_ path: String) -> String {
      if case .text(let text) = Scene.read(root + path) { return text }
      return ""
    }
    return Scene(
      root: root, configurationPath: configurationFile, statePath: state, socketPath: sockets,
      configuration: StationConfiguration.load(path: root + configurationFile), station: station,
      stationSilence: silence,
      accounts: AccountFiles(passwd: text("/etc/passwd"), group: text("/etc/group")))
  }
}

// `kiosk`: the list of its commands, and nothing else. Each command stands in a file of its own.

import ArgumentParser
import Station

struct Kiosk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kiosk",
    abstract: "A pickup station for identity documents.",
    version: StationProgram.version,
    subcommands: [
      // One line each, in alphabetical order.
      BackupCommand.self,
      CardCommand.self,
      CheckCommand.self,
      ClockCommand.self,
      CompartmentsCommand.self,
      ContentCommand.self,
      DeliverOneCommand.self,
      DemoCommand.self,
      DemoWallCommand.self,
      DepositCommand.self,
      DoctorCommand.self,
      DocumentsCommand.self,
      JournalCommand.self,
      LockersCommand.self,
      NoticesCommand.self,
      OrdersCommand.self,
      PickupCommand.self,
      RetrieveCommand.self,
      ReviewCommand.self,
      SafeModeCommand.self,
      ScreenCommand.self,
      SimulateCommand.self,
      StationCommand.self,
      StatusCommand.self,
      SubmissionsCommand.self,
      UsageCommand.self,
    ])
}

/// Stand-ins for what is outside a station: for trying, training and tests.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulate what stands outside a station.",
    subcommands: [
      // One line each, in alphabetical order.
      SimulateApplicantsCommand.self,
      SimulateAusweisAppCommand.self,
      SimulateBoardCommand.self,
      SimulateCardCommand.self,
      SimulatePKICommand.self,
      SimulateStationCommand.self,
    ])
}

Kiosk.main()

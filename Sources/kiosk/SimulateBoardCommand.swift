// `kiosk simulate board`: simulated lock boards on a pseudo-terminal. Arguments and nothing else; what the
// boards do stands in Simulators.

import ArgumentParser
import Simulators

struct SimulateBoardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: "Lock boards with doors on a pseudo-terminal, byte for byte in the time of a real wire.",
    discussion: """
      Boards and locks count from 0, as in the boards' address byte. Prints one JSON line when ready and ends \
      by SIGTERM. The control socket takes one command a line: `help` lists them.
      """)

  @Option(help: "The wire protocol: kerong.")
  var dialect = "kerong"

  @Option(help: "Boards, with the addresses 0 to N-1; 1 to 15.")
  var boards = 1

  @Option(help: "Locks on each board; 1 to 16.")
  var locks = 16

  @Option(help: "Path of a symbolic link to the pseudo-terminal.")
  var link: String?

  @Option(help: "File that gets one JSON line for everything that truly happens to a door.")
  var truth: String?

  @Option(help: "Path of the control socket.")
  var control: String?

  @Option(help: "A fault from the start on, NAME[=ARG]; may be repeated. 'help' lists them.")
  var fault: [String] = []

  @Option(help: "Bits a second: 9600, 19200, 57600 or 115200.")
  var baud = 19200

  @Option(help: "Who opens a released door: spring (by itself) or hand (pulled through the control socket).")
  var pull = "spring"

  @Option(help: "How long a coil is energised, in ms, 10 to 60000.")
  var pulse = 500

  @Flag(help: "Answer unlock frames with a status frame, as some boards do.")
  var answersUnlock = false

  @Flag(inversion: .prefixedNo, help: "Whether item sensors (IR) are wired.")
  var ir = true

  @Flag(help: "Contact bits of 1 mean open, not closed.")
  var openIsOne = false

  mutating func run() throws {
    if fault.contains("help") {
      print(SimulatedFault.help, terminator: "")
      return
    }
    guard dialect == "kerong" else { throw ValidationError("--dialect \(dialect): there is kerong") }
    guard let link else { throw ValidationError("--link PATH is missing: where shall the device appear?") }
    guard let pull = SimulatedPull(rawValue: pull) else {
      throw ValidationError("--pull \(pull): use spring or hand")
    }
    var wall = SimulatedWall(boards: boards)
    wall.locks = locks
    wall.baud = baud
    wall.pull = pull
    wall.pulseMilliseconds = pulse
    wall.answersUnlock = answersUnlock
    wall.irWired = ir
    wall.closedIsOne = !openIsOne
    if let problem = wall.problems.first { throw ValidationError(problem) }
    var options = SimulatedBoardOptions(wall: wall, link: link)
    options.truth = truth
    options.control = control
    do {
      options.faults = try fault.map(SimulatedFault.init(parsing:))
    } catch {
      throw ValidationError("--fault \(error)")
    }
    throw ExitCode(try runSimulatedBoards(options))
  }
}

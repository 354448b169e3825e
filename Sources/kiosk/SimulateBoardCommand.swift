// `kiosk simulate board`: simulated lock boards on a pseudo-terminal. Arguments and nothing else; what the
// boards do stands in Simulators.

import ArgumentParser
import Simulators

struct SimulateBoardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: "Lock boards with doors on a pseudo-terminal, byte for byte in the time of a real wire.",
    discussion: """
      Boards and locks count from 0 here; board N has the address FIRST+N on the wire. Prints one JSON line when \
      ready and ends by SIGTERM. The control socket takes one command a line: `help` lists them.
      """)

  @Option(
    help: "The wire protocol: kerong, xor (the generic 8A/80 boards) or modbus (RTU relays and inputs).")
  var dialect = "kerong"

  @Option(help: "Boards on the wire: kerong 1 to 15, xor and modbus 1 to 31.")
  var boards = 1

  @Option(help: "The address of board 0; from the factory kerong 0, xor and modbus 1.")
  var firstAddress: Int?

  @Option(
    name: [.customLong("locks"), .customLong("channels")],
    help: "Locks on each board: kerong 1 to 16 (16), xor 8, 12, 18, 24, 36 or 50 (24), modbus 8 to 32 (16).")
  var locks: Int?

  @Option(help: "Path of a symbolic link to the pseudo-terminal.")
  var link: String?

  @Option(help: "File that gets one JSON line for everything that truly happens to a door.")
  var truth: String?

  @Option(help: "Path of the control socket.")
  var control: String?

  @Option(help: "A fault from the start on, NAME[=ARG]; may be repeated. 'help' lists them.")
  var fault: [String] = []

  @Option(
    help: "Bits a second: 9600, 19200, 57600 or 115200; from the factory kerong 19200, the others 9600.")
  var baud: Int?

  @Option(help: "Who opens a released door: spring (by itself) or hand (pulled through the control socket).")
  var pull = "spring"

  @Option(
    help: "How long a coil is energised, in ms, 10 to 60000, where the request names no time (500, xor 300).")
  var pulse: Int?

  @Option(help: "How modbus boards pulse: flash (FC05 at 0200+n) or momentary (FC06, value 0500).")
  var pulseForm = "flash"

  @Flag(help: "Kerong: answer unlock frames with a status frame, as some boards do.")
  var answersUnlock = false

  @Flag(inversion: .prefixedNo, help: "Kerong: whether item sensors (IR) are wired.")
  var ir = true

  @Flag(help: "Contact bits of 1 mean open, not closed.")
  var openIsOne = false

  mutating func run() throws {
    if fault.contains("help") {
      print(SimulatedFault.help, terminator: "")
      return
    }
    guard let dialect = SimulatedDialect(rawValue: dialect) else {
      let names = SimulatedDialect.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--dialect \(dialect): use one of \(names)")
    }
    guard let pulseForm = SimulatedPulseForm(rawValue: pulseForm) else {
      throw ValidationError("--pulse-form \(pulseForm): use flash or momentary")
    }
    guard let link else { throw ValidationError("--link PATH is missing: where shall the device appear?") }
    guard let pull = SimulatedPull(rawValue: pull) else {
      throw ValidationError("--pull \(pull): use spring or hand")
    }
    var wall = SimulatedWall(boards: boards, dialect: dialect)
    if let firstAddress { wall.firstAddress = firstAddress }
    if let locks { wall.locks = locks }
    if let baud { wall.baud = baud }
    if let pulse { wall.pulseMilliseconds = pulse }
    wall.pull = pull
    wall.pulseForm = pulseForm
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

// `kiosk simulate station`: plays seeded days and prints a line for each; exits with 1 when anybody was harmed.

import ArgumentParser
import Crypto
import Simulators

struct SimulateStationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "station",
    abstract: "Simulate days of a station and count what must never happen.",
    discussion: """
      One seed is a day of at least 100 pickups: the real loop and the real bus machine, with simulated boards, \
      disk, clock, citizens and clerks, faults and crashes; between the pickups guests of the terminal read and apply, \
      with a simulated card, the real spool on a simulated disk and an office. The same seeds give the same hashes, in any process. \
      Each seed prints a line, the last line is the sum.
      Counters of harm: unlocks_without_intent, wrong_compartment, wrong_person, delivered_without_opening, \
      lost_openings, false_openings, violations, coils_held, stuck, notices_lost, notices_twice; of applications \
      submitted_twice, confirmed_lost, submitted_undeclared, submitted_other, answers_shown, answers_written.
      Exit status: 0 all counters of harm are 0, 1 one is not, 64 wrong usage.
      """)

  @Option(help: ArgumentHelp("The first and the last seed.", valueName: "A...B"))
  var seeds: String

  @Option(
    help: "Plant a bug, to see that it is found: \(Plant.allCases.map(\.rawValue).joined(separator: ", ")).")
  var plant: String?

  @Flag(help: "No faults of boards, doors, disk and clock.")
  var noFaults = false

  @Flag(help: "No crashes of the station.")
  var noCrashes = false

  @Option(help: "Pickups that a day must reach (1 to 1000).")
  var pickups = 100

  @Flag(help: "Print JSON lines.")
  var json = false

  @Flag(help: "Tell everything that happens, to read a seed that failed.")
  var log = false

  func validate() throws {
    _ = try range()
    _ = try planted()
    guard (1...1000).contains(pickups) else { throw ValidationError("--pickups: 1 to 1000") }
  }

  private func range() throws -> ClosedRange<UInt64> {
    let parts = seeds.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
    let numbers = parts.compactMap { UInt64($0) }
    guard numbers.count == parts.count, let first = numbers.first, let last = numbers.last,
      numbers.count <= 2,
      first <= last, seeds == "\(first)...\(last)" || seeds == "\(first)"
    else { throw ValidationError("--seeds: two numbers as 1...20, or one") }
    return first...last
  }

  private func planted() throws -> Plant? {
    guard let plant else { return nil }
    guard let known = Plant(rawValue: plant) else {
      throw ValidationError("--plant: one of \(Plant.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return known
  }

  func run() throws {
    var options = SimulationOptions(
      seeds: try range(), plant: try planted(), hasFaults: !noFaults, hasCrashes: !noCrashes,
      pickupsMin: pickups)
    if log { options.log = { print($0) } }
    var total = Tally()
    let hasher = SHA256Hasher()
    for seed in options.seeds {
      let day = simulateDay(seed: seed, options)
      total.add(day.tally)
      hasher.update(Array(day.hash.utf8))
      print(json ? day.json : text(day.tally, "seed \(seed)", day.hash))
    }
    let hash = hasher.finish().hex
    print(json ? "{\(total.json),\"trace_hash\":\"\(hash)\"}" : text(total, "all", hash))
    if total.harm > 0 { throw ExitCode(1) }
  }

  private func text(_ tally: Tally, _ name: String, _ hash: String) -> String {
    "\(name): \(tally.pickups) pickups, \(tally.deposits) deposits, \(tally.retrievals) retrievals, "
      + "\(tally.crashes) crashes, \(tally.faults.values.reduce(0, +)) faults, \(tally.openings) openings, "
      + "\(tally.terminal["confirmed"] ?? 0) applications confirmed, \(tally.terminal["delivered"] ?? 0) delivered, "
      + "\(tally.unobservable) unobservable, \(tally.unknown) unknown, harm \(tally.harm)  \(hash.prefix(16))"
  }
}

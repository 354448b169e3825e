// The claim of the product on real processes: whenever the station is killed, no door opens without an intent, no
// wrong door, nothing is delivered without an opening and no opening is lost (I1, I4, I5, I11, I12).

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(10)))
struct KillLoopTests {
  static let worlds = 6
  /// `KIOSK_KILLS` plays another number of them; `KIOSK_KILL_WORLD` replays one world alone.
  static let seeds = 1...(number("KIOSK_KILLS") ?? 200)
  static let alone = number("KIOSK_KILL_WORLD")

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap(Int.init)
  }

  /// What a world came to.
  struct WorldEnd: Sendable {
    var number: Int
    var harm = Harm()
    var problems: [String] = []
    var directory = ""
  }

  @Test("kill -9 at 200 seeded records and truth lines harms nobody (I1, I4, I5, I9, I11, I12, I15)")
  func killLoop() async throws {
    let began = monotonicMilliseconds()
    let ends = await withTaskGroup(of: WorldEnd.self) { group in
      for number in 0..<Self.worlds where number == Self.alone ?? number {
        group.addTask { await Self.onThread { Self.live(number) } }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var total = Harm()
    for result in ends.sorted(by: { $0.number < $1.number }) {
      total.add(result.harm)
      for problem in result.problems {
        Issue.record("world \(result.number) in \(result.directory): \(problem)")
      }
    }
    print("kill loop: \(total.line); \(Double(monotonicMilliseconds() - began) / 1000) s")
    guard Self.alone == nil else { return }
    #expect(total.kills == Self.seeds.count)
    #expect(total.total == 0)
    // The loop has reached what it is about.
    #expect(total.pickups > 20 && total.deposits > 20 && total.retrievals > 5)
    #expect(total.recovered > 0)
  }

  /// Scripts block, so each world has a thread of its own.
  private static func onThread(_ body: @escaping @Sendable () -> WorldEnd) async -> WorldEnd {
    await withCheckedContinuation { done in
      let thread = Thread { done.resume(returning: body()) }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  private static func live(_ number: Int) -> WorldEnd {
    var result = WorldEnd(number: number)
    do {
      let world = try KillWorld(number: number)
      result.directory = world.stand.scratch.path
      let plans = seeds.filter { $0 % worlds == number }.map(KillPlan.init(seed:))
      do {
        try world.run(plans)
        try judge(world, &result)
      } catch {
        let plan = world.plan.map { "\($0)" } ?? "after the last kill"
        result.problems.append("\(plan), kill \(world.kills) of world \(number): \(error)")
      }
      result.harm.kills = world.kills
      // Whatever failed stays for a look: journal, truth and logs of every start.
      world.stand.scratch.keeps = !result.problems.isEmpty
    } catch {
      result.problems.append("\(error)")
    }
    return result
  }

  private static func judge(_ world: KillWorld, _ result: inout WorldEnd) throws {
    let lines = try world.stand.exported()
    let judge = KillJudge(
      truth: try TruthLine.read(world.stand.wall.truthPath), records: try ExportedRecord.parse(lines),
      lives: world.lives, deeds: world.deeds, registerOf: world.registerOf,
      retrievalsAsked: world.retrievalsAsked)
    result.harm = judge.harm
    result.problems += judge.findings
    // What the station ever told is in the file, word for word (I9).
    if world.stand.followed != Array(lines.prefix(world.stand.followed.count)) {
      result.problems.append("the file does not hold what was told while it was written")
    }
    let verified = try world.stand.verify()
    if verified.status != 0 {
      result.problems.append("verify: \(verified.status) \(verified.output) \(verified.error)")
    }
  }
}

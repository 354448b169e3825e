// A proof that is cut off: the station killed at each of its steps, or the technician's connection lost. What was begun is
// settled, the board has no proof, and no door opens that the journal does not know.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct ProveKillTests {
  /// Unlock frames that the boards heard.
  private func unlocks(_ stand: Stand) -> Int {
    stand.scratch.text("truth").split(separator: "\n").count { $0.contains("unlock_frame") }
  }

  /// A proof that has got `answers` answers: 2 before the first door, 3 the first door is asked to open, 4 it is said to
  /// be open, 5 to be shut, and so on with the next.
  private func begin(_ name: String, _ answers: Int) throws -> (Stand, Technician) {
    let stand = try Stand.toProve("\(name)-\(answers)", locks: 3)
    let technician = try Technician(stand)
    let deadline = monotonicMilliseconds() + 40_000
    while technician.answers < answers {
      try technician.step()
      guard monotonicMilliseconds() < deadline, technician.child.wait(seconds: 0.005) == nil else {
        throw Stand.TimedOut(description: "the dialogue does not go on:\n\(technician.output)")
      }
    }
    return (stand, technician)
  }

  private func expectNothingLeft(_ stand: Stand) throws {
    #expect(try stand.status().liveOperations.isEmpty)
    #expect(stand.records("intent").count == stand.records("settled").count)
    #expect(stand.records("board_proven").isEmpty)
    // Each unlock has its intent, and nothing opened that nobody asked for.
    #expect(unlocks(stand) <= stand.records("intent").count)
    guard case .boards(let rows) = try stand.ask(.boards) else {
      Issue.record("no boards")
      return
    }
    #expect(rows.map(\.state) == ["unproven"])
  }

  @Test("kill -9 of the station in the middle of a proof (I1, I11)", arguments: 2...8)
  func killed(answers: Int) throws {
    let (stand, technician) = try begin("killed", answers)
    try stand.linger(milliseconds: Int64(answers % 3) * 60)
    stand.killStation()
    let status = technician.child.wait(seconds: 20)
    #expect(status != nil && status != 0, "\(String(describing: status)) \(technician.output)")
    #expect(!FileManager.default.fileExists(atPath: technician.out))
    let before = unlocks(stand)

    try stand.start()
    try stand.catchUp("a settlement of each intent") {
      stand.records("intent").count == stand.records("settled").count
    }
    try stand.linger(milliseconds: 1500)
    #expect(unlocks(stand) == before)
    try expectNothingLeft(stand)
    // A trial that nobody saw to its end is a person's.
    let unclear = stand.records("settled").count {
      $0.contains("outcome_unknown") || $0.contains("left_open")
    }
    let reviews = try stand.reviewRows().map(\.kind)
    #expect(reviews.count { $0 == "outcome_unknown" || $0 == "left_open" } == unclear)
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
  }

  @Test("The technician's connection lost in the middle of a proof (I11)", arguments: 2...6)
  func lost(answers: Int) throws {
    let (stand, technician) = try begin("lost", answers)
    technician.child.kill()
    // What was sent before the end may still arrive, and is settled as well.
    try stand.linger(milliseconds: 1500)
    try stand.catchUp("a settlement of each intent") {
      stand.records("intent").count == stand.records("settled").count
        && stand.records("intent").count >= (answers + 1) / 4
    }
    let before = unlocks(stand)
    try stand.linger(milliseconds: 1000)
    #expect(unlocks(stand) == before)
    try expectNothingLeft(stand)
    // Another one may begin at once.
    let second = try Technician(stand, name: "second")
    try second.waits(for: "[y/n] ")
    second.child.kill()
  }
}

// Trouble: faults of boards, doors, disk and clock that come and go; and what the world notices of the journal.

import Handover
import Station

extension World {
  private static let boardFaults: [(SimulatedFault.Kind, needsBoard: Bool, needsLock: Bool)] = [
    (.noAnswer, true, false), (.lateAnswer, true, false), (.wrongAddress, true, false),
    (.badSum, true, false),
    (.truncated, true, false), (.split, true, false), (.garbage, true, false), (.reset, true, false),
    (.bounce, false, false), (.jammed, true, true), (.opensLate, true, true), (.uncommandedOpen, true, true),
    (.unplug, false, false), (.silentUnlock, true, false), (.duplicateAddress, true, false),
  ]

  /// One trouble after the other, with pauses, until the day is over.
  func makeTrouble() {
    afterSeconds(400...2400) {
      guard !self.isQuiet else { return }
      self.trouble()
      self.makeTrouble()
    }
  }

  private func note(_ kind: String) {
    trace.add("fault \(kind)")
    judge.count { $0.faults[kind, default: 0] += 1 }
  }

  private func trouble() {
    let dice = random.pick(0...99)
    if dice < 70 {
      let (kind, needsBoard, needsLock) = random.element(of: World.boardFaults)
      let line = random.pick(0...lines.count - 1)
      let isUnlockCut = kind == .unplug && random.happens(500)
      let value: Int? = kind == .opensLate ? random.pick(500...24_000) : kind == .bounce ? 15 : nil
      if kind == .duplicateAddress { lines[line].twinSince = now }
      lines[line].bus.add(
        SimulatedFault(
          kind, board: needsBoard ? random.pick(0...World.boardsPerLine - 1) : nil,
          lock: needsLock ? random.pick(0...World.locksPerBoard - 1) : nil, value: value,
          strikesUnlock: isUnlockCut),
        at: now)
      note(kind.rawValue)
      // What strikes one lock stays longer, or nobody would meet it.
      afterSeconds(needsLock ? 3000...9000 : 20...300) { self.clearFaults(line) }
    } else if dice < 80 {
      disk.trouble = .full
      note("disk-full")
      afterSeconds(20...400) { self.disk.trouble = .none }
    } else if dice < 88 {
      let jump = Int64(random.pick(-7200...7200)) * 1000
      wallStart += jump
      note("clock-jump")
      afterSeconds(300...1200) { self.wallStart -= jump }
    } else {
      note("screen-killed")
      killScreen()
    }
  }

  func clearFaults(_ line: Int) {
    lines[line].bus.clearFaults()
    lines[line].twinSince = nil
  }

  private func killScreen() {
    guard screenIsUp else { return }
    screenIsUp = false
    feed(.citizenGone(World.screenConnection))
    connectScreen(after: Int64(random.pick(2...120)) * 100_000)
  }

  /// A record became durable.
  func noticed(_ record: Record) {
    noticedWay(record.event)
    switch record.event {
    case .deposited(let ref, let content):
      if let former = lastDeposit[content.order] { formerLock[content.order] = former }
      lastDeposit[content.order] = ref
      inviteFor(content.order)
    case .opened(let ref, .alreadyOpen): judge.foundOpen(ref.compartment, live: ref.operation)
    default: break
    }
  }
}

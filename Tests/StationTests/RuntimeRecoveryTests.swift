// When the disk or the journal gives way while a door is open (C1, C6, C9), and what the next start makes of it.

import Glibc
import Handover
import Synchronization
import Testing

@testable import Journal
@testable import Lockers
@testable import Messages
@testable import Station

@Suite(.serialized) struct RuntimeRecoveryTests {
  private let ref = OperationRef(
    operation: OperationID(1), attempt: 1, compartment: 3, lock: LockAddress(bus: 0, board: 0, lock: 2),
    epoch: 1)

  private func record(_ sequence: Int64, _ event: Event) -> Record {
    Record(
      sequence: sequence, time: Moment(wall: 1, monotonic: 1, boot: 1, day: CivilDay(number: 20_000)),
      actor: .station, event: event)
  }

  @Test func `the second path keeps records at two places and survives a torn line`() throws {
    let scratch = Scratch()
    let state = "\(scratch.path)/state"
    let other = "\(scratch.path)/other"
    mkdir(state, 0o700)
    mkdir(other, 0o700)
    let file = EmergencyFile(state: state, anchorFile: "\(other)/anchor")
    #expect(!file.exists)
    let opened = record(8, .opened(ref, .seen))
    let closed = record(9, .closed(ref, .seen))
    #expect(file.append([opened]) == [])
    #expect(file.append([opened, closed]) == [])
    // Power goes in the middle of a line.
    try SmallFile.append("0121a5", to: "\(state)/\(EmergencyFile.name)")
    #expect(file.records(after: 7) == [opened, closed])
    #expect(file.records(after: 8) == [closed])
    unlink("\(state)/\(EmergencyFile.name)")
    #expect(file.records(after: 0) == [opened, closed])
    #expect(file.settle(sequence: 12) == [])
    #expect(!file.exists)
    #expect(SmallFile.exists("\(other)/emergency-12.settled"))
  }

  @Test func `a place that cannot be written does not keep the other from being`() {
    let scratch = Scratch()
    let file = EmergencyFile(state: "\(scratch.path)/missing", anchorFile: "\(scratch.path)/anchor")
    #expect(file.append([record(1, .opened(ref, .seen))]).count == 1)
    #expect(file.records(after: 0).count == 1)
  }

  @Test func `the ballast is given up once and its room does not count as free (C1)`() throws {
    let scratch = Scratch()
    let ballast = Ballast(directory: scratch.path, megabytes: 2, floorMegabytes: 1)
    #expect(ballast.lay() == nil)
    var status = stat()
    #expect(stat("\(scratch.path)/ballast.bin", &status) == 0)
    #expect(status.st_size == 2 << 20)
    #expect(status.st_blocks * 512 >= 2 << 20)
    #expect(ballast.giveUp())
    #expect(!ballast.giveUp())
    #expect(ballast.isGivenUp)
    // There is room again, so it is laid again.
    #expect(try #require(ballast.measure()) > 0)
    #expect(ballast.isThere)
    let hopeless = Ballast(directory: scratch.path, megabytes: 1 << 30, floorMegabytes: 1)
    #expect(hopeless.lay()?.number == ENOSPC)
    #expect(!hopeless.giveUp())
  }

  @Test func `a full disk takes the ballast, writes once more, and opens nothing new`() throws {
    let scratch = Scratch()
    let ballast = Ballast(directory: scratch.path, megabytes: 1, floorMegabytes: 1)
    #expect(ballast.lay() == nil)
    let journal = MemoryJournal()
    let full = FullOnce(journal)
    var told = 0
    let store = BallastJournal(full, ballast: ballast) { told += 1 }
    try store.append([], before: State(), after: State())
    #expect(told == 1)
    #expect(journal.shared.withLock { $0.appends } == 1)
    full.isFull = true
    #expect(throws: JournalError.diskFull) { try store.append([], before: State(), after: State()) }
    #expect(told == 1)
  }

  @Test func `a journal that refuses an intent opens no door (C1)`() throws {
    let station = try TestStation()
    _ = try station.deposited()
    station.journal.shared.withLock { $0.failure = .io(what: "test") }
    let clerk = try station.staff()
    try clerk.ask(.retrieve(compartment: 3))
    guard case .refused(let refused)? = try clerk.staff() else {
      Issue.record("no refusal")
      return
    }
    #expect(refused.code == "journal")
    #expect(station.hand.unlocks.count == 1)
  }

  @Test func `what is seen while the journal refuses reaches the next start (C9)`() throws {
    let station = try TestStation()
    let code = try station.deposited()
    let screen = try station.citizen()
    try screen.ask(.hello(version: protocolVersion))
    try screen.ask(.beginPickup)
    try screen.ask(.number, "4711 0815")
    try screen.ask(.code, code)
    _ = try screen.stage { if case .birthDate = $0 { true } else { false } }
    try screen.ask(.birthDate, "1964-08-12")
    _ = try screen.stage { if case .ready = $0 { true } else { false } }
    try screen.ask(.open)
    try wait(for: "the unlock") { station.journal.names.last == "unlock_sent" }
    // The journal dies after the act: the door opens, is emptied and shut, and nothing of it can be written.
    station.journal.shared.withLock { $0.failure = .io(what: "test") }
    station.hand.move(0, 2, .open)
    let path = "\(station.statePath)/\(EmergencyFile.name)"
    func lines() -> Int {
      ((try? SmallFile.read(path, bytesMax: 1 << 20)) ?? []).filter { $0 == UInt8(ascii: "\n") }.count
    }
    try wait(for: "the opening beside the journal") { lines() == 1 }
    station.hand.move(0, 2, .closed)
    try wait(for: "the closing beside the journal") { lines() == 2 }
    #expect(
      station.lines.contains { $0.contains("not in the journal") && $0.contains("\"kind\":\"opened\"") })
    #expect(!station.lines.contains { $0.contains("Mustermann") || $0.contains(code) })
    station.stop()
    // The journal works again only for the next process.
    station.journal.shared.withLock { $0.failure = nil }
    let before = station.journal.names.count
    let next = try TestStation(scratch: station.scratch, journal: station.journal)
    let after = Array(station.journal.names[before...])
    #expect(after.filter { $0 == "opened" || $0 == "closed" } == ["opened", "closed"])
    let settled = try #require(
      next.journal.shared.withLock { $0.records.last { $0.event.name == "settled" } })
    guard case .settled(_, let outcome, let confirmation, _) = settled.event else { return }
    #expect(outcome == .openedClosed)
    #expect(confirmation == .unconfirmed)
    #expect(!SmallFile.exists(path))
  }

  @Test func `a journal that works again is told in order, and nothing twice (C6)`() throws {
    let station = try TestStation()
    _ = try station.deposited()
    let clerk = try station.staff()
    try clerk.ask(.retrieve(compartment: 3))
    _ = try clerk.phase("sent")
    station.journal.shared.withLock { $0.failure = .io(what: "test") }
    station.hand.move(0, 2, .open)
    try wait(for: "the second path") { station.lines.contains { $0.contains("not in the journal") } }
    station.journal.shared.withLock { $0.failure = nil }
    station.pass(milliseconds: Intervals().probe)
    station.hand.move(0, 2, .closed)
    _ = try clerk.phase("closed")
    let names = station.journal.names
    let intent = try #require(names.lastIndex(of: "intent"))
    #expect(Array(names[intent...]) == ["intent", "unlock_sent", "opened", "closed"])
    try wait(for: "the settled file") { !SmallFile.exists("\(station.statePath)/\(EmergencyFile.name)") }
  }

  @Test func `an unlock whose record took too long to write is not sent`() throws {
    let station = try TestStation()
    _ = try station.deposited()
    station.stall(milliseconds: StationActor.unlockAgeMillisecondsMax + 1)
    let clerk = try station.staff()
    try clerk.ask(.retrieve(compartment: 3))
    _ = try clerk.phase("notSent")
    #expect(station.hand.unlocks.count == 1)
    let record = try #require(station.journal.shared.withLock { $0.records.last })
    guard case .unlockNotSent(_, .expired) = record.event else {
      Issue.record("\(record.event)")
      return
    }
  }

  @Test func `a request that waited behind a disk that stood still opens nothing`() throws {
    let station = try TestStation()
    _ = try station.deposited()
    let second = try station.staff()
    let paths = station.staffPath
    let isFirst = Mutex(true)
    let waiting = Mutex(false)
    let asked = Mutex(false)
    station.stall(milliseconds: 0) { [pass = station.passing] in
      guard
        isFirst.withLock({ value in
          defer { value = false }
          return value
        })
      else { return }
      // The second request comes while the first one is being written; two refusals later it is surely in the inbox.
      waiting.withLock { $0 = true }
      try? wait(for: "the second request") { asked.withLock { $0 } }
      for _ in 0..<2 {
        guard let probe = try? Client(paths) else { return }
        try? probe.write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0])
        while let frame = try? probe.frame() { _ = frame }
      }
      pass(StationActor.requestAgeMillisecondsMax + 1)
    }
    let first = try station.staff()
    try second.ask(.hello(version: protocolVersion))
    _ = try second.staff()
    try first.ask(.block(compartment: 9, reason: "test"))
    try wait(for: "the first append") { waiting.withLock { $0 } }
    try second.ask(.retrieve(compartment: 3))
    asked.withLock { $0 = true }
    guard case .refused(let refused)? = try second.staff() else {
      Issue.record("not refused")
      return
    }
    #expect(refused.code == "late")
    #expect(station.hand.unlocks.count == 1)
  }

  @Test func `an operation found at the start has its board read often`() throws {
    let station = try TestStation()
    _ = try station.deposited()
    let clerk = try station.staff()
    try clerk.ask(.retrieve(compartment: 3))
    _ = try clerk.phase("sent")
    station.hand.move(0, 2, .open)
    _ = try clerk.phase("open")
    station.stop()
    let next = try TestStation(scratch: station.scratch, journal: station.journal)
    // The stand-in's doors are shut: opened and closed again while nobody looked.
    #expect(next.journal.names.contains("closed"))
    try wait(for: "an unfocused board") { next.hand.shared.withLock { $0.focused } == [] }
  }

  @Test func `damage that the nightly check finds ends in safe mode`() throws {
    let station = try TestStation()
    let clerk = try station.staff()
    station.damage("record 17")
    try wait(for: "safe mode") { station.journal.names.contains("safe_mode_entered") }
    try clerk.ask(.deposit(order: "A-1", compartment: nil))
    guard case .refused(let refused)? = try clerk.staff() else {
      Issue.record("no refusal")
      return
    }
    #expect(refused.code == "safe-mode" || refused.code == "safe_mode")
    try clerk.ask(.leaveSafeMode(reason: "journal checked"))
    #expect(try clerk.staff() == .done)
  }
}

/// A disk that is full at the first append; then nothing is taken before a probe, as SQLite's journal has it.
private final class FullOnce: JournalStore {
  private let journal: MemoryJournal
  var isFull = true
  private var mustProbe = false

  init(_ journal: MemoryJournal) { self.journal = journal }

  func append(_ batch: [Entry], before: State, after: State) throws(JournalError) {
    if isFull || mustProbe {
      isFull = false
      mustProbe = true
      throw .diskFull
    }
    try journal.append(batch, before: before, after: after)
  }

  func load() throws(JournalError) -> State { try journal.load() }
  func orders(identifier: KeyedHash) throws(JournalError) -> [OrderID] { [] }
  func orders(serial: KeyedHash) throws(JournalError) -> [OrderID] { [] }
  func order(register: KeyedHash) throws(JournalError) -> OrderID? { nil }
  func personal(_ order: OrderID) throws(JournalError) -> Personal? { nil }
  func counterSlot(_ identifier: KeyedHash) throws(JournalError) -> Int? { nil }
  func contact(_ notice: Notice) throws(JournalError) -> NoticeContact? { try journal.contact(notice) }
  func deliveries() throws(JournalError) -> [Notice: Delivery] { try journal.deliveries() }
  func put(_ delivery: Delivery, of notice: Notice) throws(JournalError) {
    try journal.put(delivery, of: notice)
  }
  func documentState(_ number: KeyedHash) throws(JournalError) -> RegisterState? { nil }
  func documentStateCounts() throws(JournalError) -> RegisterStateCounts { RegisterStateCounts() }
  func put(_ states: [RegisterEntry]) throws(JournalError) { try journal.put(states) }
  func forgetDocumentStates(before day: CivilDay, limit: Int) throws(JournalError) -> Int { 0 }
  func probe() throws(JournalError) { mustProbe = false }
  func records(from sequence: Int64, limit: Int) throws(JournalError) -> [Handover.Record] { [] }
  func head() throws(JournalError) -> JournalHead { try journal.head() }
}

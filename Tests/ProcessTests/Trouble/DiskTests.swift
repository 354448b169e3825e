// The journal's disk fills up, or can no longer be written, under a real station with people at it: what has begun is
// ended and kept, nothing new opens, and service comes back by itself. Needs root for the disk, and says so.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(4)))
struct DiskTests {
  private func stand(_ name: String, ballast: Int) throws -> (Stand, StateDisk)? {
    let stand = try Stand(name) {
      $0.diskFloorMegabytes = 16
      $0.ballastMegabytes = ballast
    }
    guard let disk = try StateDisk(of: stand, megabytes: 48) else { return nil }
    return (stand, disk)
  }

  private func unlocks(_ stand: Stand) throws -> Int {
    try TruthLine.read(stand.wall.truthPath).count { $0.event == .unlockFrame }
  }

  /// `kiosk status` as a clerk reads it.
  private func status(_ stand: Stand, _ language: String) throws -> String {
    try ChildProcess.run(
      [Products.path("kiosk"), "status", "--socket", stand.sockets, "--lang", language], name: "status",
      in: stand.scratch
    ).output
  }

  /// Two parcels in compartments, the first one's citizen at the button that opens the door.
  private func identified(_ stand: Stand) throws -> (parcels: [Parcel], compartment: Int) {
    var parcels = [Stand.parcel(1), Stand.parcel(2), Stand.parcel(3)]
    try stand.importOrders(parcels)
    try stand.deposit(&parcels[0])
    try stand.deposit(&parcels[1])
    try stand.identify(parcels[0], stand.letter(parcels[0]))
    guard case .ready(_, let compartment, _) = stand.stage else {
      throw Stand.TimedOut(description: "not ready")
    }
    try stand.linger(milliseconds: stand.restLeft(compartment))
    return (parcels, compartment)
  }

  private func open(_ stand: Stand, _ compartment: Int) throws {
    try stand.citizen?.send(.open)
    try stand.wait("door \(compartment)") { stand.openDoors.contains(compartment) }
    try stand.wait("open page") { if case .open = stand.stage { true } else { false } }
  }

  private func takeAndClose(_ stand: Stand, _ compartment: Int) throws {
    #expect(try stand.wall.hand("take", compartment))
    try stand.linger(milliseconds: Stand.openMilliseconds)
    try stand.wall.hand("close", compartment)
  }

  private func answer(_ stand: Stand) throws {
    try stand.wait("question") { if case .askTaken = stand.stage { true } else { false } }
    try stand.citizen?.send(.answerTaken(true))
    try stand.wait("receipt") { if case .done = stand.stage { true } else { false } }
  }

  @Test(
    "a disk that fills up with a door open: the ballast goes, the pickup is ended and journaled, nothing new opens, service comes back (C1)"
  )
  func fullWithAnOpenDoor() throws {
    guard let (stand, disk) = try stand("full", ballast: 8) else { return }
    defer { disk.unmount() }
    try stand.start()
    let ballast = "\(stand.state)/ballast.bin"
    #expect(FileManager.default.fileExists(atPath: ballast))
    let (parcels, compartment) = try identified(stand)
    try open(stand, compartment)
    try disk.fill()
    try takeAndClose(stand, compartment)
    try answer(stand)
    let log = stand.station?.errorText ?? ""
    #expect(log.contains("the ballast is given up"), "\(log)")
    #expect(!FileManager.default.fileExists(atPath: ballast))
    try stand.citizen?.send(.end)

    // Nothing new: not for citizens, not for clerks; and it is said, with what to do.
    try stand.wait("out of service") { stand.stage == .outOfService(.journal) }
    #expect(stand.citizen?.snapshot?.pickupAvailable == false)
    let before = try unlocks(stand)
    guard case .refused(let refused) = try stand.ask(.deposit(order: parcels[2].register, compartment: nil))
    else {
      Issue.record("a deposit began on a full disk")
      return
    }
    #expect(refused.code == "disk-low")
    try stand.citizen?.send(.beginPickup)
    try stand.linger(milliseconds: 500)
    #expect(stand.stage == .outOfService(.journal))
    #expect(try unlocks(stand) == before)
    let english = try status(stand, "en")
    #expect(english.contains("! Service") && english.contains("disk nearly full"), "\(english)")
    #expect(english.contains("! Disk") && english.contains("free space on the journal's disk"), "\(english)")
    #expect(try status(stand, "de").contains("Platz schaffen"))

    // Space comes back; nobody restarts anything.
    let process = stand.station?.pid
    disk.free()
    try stand.waitForService(seconds: 30)
    try stand.backToIdle()
    #expect(FileManager.default.fileExists(atPath: ballast), "the ballast is laid again")
    guard case .done = try stand.pickUp(parcels[1]) else {
      Issue.record("no pickup after space came back")
      return
    }
    #expect(stand.station?.pid == process)
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
    let records = try ExportedRecord.parse(stand.exported())
    #expect(
      records.count { $0.kind == "settled" && $0.confirmation == "taken" } == 2,
      "\(records.map(\.kind))")
    #expect(!FileManager.default.fileExists(atPath: "\(stand.state)/emergency.log"))
  }

  @Test("a full disk at the intent: the door stays shut, the citizen is told, service comes back (I1, C6)")
  func fullAtTheIntent() throws {
    guard let (stand, disk) = try stand("full-intent", ballast: 0) else { return }
    defer { disk.unmount() }
    try stand.start()
    let (parcels, compartment) = try identified(stand)
    let before = try unlocks(stand)
    try disk.fill()
    try stand.citizen?.send(.open)
    try stand.wait("out of service") { stand.stage == .outOfService(.journal) }
    try stand.linger(milliseconds: 1500)
    #expect(try unlocks(stand) == before, "a door opened without its intent")
    #expect(stand.openDoors.isEmpty)
    let words = try status(stand, "en")
    #expect(
      words.contains("! Journal") && words.contains("check space, permissions and mount")
        || words.contains("! Disk"), "\(words)")
    disk.free()
    try stand.waitForService(seconds: 30)
    try stand.backToIdle()
    guard case .done = try stand.pickUp(parcels[0]) else {
      Issue.record("no pickup after space came back")
      return
    }
    #expect(!stand.openDoors.contains(compartment))
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
    let records = try ExportedRecord.parse(stand.exported())
    // Two deposits and one pickup: as many intents as doors that sprang open.
    #expect(records.count { $0.kind == "intent" } == 3)
    #expect(try unlocks(stand) == 3)
  }

  @Test(
    "a disk that turns read-only with a door open: nothing opens, what is seen goes to the system's log, and is in the journal when it can be written (C6, C9)"
  )
  func readOnly() throws {
    guard let (stand, disk) = try stand("read-only", ballast: 0) else { return }
    defer { disk.unmount() }
    try stand.start()
    let (parcels, compartment) = try identified(stand)
    try open(stand, compartment)
    let opened = try stand.status().journal.records
    try disk.shut()
    try takeAndClose(stand, compartment)
    try stand.wait("the system's log") {
      let log = stand.station?.errorText ?? ""
      return log.contains("not in the journal: {") && log.contains("\"kind\":\"closed\"")
        && log.contains("emergency.log: open: Read-only file system")
    }
    let before = try unlocks(stand)
    guard case .refused(let refused) = try stand.ask(.deposit(order: parcels[2].register, compartment: nil))
    else {
      Issue.record("a deposit began on a read-only disk")
      return
    }
    #expect(["journal", "disk-low"].contains(refused.code))
    let words = try status(stand, "en")
    #expect(words.contains("! Journal") && words.contains("check space, permissions and mount"), "\(words)")
    #expect(try unlocks(stand) == before)
    #expect(try stand.status().journal.records == opened)

    try disk.reopen()
    try answer(stand)
    try stand.backToIdle()
    guard case .done = try stand.pickUp(parcels[1]) else {
      Issue.record("no pickup after the disk could be written again")
      return
    }
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
    let records = try ExportedRecord.parse(stand.exported())
    #expect(records.count { $0.kind == "closed" && $0.compartment == compartment } == 2)
  }

  @Test("a disk that turns read-only at the intent: no door opens (I1)")
  func readOnlyAtTheIntent() throws {
    guard let (stand, disk) = try stand("ro-intent", ballast: 0) else { return }
    defer { disk.unmount() }
    try stand.start()
    let (parcels, _) = try identified(stand)
    let before = try unlocks(stand)
    try disk.shut()
    try stand.citizen?.send(.open)
    try stand.wait("out of service") { stand.stage == .outOfService(.journal) }
    try stand.linger(milliseconds: 1500)
    #expect(try unlocks(stand) == before)
    try disk.reopen()
    try stand.waitForService(seconds: 30)
    try stand.backToIdle()
    guard case .done = try stand.pickUp(parcels[0]) else {
      Issue.record("no pickup after the disk could be written again")
      return
    }
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
  }
}

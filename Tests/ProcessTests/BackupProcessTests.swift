// `kiosk backup` on a real station: made while it works, verified, kept and pruned; every way in which the place can
// be wrong; killed in the middle; and a station that starts on a restored copy.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct BackupProcessTests {
  private static func backup(
    _ stand: Stand, _ arguments: [String], name: String = "backup"
  ) throws -> (status: Int32, output: String, error: String) {
    try ChildProcess.run(
      [Products.path("kiosk"), "backup", "--socket", stand.sockets, "--state", stand.state, "--lang", "en"]
        + arguments, name: name, in: stand.scratch)
  }

  private static func directory(_ stand: Stand, _ name: String = "backups") throws -> String {
    let path = stand.scratch.file(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private static func names(_ directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".sqlite") }.sorted()
  }

  private static func verify(_ stand: Stand, _ file: String) throws -> Int32 {
    try ChildProcess.run(
      [Products.path("kiosk"), "journal", "verify", file, "--key", stand.publicKey], name: "verify",
      in: stand.scratch
    ).status
  }

  @Test("made while the station works, verified, without persons; recorded, shown, pruned (I14)")
  func whileRunning() throws {
    let stand = try Stand("backup")
    try stand.start()
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    try stand.deposit(&parcel)
    #expect(try stand.status().backup == BackupReport())
    let place = try Self.directory(stand)
    for number in 1...4 {
      let made = try Self.backup(stand, [place, "--keep", "2", "--json"])
      #expect(made.status == 0, "\(made.error)")
      #expect(made.output.contains("\"recorded\":true"), "\(made.output)")
      // A scratch directory is on the disk of the journal beside it: one line says so.
      #expect(
        made.error.split(separator: "\n").map { $0.contains("\(place) lies on the journal's own disk") } == [
          true
        ],
        "\(made.error)")
      #expect(try Self.names(place).count == min(number, 2))
    }
    let names = try Self.names(place)
    #expect(names.allSatisfy { $0.hasSuffix("-000003.sqlite") || $0.hasSuffix("-000004.sqlite") })
    for name in names {
      let file = "\(place)/\(name)"
      #expect(try Self.verify(stand, file) == 0)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      for text in ["Name \(parcel.register)", parcel.slip, parcel.birthDate] {
        #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text) is in a backup")
      }
    }
    let report = try stand.status().backup
    #expect(report.sequence != nil && report.ageDays == 0 && !report.isOld)
    #expect(report.directory == nil)
    // A file of one's own, once.
    let own = "\(place)/own.sqlite"
    #expect(try Self.backup(stand, [own]).status == 0)
    #expect(try Self.verify(stand, own) == 0)
    let twice = try Self.backup(stand, [own])
    #expect(twice.status == 73 && twice.error.contains("exists already"), "\(twice.error)")
    let nowhere = try Self.backup(stand, [])
    #expect(nowhere.status == 64 && nowhere.error.contains("where to?"), "\(nowhere.error)")
    // Pickups went on; the journal says who backed up.
    guard case .done = try stand.pickUp(parcel) else {
      Issue.record("no pickup beside backups")
      return
    }
    #expect(stand.stopStation() == 0)
    #expect(try ExportedRecord.parse(stand.exported()).count { $0.kind == "backup_made" } == 5)
    #expect(try stand.verify().status == 0)

    // Without a station, from the closed file; a station beside it that is not asked is noticed.
    let closed = try Self.backup(stand, [place, "--json"])
    #expect(closed.status == 0 && closed.output.contains("\"recorded\":false"), "\(closed.error)")
    #expect(closed.error.contains("no station runs"), "\(closed.error)")
    try stand.start()
    let other = try ChildProcess.run(
      [
        Products.path("kiosk"), "backup", place, "--socket", stand.scratch.file("nobody"), "--state",
        stand.state, "--lang", "en",
      ], name: "other", in: stand.scratch)
    #expect(other.status == 75 && other.error.contains("--socket"), "\(other.error)")
    #expect(stand.stopStation() == 0)
  }

  @Test("a place that is missing, read-only or full says so, and earlier backups stay as they were")
  func wrongPlaces() throws {
    let stand = try Stand("backup-places")
    try stand.start()
    let missing = try Self.backup(stand, [stand.scratch.file("not-mounted")])
    #expect(missing.status == 73 && missing.error.contains("mount the disk"), "\(missing.error)")
    #expect(!FileManager.default.fileExists(atPath: stand.scratch.file("not-mounted")))
    guard geteuid() == 0 else { return print("skipped: only root can make a small disk") }
    let place = try Self.directory(stand, "small")
    let mount = try ChildProcess.run(
      ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", place], in: stand.scratch)
    guard mount.status == 0 else { return print("skipped: no small disk can be mounted: \(mount.error)") }
    defer { _ = try? ChildProcess.run(["/usr/bin/umount", "-l", place], in: stand.scratch) }
    let small = try Self.backup(stand, [place])
    #expect(small.status == 0 && small.error.isEmpty, "\(small.error)")
    let first = try #require(try Self.names(place).first)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(place)/\(first)"))
    func stays() throws {
      #expect(try Self.names(place) == [first])
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(place)/\(first)")) == bytes)
      #expect(try FileManager.default.contentsOfDirectory(atPath: place).count <= 3)
    }
    try Data(count: 90 << 10).write(to: URL(fileURLWithPath: "\(place)/filler"))
    let full = try Self.backup(stand, [place, "--keep", "1"])
    #expect(full.status == 73 && full.error.contains("\(place): no space left"), "\(full.error)")
    try stays()
    try FileManager.default.removeItem(atPath: "\(place)/filler")
    _ = try ChildProcess.run(["/usr/bin/mount", "-o", "remount,ro", place], in: stand.scratch)
    let readOnly = try Self.backup(stand, [place, "--keep", "1"])
    #expect(readOnly.status == 73 && readOnly.error.contains("cannot be written"), "\(readOnly.error)")
    try stays()
    _ = try ChildProcess.run(["/usr/bin/mount", "-o", "remount,rw", place], in: stand.scratch)
    #expect(try Self.backup(stand, [place, "--keep", "1"]).status == 0)
    #expect(try Self.names(place).count == 1)
    #expect(stand.stopStation() == 0)
  }

  @Test(
    "kill -9 in the middle, of the command and of the station: earlier backups stay, the next one is whole")
  func killed() throws {
    let stand = try Stand("backup-kill")
    try stand.start()
    let place = try Self.directory(stand)
    #expect(try Self.backup(stand, [place]).status == 0)
    for round in 0..<6 {
      let watch = DirectoryWatch(place)
      let child = try ChildProcess(
        [Products.path("kiosk"), "backup", place, "--socket", stand.sockets, "--lang", "en"],
        name: "killed-\(round)", in: stand.scratch)
      var begun = false
      for _ in 0..<200 where !begun {
        var polled = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&polled, 1, 50)
        begun = watch.changes().contains { $0.name.hasSuffix("unfinished") }
      }
      #expect(begun)
      if round.isMultiple(of: 2) {
        child.kill()
      } else {
        stand.killStation()
        let status = child.wait(seconds: 20)
        // It may have had everything that it needed; then it says that the journal does not know of it.
        #expect(status == 69 || status == 0, "\(child.errorText)")
        try stand.start()
      }
      for name in try Self.names(place) { #expect(try Self.verify(stand, "\(place)/\(name)") == 0) }
    }
    #expect(try Self.backup(stand, [place]).status == 0)
    #expect(
      try !FileManager.default.contentsOfDirectory(atPath: place).contains { $0.hasSuffix("unfinished") })
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
  }

  @Test("a station starts on a restored copy: it knows what lies where, no code opens, staff take things out")
  func restore() throws {
    let stand = try Stand("backup-restore")
    try stand.start()
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    let compartment = try stand.deposit(&parcel)
    let letter = try stand.letter(parcel)
    let place = try Self.directory(stand)
    #expect(try Self.backup(stand, [place]).status == 0)
    #expect(stand.stopStation() == 0)
    let name = try #require(try Self.names(place).first)
    // The disk is lost; the key was kept apart.
    try FileManager.default.removeItem(atPath: stand.database)
    try FileManager.default.copyItem(atPath: "\(place)/\(name)", toPath: stand.database)
    chmod(stand.database, 0o600)
    stand.followed = []
    try stand.start()
    let row = try #require(try stand.compartmentRows().first { $0.compartment == compartment })
    #expect(row.content == "holds")
    // The code is still the code, but nobody can be found by a number.
    try stand.citizen?.send(.beginPickup)
    try stand.wait("number") { stand.stage == .number }
    try stand.citizen?.send(.number, letter.number)
    try stand.wait("code") { if case .code = stand.stage { true } else { false } }
    try stand.citizen?.send(.code, letter.code)
    try stand.wait("an answer") {
      if case .code(_, let wrong) = stand.stage { wrong } else { false }
    }
    try stand.citizen?.send(.end)
    try stand.linger(milliseconds: stand.restLeft(compartment))
    guard case .operation = try stand.ask(.retrieve(compartment: compartment)) else {
      Issue.record("no retrieval from a restored station")
      return
    }
    try stand.wait("the door") { stand.openDoors.contains(compartment) }
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
  }
}

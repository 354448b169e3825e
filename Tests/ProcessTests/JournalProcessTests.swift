// Every way in which the journal's file can be unusable, on a real station: a clear error with its remedy on standard
// error, the exit status of docs/failures.md, and no door that opens.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct JournalProcessTests {
  /// A station that has deposited one parcel and was stopped.
  private static func stopped(_ name: String) throws -> (Stand, Parcel) {
    let stand = try Stand(name)
    try stand.start()
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    try stand.deposit(&parcel)
    let status = stand.stopStation()
    guard status == 0 else { throw Stand.TimedOut(description: "stop: \(status.map(String.init) ?? "")") }
    return (stand, parcel)
  }

  private static func unlocks(_ stand: Stand) throws -> Int {
    try TruthLine.read(stand.wall.truthPath).count { $0.event == .unlockFrame }
  }

  /// Starts a station that cannot run; how it ended.
  private static func failedStart(
    _ stand: Stand, as prefix: [String] = []
  ) throws -> (status: Int32, error: String) {
    stand.tracer = prefix
    try stand.launch()
    let status = stand.station?.wait(seconds: 20)
    return (status ?? Int32.min, stand.station?.errorText ?? "")
  }

  private static func overwrite(_ path: String, at offset: Int, _ bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY)
    guard descriptor >= 0 else { throw Stand.TimedOut(description: "\(path): errno \(errno)") }
    defer { close(descriptor) }
    guard pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count else {
      throw Stand.TimedOut(description: "\(path): errno \(errno)")
    }
  }

  @Test("a database from a newer version is refused with 78")
  func newerVersion() throws {
    let (stand, _) = try Self.stopped("newer")
    let before = try Self.unlocks(stand)
    // SQLite's header holds user_version at byte 60, big-endian.
    try Self.overwrite(stand.database, at: 60, [0, 0, 0, 99])
    let end = try Self.failedStart(stand)
    #expect(end.status == 78)
    #expect(end.error.contains("version 99"))
    #expect(end.error.contains("install the newer kiosk package"))
    #expect(try Self.unlocks(stand) == before)
  }

  @Test("a file that is no journal is refused with 78 and left as it is")
  func foreignFile() throws {
    let (stand, _) = try Self.stopped("foreign")
    let before = try Self.unlocks(stand)
    let text = Data(String(repeating: "not a database\n", count: 500).utf8)
    try text.write(to: URL(fileURLWithPath: stand.database))
    let end = try Self.failedStart(stand)
    #expect(end.status == 78)
    #expect(end.error.contains("is not a journal of a kiosk station"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: stand.database)) == text)
    #expect(try Self.unlocks(stand) == before)
  }

  @Test("a journal that is gone while its key is there is refused with 78, and none is founded in its place")
  func missingFile() throws {
    let (stand, _) = try Self.stopped("missing")
    try FileManager.default.removeItem(atPath: stand.database)
    let end = try Self.failedStart(stand)
    #expect(end.status == 78)
    #expect(end.error.contains("restore the journal from its backup"))
    #expect(!FileManager.default.fileExists(atPath: stand.database))
  }

  @Test(
    "a corrupt page: the start refuses with 74 and the remedy, or the station lives and opens no wrong door")
  func corruptPages() throws {
    let (stand, parcel) = try Self.stopped("corrupt")
    let before = try Self.unlocks(stand)
    let whole = try Data(contentsOf: URL(fileURLWithPath: stand.database))
    let pageBytes = 4096
    var refused = 0
    var lookups = 0
    let pages = whole.count / pageBytes
    for page in 1..<pages {
      try Self.overwrite(stand.database, at: page * pageBytes, Array(repeating: 0xA5, count: pageBytes))
      let checked = try stand.verify()
      try stand.launch()
      // It either ends, or comes to serve with that page unread.
      var status: Int32?
      do {
        try stand.connect()
        try stand.waitForService()
        status = nil
        lookups += try Self.lookUp(stand, parcel, page) ? 0 : 1
        #expect(stand.stopStation() == 0, "page \(page)")
      } catch {
        status = stand.station?.wait(seconds: 20)
        stand.disconnect()
        #expect(status == 74, "page \(page): \(stand.station?.errorText ?? "")")
      }
      if status == 74 {
        refused += 1
        let words = stand.station?.errorText ?? ""
        #expect(words.contains("the journal is damaged"), "page \(page): \(words)")
        #expect(words.contains("restore a backup"), "page \(page): \(words)")
      }
      #expect(checked.status == 65, "verify accepts a file with a corrupt page \(page): \(checked.output)")
      try whole.write(to: URL(fileURLWithPath: stand.database))
    }
    #expect(refused > 0)
    #expect(try Self.unlocks(stand) == before)
    #expect(try stand.verify().status == 0)
    print("corrupt pages: \(pages - 1), refused at the start: \(refused), refused to a citizen: \(lookups)")
  }

  /// A citizen comes to a station with a corrupt page: either their door is found, or the station says that its
  /// journal cannot be read. Never "wrong code": that would be read out of damage. True: found.
  private static func lookUp(_ stand: Stand, _ parcel: Parcel, _ page: Int) throws -> Bool {
    let reply = try stand.ask(.letter(order: parcel.order))
    guard case .letter(let letter) = reply else {
      guard case .refused(let refused) = reply, refused.code == "journal" else {
        Issue.record("page \(page): \(reply)")
        return false
      }
      return false
    }
    for (request, secret) in [
      (CitizenRequest.beginPickup, nil), (.number, letter.number), (.code, letter.code),
      (.birthDate, parcel.birthDate),
    ] {
      let seen = stand.citizen?.snapshots ?? 0
      try stand.citizen?.send(request, secret)
      try stand.wait("the next page") { (stand.citizen?.snapshots ?? 0) > seen }
      if stand.stage == .outOfService(.journal) { return false }
    }
    guard case .ready(_, let compartment, _) = stand.stage, compartment == 1 else {
      Issue.record("page \(page): \(stand.stage.map { "\($0)" } ?? "")")
      return false
    }
    return true
  }

  @Test("a journal that cannot be written ends the start with 77")
  func readOnlyFile() throws {
    let (stand, _) = try Self.stopped("readonly")
    let before = try Self.unlocks(stand)
    var prefix: [String] = []
    if geteuid() == 0 {
      // Root writes everything: the station runs as a user who may read and not write.
      let nobody: uid_t = 65_534
      let setpriv = "/usr/bin/setpriv"
      try #require(FileManager.default.isExecutableFile(atPath: setpriv), "util-linux has setpriv")
      prefix = [setpriv, "--reuid", "\(nobody)", "--regid", "\(nobody)", "--clear-groups", "--"]
      for name in [""] + (try FileManager.default.contentsOfDirectory(atPath: stand.state)) {
        chown(name.isEmpty ? stand.state : "\(stand.state)/\(name)", nobody, nobody)
      }
      chmod(stand.scratch.path, 0o755)
      chmod(stand.configuration, 0o644)
      let probe = try ChildProcess.run(
        prefix + ["/usr/bin/test", "-x", Products.path("kiosk")], in: stand.scratch)
      if probe.status != 0 {
        print("skipped: an ordinary user cannot reach the built program")
        return
      }
    }
    chmod(stand.database, 0o400)
    let end = try Self.failedStart(stand, as: prefix)
    #expect(end.status == 77)
    #expect(end.error.contains("journal.sqlite cannot be written: check its owner, its mode and the mount"))
    #expect(try Self.unlocks(stand) == before)
  }

  @Test("a full disk: nothing opens, staff and log hear why, and service comes back with the space (C1, I8)")
  func diskFull() throws {
    let stand = try Stand("full")
    guard geteuid() == 0 else { return print("skipped: only root can make a small disk") }
    let mount = try ChildProcess.run(
      ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", stand.state], in: stand.scratch)
    guard mount.status == 0 else { return print("skipped: no small disk can be mounted: \(mount.error)") }
    defer {
      stand.station?.end()
      _ = try? ChildProcess.run(["/usr/bin/umount", "-l", stand.state], in: stand.scratch)
    }
    try stand.start()
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    let compartment = try stand.deposit(&parcel)
    let letter = try stand.letter(parcel)
    try stand.identify(parcel, letter)
    try stand.linger(milliseconds: stand.restLeft(compartment))
    let before = try Self.unlocks(stand)

    let filler = "\(stand.state)/filler"
    Self.fill(filler)
    try stand.citizen?.send(.open)
    try stand.wait("out of service") { stand.stage == .outOfService(.journal) }
    guard case .refused = try stand.ask(.retrieve(compartment: compartment)) else {
      Issue.record("a retrieval began on a full disk")
      return
    }
    let words = stand.station?.errorText ?? ""
    #expect(words.contains("the disk of the journal is full: free space on it"), "\(words)")
    #expect(try Self.unlocks(stand) == before)

    try FileManager.default.removeItem(atPath: filler)
    try stand.waitForService()
    try stand.backToIdle()
    guard case .done = try stand.pickUp(parcel) else {
      Issue.record("no pickup after space was freed")
      return
    }
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
  }

  /// Writes until the disk takes no more.
  private static func fill(_ path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
    defer { close(descriptor) }
    for size in [1 << 20, 4096, 1] {
      let block = [UInt8](repeating: 0, count: size)
      while write(descriptor, block, size) == size {}
    }
  }
}

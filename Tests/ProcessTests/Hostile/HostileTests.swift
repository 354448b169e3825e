// The sockets under attack, with a pickup going on at the screen: the pickup goes through, memory and log stay bounded,
// descriptors come back, and nobody's data shows in the log.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct HostileTests {
  /// What a station under attack may hold more than before, in MB of anonymous memory: 64 connections with half a
  /// message each, and what waits to go out to those who do not read.
  static let growthMegabytesMax = 100.0
  /// What the log may grow by for all attacks together.
  static let logBytesMax = 64 << 10

  private static func anonymous(_ pid: pid_t) throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(pid)/smaps_rollup", encoding: .utf8)
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Anonymous:") }),
      let kibibytes = Double(line.split(separator: " ")[1])
    else { return 0 }
    return kibibytes * 1024 / 1_000_000
  }

  /// The station's sockets. Its files are not counted: the daily check opens and closes them as it goes.
  private static func descriptors(_ pid: pid_t) throws -> Int {
    let place = "/proc/\(pid)/fd"
    return try FileManager.default.contentsOfDirectory(atPath: place).count { name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(place)/\(name)"))?
        .hasPrefix("socket:") == true
    }
  }

  private static func logBytes(_ stand: Stand) -> Int { stand.station?.errorText.utf8.count ?? 0 }

  /// Waits until the station has let go of what it held.
  private static func settle(_ stand: Stand, _ pid: pid_t, to count: Int, seconds: Double = 40) throws {
    try stand.wait("descriptors to come back", seconds: seconds) { try Self.descriptors(pid) <= count }
  }

  /// How many descriptors the station holds when it holds no more than a while ago: what a start or a connection that
  /// has just ended still kept is gone.
  private static func calm(_ stand: Stand, _ pid: pid_t) throws -> Int {
    var last = -1
    var equal = 0
    try stand.wait("descriptors to keep still") {
      let now = try Self.descriptors(pid)
      equal = now == last ? equal + 1 : 0
      last = now
      return equal >= 20
    }
    return last
  }

  private static func isAnswered(_ stand: Stand) throws {
    for _ in 0..<200 {
      let reply = try stand.ask(.status)
      if case .status = reply { return }
      guard case .refused(let refused) = reply, refused.code == "busy" || refused.code == "late" else {
        throw Stand.TimedOut(description: "status is answered with \(reply)")
      }
      try stand.linger(milliseconds: 50)
    }
    throw Stand.TimedOut(description: "the station stays busy")
  }

  private static func attack(
    _ stand: Stand, _ pid: pid_t, _ attacks: [Attack], peak: inout Double
  ) throws -> [Int32] {
    var connections: [Int32] = []
    for side in [Attack.Side.citizen, .staff] {
      let name = side == .citizen ? SocketName.citizen : SocketName.staff
      for attack in attacks {
        var opened: [Int32] = []
        attack.run("\(stand.sockets)/\(name)", side: side, connections: &opened)
        // The station answers others meanwhile, or says that it is busy and answers then.
        try Self.isAnswered(stand)
        let now = try Self.anonymous(pid)
        if now > peak + 5 { print("\(name) \(attack): \(Int(now)) MB") }
        peak = max(peak, now)
        if attack == .slowly || attack == .neverReads || attack == .halfMessage {
          connections += opened
        } else {
          for descriptor in opened { close(descriptor) }
        }
      }
    }
    return connections
  }

  @Test(
    "garbage, half messages, 100 MB, lies, deep JSON, readers that never read: a pickup goes through (I14, I15)"
  )
  func everyAttack() throws {
    let stand = try Stand("hostile")
    try stand.start()
    let pid = try #require(stand.station?.pid)
    var parcels = [Stand.parcel(1), Stand.parcel(2)]
    try stand.importOrders(parcels)
    try stand.deposit(&parcels[0])
    try stand.deposit(&parcels[1])
    let letter = try stand.letter(parcels[0])
    let memory = try Self.anonymous(pid)
    let files = try Self.descriptors(pid)
    let log = Self.logBytes(stand)
    var peak = memory
    let held = try Self.attack(stand, pid, Attack.allCases, peak: &peak)
    // With the worst of them still connected, somebody picks up.
    guard case .done = try stand.pickUp(parcels[0]) else {
      Issue.record("no pickup during attacks")
      return
    }
    for descriptor in held { close(descriptor) }
    try Self.settle(stand, pid, to: files + 1)
    let grown = peak - memory
    print(
      "anonymous memory: \(Int(memory)) MB before, at most \(Int(peak)) MB, log +\(Self.logBytes(stand) - log) bytes"
    )
    #expect(grown < Self.growthMegabytesMax)
    #expect(Self.logBytes(stand) - log < Self.logBytesMax)
    let words = stand.station?.errorText ?? ""
    for text in [letter.code, letter.number, parcels[0].birthDate, "Name P-1", "7777777777"] {
      #expect(!words.contains(text), "\(text) is in the log")
    }
    guard case .done = try stand.pickUp(parcels[1]) else {
      Issue.record("no pickup after attacks")
      return
    }
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
  }

  @Test(
    "1,000 connections at once: those beyond the limit are told, the screen and a clerk go on, all comes back"
  )
  func thousandConnections() throws {
    let stand = try Stand("crowd")
    try stand.start()
    let pid = try #require(stand.station?.pid)
    var parcel = Stand.parcel(1)
    try stand.importOrders([parcel])
    try stand.deposit(&parcel)
    let files = try Self.descriptors(pid)
    let log = Self.logBytes(stand)
    for name in [SocketName.citizen, SocketName.staff] {
      var connections: [Int32] = []
      for _ in 0..<1000 {
        if let descriptor = Attack.connect("\(stand.sockets)/\(name)") { connections.append(descriptor) }
      }
      #expect(connections.count > 900)
      #expect(try Self.descriptors(pid) < files + 64 + 16)
      let refused = connections.count { descriptor in
        var byte: UInt8 = 0
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) > 0 && recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 1
      }
      #expect(refused > 800, "\(name): \(refused) were told")
      _ = try stand.status()
      if name == SocketName.staff {
        guard case .done = try stand.pickUp(parcel) else {
          Issue.record("no pickup in a crowd")
          return
        }
      }
      for descriptor in connections { close(descriptor) }
      try Self.settle(stand, pid, to: files + 1)
    }
    #expect(Self.logBytes(stand) - log < Self.logBytesMax)
    // Everybody who comes now is served.
    let late = try StaffSocket(stand.sockets, seconds: 5)
    try late.send(.status)
    try stand.wait("an answer after the crowd") {
      try late.take().contains { if case .status = $0 { true } else { false } }
    }
    #expect(stand.stopStation() == 0)
  }

  @Test("a message that comes byte by byte, and a connection that says nothing, end within half a minute")
  func slowly() throws {
    let stand = try Stand("slowly")
    try stand.start()
    let pid = try #require(stand.station?.pid)
    // One screen at a time: the slow one takes the place of ours.
    stand.disconnect()
    let files = try Self.calm(stand, pid)
    var open: [Int32] = []
    for name in [SocketName.citizen, SocketName.staff] {
      for _ in 0..<(name == SocketName.citizen ? 1 : 4) {
        if let one = Attack.connect("\(stand.sockets)/\(name)") { open.append(one) }
      }
    }
    try stand.wait("all to be accepted") { try Self.descriptors(pid) >= files + open.count }
    let silent = open.removeLast()
    let message = Attack.frame("{\"language\":{\"_0\":\"" + String(repeating: "d", count: 400) + "\"}}")
    var at = 0
    try stand.wait("slow connections to be closed", seconds: 45) {
      // A byte at each look: a few a second.
      for descriptor in open {
        _ = Glibc.send(descriptor, [message[at % message.count]], 1, Int32(MSG_NOSIGNAL))
      }
      at += 1
      return try at < message.count && Self.descriptors(pid) <= files + 1
    }
    for descriptor in open + [silent] { close(descriptor) }
    #expect(stand.stopStation() == 0)
  }
}

// A whole station over its real sockets: hello, a pickup, refusals, and what garbage and hostile clients do to it.

import Glibc
import Handover
import Secrets
import Testing

@testable import Journal
@testable import Lockers
@testable import Messages
@testable import Station

@Suite(.serialized) struct RuntimeStationTests {
  @Test func `hello is answered on both sockets, and the citizen gets a snapshot`() throws {
    let station = try TestStation()
    let screen = try station.citizen()
    try screen.ask(.hello(version: protocolVersion))
    var welcomed = false
    while let reply = try screen.citizen() {
      if case .welcome(let welcome) = reply {
        #expect(welcome.town == "Testdorf")
        #expect(welcome.wall.compartments.count == 16)
        welcomed = true
      }
      if case .snapshot(let snapshot) = reply, welcomed {
        #expect(snapshot.stage == .idle)
        #expect(snapshot.pickupAvailable)
        break
      }
    }
    let clerk = try station.staff()
    try clerk.ask(.hello(version: protocolVersion))
    #expect(
      try clerk.staff() == .welcome(version: protocolVersion, roles: ["auditor", "staff", "technician"]))
  }

  @Test func `a pickup goes from number to receipt, each record before its act`() throws {
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
    try wait(for: "the unlock") { station.hand.unlocks.count == 2 }
    #expect(station.hand.unlocks.last == LockPosition(board: 0, lock: 2))
    try wait(for: "a focused board") { station.hand.shared.withLock { $0.focused } == [0] }
    station.hand.move(0, 2, .open)
    _ = try screen.stage { if case .open = $0 { true } else { false } }
    station.hand.move(0, 2, .closed)
    _ = try screen.stage { if case .askTaken = $0 { true } else { false } }
    try screen.ask(.answerTaken(true))
    let done = try screen.stage { if case .done = $0 { true } else { false } }
    guard case .done(let receipt) = done else { return }
    #expect(receipt.documents == ["passport"])
    let names = station.journal.names
    let intent = try #require(names.lastIndex(of: "intent"))
    #expect(
      names[intent...].starts(with: ["intent", "unlock_sent", "opened", "closed", "taken"]))
    try wait(for: "an unfocused board") { station.hand.shared.withLock { $0.focused } == [] }
  }

  @Test func `the kernel's word decides what staff may ask`() throws {
    let station = try TestStation(roles: [.technician])
    let technician = try station.staff()
    try technician.ask(.orders(withNames: true))
    guard case .refused(let refused)? = try technician.staff() else {
      Issue.record("a technician read orders")
      return
    }
    #expect(refused.code == "role")
    try technician.ask(.compartments)
    guard case .compartments(let rows)? = try technician.staff() else {
      Issue.record("a technician may see compartments")
      return
    }
    #expect(rows.count == 16)
  }

  @Test func `the citizen socket grants nothing to staff requests`() throws {
    let station = try TestStation()
    let screen = try station.citizen()
    try screen.ask(StaffRequest.status)
    var codes: [String] = []
    while let reply = try screen.citizen() {
      if case .refused(let refused) = reply { codes.append(refused.code) }
    }
    #expect(codes == ["message"])
  }

  @Test func `a second screen is told so and turned away`() throws {
    let station = try TestStation()
    let first = try station.citizen()
    try first.ask(.hello(version: protocolVersion))
    _ = try first.citizen()
    let second = try station.citizen()
    guard case .refused(let refused)? = try second.citizen() else {
      Issue.record("two screens")
      return
    }
    #expect(refused.code == "screen-connected")
    #expect(try second.citizen() == nil)
  }

  @Test func `garbage ends its own connection and nothing else`() throws {
    let station = try TestStation()
    let clerk = try station.staff()
    let garbage: [[UInt8]] = [
      Array("GET / HTTP/1.1\r\nHost: kiosk\r\n\r\n".utf8), [UInt8](repeating: 0xFF, count: 70_000),
      [0, 0, 0, 0, 0, 0], [0, 0, 0, 2, 0, 0] + Array("{}".utf8),
      [0, 0, 0, 3, 0, 0, 0x22, 0xC3, 0x28], [0, 0, 0, 1, 0xFF, 0xFF, 0],
      [0, 0, 0x0F, 0xFF, 0, 0] + [UInt8](repeating: UInt8(ascii: "["), count: 0xFFF),
    ]
    for path in [station.citizenPath, station.staffPath] {
      for bytes in garbage {
        let client = try Client(path)
        try? client.write(bytes)
        var sawRefusal = false
        while let frame = try client.frame() {
          if String(decoding: frame.json, as: UTF8.self).contains("refused") { sawRefusal = true }
        }
        #expect(sawRefusal, "\(bytes.prefix(8))")
      }
    }
    try clerk.ask(.status)
    guard case .status(let report)? = try clerk.staff() else {
      Issue.record("the station is gone")
      return
    }
    #expect(report.service == "in-service")
  }

  @Test func `a line of 100 MB is refused after its first bytes`() throws {
    let station = try TestStation()
    let client = try station.staff()
    let piece = [UInt8](repeating: UInt8(ascii: "A"), count: 1 << 20)
    var sent = 0
    while sent < 100 {
      do { try client.write(piece) } catch { break }
      sent += 1
    }
    #expect(sent < 100)
    let next = try station.staff()
    try next.ask(.hello(version: protocolVersion))
    #expect(try next.staff() != nil)
  }

  @Test func `half a message, or none, does not hold a place for ever`() throws {
    var limits = ConnectionLimits()
    limits.halfFrameMilliseconds = 50
    let station = try TestStation(limits: limits)
    let half = try station.staff()
    try half.write([0, 0, 1, 0, 0, 0, UInt8(ascii: "{")])
    let mute = try station.staff()
    for client in [half, mute] {
      guard case .refused(let refused)? = try client.staff() else {
        Issue.record("no refusal")
        continue
      }
      #expect(refused.code == "slow")
      #expect(try client.staff() == nil)
    }
  }

  @Test func `a quiet client that finished its messages stays`() throws {
    var limits = ConnectionLimits()
    limits.halfFrameMilliseconds = 50
    let station = try TestStation(limits: limits)
    let quiet = try station.staff()
    try quiet.ask(.hello(version: protocolVersion))
    _ = try quiet.staff()
    // Another connection's time passes; this one's must not run.
    let mute = try station.staff()
    while try mute.frame() != nil {}
    try quiet.ask(.status)
    #expect(try quiet.staff() != nil)
  }

  @Test func `1000 connections leave the station serving`() throws {
    var limits = ConnectionLimits()
    limits.connectionsPerUserMax = limits.connectionsMax
    let station = try TestStation(limits: limits)
    var clients: [Client] = []
    var refused = 0
    for _ in 0..<1000 {
      let client = try station.staff()
      try? client.ask(.hello(version: protocolVersion))
      switch try client.staff() {
      case .welcome?: clients.append(client)
      case .refused(let why)?:
        #expect(why.code == "busy")
        refused += 1
      default: Issue.record("neither served nor refused")
      }
    }
    #expect(clients.count == ConnectionLimits().connectionsMax)
    #expect(refused == 1000 - clients.count)
    let screen = try station.citizen()
    try screen.ask(.hello(version: protocolVersion))
    #expect(try screen.citizen() != nil)
    clients = []
    try wait(for: "a free place") {
      guard let client = try? station.staff(), (try? client.ask(.status)) != nil else { return false }
      if case .status? = try? client.staff() { return true }
      return false
    }
  }

  @Test func `a reader that never reads is disconnected and costs a bounded amount`() throws {
    var limits = ConnectionLimits()
    limits.outboundBytesMax = 64 << 10
    let station = try TestStation(limits: limits)
    let deaf = try station.staff()
    // Each request is answered with more than it costs to ask; sooner or later the station has had enough.
    var asked = 0
    while asked < 100_000 {
      do { try deaf.ask(.compartments) } catch { break }
      asked += 1
    }
    #expect(asked < 100_000)
    let clerk = try station.staff()
    try clerk.ask(.status)
    #expect(try clerk.staff() != nil)
  }

  @Test func `a clean stop publishes the anchor and removes the sockets`() throws {
    let station = try TestStation()
    station.stop()
    #expect(station.lines.contains { $0.contains("anchor: head") })
    #expect(access(station.citizenPath, F_OK) != 0)
    #expect(access(station.staffPath, F_OK) != 0)
  }

  @Test func `a compartment in use cannot leave the configuration`() throws {
    let station = try TestStation()
    _ = try station.deposited()
    station.stop()
    let fewer = TestStation.configuration.replacing("count = 16", with: "count = 2")
    #expect(
      performing: {
        _ = try TestStation(scratch: station.scratch, journal: station.journal, configuration: fewer)
      }, throws: { ($0 as? StartFailure)?.status == 78 })
  }
}

// The watchdog is fed by the working loop alone: a loop, a journal or a bus that stands still feeds nothing; an adapter
// that is unplugged and a disk that refuses do not start the station anew (C16).

import Foundation
import Glibc
import Testing

@testable import Journal
@testable import Lockers
@testable import Station

/// The socket that systemd would listen on.
final class NotifySocket {
  let path: String
  private let descriptor: Int32

  init(_ scratch: Scratch) throws {
    path = "\(scratch.path)/notify"
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
  }

  deinit { close(descriptor) }

  /// All that was told since the last call.
  func take() -> [String] {
    var told: [String] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      guard count > 0 else { return told }
      told.append(String(decoding: bytes[..<count], as: UTF8.self))
    }
  }

  func feeds() -> Int { take().count { $0.hasPrefix("WATCHDOG=1\n") } }
}

@Suite("Watchdog")
struct WatchdogTests {
  @Test("C16: the feed is due twice in the watchdog's time, and only when every bus has turned")
  func turns() throws {
    let scratch = Scratch()
    let listener = try NotifySocket(scratch)
    let manager = ServiceManager(socket: listener.path, watchdogMicroseconds: 15_000_000)
    var feed = try #require(WatchdogFeed(manager, at: 0, turns: [1, 1]))
    var reads = 0
    func look(_ now: Int64, _ turns: [UInt64]) -> [String] {
      feed.look(at: now, turns: turns, status: "in-service") { reads += 1 }
    }
    #expect(feed.interval == 7_500)
    #expect(look(0, [2, 2]).isEmpty && listener.take() == ["WATCHDOG=1\nSTATUS=in-service"])
    #expect(feed.next == 7_500)
    _ = look(7_499, [3, 3])
    #expect(listener.feeds() == 0 && reads == 1, "nothing is done before it is due")
    // One thread stands still: no feed, a look again soon, and a line when it is late.
    #expect(look(7_500, [4, 2]).isEmpty)
    #expect(listener.feeds() == 0 && feed.next == 7_500 + feed.retry)
    #expect(look(20_000, [9, 2]) == ["bus 1: its thread stands still, the watchdog is not fed"])
    #expect(look(30_000, [9, 2]).filter { $0.contains("bus 1") }.isEmpty, "it is named once")
    #expect(listener.feeds() == 0)
    _ = look(40_000, [10, 3])
    #expect(listener.feeds() == 1 && feed.next == 47_500)
  }

  @Test("C16: a journal that answers with an error is an answer; the feed goes on")
  func refusingJournal() throws {
    let scratch = Scratch()
    let listener = try NotifySocket(scratch)
    let manager = ServiceManager(socket: listener.path, watchdogMicroseconds: 2_000_000)
    var feed = try #require(WatchdogFeed(manager, at: 0, turns: [0]))
    let lines = feed.look(at: 0, turns: [1], status: "journal-refused") {
      () throws(JournalError) in throw .diskFull
    }
    #expect(lines.count == 1 && listener.feeds() == 1)
  }

  @Test("nobody listens: it is tried again soon, and nothing fails")
  func nobody() throws {
    let scratch = Scratch()
    let manager = ServiceManager(socket: "\(scratch.path)/gone", watchdogMicroseconds: 2_000_000)
    var feed = try #require(WatchdogFeed(manager, at: 0, turns: []))
    #expect(feed.look(at: 0, turns: [], status: "x") {}.isEmpty)
    #expect(feed.next == feed.retry)
  }

  @Test("what the environment may say, sd_notify(3) and sd_watchdog_enabled(3)")
  func environment() {
    func manager(_ socket: String?, _ limit: String?, _ pid: String?) -> ServiceManager? {
      ServiceManager(socket: socket, microseconds: limit, pid: pid, own: 7)
    }
    #expect(manager(nil, "1", nil) == nil)
    #expect(manager("", "1", nil) == nil)
    #expect(manager("notify", "1", nil) == nil)
    #expect(manager("/run/x", nil, nil)?.watchdogMicroseconds == nil)
    #expect(manager("/run/x", "15000000", "7")?.watchdogMicroseconds == 15_000_000)
    #expect(manager("@x", "15000000", "8")?.watchdogMicroseconds == nil)
    #expect(manager("@x", "0", nil)?.watchdogMicroseconds == nil)
    #expect(manager("@x", "soon", nil)?.watchdogMicroseconds == nil)
    #expect(WatchdogFeed(manager("@x", nil, nil), at: 0, turns: []) == nil)
  }

  @Test(
    "a running station says ready, lives while its loop works, and says that it stops (I14: no person in it)")
  func station() throws {
    let scratch = Scratch()
    let listener = try NotifySocket(scratch)
    let station = try TestStation(
      scratch: scratch, manager: ServiceManager(socket: listener.path, watchdogMicroseconds: 40_000))
    var told: [String] = []
    try wait(for: "feeds") {
      told += listener.take()
      return told.count { $0.hasPrefix("WATCHDOG=1") } >= 3
    }
    #expect(told.contains("READY=1"))
    #expect(told.contains { $0.contains("STATUS=in-service: 2 of 2 boards answer, 16 compartments") })
    _ = try station.deposited()
    // The bus's thread dies: nothing more, although the loop goes on.
    station.hand.shared.withLock { $0.isStanding = true }
    try wait(for: "the last line") { station.lines.contains { $0.contains("thread stands still") } }
    told += listener.take()
    station.hand.move(0, 5, .closed)
    let clerk = try station.staff()
    try clerk.ask(.compartments)
    _ = try clerk.staff()
    #expect(listener.feeds() == 0)
    station.hand.shared.withLock { $0.isStanding = false }
    try wait(for: "a feed") { listener.feeds() > 0 }
    station.stop()
    told += listener.take()
    #expect(told.last == "STOPPING=1\nSTATUS=stopping")
    #expect(!told.contains { $0.contains("Mustermann") || $0.contains("4711") })
  }

  @Test("a loop that is held up in the journal feeds nothing until it moves again")
  func heldUp() throws {
    let scratch = Scratch()
    let listener = try NotifySocket(scratch)
    let station = try TestStation(
      scratch: scratch, manager: ServiceManager(socket: listener.path, watchdogMicroseconds: 40_000))
    try wait(for: "a feed") { listener.feeds() > 0 }
    var feedsWhileHeld = -1
    let hold = Hold()
    // The append of the next record does not return before we say so.
    station.journal.shared.withLock { $0.stall = { hold.stop() } }
    station.hand.move(0, 4, .open)
    try wait(for: "the standstill") { hold.isHolding }
    _ = listener.take()
    var polled = pollfd()
    poll(&polled, 0, 200)
    feedsWhileHeld = listener.feeds()
    station.journal.shared.withLock { $0.stall = nil }
    hold.go()
    #expect(feedsWhileHeld == 0)
    try wait(for: "a feed after it") { listener.feeds() > 0 }
    station.stop()
  }
}

/// Holds a thread until it is told to go on.
final class Hold: @unchecked Sendable {
  private let gate = NSCondition()
  private var holds = false
  private var mayGo = false

  var isHolding: Bool { gate.withLock { holds } }

  func stop() {
    gate.lock()
    holds = true
    while !mayGo { gate.wait() }
    gate.unlock()
  }

  func go() {
    gate.lock()
    mayGo = true
    gate.broadcast()
    gate.unlock()
  }
}

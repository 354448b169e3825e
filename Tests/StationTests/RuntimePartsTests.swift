// The small parts of the runtime, each by itself: who is there, what waits, what a board says, what the log may hold.

import CPeer
import Glibc
import Handover
import Logging
import Testing

@testable import Configuration
@testable import Journal
@testable import Lockers
@testable import Messages
@testable import Station

struct RuntimePartsTests {
  // MARK: Peers

  @Test func `the kernel says who is at the other end of a socket`() throws {
    var ends: [Int32] = [0, 0]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer { for end in ends { close(end) } }
    let peer = try #require(PeerCredentials(descriptor: ends[0]))
    #expect(peer.user == geteuid())
    #expect(peer.groups.first == getegid())
    var own = [gid_t](repeating: 0, count: 65_536)
    let count = getgroups(Int32(own.count), &own)
    #expect(Set(peer.groups) == Set(own.prefix(Int(max(0, count)))).union([getegid()]))
  }

  @Test func `a descriptor that is no socket has no peer`() throws {
    let descriptor = open("/dev/null", O_RDONLY)
    defer { close(descriptor) }
    #expect(PeerCredentials(descriptor: descriptor) == nil)
  }

  @Test func `roles follow from groups, primary and others alike`() {
    let book = RoleBook(groups: [.staff: 10, .technician: 20, .auditor: 30], owner: 500)
    #expect(book.roles(PeerCredentials(user: 1, groups: [10])) == [.staff])
    #expect(book.roles(PeerCredentials(user: 1, groups: [99, 20, 30])) == [.technician, .auditor])
    #expect(book.roles(PeerCredentials(user: 1, groups: [99])) == [])
    #expect(book.roles(PeerCredentials(user: 0, groups: [0])) == [.staff, .technician, .auditor])
    #expect(book.roles(PeerCredentials(user: 500, groups: [500])) == [.staff, .technician, .auditor])
    let strict = RoleBook(groups: [.staff: 10], owner: nil)
    #expect(strict.roles(PeerCredentials(user: 0, groups: [0])) == [])
    #expect(strict.roles(PeerCredentials(user: 0, groups: [0, 10])) == [.staff])
  }

  @Test func `an access list has the bytes that the kernel expects`() {
    #expect(
      AccessList(groups: [7], ownsGroup: true).bytes == [
        2, 0, 0, 0, 1, 0, 6, 0, 255, 255, 255, 255, 4, 0, 6, 0, 255, 255, 255, 255, 8, 0, 6, 0, 7, 0, 0, 0,
        16, 0, 6, 0, 255, 255, 255, 255, 32, 0, 0, 0, 255, 255, 255, 255,
      ])
  }

  // MARK: Sockets

  @Test func `a dead station's socket is replaced, a living one's is not`() throws {
    let scratch = Scratch()
    let path = "\(scratch.path)/s.sock"
    let first = try ListeningSocket(path: path, groups: [])
    #expect(throws: SocketError.inUse(path: path)) { try ListeningSocket(path: path, groups: []) }
    close(first.descriptor)
    let second = try ListeningSocket(path: path, groups: [])
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    close(second.descriptor)
  }

  @Test func `what is no socket is left alone, and a long path is named`() throws {
    let scratch = Scratch()
    let path = "\(scratch.path)/file"
    try SmallFile.append("precious", to: path)
    #expect(throws: SocketError.notASocket(path: path)) { try ListeningSocket(path: path, groups: []) }
    #expect(try SmallFile.read(path, bytesMax: 100) == Array("precious".utf8))
    let long = "/tmp/" + String(repeating: "x", count: 103)
    #expect(throws: SocketError.tooLong(path: long)) { try ListeningSocket(path: long, groups: []) }
  }

  // MARK: Boards

  @Test func `a silent board is unknown, never closed (I7)`() {
    var sights = BoardSights(
      bus: 2, configuration: BusConfiguration(path: "/dev/null", boards: [.init(address: 4)]))
    let now = BusTime(milliseconds: 0)
    let name = BoardName(bus: 2, board: 4)
    let unknown = Array(repeating: DoorSight(.unknown), count: 16)
    #expect(sights.inputs(.health(board: 4, .answering, at: now)) == [])
    let contacts = [Contact.open] + Array(repeating: Contact.closed, count: 15)
    let doors = [DoorSight(.open)] + Array(repeating: DoorSight(.closed), count: 15)
    #expect(sights.inputs(.reading(reading(4, contacts))) == [.readings(name, doors, isAnswering: true)])
    #expect(
      sights.inputs(.health(board: 4, .unknown(.silent), at: now)) == [
        .readings(name, unknown, isAnswering: false)
      ])
    // The machine tells the loss of its contacts twice; the second time says nothing new.
    #expect(sights.inputs(.reading(reading(4, Array(repeating: .unknown, count: 16)))) == [])
    #expect(
      sights.inputs(.lineLost(.unplugged, at: now)) == [.readings(name, unknown, isAnswering: false)])
    #expect(
      sights.inputs(.lineRefused(.notFound(path: "/dev/null"), at: now)) == [
        .readings(name, unknown, isAnswering: false)
      ])
  }

  @Test func `a frame that was cut off counts as sent, and every refusal has its name`() {
    #expect(SendReport(.sent) == .sent(complete: true))
    #expect(SendReport(.partlySent) == .sent(complete: false))
    let names = NotSent.allCases.map { SendFailure($0).name }
    #expect(
      names == [
        "contact_unknown", "contact_unknown", "line_lost", "contact_unknown", "contact_unknown", "busy",
        "cooling_down", "expired", "line_lost", "line_lost", "line_lost",
      ])
  }

  // MARK: Clock

  @Test(arguments: [
    // The night of 25 October 2026, when 3:00 becomes 2:00, and of 29 March 2026, when 2:00 becomes 3:00.
    (1_792_886_399_000, "2026-10-25", 119), (1_792_893_599_000, "2026-10-25", 179),
    (1_792_893_600_000, "2026-10-25", 180), (1_774_745_999_000, "2026-03-29", 119),
    (1_774_746_000_000, "2026-03-29", 180), (1_798_757_999_000, "2026-12-31", 1439),
    (1_798_758_000_000, "2027-01-01", 0), (0, "1970-01-01", 60), (-3_600_001, "1969-12-31", 1439),
  ])
  func `days and minutes are those of the town`(wall: Int64, day: String, minute: Int) throws {
    _ = try StationClock(timezone: "Europe/Berlin")
    let civil = StationClock.civil(wall: wall)
    #expect(civil.day.description == day)
    #expect(civil.minute == minute)
  }

  @Test func `a time zone without its file is refused, not counted in UTC`() {
    #expect(throws: ClockError.self) { try StationClock(timezone: "Europe/Atlantis") }
    #expect(throws: ClockError.self) { try StationClock(timezone: "../../etc/passwd") }
    #expect(throws: ClockError.self) { try StationClock(timezone: "") }
  }

  @Test func `boots are told apart`() {
    #expect(StationClock.bootNumber(of: Array("a\n".utf8)) == StationClock.bootNumber(of: Array("a".utf8)))
    #expect(StationClock.bootNumber(of: Array("a".utf8)) != StationClock.bootNumber(of: Array("b".utf8)))
    #expect(StationClock.bootNumber(of: []) == 0)
  }

  // MARK: Log

  @Test func `nothing in a message reaches a terminal but text`() {
    let handler = PlainLogHandler(label: "kiosk", hasPriorities: false) { _ in }
    #expect(handler.line(.error, "a\u{1B}[2J\nb\u{202E}c\u{9B}") == "kiosk: error: a?[2J?b?c?\n")
    let long = handler.line(.notice, String(repeating: "x", count: 10_000))
    #expect(long.count == PlainLogHandler.lineCharactersMax + 1)
    let daemon = PlainLogHandler(label: "kiosk", hasPriorities: true) { _ in }
    #expect(daemon.line(.critical, "x") == "<2>kiosk: critical: x\n")
  }

  // MARK: Content

  @Test func `a build that is not installed finds the content of its sources`() throws {
    let scratch = Scratch()
    for folder in ["Content", "Content/texts", ".build", ".build/debug"] {
      mkdir("\(scratch.path)/\(folder)", 0o755)
    }
    let executable = "\(scratch.path)/.build/debug/kiosk"
    #expect(
      ContentTexts.directory(configured: "/nowhere", executable: executable, usual: "/nowhere")
        == "\(scratch.path)/Content")
    // A mistyped path is no other town's content.
    #expect(ContentTexts.directory(configured: "/nowhere", executable: executable) == "/nowhere")
    #expect(ContentTexts.directory(configured: scratch.path, executable: executable) == scratch.path)
    #expect(ContentTexts.directory(configured: "/nowhere", executable: nil) == "/nowhere")
  }

  @Test func `a missing language is named with its file`() throws {
    let scratch = Scratch()
    mkdir("\(scratch.path)/texts", 0o755)
    guard
      case .failure(let failure) = ContentTexts.load(directory: "\(scratch.path)/texts", languages: ["de"])
    else {
      Issue.record("texts out of nothing")
      return
    }
    #expect(failure.status == 66)
    #expect(failure.lines.first?.contains("/texts/de.toml") == true)
  }
}

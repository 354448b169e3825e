// A real kiosk-screen on a pseudo-terminal, before a station that is not there: what a station says at the beginning,
// with the shipped texts and a wall of 48 doors, and then nothing more.

import Glibc
import Messages

/// The little that a screen needs of a station.
final class PretendedStation {
  /// A word that stands on every page and nowhere else.
  static let town = "Benchhausen"

  let path: String
  var stage: Stage
  private let listener: Listener
  /// The welcome as it goes over the wire: made once, so that only the screen's own time is taken.
  private let welcome: [UInt8]
  private var connections: [FrameConnection] = []

  init(path: String, texts: [String: [String: String]], stage: Stage) throws(BenchProblem) {
    self.path = path
    self.stage = stage
    listener = try Listener(path: path)
    let places = (0..<48).map { Wall.Place(number: $0 + 1, row: $0 / 16 + 1, column: $0 % 16 + 1) }
    let reply = Welcome(
      version: protocolVersion, town: Self.town, theme: "dark", languages: ["de", "en"], texts: texts,
      wall: Wall(rows: 3, columns: 16, compartments: places),
      counter: CounterInfo(
        name: "Bürgeramt, Schalter 3", address: "Am Markt 1", hours: ["Mo bis Fr 8:00 bis 12:00 Uhr"],
        phone: "0999 123-0"), lockMinutes: 15)
    welcome = Frame(json: MessageCoding.encode(CitizenReply.welcome(reply))).bytes
  }

  var descriptors: [Int32] { [listener.descriptor] + connections.map(\.descriptor) }

  /// To be called when a descriptor is readable.
  func serve(_ descriptor: Int32) throws(BenchProblem) {
    if descriptor == listener.descriptor {
      if let connection = listener.accept() { connections.append(connection) }
      return
    }
    guard let index = connections.firstIndex(where: { $0.descriptor == descriptor }) else { return }
    guard connections[index].take() else {
      connections.remove(at: index)
      return
    }
    while let request = try connections[index].next(CitizenRequest.self) {
      guard case .hello = request else { continue }
      try connections[index].send(bytes: welcome)
      let clock = Snapshot.Clock(year: 2026, month: 11, day: 23, weekday: 0, hour: 9, minute: 30)
      let snapshot = Snapshot(
        language: "de", clock: clock, stage: stage, timer: nil, pickupAvailable: true)
      try connections[index].send(CitizenReply.snapshot(snapshot))
    }
  }
}

/// The screen, its terminal and its station, served from one loop.
final class ScreenRig {
  /// How long a screen may take for anything, in ms.
  static let waitMillisecondsMax = 5000

  let station: PretendedStation
  private(set) var terminal: TerminalPair
  private(set) var screen: ChildProcess
  private let program: String

  /// Starts a screen. `needsStation`: false for one whose socket nobody listens on.
  init(_ program: String, _ station: PretendedStation, socket: String? = nil) throws(BenchProblem) {
    self.program = program
    self.station = station
    terminal = try TerminalPair()
    screen = try ChildProcess(program, ["--socket", socket ?? station.path], .terminal(terminal))
  }

  /// Serves the station until something is written to the terminal; gives the moment and what was written.
  func output(milliseconds: Int) throws(BenchProblem) -> (at: Int64, bytes: [UInt8])? {
    let end = Clock.nanoseconds + Int64(milliseconds) * 1_000_000
    while true {
      try Interruption.check()
      let left = (end - Clock.nanoseconds + 999_999) / 1_000_000
      guard left > 0 else { return nil }
      var polled = ([terminal.near] + station.descriptors).map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      guard unsafe poll(&polled, nfds_t(polled.count), Int32(left)) > 0 else { continue }
      let now = Clock.nanoseconds
      if polled[0].revents != 0 {
        let bytes = terminal.read()
        if !bytes.isEmpty { return (now, bytes) }
        guard screen.isAlive else { throw BenchProblem("kiosk-screen ended: try it by hand") }
      }
      for entry in polled.dropFirst() where entry.revents != 0 { try station.serve(entry.fd) }
    }
  }

  /// Waits until `word` has been painted; the milliseconds since exec.
  func paintMilliseconds(of word: String) throws(BenchProblem) -> Double {
    let wanted = Array(word.utf8)
    var painted: [UInt8] = []
    while let (moment, bytes) = try output(milliseconds: Self.waitMillisecondsMax) {
      painted += bytes
      if painted.contains(wanted) { return Double(moment - screen.startedAt) / 1_000_000 }
    }
    let words = String(decoding: painted.suffix(300), as: UTF8.self).filter {
      !$0.isNewline && $0 != "\u{1B}"
    }
    throw BenchProblem(
      "kiosk-screen painted no page within \(Self.waitMillisecondsMax) ms; it wrote: \(words)")
  }

  /// Waits until nothing has been painted for so long.
  func settle(milliseconds: Int) throws(BenchProblem) {
    while try output(milliseconds: milliseconds) != nil {}
  }
}

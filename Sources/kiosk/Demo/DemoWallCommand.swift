// The demo's wall on the terminal: shown by `kiosk demo` on F12, in a process of its own that gives the terminal back
// whatever happens. Wiring only; DemoWall says what is shown.

import ArgumentParser
import Dispatch
import Glibc
import Messages
import Screens
import Station
import Terminal

struct DemoWallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo-wall", abstract: "The wall of a running demo; started by `kiosk demo`.",
    shouldDisplay: false)

  @Option(help: "The station's socket directory.") var socket: String
  @Option(help: "The boards' control socket.") var control: String
  @Option(help: "The file with the demo's card.") var card: String
  @Option(help: "The demo's directory.") var directory: String
  @Option(help: "de or en.") var lang: DeskLanguage
  @Flag(help: "The invisible hand is there.") var hands = false

  func run() throws {
    let wiring = DemoWallWiring.Options(
      sockets: socket, control: control, card: DemoFile.lines(card), language: lang, hasHands: hands,
      reader: DemoPlaces(of: directory).reader)
    try MainActor.assumeIsolated {
      let wall = DemoWallWiring(wiring)
      do {
        try wall.start()
      } catch {
        Output.complain("kiosk: \(error)")
        throw ExitCode(78)
      }
      withExtendedLifetime(wall) { dispatchMain() }
    }
  }
}

/// How `kiosk demo` knows that the other page is wanted: wall or screen.
let demoWallStatus = demoWallExitStatus

enum DemoFile {
  /// The lines of a small file; empty when it cannot be read.
  static func lines(_ path: String) -> [String] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let bytesMax = 16 << 10
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: bytesMax) { buffer, count in
      count = max(0, unsafe read(descriptor, buffer.baseAddress, bytesMax))
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

extension DemoFile {
  /// A line of JSON; nil when it is something else.
  static func json<Value: Decodable>(_ type: Value.Type, _ line: String) -> Value? {
    line.hasPrefix("{") ? MessageCoding.decode(type, from: Array(line.utf8)) : nil
  }
}

@MainActor
final class DemoWallWiring {
  static let refreshMilliseconds = 500

  struct Options: Sendable {
    var sockets: String
    var control: String
    var card: [String]
    var language: DeskLanguage
    var hasHands: Bool
    var reader: DemoReader
  }

  private let options: Options
  private var wall: DemoWall
  private var viewer: Viewer
  private var device: TerminalDevice!
  private var control: BoardControl?
  private var staff: StaffClient?
  private var timer: (any DispatchSourceTimer)?

  init(_ options: Options) {
    self.options = options
    wall = DemoWall(language: options.language, card: options.card, hasHands: options.hasHands)
    viewer = Viewer(
      page: wall.page,
      renderer: CellRenderer(
        texts: Texts(language: options.language.rawValue, templates: DemoWall.templates), keyMap: Self.keyMap),
      columns: 80, rows: 25)
  }

  /// As on a keyboard, with Q for the end of the demo and Esc for the way back.
  private static let keyMap: KeyMap = {
    var map = KeyMap.keyboard
    map.meanings[.character("q")] = .end
    map.meanings[.character("Q")] = .end
    map.meanings[.character("x")] = nil
    map.meanings[.character("X")] = nil
    map.meanings[.escape] = .back
    map.caps[.end] = "Q"
    map.caps[.choose] = "←↑↓→"
    return map
  }()

  func start() throws(TerminalError) {
    let device = try TerminalDevice(
      theme: .dark, keyMap: Self.keyMap, onKeys: { [weak self] keys in self?.take(keys) },
      onEnd: { _ in exit(0) })
    self.device = device
    _ = viewer.take(.resize(columns: device.columns, rows: device.rows))
    refresh()
    let timer = DispatchSource.makeTimerSource(queue: .main)
    timer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.refresh() } }
    timer.schedule(
      deadline: .now() + .milliseconds(Self.refreshMilliseconds),
      repeating: .milliseconds(Self.refreshMilliseconds), leeway: .milliseconds(50))
    timer.activate()
    self.timer = timer
  }

  private func take(_ keys: [Key]) {
    for key in keys {
      if key == .eof { leave(0) }
      guard let key = viewer.take(key) else { continue }
      for request in wall.reduce(.key(key)) { perform(request) }
      viewer.show(wall.page)
    }
    refresh()
  }

  private func perform(_ request: DemoWall.Request) {
    switch request {
    case .boards(let commands):
      // The second hand does not move when the first one could not.
      let isDone = commands.allSatisfy { control?.command($0) == true }
      if !isDone {
        _ = wall.reduce(.said(options.language.text("Das ging nicht.", "That did not work.")))
      }
    case .lay(let card):
      if !options.reader.lay(card) {
        _ = wall.reduce(.said(options.language.text("Das ging nicht.", "That did not work.")))
      }
    case .killStation: _ = kill(getppid(), SIGUSR1)
    case .switchHands: _ = kill(getppid(), SIGUSR2)
    case .leave(.toScreen): leave(demoWallStatus)
    case .leave(.endDemo): leave(0)
    }
  }

  /// Reads the doors and what the station says of them, and paints.
  private func refresh() {
    if control == nil { control = BoardControl(path: options.control) }
    if let state = control?.state() {
      let silent = state.faults.compactMap { fault in
        fault.hasPrefix("no-answer=") ? Int(fault.dropFirst("no-answer=".count)) : nil
      }
      _ = wall.reduce(.doors(state.doors, silent: Set(silent)))
    } else {
      control = nil
      _ = wall.reduce(.doors([], silent: []))
    }
    _ = wall.reduce(.station(compartments()))
    _ = wall.reduce(.reader(options.reader.lying))
    viewer.show(wall.page)
    device.draw(viewer.frame)
  }

  private func compartments() -> [CompartmentRow] {
    do throws(ClientFailure) {
      if staff == nil {
        staff = try StaffClient(directory: options.sockets)
      }
      if case .compartments(let rows)? = try staff?.ask(.compartments) { return rows }
    } catch { staff = nil }
    return []
  }

  private func leave(_ status: Int32) -> Never {
    device.restore()
    exit(status)
  }
}

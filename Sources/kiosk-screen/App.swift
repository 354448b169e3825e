// The wiring of the screen: terminal to flow, flow to station, and back. It decides nothing: the flow says what is
// shown and asked, the viewer what the frame is, the link what the station said.

import Dispatch
import Glibc
import Messages
import Screens
import Secrets
import Terminal

@MainActor
final class App {
  /// The first snapshot usually comes within a few milliseconds; waiting this long for it spares a flicker.
  static let firstSnapshotMillisecondsMax: Int32 = 5
  /// The station is looked after at least this often.
  static let heartbeatMilliseconds: Int64 = 5000

  /// On a console the kernel may write over the page; it is drawn anew this often.
  static let consoleRepaintMilliseconds: Int64 = 30_000

  private let arguments: Arguments
  private let keyMap: KeyMap
  private var device: TerminalDevice!
  private var flow: CitizenFlow
  private var viewer: Viewer
  private var texts: [String: Texts] = [:]
  private var link: StationLink?
  private var timer: (any DispatchSourceTimer)?
  private var isPainting = false
  private var repaintedAt: Int64 = 0

  init(_ arguments: Arguments) {
    self.arguments = arguments
    keyMap = arguments.keyMap == .keypad ? .keypad : .keyboard
    flow = CitizenFlow(
      isDemo: arguments.isDemo, keyNames: KeyNames(ok: keyMap.cap(.ok), back: keyMap.cap(.back)))
    viewer = Viewer(
      page: flow.page,
      renderer: CellRenderer(
        texts: Texts(language: "de", templates: [:]), keyMap: keyMap, glyphSet: arguments.glyphSet),
      columns: 80, rows: 25)
  }

  /// Takes the terminal, connects, paints, and takes keys until the terminal is gone.
  func start() throws(TerminalError) {
    let device = try TerminalDevice(
      theme: arguments.theme ?? .dark, keyMap: keyMap,
      onKeys: { [weak self] keys in self?.take(keys) }, onEnd: { [weak self] _ in self?.end(status: 0) })
    self.device = device
    _ = viewer.take(.resize(columns: device.columns, rows: device.rows))
    let link = StationLink(path: arguments.socketPath) { [weak self] event in self?.take(event) }
    self.link = link
    link.start()
    link.waitForReply(milliseconds: Self.firstSnapshotMillisecondsMax) { self.flow.hasSnapshot }
    isPainting = true
    paint()
    schedule()
  }

  private func take(_ event: LinkEvent) {
    switch event {
    case .lost: feed(.connectionLost)
    case .reply(.welcome(let welcome)):
      texts = [:]
      for (language, templates) in welcome.texts {
        texts[language] = Texts(language: language, templates: templates)
      }
      if arguments.theme == nil, let theme = Theme(named: welcome.theme), theme != device.theme {
        device.use(theme)
      }
      feed(.welcome(welcome))
    case .reply(.snapshot(let snapshot)): feed(.snapshot(snapshot, at: monotonicMilliseconds()))
    case .reply(.refused(let refused)): feed(.refused(refused))
    }
  }

  /// Keys that came together lead to one drawing; each still sees the page that the one before it made.
  private func take(_ keys: [Key]) {
    for key in keys {
      if key == .eof { end(status: 0) }
      guard let key = viewer.take(key) else { continue }
      reduce(.key(key, at: monotonicMilliseconds()))
      viewer.show(flow.page)
    }
    paint()
    schedule()
  }

  private func feed(_ input: CitizenInput) {
    reduce(input)
    paint()
    schedule()
  }

  private func reduce(_ input: CitizenInput) {
    for effect in flow.reduce(input) {
      switch effect {
      case .send(let request, let secret): link?.send(request, secret: secret)
      case .flushInput: device.flushInput()
      case .showWall: end(status: demoWallExitStatus)
      }
    }
  }

  private func paint() {
    guard isPainting else { return }
    let wanted = flow.language.flatMap { texts[$0] } ?? texts["de"] ?? viewer.renderer.texts
    if viewer.renderer.texts != wanted { viewer.renderer.texts = wanted }
    viewer.show(flow.page)
    device.typing = flow.page.typing
    device.draw(viewer.frame)
  }

  /// Wakes when the page changes by time alone, and to look after the station.
  private func schedule() {
    let wait = min(flow.millisecondsToNextStep ?? Self.heartbeatMilliseconds, Self.heartbeatMilliseconds)
    let timer = self.timer ?? DispatchSource.makeTimerSource(queue: .main)
    if self.timer == nil {
      timer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.tick() } }
      self.timer = timer
      timer.activate()
    }
    timer.schedule(deadline: .now() + .milliseconds(Int(wait)), leeway: .milliseconds(1))
  }

  private func tick() {
    let now = monotonicMilliseconds()
    link?.tick(now: now)
    feed(.tick(at: now))
    if !device.isPseudoTerminal && now - repaintedAt >= Self.consoleRepaintMilliseconds {
      repaintedAt = now
      device.repaint()
    }
  }

  /// Wipes, gives the terminal back and ends the process.
  func end(status: Int32) -> Never {
    flow.wipe()
    device.restore()
    exit(status)
  }
}

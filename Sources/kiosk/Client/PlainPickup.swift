// Carries lines between a person and the citizen's screens: a line becomes keys, a page becomes lines. A page is said
// when it has changed, not when a second has passed; a line is read only when the station has answered the last one.

import Glibc
import Messages
import Screens
import Secrets
import Terminal

struct PlainPickup {
  /// Seconds left at which a wait is announced anew.
  private static let announcedSeconds: Set<Int> = [30, 10]
  /// The station answers a request within this, or the page says that it does not.
  private static let answerMillisecondsMax: Int64 = 5_000
  /// After the input's end: how long the wiped session is waited for.
  private static let endMillisecondsMax: Int64 = 2_000

  private let connection: StationClient
  private let wantedLanguage: String?
  private var flow = CitizenFlow(keyNames: KeyNames(ok: "Enter", back: "z"))
  private var input = LineInput()
  private var echo = EchoGuard()
  private var welcome: Welcome?
  private var snapshot: Snapshot?
  private var timerEnd: Int64?
  private var keys: [Key] = []
  private var askedAt: Int64?
  /// The answer is the same stage again, with another language or more time.
  private var awaitsSameStage = false
  private var endsAt: Int64?
  private var hasBegun = false
  private var handedOver = false
  private var said: [String] = []
  private var announced = 0
  /// A line was taken; if the page stays, what it says of that line is said.
  private var owesAnswer = false

  init(connection: StationClient, language: String?) {
    self.connection = connection
    wantedLanguage = language
  }

  /// Runs to the end; the exit status.
  mutating func run() throws(ClientFailure) -> Int32 {
    defer { echo.restore() }
    try connection.send(CitizenRequest.hello(version: protocolVersion))
    var heardAt = Monotonic.milliseconds
    while true {
      while let frame = try connection.buffered() {
        heardAt = Monotonic.milliseconds
        try receive(frame)
      }
      let now = Monotonic.milliseconds
      _ = flow.reduce(.tick(at: now))
      // The station says something at least once a minute.
      if now - heardAt > 90_000 { throw .silent(connection.path, seconds: 90) }
      if let asked = askedAt, now - asked > Self.answerMillisecondsMax { askedAt = nil }
      if try press() { continue }
      if let status = try end(now) { return status }
      say(now)
      if try takeLine() { continue }
      wait()
      if connection.isReadable { try connection.fill() }
    }
  }

  private mutating func receive(_ frame: Messages.Frame) throws(ClientFailure) {
    guard let reply = MessageCoding.decode(CitizenReply.self, from: frame.json) else {
      throw .strange(connection.path)
    }
    let now = Monotonic.milliseconds
    switch reply {
    case .welcome(let welcome):
      self.welcome = welcome
      _ = flow.reduce(.welcome(welcome))
      if let wanted = wantedLanguage {
        guard welcome.languages.contains(wanted) else {
          let offered = welcome.languages.joined(separator: ", ")
          throw ClientFailure(
            .usage, "--lang: Die Station bietet \(offered)", "--lang: the station offers \(offered)")
        }
        try connection.send(CitizenRequest.language(wanted))
      }
    // Until texts and wall are there no page stands, and nothing can be typed into it.
    case .snapshot where welcome == nil: break
    case .snapshot(let new):
      if awaitsSameStage || new.stage != snapshot?.stage { askedAt = nil }
      awaitsSameStage = false
      snapshot = new
      timerEnd = new.timer.map { now + Int64($0.remaining) }
      announced = Int.max
      _ = flow.reduce(.snapshot(new, at: now))
      if case .done = new.stage { handedOver = true }
      if case .idle = new.stage {} else { hasBegun = true }
    case .refused(let refused):
      if snapshot == nil { throw ClientFailure(refused) }
      askedAt = nil
      _ = flow.reduce(.refused(refused))
    }
  }

  /// Presses the next key of the line; true when there was one.
  private mutating func press() throws(ClientFailure) -> Bool {
    guard askedAt == nil, !keys.isEmpty else { return false }
    let key = keys.removeFirst()
    for effect in flow.reduce(.key(key, at: Monotonic.milliseconds)) {
      guard case .send(let request, let secret) = effect else { continue }
      try connection.send(request, secret: secret)
      switch request {
      case .active: break
      case .moreTime, .language:
        keys = []
        askedAt = Monotonic.milliseconds
        awaitsSameStage = true
      default:
        keys = []
        askedAt = Monotonic.milliseconds
      }
    }
    // A part of a date that is wrong takes no more of the line.
    if key == .ok, flow.page.error != nil { keys = [] }
    return true
  }

  // MARK: Lines out

  private mutating func say(_ now: Int64) {
    guard askedAt == nil, keys.isEmpty, let welcome, let snapshot else { return }
    let texts = Texts(language: snapshot.language, templates: welcome.texts[snapshot.language] ?? [:])
    var page = flow.page
    page.keys.removeAll { PlainPickup.isOffLine($0.name) }
    var map = KeyMap.keyboard
    map.caps[.back] = "z"
    map.caps[.end] = "x"
    map.caps[.clear] = "c"
    let lines = PlainRenderer(texts: texts, keyMap: map).lines(of: page)
    let body = lines.filter { ![.header, .time, .status, .field, .keys].contains($0.role) }.map(\.text)
    let passing = lines.filter { $0.role == .status || $0.role == .time }.map(\.text)
    let caps = lines.filter { $0.role == .keys && !$0.text.hasPrefix("[c]") }.map(\.text).joined(
      separator: "  ")
    if body != said {
      Output.say([""] + body + passing + (caps.isEmpty ? [] : [caps]))
      said = body
      prompt()
    } else if owesAnswer {
      Output.say(passing.isEmpty ? [caps] : passing)
      prompt()
    }
    owesAnswer = false
    let left = timerEnd.map { Int(max(0, $0 - now) + 999) / 1000 } ?? Int.max
    if let next = Self.announcedSeconds.filter({ left <= $0 }).min(), next < announced {
      // The first sight of a page has said its time already.
      if announced != Int.max { Output.say([""] + passing) }
      announced = next
    } else if announced == Int.max {
      announced = Int.max - 1
    }
  }

  private static func isOffLine(_ name: KeyCap.Name) -> Bool {
    switch name {
    case .choose, .move, .walk, .walkAll, .speak, .function: true
    case .ok, .back, .clear, .end, .help, .language, .digit: false
    }
  }

  private func prompt() {
    if takesLines { Output.prompt("> ") }
  }

  // MARK: Lines in

  /// A pipe's next line is not for a door that moves; a person at a terminal may want more time.
  private var takesLines: Bool {
    switch snapshot?.stage {
    case .opening?, .open?: isatty(STDIN_FILENO) != 0
    case nil: false
    default: true
    }
  }

  private mutating func takeLine() throws(ClientFailure) -> Bool {
    guard askedAt == nil, endsAt == nil, takesLines else { return false }
    switch snapshot?.stage {
    case .code?, .birthDate?: echo.hide()
    default: echo.restore()
    }
    guard var line = input.bufferedBytes() else { return false }
    defer { for index in line.indices { line[index] = 0 } }
    if isatty(STDIN_FILENO) == 0 || echo.isHidden { Output.say("") }
    if let new = PlainKeys.keys(for: line, on: flow.page) {
      keys = new
      owesAnswer = true
    } else {
      Output.say("?")
      said = []
    }
    return true
  }

  private mutating func wait() {
    var waits = [pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)]
    if askedAt == nil, endsAt == nil, takesLines, !input.isOver {
      waits.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0))
    }
    let ready = unsafe poll(&waits, nfds_t(waits.count), 500)
    connection.isReadable = ready > 0 && waits[0].revents != 0
    if ready > 0, waits.count > 1, waits[1].revents != 0 { input.fill() }
  }

  // MARK: The end

  /// The exit status, once there is nothing more to do.
  private mutating func end(_ now: Int64) throws(ClientFailure) -> Int32? {
    guard let stage = snapshot?.stage, askedAt == nil || endsAt != nil else { return nil }
    if let endsAt {
      return stage == .idle || now >= endsAt ? status : nil
    }
    if stage == .idle, hasBegun { return status }
    guard keys.isEmpty, input.wasInterrupted || takesLines && input.isOver else { return nil }
    switch stage {
    case .opening, .open, .notMoved, .askTaken:
      Output.say("")
      return ClientFailure.Status.leftOpen.rawValue
    case .idle: return status
    default:
      try connection.send(CitizenRequest.end)
      endsAt = now + Self.endMillisecondsMax
      return nil
    }
  }

  private var status: Int32 { handedOver ? 0 : ClientFailure.Status.refused.rawValue }
}

/// Turns off what a terminal shows of typed keys, and on again.
struct EchoGuard {
  private var before: termios?

  var isHidden: Bool { before != nil }

  mutating func hide() {
    guard before == nil, isatty(STDIN_FILENO) != 0 else { return }
    var settings = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
    before = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }

  mutating func restore() {
    guard var settings = before else { return }
    before = nil
    unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }
}

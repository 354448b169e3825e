// Starts the demo's processes, keeps them running, lends hands to the doors, and ends all that it has begun. It owns no
// terminal: screen and wall are children that stand on it one after the other.

import Glibc
import Messages
import Station

final class DemoSupervisor {
  static let startSecondsMax = 20
  static let endMillisecondsMax: Int64 = 3_000
  /// After a crash of a child: a moment to see it, none at the screen, where somebody stands.
  static let restartMilliseconds: Int64 = 1_000
  static let screenRestartMilliseconds: Int64 = 200
  /// A child that ends so often within ten seconds will not get better.
  static let restartsMax = 6
  static let restartWindowMilliseconds: Int64 = 10_000
  /// How often the doors are looked at while one is open.
  static let handsMilliseconds: Int64 = 250

  enum Role: String, CaseIterable {
    case boards, station, terminal
    case idCard = "id-card"
    case passport

    init(_ card: DemoCards) {
      switch card {
      case .identityCard: self = .idCard
      case .passport: self = .passport
      }
    }
  }

  let options: DemoOptions
  let places: DemoPlaces
  let signals: DemoSignals
  let program: String
  let log: Int32
  var children: [Role: ChildProcess] = [:]
  var restartAt: [Role: Int64] = [:]
  private var endings: [Int64] = []
  private var showsWall = false
  private var hands: DemoHands?
  private var nextHands: Int64 = 0
  private var anyDoorOpen = false
  var control: BoardControl?
  private var staff: StaffClient?
  var ending: Int32?
  private var lastWords: String?

  /// Runs a demo to its end and returns the exit status.
  static func run(_ options: DemoOptions) -> Int32 {
    guard let signals = DemoSignals() else {
      Output.complain("kiosk: no pipe to be had: end some processes, then try again")
      return 71
    }
    do throws(DemoFailure) {
      let places = try DemoPlaces()
      defer { places.remove() }
      let supervisor = DemoSupervisor(options, places, signals, log: try places.openLog())
      return supervisor.run()
    } catch {
      Output.complain("kiosk: \(error.message)")
      return error.status
    }
  }

  private init(_ options: DemoOptions, _ places: DemoPlaces, _ signals: DemoSignals, log: Int32) {
    self.options = options
    self.places = places
    self.signals = signals
    self.log = log
    program = ScreenCommand.executable
    hands = options.hasHands ? DemoHands() : nil
  }

  var language: DeskLanguage { options.language }
  var now: Int64 { Monotonic.milliseconds }

  private func run() -> Int32 {
    var card: DemoCard?
    do throws(DemoFailure) {
      let made = try start()
      card = made
      announce(made)
      loop()
    } catch {
      if ending == nil {
        ending = error.status
        lastWords = "kiosk: \(error.message)"
        for line in places.logTail(linesMax: 5) { Output.complain(line) }
      }
    }
    endChildren()
    if options.screen != nil {
      if let card { Output.say(card.lines(language).prefix { $0 != DemoCard.divider }) }
      Output.say(language.text("Die Demo ist beendet.", "The demo has ended."))
    }
    if let lastWords { Output.complain(lastWords) }
    return ending ?? 0
  }

  // MARK: Children

  func startChild(_ role: Role) {
    restartAt[role] = nil
    let child: ChildProcess?
    switch role {
    case .boards:
      child = ChildProcess(
        program,
        [
          "simulate", "board", "--dialect", "kerong", "--boards", "\(DemoTown.boards)", "--locks",
          "\(DemoTown.locks)", "--no-ir", "--link", places.line, "--truth", places.truth, "--control",
          places.control,
        ], .background(log: log))
    case .idCard:
      child = ChildProcess(program, DemoCards.identityCard.arguments(places), .background(log: log))
    case .passport: child = ChildProcess(program, DemoCards.passport.arguments(places), .background(log: log))
    case .station:
      child = ChildProcess(
        program,
        ["station", "--config", places.configuration, "--state", places.state, "--socket", places.sockets],
        .background(log: log))
    case .terminal:
      let citizen = "\(places.sockets)/\(SocketName.citizen)"
      if showsWall {
        child = ChildProcess(
          program,
          [
            "demo-wall", "--socket", places.sockets, "--control", places.control, "--card", places.card,
            "--directory", places.directory,
            "--lang", language.rawValue,
          ] + (hands == nil ? [] : ["--hands"]), .terminal)
      } else {
        child = ChildProcess(
          options.screen ?? "",
          ["--socket", citizen, "--demo"] + (options.glyphs.map { ["--glyphs", $0.rawValue] } ?? []),
          .terminal)
      }
    }
    if let child { children[role] = child } else { restartAt[role] = now + Self.restartMilliseconds }
  }

  func takeSignals() {
    for number in signals.take() {
      switch number {
      case SIGCHLD: childrenEnded()
      case SIGUSR1: children[.station]?.signal(SIGKILL)
      case SIGUSR2: hands = hands == nil ? DemoHands() : nil
      default: ending = ending ?? 0
      }
    }
  }

  private func childrenEnded() {
    for (id, end) in ChildProcess.reap() {
      guard let role = Role.allCases.first(where: { children[$0]?.id == id }) else { continue }
      children[role] = nil
      guard ending == nil else { continue }
      if role == .terminal { terminalEnded(end) } else { endedByItself(role) }
    }
  }

  private func endedByItself(_ role: Role) {
    restartAt[role] = now + (role == .terminal ? Self.screenRestartMilliseconds : Self.restartMilliseconds)
    endings = endings.filter { now - $0 < Self.restartWindowMilliseconds } + [now]
    if endings.count > Self.restartsMax {
      ending = 70
      lastWords = "kiosk: \(role.rawValue) of the demo ends again and again: see \(places.log)"
      for line in places.logTail(linesMax: 5) { Output.complain(line) }
    }
  }

  private func terminalEnded(_ end: ChildProcess.Ending) {
    let wasWall = showsWall
    switch end {
    case .exited(demoWallStatus):
      showsWall.toggle()
      startChild(.terminal)
    case .exited(0) where wasWall || isTerminalGone: ending = 0
    case .exited(let status) where status == 64 || status == 78: ending = status
    default:
      // Also a wall that crashed: the screen comes back, as in the real thing.
      showsWall = false
      endedByItself(.terminal)
    }
  }

  private var isTerminalGone: Bool {
    var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&entry, 1, 0)
    return Int32(entry.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 || isatty(STDIN_FILENO) == 0
  }

  // MARK: Loop

  private func loop() {
    while ending == nil {
      for role in Role.allCases {
        if let due = restartAt[role], due <= now { startChild(role) }
      }
      moveHands()
      var waits = [pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)]
      if let control { waits.append(pollfd(fd: control.descriptor, events: Int16(POLLIN), revents: 0)) }
      var until = restartAt.values.min() ?? now + 60_000
      if anyDoorOpen { until = min(until, nextHands) }
      if control == nil, options.profile.hasLockers { until = min(until, now + Self.restartMilliseconds) }
      _ = unsafe poll(&waits, nfds_t(waits.count), Int32(max(0, min(until - now, 60_000))))
      takeSignals()
      if waits.count > 1, waits[1].revents != 0, control?.readEvents() == false { control = nil }
    }
  }

  /// Looks at the doors when something happened there, and while one is open.
  private func moveHands() {
    guard options.profile.hasLockers else { return }
    if control == nil {
      control = BoardControl(path: places.control)
      control?.command("watch")
      anyDoorOpen = control != nil
    }
    guard let control, control.hasNews || (anyDoorOpen && now >= nextHands) else { return }
    nextHands = now + Self.handsMilliseconds
    guard let doors = control.state()?.doors else {
      self.control = nil
      return
    }
    anyDoorOpen = doors.contains(where: \.isOpen)
    guard var hands else { return }
    for act in hands.step(doors, anyDoorOpen ? liveOperations() : [], now: now) {
      control.hand(act.words.word, act.words.compartment)
    }
    self.hands = hands
  }

  private func liveOperations() -> [OperationView] {
    do throws(ClientFailure) {
      if staff == nil { staff = try StaffClient(directory: places.sockets) }
      if case .status(let report)? = try staff?.ask(.status) { return report.liveOperations }
    } catch { staff = nil }
    return []
  }

  // MARK: End

  /// Ends all children: asked first, then killed.
  private func endChildren() {
    for child in children.values { child.signal(SIGTERM) }
    let deadline = now + Self.endMillisecondsMax
    while !children.isEmpty && now < deadline {
      var wait = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&wait, 1, 50)
      ending = ending ?? 0
      takeSignals()
    }
    for child in children.values {
      child.signal(SIGKILL)
      var status: Int32 = 0
      _ = unsafe waitpid(child.id, &status, 0)
    }
  }
}

// The flow between the citizen's screens: keys, snapshots and time in, requests and a page out. Pure: it owns no
// socket, no terminal and no clock. Where the session stands is the station's word alone; here is only what is being
// typed, where the focus is, and which page lies over the screen.

import Messages
import Secrets
import Terminal

/// What happens to a citizen's screen. `at` is milliseconds of a clock that never jumps.
public enum CitizenInput: Equatable, Sendable {
  case key(Key, at: Int64)
  case welcome(Welcome)
  case snapshot(Snapshot, at: Int64)
  case refused(Refused)
  case connectionLost
  /// About once a second, so that countdowns step.
  case tick(at: Int64)
}

/// What a citizen's screen wants done.
public enum CitizenEffect: Equatable, Sendable {
  /// To the station; the secret part holds what was typed.
  case send(CitizenRequest, Secret?)
  /// Throw away what was typed and not read yet: at idle, at a time-out, before a secret is entered.
  case flushInput
  /// The demo's F12: end with `demoWallExitStatus`.
  case showWall
}

/// With this status `kiosk-screen --demo` ends on F12: `kiosk demo` draws the wall and starts the screen anew.
public let demoWallExitStatus: Int32 = 112

public struct CitizenFlow: Screen {
  /// After this long without an answer the keys work again, and the page says so.
  static let answerMillisecondsMax: Int64 = 5000
  /// An answer later than this is announced; most come within a few milliseconds, and a page that flickers says less.
  static let answerMillisecondsQuiet: Int64 = 400
  /// "A key was pressed" is told to the station no more often than this.
  static let activeMillisecondsMin: Int64 = 5000
  /// Help or a list of languages does not stand longer than this over a screen that has no time of its own.
  static let overlayMillisecondsMax: Int64 = 60_000

  /// A timer longer than a day is a mistake of the other side, and shown as a day.
  static let timerMillisecondsMax = 86_400_000

  let isDemo: Bool
  /// What is printed on the keys that texts speak of.
  let keyNames: KeyNames
  private(set) var welcome: Welcome?
  private(set) var snapshot: Snapshot?
  private(set) var screen: CitizenScreen?
  /// What was searched for, while what was found is read: it stands there again after Back (UX-6).
  private(set) var search: InfoSearchScreen?
  private(set) var overlay: Overlay?
  /// A text key: why the last key did nothing.
  private(set) var notice: String?
  private(set) var isRefused = false
  private(set) var now: Int64 = 0
  private(set) var timerEnd: Int64?
  private(set) var waitingSince: Int64?
  private var activeToldAt: Int64?
  /// What this session was about; it outlives the link, and is told when the station is idle again.
  private(set) var trace: FormTrace?
  /// The link was lost then.
  private var lostAt: Int64?
  /// The end of an application that was interrupted, shown until OK or this moment.
  private(set) var broken: FormTrace?
  private var brokenEnd: Int64 = 0
  private(set) var keyAt: Int64 = 0

  public init(isDemo: Bool = false, keyNames: KeyNames = KeyNames()) {
    self.isDemo = isDemo
    self.keyNames = keyNames
  }

  /// A page over the screen; the screen under it keeps what is typed.
  enum Overlay: Equatable, Sendable {
    case help(HelpScreen)
    case language(LanguageScreen)
    /// "End" in an application: are the answers to be deleted?
    case abort(FormAbortScreen)
    /// The warning was answered although no time can be added: the screen shows again, with the seconds left.
    case warningSeen
  }

  // MARK: Inputs

  public mutating func reduce(_ input: CitizenInput) -> [CitizenEffect] {
    switch input {
    case .key(let key, let at):
      now = max(now, at)
      keyAt = now
      return press(key)
    case .welcome(let welcome):
      self.welcome = welcome
      isRefused = false
    case .snapshot(let snapshot, let at):
      now = max(now, at)
      return receive(snapshot)
    case .refused(let refused): receive(refused)
    case .connectionLost: loseConnection()
    case .tick(let at):
      now = max(now, at)
      step()
    }
    return []
  }

  /// Everything typed, shown or known of a session is dropped; what is left is the page of a screen without a station
  /// (UX-15). The session itself is the station's and may go on.
  public mutating func wipe() {
    forget()
    (trace, lostAt, broken) = (nil, nil, nil)
  }

  /// What an application came to is kept for the page that says so; number and title, nothing that was typed.
  private mutating func loseConnection() {
    let isOver = snapshot?.stage == .idle || snapshot?.stage == .timedOut
    let kept = (broken ?? (isOver ? nil : trace), lostAt ?? now)
    wipe()
    (trace, lostAt) = kept
  }

  private mutating func forget() {
    welcome = nil
    snapshot = nil
    screen = nil
    search = nil
    overlay = nil
    notice = nil
    (timerEnd, waitingSince, activeToldAt) = (nil, nil, nil)
  }

  /// The trace of the session goes on with its stages; after a lost link it is told once, on an idle station.
  private mutating func follow(_ stage: Stage) {
    guard lostAt != nil else {
      trace = FormTrace.after(stage, trace)
      return
    }
    switch stage {
    case .outOfService(.starting): return
    case .idle, .outOfService:
      broken = trace?.isOfForm == true ? trace : nil
      brokenEnd = now + FormTrace.millisecondsMax
      trace = nil
    default: trace = FormTrace.after(stage, nil)
    }
    lostAt = nil
  }

  private mutating func step() {
    if let since = lostAt, snapshot == nil, now - since >= FormTrace.millisecondsMax { trace = nil }
    if now >= brokenEnd { broken = nil }
    if let since = waitingSince, now - since >= Self.answerMillisecondsMax {
      waitingSince = nil
      screen?.fail(Text(key: "error.no_answer", arguments: keyNames.arguments))
    }
    if timerEnd == nil && overlay != nil && now - keyAt >= Self.overlayMillisecondsMax { overlay = nil }
  }

  private mutating func receive(_ snapshot: Snapshot) -> [CitizenEffect] {
    guard welcome != nil else { return [] }
    let before = self.snapshot?.stage
    self.snapshot = snapshot
    timerEnd = snapshot.timer.map { now + Int64(min(max(0, $0.remaining), Self.timerMillisecondsMax)) }
    if snapshot.timer?.kind != .warning && overlay == .warningSeen { overlay = nil }
    if before != nil, snapshot.stage != before { broken = nil }
    follow(snapshot.stage)
    guard screen == nil || snapshot.stage != before || isSearchAnswered else { return [] }
    waitingSince = nil
    notice = nil
    if screen?.go(on: snapshot.stage) != true {
      makeScreen(snapshot.stage)
      if overlay != .warningSeen { overlay = nil }
    }
    switch snapshot.stage {
    case .idle, .timedOut, .code, .birthDate, .passportKey, .card(.secret), .card(.newPIN):
      return [.flushInput]
    default: return []
    }
  }

  /// Nothing found, once more, is an answer, although the stage is the same.
  private var isSearchAnswered: Bool {
    guard waitingSince != nil, case .info(.search(isEmptyHanded: true))? = snapshot?.stage else {
      return false
    }
    return true
  }

  /// The menu, and all that is no information, forgets a search.
  private mutating func makeScreen(_ stage: Stage) {
    if case .infoSearch(let part)? = screen { search = part }
    screen = CitizenScreen(stage)
    switch stage {
    case .info(.list), .info(.page): return
    case .info(.search):
      if var kept = search, kept.go(on: stage) { screen = .infoSearch(kept) }
    default: break
    }
    search = nil
  }

  private mutating func receive(_ refused: Refused) {
    if snapshot == nil { isRefused = true }
    guard waitingSince != nil else { return }
    waitingSince = nil
    screen?.fail(Text(key: "error.busy", arguments: keyNames.arguments))
  }

  // MARK: Keys

  private mutating func press(_ key: Key) -> [CitizenEffect] {
    if isDemo && key == .function(12) { return [.showWall] }
    guard let context, screen != nil else { return [] }
    notice = nil
    if broken != nil, key != .language, key != .eof {
      if [.ok, .back, .end].contains(key) { broken = nil }
      return []
    }
    let effects = isWarning ? pressInWarning(key) : pressInScreen(key, context)
    return active(beside: effects) + effects
  }

  private mutating func pressInWarning(_ key: Key) -> [CitizenEffect] {
    switch key {
    case .end: return end()
    case .language: return switchLanguage()
    case .ok where (snapshot?.timer?.moreTimeLeft ?? 0) > 0: return [.send(.moreTime, nil)]
    case .ok:
      overlay = .warningSeen
      return []
    default: return []
    }
  }

  private mutating func pressInScreen(_ key: Key, _ context: ScreenContext) -> [CitizenEffect] {
    switch key {
    case .end: return askToEnd()
    case .language: return switchLanguage()
    case .help:
      if case .help = overlay { overlay = nil } else { overlay = .help(HelpScreen(of: screen!, context)) }
      return []
    default: break
    }
    guard let screenKey = ScreenKey(key) else { return [] }
    switch overlay {
    case .help(var help):
      let answer = help.press(screenKey)
      overlay = help.isClosed ? nil : .help(help)
      return send(answer)
    case .language(var choice):
      let answer = choice.press(screenKey, context)
      overlay = choice.isClosed ? nil : .language(choice)
      return send(answer)
    case .abort(var abort):
      let answer = abort.press(screenKey)
      overlay = abort.isClosed ? nil : .abort(abort)
      return send(answer)
    case .warningSeen, nil:
      // One question at a time: what is asked already is neither repeated nor changed.
      if waitingSince != nil { return [] }
      let screenKey = key == .left && isWalkedLeft(context) ? .left : screenKey
      if screenKey == .back, let reason = screen?.part.staysBecause {
        notice = reason
        return []
      }
      guard let answer = screen?.press(screenKey, context) else { return [] }
      return send(answer)
    }
  }

  /// Answers are not thrown away by one key.
  private mutating func askToEnd() -> [CitizenEffect] {
    if case .abort = overlay { return end() }
    guard waitingSince == nil, FormAbortScreen.guards(snapshot?.stage) else { return end() }
    overlay = .abort(FormAbortScreen())
    return []
  }

  /// "End" wipes what is typed at once, before the station answers (UX-15); a door that is open keeps the person here.
  private mutating func end() -> [CitizenEffect] {
    if let reason = screen?.part.staysBecause {
      overlay = nil
      notice = reason
      return []
    }
    guard let stage = snapshot?.stage, stage != .idle else {
      overlay = nil
      return []
    }
    return send(.ask(.end))
  }

  private mutating func switchLanguage() -> [CitizenEffect] {
    guard let welcome, let language = snapshot?.language else { return [] }
    let others = welcome.languages.filter { $0 != language }
    if others.count == 1 { return [.send(.language(others[0]), nil)] }
    if others.count > 1 { overlay = .language(LanguageScreen(welcome.languages, current: language)) }
    return []
  }

  private mutating func send(_ answer: ScreenAnswer) -> [CitizenEffect] {
    guard case .ask(let request, let secret) = answer else { return [] }
    trace = FormTrace.asking(request, on: snapshot?.stage) ?? trace
    switch request {
    case .moreTime, .language: break
    case .end:
      snapshot?.stage.wipe()
      if let stage = snapshot?.stage { screen = CitizenScreen(stage) }
      search = nil
      overlay = nil
      waitingSince = now
    default: waitingSince = now
    }
    return [.send(request, secret)]
  }

  /// AX-51: the silent idle time must not run out while somebody types.
  private mutating func active(beside effects: [CitizenEffect]) -> [CitizenEffect] {
    guard effects.isEmpty, snapshot?.timer?.kind == .idle, snapshot?.stage != .idle else { return [] }
    if let told = activeToldAt, now - told < Self.activeMillisecondsMin { return [] }
    activeToldAt = now
    return [.send(.active, nil)]
  }
}

// What each citizen screen has in common: its place in the flow, what its keys ask for, its page, its help. A screen
// decides nothing that the station decides; it holds what is being typed and where the focus is, and nothing else.

import Messages
import Secrets
import Terminal

/// What the screens are told: where the station stands, and the moment.
struct ScreenContext: Equatable, Sendable {
  var welcome: Welcome
  var snapshot: Snapshot
  /// Milliseconds of a clock that never jumps.
  var now: Int64
  /// When the snapshot's timer runs out, on the same clock.
  var timerEnd: Int64?
  var isDemo: Bool
  var keyNames: KeyNames
  /// What this session was about, as far as is known.
  var trace: FormTrace?
  /// A request is under way and the answer is late enough to say so.
  var isWaiting = false

  /// Whole seconds left, rounded up, so that 0 means over.
  var secondsLeft: Int? {
    guard let timerEnd else { return nil }
    return Int(max(0, timerEnd - now) + 999) / 1000
  }

  var moreTimeLeft: Int { snapshot.timer?.moreTimeLeft ?? 0 }
}

/// What a screen answers to a key.
enum ScreenAnswer: Equatable, Sendable {
  /// Nothing to ask; the page may have changed.
  case stay
  case ask(CitizenRequest, Secret?)

  static func ask(_ request: CitizenRequest) -> ScreenAnswer { .ask(request, nil) }
}

protocol ScreenPart: Equatable, Sendable {
  /// The case of the flow that holds this screen.
  var screen: CitizenScreen { get }
  /// Text key of the help page.
  var helpKey: String { get }
  /// The same where the help depends on what is offered now.
  func helpKey(_ context: ScreenContext) -> String
  /// What "End" and "Back" must not leave: a text key that says why, while a door is or may be open.
  var staysBecause: String? { get }

  /// A key that the flow has not taken for itself (help, language, end).
  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer
  func page(_ context: ScreenContext) -> PageDraft
  /// The same screen goes on with another stage (a wrong code, tries left); false: it cannot, make it anew.
  mutating func go(on stage: Stage) -> Bool
  /// The request under way failed; the text says so.
  mutating func fail(_ error: Text)
}

extension ScreenPart {
  func helpKey(_ context: ScreenContext) -> String { helpKey }
  var staysBecause: String? { nil }
  mutating func go(on stage: Stage) -> Bool { false }
  mutating func fail(_ error: Text) {}
}

/// The keys as screens mean them; `Terminal` knows where they are on a keyboard.
enum ScreenKey: Equatable, Sendable {
  case digit(UInt8)
  /// ASCII, A to Z or `<`; only where the page takes letters.
  case letter(UInt8)
  /// Of a full keyboard; only where the page takes text.
  case character(Unicode.Scalar)
  /// A touched cell of a letter picker.
  case cell(Int)
  case plus
  case ok
  case back
  /// Takes away the last digit; where there is none it is `back`.
  case erase
  /// Empties the field.
  case clear
  case up
  case down
  case right
  /// Walks a letter picker; nowhere else does a screen get it: elsewhere the key is `back`.
  case left

  /// Nil for what is no key of a screen: the flow's own keys, sizes, places.
  init?(_ key: Key) {
    switch key {
    case .digit(let digit):
      guard (0...9).contains(digit) else { return nil }
      self = .digit(UInt8(digit))
    case .letter(let letter):
      guard Ascii.letters.contains(letter) || letter == Ascii.filler else { return nil }
      self = .letter(letter)
    case .character(let scalar): self = .character(scalar)
    case .cell(let index): self = .cell(index)
    case .plus: self = .plus
    case .ok: self = .ok
    case .back, .left: self = .back
    case .erase: self = .erase
    case .clear: self = .clear
    case .up: self = .up
    case .down: self = .down
    case .right: self = .right
    default: return nil
    }
  }
}

// Which device key means what, and what is printed on it. A key map is a value for one kind of keyboard; it reads no
// device, and it does not know what a key does on a page.

/// A key as the terminal delivered it, before it has a meaning.
public enum Stroke: Equatable, Hashable, Sendable {
  case character(Unicode.Scalar)
  case enter, backspace, delete, escape, tab, backTab
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 to F12.
  case function(Int)
}

/// A kind of keyboard: the meaning of its keys and their names on the screen.
public struct KeyMap: Equatable, Sendable {
  /// What each device key means; what is not here does nothing.
  public var meanings: [Stroke: Key]
  /// What is printed on the keys, as it stands between the brackets of a key cap.
  public var caps: [KeyCap.Name: String]
  /// The same for pages on which letters and signs are typed: there the keys without a character do it.
  public var typingCaps: [KeyCap.Name: String] = [:]
  /// Letters and signs have keys of their own, which are commands only where no text is typed.
  public var hasLetters = false
  /// The same key again within this time is ignored, in milliseconds; 0 for never (AX-24).
  public var repeatLockMilliseconds: Int

  /// The meaning of a device key on this keyboard, or nil.
  public func key(for stroke: Stroke) -> Key? { meanings[stroke] }

  /// The same on a page that takes letters or text: there they are typed, whatever they mean elsewhere.
  public func key(for stroke: Stroke, typing: Typing) -> Key? {
    guard case .character(let scalar) = stroke else { return key(for: stroke) }
    switch (typing, scalar) {
    case (.digits, _), (_, "0"..."9"): return key(for: stroke)
    case (.letters, "A"..."Z"), (.letters, "<"): return .letter(UInt8(scalar.value))
    case (.letters, "a"..."z"): return .letter(UInt8(scalar.value) - 0x20)
    case (.letters, _): return key(for: stroke)
    case (.text, _):
      // A keypad has no letters: a command that comes as one is a key of its own there, and stays it.
      if !hasLetters, let key = key(for: stroke) { return key }
      return scalar.value < 0x20 || scalar.value == 0x7F ? nil : .character(scalar)
    }
  }

  /// What is printed on a key, or on the one that stands in for it while its character is typed.
  public func cap(_ name: KeyCap.Name, typing: Typing = .digits) -> String {
    if typing != .digits, let cap = typingCaps[name] { return cap }
    if let cap = caps[name] { return cap }
    switch name {
    case .digit(let digit): return String(digit)
    case .function(let number): return "F\(number)"
    case .ok: return "OK"
    case .back: return "←"
    case .clear: return "C"
    case .end: return "X"
    case .help: return "?"
    case .speak: return "V"
    case .language: return "*"
    case .choose: return "↑↓"
    case .move: return "←→"
    case .walk: return "→↑↓"
    case .walkAll: return "←→↑↓"
    }
  }

  /// The key that touching a cap stands for, or nil for a pair of keys.
  public static func key(touching name: KeyCap.Name) -> Key? {
    switch name {
    case .ok: .ok
    case .back: .back
    case .clear: .clear
    case .end: .end
    case .help: .help
    case .speak: .speak
    case .language: .language
    case .digit(let digit): .digit(digit)
    case .function(let number): .function(number)
    case .choose, .move, .walk, .walkAll: nil
    }
  }

  /// A PC keyboard, also over SSH: `[Enter]`, no repeat lock. F1, F2 and F3 are help, language and speech on every page.
  public static let keyboard = KeyMap(
    meanings: standardMeanings, caps: [.ok: "Enter"],
    typingCaps: [.end: "Esc", .help: "F1", .language: "F2", .speak: "F3", .clear: "Entf"], hasLetters: true,
    repeatLockMilliseconds: 0)

  /// A kiosk keypad of 12 to 16 keys: `[OK]`, and the same key again within 0.2 s is ignored.
  public static let keypad = KeyMap(meanings: standardMeanings, caps: [:], repeatLockMilliseconds: 200)

  private static let standardMeanings: [Stroke: Key] = {
    var meanings: [Stroke: Key] = [
      .enter: .ok, .backspace: .erase, .delete: .clear, .escape: .end, .tab: .down, .backTab: .up,
      .up: .up, .down: .down, .left: .left, .right: .right, .pageUp: .pageUp, .pageDown: .pageDown,
      .character("c"): .clear, .character("C"): .clear, .character("x"): .end, .character("X"): .end,
      .character("?"): .help, .character("h"): .help, .character("H"): .help, .function(1): .help,
      .character("v"): .speak, .character("V"): .speak, .function(3): .speak,
      .character("*"): .language, .function(2): .language,
      .character("+"): .plus,
    ]
    for number in 4...12 { meanings[.function(number)] = .function(number) }
    for digit in 0...9 {
      if let scalar = Unicode.Scalar(UInt32(48 + digit)) { meanings[.character(scalar)] = .digit(digit) }
    }
    return meanings
  }()
}

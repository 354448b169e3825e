// A list of choices and its focus. Digits and arrows move the focus and nothing else; OK confirms what is focused
// (AX-25, AX-26). Where a choice cannot be taken back, nothing is focused at first (UX-12).

import Terminal

struct Choices: Equatable, Sendable {
  /// Never more than this on one screen (UX-1).
  static let countMax = 7

  private(set) var focus: Int?

  init(focus: Int? = 0) {
    self.focus = focus
  }

  /// The index that was confirmed, nil when the key only moved the focus or meant nothing here.
  mutating func press(_ key: ScreenKey, count: Int) -> Int? {
    guard count > 0 else { return nil }
    switch key {
    case .digit(let digit):
      if (1...count).contains(Int(digit)) { focus = Int(digit) - 1 }
    case .up: focus = max(0, (focus ?? count) - 1)
    case .down: focus = min(count - 1, (focus ?? -1) + 1)
    case .ok: return focus.flatMap { $0 < count ? $0 : nil }
    case .back, .erase, .clear, .plus, .right, .left, .letter, .character, .cell: break
    }
    return nil
  }
}

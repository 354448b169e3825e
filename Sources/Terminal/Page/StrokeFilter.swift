// Between the terminal's bytes and keys: bytes become characters, and escape sequences that nobody knows are swallowed
// instead of typed. A pure value; the time is passed in. Sequences that ncurses knows never come this far.

/// Turns what is left after ncurses has decoded its keys into strokes.
struct StrokeFilter: Equatable {
  /// What comes out.
  enum Output: Equatable {
    case stroke(Stroke)
    /// A press of the first button, as xterm reports it in the SGR encoding.
    case press(row: Int, column: Int)
  }

  /// A sequence that has not ended within this time has been cut off.
  static let sequenceMillisecondsMax: Int64 = 100
  /// The longest parameters that are kept; longer sequences are swallowed all the same.
  static let parametersMax = 24

  private enum State: Equatable {
    case ground
    /// After ESC.
    case escape
    /// After ESC `[`; the parameters so far.
    case control([UInt8])
    /// After ESC O: one more character.
    case single
    /// In a mouse report of a terminal that does not know SGR: so many more bytes, which are not characters.
    case oldReport(Int)
    /// In an operating-system command or another string, up to BEL or ESC `\`.
    case string
    /// After ESC within a string.
    case stringEscape
  }

  private var state = State.ground
  private var since: Int64 = 0
  private var pending: [UInt8] = []

  /// A key that ncurses has decoded. A sequence before it is over.
  mutating func take(_ stroke: Stroke) -> Output {
    state = .ground
    pending = []
    return .stroke(stroke)
  }

  /// A byte, at a time in milliseconds; nil when it means nothing yet or nothing at all.
  mutating func take(byte: UInt8, at: Int64) -> Output? {
    if state != .ground, at - since > Self.sequenceMillisecondsMax { state = .ground }
    since = at
    if case .oldReport(let left) = state {
      state = left > 1 ? .oldReport(left - 1) : .ground
      return nil
    }
    guard let scalar = decode(byte) else { return nil }
    return take(scalar)
  }

  /// Nothing more has come: an ESC that nothing followed was the key.
  mutating func settle() -> Output? {
    guard state == .escape else { return nil }
    state = .ground
    return .stroke(.escape)
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Output? {
    switch (state, scalar.value) {
    case (.string, 0x1B):
      state = .stringEscape
    case (.string, 0x07), (.string, 0x9C), (.stringEscape, 0x5C):
      state = .ground
    case (.string, _):
      break
    case (.stringEscape, _):
      state = scalar.value == 0x1B ? .stringEscape : .string
    case (_, 0x1B):
      state = .escape
    case (.escape, 0x5B), (.ground, 0x9B):
      state = .control([])
    case (.escape, 0x4F), (.ground, 0x8F):
      state = .single
    case (.escape, 0x5D), (.escape, 0x50), (.escape, 0x58), (.escape, 0x5E), (.escape, 0x5F):
      state = .string
    case (.ground, 0x90), (.ground, 0x98), (.ground, 0x9D...0x9F):
      state = .string
    case (.escape, 0x20...0x2F):
      break
    case (.escape, _), (.single, _):
      state = .ground
    case (.control(let parameters), 0x20...0x3F):
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      if parameters.count < Self.parametersMax { state = .control(parameters + [byte]) }
    case (.control([]), 0x4D):
      state = .oldReport(3)
    case (.oldReport, _):
      break
    case (.control(let parameters), let final):
      state = .ground
      return final == 0x4D ? Self.press(parameters) : nil
    case (.ground, _):
      return Self.stroke(scalar).map { .stroke($0) }
    }
    return nil
  }

  /// `<0;column;row` of an SGR report, counted from 1; other buttons and releases are nothing.
  private static func press(_ parameters: [UInt8]) -> Output? {
    guard parameters.first == UInt8(ascii: "<") else { return nil }
    let numbers = parameters.dropFirst().split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 3, numbers[0] == 0, let column = numbers[1], let row = numbers[2] else {
      return nil
    }
    guard (1...Frame.columnsMax).contains(column), (1...Frame.rowsMax).contains(row) else { return nil }
    return .press(row: row - 1, column: column - 1)
  }

  private static func stroke(_ scalar: Unicode.Scalar) -> Stroke? {
    switch scalar.value {
    case 0x0D, 0x0A: .enter
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x00...0x1F, 0x80...0x9F: nil
    default: .character(scalar)
    }
  }

  /// UTF-8, byte by byte. What is not UTF-8 is dropped, without taking what follows with it; a stray byte from 0x80
  /// to 0x9F is the control character that it is in the old 8-bit sets, so that no old sequence is typed.
  private mutating func decode(_ byte: UInt8) -> Unicode.Scalar? {
    if byte < 0x80 || pending.isEmpty && byte < 0xA0 {
      pending = []
      return Unicode.Scalar(byte)
    }
    if byte >= 0xC0 { pending = [] }
    pending.append(byte)
    guard let first = pending.first, first >= 0xC2, first < 0xF5 else {
      pending = []
      return nil
    }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard pending.count == length else { return nil }
    defer { pending = [] }
    return String(validating: pending, as: UTF8.self)?.unicodeScalars.first
  }
}

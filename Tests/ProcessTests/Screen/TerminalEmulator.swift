// A terminal as a person looks at it: bytes of a program in, rows of glyphs out. It knows what ncurses sends to an
// xterm with 256 colours and nothing else; everything else is noted as a trespass, which is what the tests look for.

/// The picture and the modes that a program's output has led to.
struct TerminalEmulator {
  struct Place: Equatable {
    var row = 0
    var column = 0
  }

  struct Page {
    var rows: [[Unicode.Scalar]]
    init(columns: Int, rows: Int) {
      self.rows = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }
  }

  private enum State {
    case ground
    case escape
    case charset
    case control
    /// An operating-system command or another string: never allowed, read to its end.
    case string
  }

  private(set) var columns: Int
  private(set) var rows: Int
  var cursor = Place()
  /// Private modes that are on, by number; `?25` is on from the start.
  var modes: Set<Int> = [7, 25]
  private(set) var hasKeypadKeys = false
  /// What no page of ours may do to a terminal, in order; cut at `trespassesMax`.
  private(set) var trespasses: [String] = []
  /// Glyphs that were printed while the main screen was shown, where they would stay in the scrollback.
  private(set) var printedOnMainScreen = ""
  var wasAlternate = false

  static let trespassesMax = 20
  /// Modes that a page may switch: cursor keys, wrap, cursor, mouse (presses, SGR), alternate screen, paste marks.
  static let modesAllowed: Set<Int> = [1, 7, 12, 25, 1000, 1006, 1049, 2004]

  var main: Page
  var alternate: Page
  private var state = State.ground
  private var sequence: [UInt8] = []
  private var pending: [UInt8] = []
  private var pendingCount = 0
  var willWrap = false
  var region: ClosedRange<Int>
  var last: Unicode.Scalar = " "
  private var isLineDrawing = false
  var saved = Place()

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    main = Page(columns: columns, rows: rows)
    alternate = main
    region = 0...(rows - 1)
  }

  var isAlternate: Bool { modes.contains(1049) }
  var hasMouse: Bool { !modes.isDisjoint(with: [1000, 1002, 1003, 1006]) }
  var isCursorVisible: Bool { modes.contains(25) }

  /// The rows that are seen, without the blanks at their ends.
  var lines: [String] { Self.lines(isAlternate ? alternate : main) }
  var mainLines: [String] { Self.lines(main) }
  var alternateLines: [String] { Self.lines(alternate) }
  var text: String { lines.joined(separator: "\n") }

  private static func lines(_ page: Page) -> [String] {
    page.rows.map { row in
      var scalars = String.UnicodeScalarView(row)
      while scalars.last == " " { scalars.removeLast() }
      return String(scalars)
    }
  }

  /// The window has another size; what fits stays at the upper left.
  mutating func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    for path in [\TerminalEmulator.main, \TerminalEmulator.alternate] {
      var page = Page(columns: columns, rows: rows)
      for (row, old) in self[keyPath: path].rows.prefix(rows).enumerated() {
        for (column, scalar) in old.prefix(columns).enumerated() { page.rows[row][column] = scalar }
      }
      self[keyPath: path] = page
    }
    region = 0...(rows - 1)
    clamp()
  }

  mutating func take(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { take(byte) }
  }

  mutating func trespass(_ what: String) {
    if trespasses.count < Self.trespassesMax { trespasses.append(what) }
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: ground(byte)
    case .escape: escape(byte)
    case .charset:
      state = .ground
      switch byte {
      case UInt8(ascii: "B"): isLineDrawing = false
      case UInt8(ascii: "0"): isLineDrawing = true
      default: trespass("ESC ( \(byte)")
      }
    case .control:
      sequence.append(byte)
      if (0x40...0x7E).contains(byte) {
        state = .ground
        control(sequence)
      } else if !(0x20...0x3F).contains(byte) || sequence.count > 64 {
        trespass("broken CSI")
        state = .ground
      }
    case .string:
      if byte != 0x07 && byte != 0x1B && sequence.count < 64 { return sequence.append(byte) }
      // The palette as it was is all that may be asked for in this way (terminfo's `oc`).
      if byte != 0x07 || sequence != Array("]104".utf8) {
        trespass("ESC \(String(decoding: sequence, as: UTF8.self))")
      }
      state = .ground
    }
  }

  private mutating func ground(_ byte: UInt8) {
    if pendingCount > 0 {
      guard byte & 0xC0 == 0x80 else {
        trespass("broken UTF-8")
        pendingCount = 0
        return ground(byte)
      }
      pending.append(byte)
      pendingCount -= 1
      if pendingCount == 0, let scalar = String(decoding: pending, as: UTF8.self).unicodeScalars.first {
        if (0x80...0x9F).contains(scalar.value) { trespass("C1 \(scalar.value)") } else { put(scalar) }
      }
      return
    }
    switch byte {
    case 0x1B: state = .escape
    case 0x08:
      cursor.column = max(0, cursor.column - 1)
      willWrap = false
    case 0x09:
      cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
      willWrap = false
    case 0x0A: index()
    case 0x0D:
      cursor.column = 0
      willWrap = false
    case 0x20...0x7E: put(isLineDrawing ? Self.lineDrawing(byte) : Unicode.Scalar(byte))
    case 0xC2...0xDF: (pending, pendingCount) = ([byte], 1)
    case 0xE0...0xEF: (pending, pendingCount) = ([byte], 2)
    case 0xF0...0xF4: (pending, pendingCount) = ([byte], 3)
    default: trespass("byte \(byte)")
    }
  }

  private static func lineDrawing(_ byte: UInt8) -> Unicode.Scalar {
    let table: [Character: Unicode.Scalar] = [
      "j": "┘", "k": "┐", "l": "┌", "m": "└", "n": "┼", "q": "─", "t": "├", "u": "┤", "v": "┴", "w": "┬",
      "x": "│",
      "a": "▒",
    ]
    return table[Character(Unicode.Scalar(byte))] ?? Unicode.Scalar(byte)
  }

  mutating func put(_ scalar: Unicode.Scalar) {
    if willWrap {
      willWrap = false
      cursor.column = 0
      index()
    }
    last = scalar
    if isAlternate {
      alternate.rows[cursor.row][cursor.column] = scalar
    } else {
      main.rows[cursor.row][cursor.column] = scalar
      if scalar != " " { printedOnMainScreen.unicodeScalars.append(scalar) }
    }
    if cursor.column + 1 < columns { cursor.column += 1 } else { willWrap = modes.contains(7) }
  }

  mutating func index() {
    willWrap = false
    if cursor.row == region.upperBound {
      scroll(region, by: 1)
    } else if cursor.row + 1 < rows {
      cursor.row += 1
    }
  }

  mutating func edit(_ body: (inout Page) -> Void) {
    if isAlternate { body(&alternate) } else { body(&main) }
  }

  /// Up for a positive count, down for a negative one.
  mutating func scroll(_ range: ClosedRange<Int>, by count: Int) {
    let blank = [Unicode.Scalar](repeating: " ", count: columns)
    edit { page in
      for _ in 0..<min(abs(count), range.count) {
        if count > 0 {
          page.rows.remove(at: range.lowerBound)
          page.rows.insert(blank, at: range.upperBound)
        } else {
          page.rows.remove(at: range.upperBound)
          page.rows.insert(blank, at: range.lowerBound)
        }
      }
    }
  }

  private mutating func escape(_ byte: UInt8) {
    state = .ground
    switch byte {
    case UInt8(ascii: "["):
      sequence = []
      state = .control
    case UInt8(ascii: "("): state = .charset
    case UInt8(ascii: "="): hasKeypadKeys = true
    case UInt8(ascii: ">"): hasKeypadKeys = false
    case UInt8(ascii: "7"): saved = cursor
    case UInt8(ascii: "8"):
      cursor = saved
      clamp()
    case UInt8(ascii: "M"):
      willWrap = false
      if cursor.row == region.lowerBound {
        scroll(region, by: -1)
      } else {
        cursor.row = max(0, cursor.row - 1)
      }
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
      sequence = [byte]
      state = .string
    default: trespass("ESC \(byte)")
    }
  }

  mutating func clamp() {
    cursor.row = min(max(0, cursor.row), rows - 1)
    cursor.column = min(max(0, cursor.column), columns - 1)
    willWrap = false
  }
}

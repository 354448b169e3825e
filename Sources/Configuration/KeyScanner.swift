// Finds where each key of a TOML text stands, because TOMLKit tells places of syntax errors only, and the first
// place that TOMLKit's parser must not reach (ParserTrap.swift). On text that is no TOML it finds fewer keys; it
// never loops, never traps, and judges nothing else.

/// A step on the way to a value: into a table by key, or into a list by index from 0.
enum PathPart: Hashable, Sendable {
  case key(String)
  case index(Int)
}

/// The place of every key and list element in a TOML text.
struct KeyPositions: Sendable {
  let positions: [[PathPart]: TextPosition]
  /// The first place at which the parser must not be let: see `ParserTrap`.
  let trap: ParserTrap?

  init(scanning text: String) {
    var scanner = KeyScanner(text)
    scanner.scanDocument()
    positions = scanner.positions
    trap = scanner.trap
  }

  /// The place of `path`, or of the nearest table around it, or the start of the file.
  subscript(path: [PathPart]) -> TextPosition {
    var path = path[...]
    while !path.isEmpty {
      if let position = positions[Array(path)] { return position }
      path = path.dropLast()
    }
    return .start
  }
}

private struct KeyScanner {
  /// Deeper lists and tables are not followed; TOMLKit refuses them before.
  static let depthMax = 256

  var positions: [[PathPart]: TextPosition] = [:]
  var trap: ParserTrap?
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var tableCounts: [[PathPart]: Int] = [:]

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  private mutating func note(_ kind: ParserTrap.Kind, _ position: TextPosition, _ index: Int) {
    guard trap == nil else { return }
    var before = String.UnicodeScalarView()
    before.append(contentsOf: scalars[..<index])
    trap = ParserTrap(kind: kind, position: position, before: String(before))
  }

  private var here: TextPosition { TextPosition(line: line, column: index - lineStart + 1) }
  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func advance() {
    if scalars[index] == "\n" {
      line += 1
      lineStart = index + 1
    }
    index += 1
  }

  private mutating func skip(_ count: Int) {
    for _ in 0..<count where index < scalars.count { advance() }
  }

  private mutating func skipBlanks(lines: Bool) {
    while let scalar = next {
      if scalar == "#" {
        while let inside = next, inside != "\n" { advance() }
      } else if scalar == " " || scalar == "\t" || scalar == "\r" || (lines && scalar == "\n") {
        advance()
      } else {
        return
      }
    }
  }

  mutating func scanDocument() {
    var table: [PathPart] = []
    while true {
      skipBlanks(lines: true)
      guard let scalar = next else { return }
      let before = index
      if scalar == "[" {
        table = scanHeader()
      } else {
        scanPair(in: table, depth: 0)
      }
      // Whatever stands there, the scan goes on.
      if index == before { advance() }
    }
  }

  /// `[a.b]` or `[[a.b]]`; gives the path of the table that follows.
  private mutating func scanHeader() -> [PathPart] {
    let start = (position: here, index: index)
    advance()
    let isList = next == "["
    if isList { advance() }
    while let scalar = next, scalar == " " || scalar == "\t" { advance() }
    let position = here
    if let scalar = next, !isBare(scalar), !"]\"'".unicodeScalars.contains(scalar) {
      note(.namelessHeader, start.position, start.index)
    }
    let keys = scanKeys()
    while let scalar = next, scalar == "]" || scalar == " " || scalar == "\t" { advance() }
    var path: [PathPart] = []
    for (number, (name, _)) in keys.enumerated() {
      path.append(.key(name))
      let isLast = number == keys.count - 1
      if positions[path] == nil { positions[path] = position }
      if isLast && isList {
        tableCounts[path, default: 0] += 1
        path.append(.index(tableCounts[path]! - 1))
        positions[path] = position
      } else if !isLast, let count = tableCounts[path] {
        path.append(.index(count - 1))
      }
    }
    return path
  }

  /// `key = value`, with `key` perhaps dotted.
  private mutating func scanPair(in table: [PathPart], depth: Int) {
    var path = table
    for (name, position) in scanKeys() {
      path.append(.key(name))
      if positions[path] == nil { positions[path] = position }
    }
    guard next == "=" else { return }
    advance()
    skipBlanks(lines: false)
    scanValue(at: path, depth: depth)
  }

  private mutating func scanKeys() -> [(name: String, position: TextPosition)] {
    var keys: [(String, TextPosition)] = []
    while let scalar = next {
      let position = here
      if scalar == "\"" || scalar == "'" {
        keys.append((scanText(), position))
      } else if isBare(scalar) {
        var name = String.UnicodeScalarView()
        while let inside = next, isBare(inside) {
          name.append(inside)
          advance()
        }
        keys.append((String(name), position))
      } else {
        return keys
      }
      skipBlanks(lines: false)
      guard next == "." else { return keys }
      advance()
      skipBlanks(lines: false)
    }
    return keys
  }

  private func isBare(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }

  private mutating func scanValue(at path: [PathPart], depth: Int) {
    guard depth < Self.depthMax else { return }
    switch next {
    case "\"", "'": _ = scanText()
    case "[": scanList(at: path, depth: depth)
    case "{": scanInlineTable(at: path, depth: depth)
    default:
      let start = (position: here, index: index)
      while let scalar = next, !",]}#\n".unicodeScalars.contains(scalar) { advance() }
      var token = scalars[start.index..<index]
      while let last = token.last, last == " " || last == "\t" || last == "\r" { token = token.dropLast() }
      if !isBareValue(token) { note(token.isEmpty ? .noValue : .unknownValue, start.position, start.index) }
    }
  }

  private mutating func scanList(at path: [PathPart], depth: Int) {
    advance()
    var count = 0
    while true {
      skipBlanks(lines: true)
      guard let scalar = next else { return }
      if scalar == "]" { return advance() }
      let before = index
      if scalar == "," {
        advance()
      } else {
        positions[path + [.index(count)]] = here
        scanValue(at: path + [.index(count)], depth: depth + 1)
        count += 1
      }
      if index == before { return }
    }
  }

  private mutating func scanInlineTable(at path: [PathPart], depth: Int) {
    advance()
    while true {
      skipBlanks(lines: true)
      guard let scalar = next else { return }
      if scalar == "}" { return advance() }
      let before = index
      if scalar == "," { advance() } else { scanPair(in: path, depth: depth + 1) }
      if index == before { return }
    }
  }

  /// A text of any of the four kinds; gives its value, which is needed for quoted keys only.
  private mutating func scanText() -> String {
    guard let quote = next else { return "" }
    var run = 0
    while run < 3, index + run < scalars.count, scalars[index + run] == quote { run += 1 }
    if run == 2 {
      skip(2)
      return ""
    }
    let isLong = run == 3
    skip(run)
    var value = String.UnicodeScalarView()
    while let scalar = next {
      if scalar == quote {
        var closing = 0
        while closing < 5, index + closing < scalars.count, scalars[index + closing] == quote { closing += 1 }
        if !isLong {
          advance()
          return String(value)
        }
        // Up to two quotes may stand before the closing three.
        skip(closing)
        if closing >= 3 { return String(value) }
      } else if scalar == "\\" && quote == "\"" {
        advance()
        value.append(scanEscape())
      } else if scalar == "\n" && !isLong {
        return String(value)
      } else {
        value.append(scalar)
        advance()
      }
    }
    return String(value)
  }

  private mutating func scanEscape() -> Unicode.Scalar {
    guard let scalar = next else { return "?" }
    advance()
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "u", "U":
      var value: UInt32 = 0
      for _ in 0..<(scalar == "u" ? 4 : 8) {
        guard let digit = next, let number = Character(digit).hexDigitValue else { return "?" }
        value = value &* 16 &+ UInt32(number)
        advance()
      }
      return Unicode.Scalar(value) ?? "?"
    default: return scalar
    }
  }
}

// The small part of TOML that files of forms are written in: tables, arrays of tables, texts, whole numbers, true and
// false, lists of texts. Every value has its line; whatever else TOML knows is a mistake with its line, so that an
// editor's file means the same here as to any TOML reader, or nothing.

struct FormTOML: Equatable {
  /// The longest file in bytes.
  static let byteCountMax = 262_144
  /// The most tables and values of one file.
  static let statementsMax = 2000
  /// The most texts of one list.
  static let listMax = 50
  /// The most mistakes of one file that are told at once.
  static let mistakesMax = 100

  enum Value: Equatable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case texts([String])

    var kind: String {
      switch self {
      case .text: "a text"
      case .number: "a whole number"
      case .flag: "true or false"
      case .texts: "a list of texts"
      }
    }
  }

  struct Entry: Equatable {
    var key: String
    var value: Value
    var line: Int
  }

  struct Table: Equatable {
    /// Empty for what stands before the first table; dots between the parts of a name.
    var name: String
    /// One of several: `[[name]]`.
    var isElement: Bool
    var line: Int
    var entries: [Entry] = []

    subscript(key: String) -> Entry? { entries.first { $0.key == key } }
  }

  private(set) var tables = [Table(name: "", isElement: false, line: 1)]
  private(set) var mistakes: [ContentMistake] = []

  private let file: String
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var line = 1

  /// Reads the whole text; what is wrong with one line does not hide what is wrong with the next.
  init(_ text: String, file: String) {
    self.file = file
    guard text.utf8.count <= Self.byteCountMax else {
      scalars = []
      note(1, "the file has more than \(Self.byteCountMax) bytes", "split the form")
      return
    }
    scalars = Array(text.unicodeScalars)
    var statements = 0
    while place < scalars.count, mistakes.count < Self.mistakesMax {
      statements += 1
      guard statements <= Self.statementsMax else {
        note(line, "the file has more than \(Self.statementsMax) tables and values", "split the form")
        return
      }
      do { try statement() } catch {
        note(error.line, error.what, error.remedy)
        // A list that is not closed may have led on to a line that is worth reading.
        if error.line == line { skipLine() }
      }
    }
  }

  private struct Fault: Error {
    var line: Int
    var what: String
    var remedy: String
  }

  private mutating func note(_ line: Int, _ what: String, _ remedy: String) {
    mistakes.append(ContentMistake(file: file, line: line, what: what, remedy: remedy))
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func skipLine() {
    while let scalar = next, scalar != "\n" { place += 1 }
  }

  private mutating func skipSpace() {
    while let scalar = next, scalar == " " || scalar == "\t" { place += 1 }
  }

  /// Ends of lines, comments and space between the parts of a list.
  private mutating func skipLines() {
    while let scalar = next {
      switch scalar {
      case " ", "\t", "\r": place += 1
      case "\n":
        place += 1
        line += 1
      case "#": skipLine()
      default: return
      }
    }
  }

  private mutating func statement() throws(Fault) {
    skipLines()
    guard let scalar = next else { return }
    if scalar == "[" { try table() } else { try entry() }
    skipSpace()
    if next == "#" { skipLine() }
    if next == "\r" { place += 1 }
    guard next == nil || next == "\n" else {
      throw Fault(
        line: line, what: "something stands behind the end of the line's value", remedy: "remove it")
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    place += 1
    return true
  }

  private mutating func table() throws(Fault) {
    place += 1
    let isElement = take("[")
    var name = try self.name()
    while take(".") { name += "." + (try self.name()) }
    skipSpace()
    guard take("]"), !isElement || take("]") else {
      throw Fault(line: line, what: "a table's name is not closed", remedy: "write [name] or [[name]]")
    }
    if let other = tables.first(where: { $0.name == name }), !(isElement && other.isElement) {
      note(
        line, "[\(name)] stands in line \(other.line) already",
        "put both together, or write [[\(name)]] twice")
    }
    tables.append(Table(name: name, isElement: isElement, line: line))
  }

  private mutating func name() throws(Fault) -> String {
    skipSpace()
    var name = String.UnicodeScalarView()
    while let scalar = next, Self.isNamePart(scalar) {
      name.append(scalar)
      place += 1
    }
    skipSpace()
    guard !name.isEmpty else {
      throw Fault(
        line: line, what: "a name is missing or has other letters", remedy: "use a-z, 0-9 and _ only")
    }
    return String(name)
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
      || scalar == "_" || scalar == "-"
  }

  private mutating func entry() throws(Fault) {
    let start = line
    let key = try name()
    guard take("=") else {
      throw Fault(line: line, what: "no = stands behind \(key)", remedy: "write \(key) = \"…\"")
    }
    skipSpace()
    let value = try value()
    let last = tables.count - 1
    if let other = tables[last][key] {
      note(start, "\(key) stands in line \(other.line) already", "remove one of them")
    } else {
      tables[last].entries.append(Entry(key: key, value: value, line: start))
    }
  }

  private mutating func value() throws(Fault) -> Value {
    if next == "\"" { return .text(try text()) }
    if next == "[" { return .texts(try list()) }
    var word = String.UnicodeScalarView()
    while let scalar = next, Self.isNamePart(scalar) || scalar == "+" || scalar == "." || scalar == ":" {
      word.append(scalar)
      place += 1
    }
    switch String(word) {
    case "true": return .flag(true)
    case "false": return .flag(false)
    case let digits where digits.wholeMatch(of: /-?(0|[1-9][0-9]{0,14})/) != nil:
      return .number(Int(digits) ?? 0)
    default:
      throw Fault(
        line: line, what: "this is no value that a form's file may have",
        remedy: "write a \"text\", a whole number, true, false or [\"a\", \"list\"]")
    }
  }

  private mutating func list() throws(Fault) -> [String] {
    let start = line
    place += 1
    var texts: [String] = []
    while true {
      skipLines()
      if take("]") { return texts }
      guard next == "\"" else { break }
      texts.append(try text())
      guard texts.count <= Self.listMax else {
        throw Fault(line: line, what: "a list has more than \(Self.listMax) texts", remedy: "shorten it")
      }
      skipLines()
      if take("]") { return texts }
      guard take(",") else { break }
    }
    throw Fault(
      line: start, what: "a list is not closed or holds something other than texts",
      remedy: "write [\"a\", \"b\"]")
  }

  private mutating func text() throws(Fault) -> String {
    place += 1
    var text = String.UnicodeScalarView()
    while let scalar = next {
      switch scalar {
      case "\"":
        place += 1
        // "" with a third mark begins a text of several lines, which forms do without.
        if text.isEmpty, next == "\"" {
          throw Fault(line: line, what: "\"\"\" is not known here", remedy: "write one line in \"…\"")
        }
        return String(text)
      case "\n", "\r":
        throw Fault(line: line, what: "a text does not end in its line", remedy: "close it with \"")
      case "\\":
        place += 1
        guard let escaped = next,
          let meant = ["\"": "\"", "\\": "\\", "n": "\n", "t": "\t"][escaped] as Unicode.Scalar?
        else {
          throw Fault(
            line: line, what: "\\ stands before something else than \" \\ n t", remedy: "write \\\\ for a \\")
        }
        text.append(meant)
        place += 1
      default:
        guard scalar == "\t" || scalar.properties.generalCategory != .control else {
          throw Fault(line: line, what: "a text contains a control character", remedy: "remove it")
        }
        text.append(scalar)
        place += 1
      }
    }
    throw Fault(line: line, what: "a text does not end", remedy: "close it with \"")
  }
}

// The language in which the known keys are written down (StationSchema.swift): what kind of value a key
// takes, within which limits, and what holds when it is not there. It describes; SchemaCheck.swift compares.

/// What a text must look like besides its length.
enum TextForm: Sendable {
  /// Anything printable on one line.
  case line
  /// A path that begins with `/`.
  case path
  /// A path that begins with `/`, or nothing.
  case pathOrNothing
  /// A name of a Unix group: `a-z`, digits, `_`, `-`, a letter first.
  case group
  /// A name of a printer queue, or nothing.
  case queueOrNothing
  /// A short name that other keys refer to: letters, digits, `_`, `-`.
  case name
  /// A name as the forms write it: `a-z`, digits, `_`, a letter first.
  case slug
  /// An address of the web, encrypted, without blanks and quotes.
  case address
  /// The same, or one of this machine, which needs no encryption on the way.
  case addressOrOwn
  /// Five groups of hexadecimal digits.
  case uuid
  /// An AGS of 8 digits, or an ARS of 12.
  case region

  /// What is asked for, in words, for the message.
  var words: String {
    switch self {
    case .line: "text on one line"
    case .path: "a path that begins with /"
    case .pathOrNothing: "a path that begins with /, or \"\" for none"
    case .group: "a group name of a-z, 0-9, _ and -, a letter first"
    case .queueOrNothing: "the name of a printer queue, or \"\" for none"
    case .name: "a name of letters, digits, _ and -"
    case .slug: "a name of a-z, 0-9 and _, a letter first"
    case .address: "an address that begins with https://"
    case .addressOrOwn:
      "an address that begins with https://, or http:// and this machine as 127.0.0.1 or [::1]"
    case .uuid: "a UUID such as 879ee109-a690-4db8-ab32-424e2f2d9c2c"
    case .region: "an AGS of 8 digits or an ARS of 12"
    }
  }

  func accepts(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard printable(text) == text else { return false }
    switch self {
    case .line: return true
    case .path: return text.hasPrefix("/")
    case .pathOrNothing: return text.isEmpty || text.hasPrefix("/")
    case .address:
      let rest = text.dropFirst("https://".count)
      return text.hasPrefix("https://") && rest.first.map { $0.isLetter || $0.isNumber } == true
        && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    case .addressOrOwn: return TextForm.address.accepts(text) || OwnAddress.isOne(text)
    case .uuid:
      let groups = text.split(separator: "-", omittingEmptySubsequences: false)
      return groups.map(\.count) == [8, 4, 4, 4, 12]
        && groups.joined().utf8.allSatisfy { UnicodeScalar($0).properties.isASCIIHexDigit }
    case .region: return [8, 12].contains(text.count) && scalars.allSatisfy { ("0"..."9").contains($0) }
    case .slug:
      guard let first = scalars.first, ("a"..."z").contains(first) else { return false }
      return scalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
    case .group:
      guard let first = scalars.first, ("a"..."z").contains(first) || first == "_" else { return false }
      return scalars.allSatisfy {
        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
      }
    case .name, .queueOrNothing:
      // No leading hyphen: the name is an argument of `lp`.
      if self == .queueOrNothing, text.hasPrefix("-") { return false }
      return scalars.allSatisfy { scalar in
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
          || scalar == "_" || scalar == "-"
      }
    }
  }
}

/// The kind of value that a key takes.
indirect enum ValueRule: Sendable {
  /// A whole number and its unit in words (empty for a bare number).
  case integer(ClosedRange<Int>, unit: String)
  case integerOf([Int], unit: String)
  case flag
  case word([String])
  /// Characters, and their form.
  case text(ClosedRange<Int>, TextForm)
  /// How many words of which choice; none twice.
  case words(ClosedRange<Int>, of: [String])
  /// How many lines of text, and their length.
  case texts(ClosedRange<Int>, each: ClosedRange<Int>)
  /// How many numbers, and their range; none twice.
  case integers(ClosedRange<Int>, each: ClosedRange<Int>)
  case table(TableRule)
  /// `[[name]]`, at most so many.
  case tables(TableRule, max: Int)
}

/// What holds when a key is absent.
enum Absence: Sendable {
  case required
  case value(Node)
  /// Something that is not a value of the key's own kind, in words.
  case means(String)
}

/// A known key.
struct KeyRule: Sendable {
  var name: String
  var value: ValueRule
  var absence: Absence

  init(_ name: String, _ value: ValueRule, _ absence: Absence) {
    self.name = name
    self.value = value
    self.absence = absence
  }

  init(_ name: String, _ value: ValueRule, default node: Node) {
    self.init(name, value, .value(node))
  }

  /// The limits as the comment in Kiosk.conf must state them: `[1…30 days; default 7]`.
  var limits: String {
    let absent =
      switch absence {
      case .required: "required"
      case .value(let node): "default \(node.source)"
      case .means(let words): "without it: \(words)"
      }
    return "[\(value.words); \(absent)]"
  }
}

/// A known table and its keys, in the order of Kiosk.conf.
struct TableRule: Sendable {
  var keys: [KeyRule]

  subscript(name: String) -> KeyRule? { keys.first { $0.name == name } }
}

extension ValueRule {
  /// The permitted values in words.
  var words: String {
    switch self {
    case .integer(let range, let unit): unit.isEmpty ? words(range) : "\(words(range)) \(unit)"
    case .integerOf(let values, let unit): "\(values.map(String.init).joined(separator: ", ")) \(unit)"
    case .flag: "true or false"
    case .word(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .text(let range, let form): "\(words(range)) characters, \(form.words)"
    case .words(let count, let words):
      "\(self.words(count)) of \(words.map { "\"\($0)\"" }.joined(separator: ", "))"
    case .texts(let count, let each): "\(words(count)) lines of \(words(each)) characters"
    case .integers(let count, let each): "\(words(count)) numbers of \(words(each))"
    case .table: "a table"
    case .tables(_, let max): "at most \(max) tables"
    }
  }

  private func words(_ range: ClosedRange<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
  }
}

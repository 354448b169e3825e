// What is wrong in a town's content, where, and what to do about it: one mistake is one line that an editor of the
// town can jump to. It judges nothing itself and opens no file.

/// One mistake in a file of content.
public struct ContentMistake: Error, Hashable, Comparable, Sendable {
  /// The file, from the content's folder, such as `services/de/personalausweis.md`.
  public var file: String
  /// From 1.
  public var line: Int
  /// What is wrong, as a sentence without its end.
  public var what: String
  /// What to do about it.
  public var remedy: String

  public init(file: String, line: Int, what: String, remedy: String) {
    self.file = file
    self.line = max(1, line)
    self.what = what
    self.remedy = remedy
  }

  public static func < (left: ContentMistake, right: ContentMistake) -> Bool {
    (left.file, left.line, left.what, left.remedy) < (right.file, right.line, right.what, right.remedy)
  }
}

extension ContentMistake: CustomStringConvertible {
  /// `FILE:LINE: what, remedy`. Control characters from the file come out as `?`.
  public var description: String { ContentText.printable("\(file):\(line): \(what), \(remedy)") }
}

/// Mistakes as they are found; keeps the first `ContentLimit.mistakesMax` and counts the rest.
public struct ContentMistakes: Equatable, Sendable {
  private var list: [ContentMistake] = []
  /// Mistakes that were found beyond the limit and are not in `sorted`.
  public private(set) var untold = 0

  public init() {}

  public var isEmpty: Bool { list.isEmpty }
  /// All that are kept, by file and line; the same mistake once.
  public var sorted: [ContentMistake] {
    var result: [ContentMistake] = []
    for mistake in list.sorted() where result.last != mistake { result.append(mistake) }
    return result
  }

  /// So many more were found by somebody else, who does not name them.
  public mutating func leftOut(_ count: Int) { untold += count }

  public mutating func add(_ mistake: ContentMistake) {
    guard list.count < ContentLimit.mistakesMax else {
      untold += 1
      return
    }
    list.append(mistake)
  }

  public mutating func add(_ file: String, _ line: Int, _ what: String, _ remedy: String) {
    add(ContentMistake(file: file, line: line, what: what, remedy: remedy))
  }
}

/// Helpers for text that came from a file.
public enum ContentText {
  /// `text` without control characters, so that a file cannot write escape sequences to a terminal.
  public static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isPrintable(scalar) ? scalar : "?") }
    return String(result)
  }

  /// False for control and format characters; ZWNJ and ZWJ are letters' company in Arabic script and stay.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    if scalar.value == 0x200C || scalar.value == 0x200D { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      return false
    default: return true
    }
  }

  /// At most `ContentLimit.quotedCharactersMax` characters of `text`, in quotes, for a mistake's words.
  static func quoted(_ text: some StringProtocol) -> String {
    let head = text.prefix(ContentLimit.quotedCharactersMax)
    return head.endIndex < text.endIndex ? "\"\(head)…\"" : "\"\(head)\""
  }

  /// The one of `names` that `word` was probably meant to be, by edit distance; nil when none is near.
  static func nearest(_ word: String, in names: [String]) -> String? {
    var best: (name: String, distance: Int)?
    for name in names {
      let distance = editDistance(Array(word.utf8.prefix(64)), Array(name.utf8.prefix(64)))
      if distance <= max(1, name.utf8.count / 3), distance < (best?.distance ?? .max) {
        best = (name, distance)
      }
    }
    return best?.name
  }

  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(diagonal + (a == b ? 0 : 1), above + 1, row[j] + 1)
        diagonal = above
      }
    }
    return row[right.count]
  }
}

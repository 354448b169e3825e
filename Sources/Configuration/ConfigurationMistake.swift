// What is wrong with a configuration or text file, where, and what to do about it: one mistake is one line
// that an editor can jump to. Nothing here reads a file.

/// A place in a text file.
public struct TextPosition: Hashable, Comparable, Sendable {
  /// From 1.
  public var line: Int
  /// From 1, counted in Unicode scalars; a tab counts as one.
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The first character of a file: where a mistake stands that has no place of its own.
  public static let start = TextPosition(line: 1, column: 1)

  public static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// One mistake, with its place and its remedy.
public struct ConfigurationMistake: Error, Hashable, Sendable {
  /// The file as the user named it; `-` for standard input.
  public var file: String
  public var position: TextPosition
  /// The key with its tables, such as `pickup.hold_days`; `TOML` where the text is not TOML at all.
  public var key: String
  /// What is wrong, as the end of a sentence that the key begins.
  public var problem: String
  /// What to do about it.
  public var remedy: String

  public init(file: String, position: TextPosition, key: String, problem: String, remedy: String) {
    self.file = file
    self.position = position
    self.key = key
    self.problem = problem
    self.remedy = remedy
  }
}

extension ConfigurationMistake: CustomStringConvertible {
  /// `FILE:LINE:COLUMN: key: what is wrong, remedy`. Control characters from the file come out as `?`.
  public var description: String {
    printable("\(file):\(position.line):\(position.column): \(key): \(problem), \(remedy)")
  }

  /// The same for what is only doubtful.
  public var warning: String {
    printable("\(file):\(position.line):\(position.column): warning: \(key): \(problem), \(remedy)")
  }
}

/// `text` without control characters, so that a file cannot write escape sequences to a terminal.
func printable(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: result.append("?")
    default: result.append(scalar)
    }
  }
  return String(result)
}

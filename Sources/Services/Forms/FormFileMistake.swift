// Something that is wrong with a file of a form, where it stands and how to mend it. Editors read these lines, so they
// say what to write, not what the program found out.

/// One mistake in one file.
public struct FormFileMistake: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's name as it was handed in.
  public var file: String
  /// Counted from 1.
  public var line: Int
  public var what: String
  public var remedy: String

  public init(file: String, line: Int, what: String, remedy: String) {
    self.file = file
    self.line = line
    self.what = what
    self.remedy = remedy
  }

  /// `FILE:LINE: what, remedy`.
  public var description: String { "\(file):\(line): \(what), \(remedy)" }

  /// By line, and by words where two stand in one line, so that the order is always the same.
  static func isBefore(_ left: FormFileMistake, _ right: FormFileMistake) -> Bool {
    (left.line, left.what) < (right.line, right.what)
  }
}

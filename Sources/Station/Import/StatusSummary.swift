// What became of the rows of one file of document states. It repeats nothing of what a row says.

import Messages

public struct StatusSummary: Equatable, Sendable, Encodable {
  /// Numbers whose state is new or has changed.
  public var taken = 0
  /// Numbers of which the same was known.
  public var known = 0
  /// Numbers of which something newer is known; that stays.
  public var older = 0
  /// Rows that were left out; each may have several notes.
  public var rejected = 0
  /// By line.
  public var notes: [ImportSummary.Note] = []

  /// What a file's reading found before the station was asked.
  public init(_ parsed: StatusImport) {
    rejected = Set(parsed.rejections.map(\.line)).count
    notes = parsed.rejections.map {
      ImportSummary.Note(
        line: $0.line, column: $0.column, kind: .rejected, reason: $0.reason, remedy: $0.remedy,
        header: $0.header)
    }
  }

  public init() {}

  /// All rows of the file; one with two numbers counts as two.
  public var rows: Int { taken + known + older + rejected }

  /// Takes in what the station answered to `slice`.
  public mutating func add(_ result: RegisterResult, for slice: some Collection<ImportedState>) {
    taken += result.taken
    known += result.known
    older += result.older.count
    let lines = slice.map(\.line)
    func note(_ places: [Int], _ kind: ImportSummary.Kind, _ reason: String, _ remedy: String) {
      for place in places where lines.indices.contains(place) {
        notes.append(ImportSummary.Note(line: lines[place], kind: kind, reason: reason, remedy: remedy))
      }
    }
    note(
      result.older, .differs, "something newer is known of this number; it stays as it is",
      "nothing, if the file is an old one; otherwise check the day")
    note(
      result.full, .rejected, "the station knows as many numbers as it keeps",
      "export only documents that are on their way")
    note(
      result.malformed, .rejected, "the station does not take this row",
      "install both from one package, and look at the station's day")
    rejected += result.full.count + result.malformed.count
    notes.sort { ($0.line, $0.column ?? 0) < ($1.line, $1.column ?? 0) }
  }
}

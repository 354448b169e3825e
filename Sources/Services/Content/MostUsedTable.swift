// `most-used.toml`: the table of most used services that a town publishes for a year, as Trier does. The kiosk shows it
// until it has counted enough itself.

/// What a town counted in a year.
public struct MostUsedTable: Equatable, Sendable {
  /// Most rows of the table.
  public static let rowsMax = 40
  public static let countMax = 100_000_000

  public struct Row: Equatable, Sendable {
    /// What of this content the row is about; nil: it only has a name.
    public var target: LinkTarget?
    /// By language; empty where `target` says what it is.
    public var names: [String: String]
    public var count: Int
  }

  /// By language.
  public var titles: [String: String]
  public var year: Int
  /// The largest count first.
  public var rows: [Row]

  /// The title in the first of `languages` that has one.
  public func title(in languages: [String]) -> String? { languages.lazy.compactMap { titles[$0] }.first }

  /// Reads the file; nil where something in it is wrong, which `mistakes` then tells.
  static func read(
    _ bytes: [UInt8], file: String, _ town: Town, _ mistakes: inout ContentMistakes,
    links: inout [OpenLink]
  ) -> MostUsedTable? {
    var own = ContentMistakes()
    defer { own.sorted.forEach { mistakes.add($0) } }
    guard let checked = ContentFile.checked(bytes, file: file, &own) else { return nil }
    var head = HeadReader(file: file, table: PlainTOMLReader.read(checked, file: file, &own))
    let titles = head.table("title", &own).map { words($0, file, town, &own) }
    if head.table["title"] == nil {
      own.add(file, 1, "title is missing", "write [title] with a line for each language, de = \"…\"")
    }
    let year = head.integer("year", in: 2000...2199, &own)
    if head.table["year"] == nil { own.add(file, 1, "year is missing", "write year = 2025") }
    var rows: [Row] = []
    let tables = head.tables("row", &own)
    for table in tables { if let row = row(table, file, town, &own, &links) { rows.append(row) } }
    if tables.isEmpty, head.table["row"] == nil {
      own.add(file, 1, "the table has no row", "write [[row]] with item and count")
    }
    if tables.count > rowsMax {
      own.add(
        file, tables[rowsMax].line, "the table has \(tables.count) rows", "keep to the first \(rowsMax)")
    }
    for (index, row) in rows.enumerated() where row.target != nil {
      guard let other = rows[..<index].firstIndex(where: { $0.target == row.target }) else { continue }
      own.add(
        file, tables[min(index, tables.count - 1)].line,
        "\(row.target?.description ?? "") stands twice, first as row \(other + 1)", "remove one")
    }
    head.finish(&own)
    guard own.isEmpty, let titles, let year else { return nil }
    return MostUsedTable(
      titles: titles, year: year,
      rows: rows.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
        .map(\.element))
  }

  private static func row(
    _ table: PlainTable, _ file: String, _ town: Town, _ mistakes: inout ContentMistakes,
    _ links: inout [OpenLink]
  ) -> Row? {
    var head = HeadReader(file: file, table: table)
    var target: LinkTarget?
    if let text = head.text("item", &mistakes) {
      target = LinkTarget(text)
      if let target {
        links.append(OpenLink(path: file, line: head.line("item"), target: target))
      } else {
        mistakes.add(
          file, head.line("item"), "\(ContentText.quoted(text)) is nothing in this kiosk",
          "write service:ID, page:ID, situation:ID, contact:ID or form:ID")
      }
    }
    let names = head.table("name", &mistakes).map { words($0, file, town, &mistakes) }
    if table["item"] == nil, table["name"] == nil {
      mistakes.add(
        file, table.line, "a row does not say what it counts",
        "write item = \"service:ID\", or [row.name] with a line for each language")
    } else if table["item"] != nil, let name = table["name"] {
      mistakes.add(file, name.line, "a row has both item and name", "remove name: the item has one")
    }
    let count = head.integer("count", in: 0...countMax, &mistakes)
    if table["count"] == nil { mistakes.add(file, table.line, "a row has no count", "write count = 1234") }
    head.finish(&mistakes)
    guard let count else { return nil }
    return Row(target: target, names: names ?? [:], count: count)
  }

  /// A text for each language of the town; the partial ones may lack it.
  private static func words(
    _ table: PlainTable, _ file: String, _ town: Town, _ mistakes: inout ContentMistakes
  ) -> [String: String] {
    var head = HeadReader(file: file, table: table)
    var words: [String: String] = [:]
    for tag in town.allLanguages {
      let text = head.text(
        tag, isRequired: town.languages.contains(tag), charactersMax: ContentLimit.nameCharactersMax,
        &mistakes)
      if let text { words[tag] = text }
    }
    head.finish(&mistakes)
    return words
  }
}

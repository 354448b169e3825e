// The tables of a form's file, or of its texts, one after another with their full names. The file is read by the same
// reader as all content; here nothing is left of nesting, which forms do not need.

struct FormTables {
  struct Table {
    /// Empty for what stands before the first table; points between the parts of a name.
    var name: String
    /// One of several: `[[name]]`.
    var isElement: Bool
    var line: Int
    var entries: [PlainEntry]

    subscript(key: String) -> PlainEntry? { entries.first { $0.key == key } }
  }

  private(set) var tables: [Table] = []
  private(set) var mistakes = ContentMistakes()

  init(_ text: String, file: String) {
    let bytes = ContentFile.checked(Array(text.utf8), file: file, &mistakes) ?? []
    add(PlainTOMLReader.read(bytes, file: file, &mistakes), name: "", isElement: false)
  }

  private mutating func add(_ table: PlainTable, name: String, isElement: Bool) {
    let place = tables.count
    tables.append(Table(name: name, isElement: isElement, line: table.line, entries: []))
    for entry in table.entries {
      let full = name.isEmpty ? entry.key : "\(name).\(entry.key)"
      switch entry.value {
      case .table(let inner): add(inner, name: full, isElement: false)
      case .tables(let inner): for one in inner { add(one, name: full, isElement: true) }
      default: tables[place].entries.append(entry)
      }
    }
  }
}

extension PlainValue {
  /// The texts of a list of nothing but texts.
  var texts: [String]? {
    guard case .list(let items) = self else { return nil }
    var texts: [String] = []
    for item in items {
      guard case .text(let text) = item.value else { return nil }
      texts.append(text)
    }
    return texts
  }
}

// What is gathered of one language while its files come, and how it is packed when they are all there. Then nothing is
// left of the gathering: that is what keeps the building of a large content small.

/// What an item says in one language, for the comparison between languages.
struct ItemOutline {
  var item: Int
  var documents: Int
  var feeIDs: [String]
  /// Those of `feeIDs` that have a label.
  var labelledFees: Set<String>
  var hasSummary: Bool
  var hasDuration: Bool
  var hasBody: Bool
  var nameLine: Int
  var documentsLine: Int
  var feeLine: Int
  var leika: LeiKaKey?
  var leikaLine: Int
  var form: String?
}

/// A link whose end has not come yet.
struct OpenLink {
  var path: String
  var line: Int
  var target: LinkTarget
}

struct LanguageGathering {
  private(set) var slots: [ContentStore.Slot] = []
  private var index = SearchIndexBuilder()
  private(set) var names: [(key: String, item: Int, line: Int)] = []
  var outlines: [ItemOutline] = []
  /// Items whose file is there and is so wrong that nothing of it is known.
  var refused: Set<Int> = []

  func has(_ number: Int) -> Bool { number < slots.count && slots[number].length > 0 }

  mutating func put(_ slot: ContentStore.Slot, _ number: Int) {
    while slots.count <= number { slots.append(ContentStore.Slot()) }
    slots[number] = slot
  }

  /// Into search and alphabet.
  mutating func enter(_ item: ContentItem, _ number: Int, line: Int) {
    index.add(item.name, item: number, weight: .name)
    for word in item.searchWords { index.add(word, item: number, weight: .searchWord) }
    index.add(item.summary, item: number, weight: .summary)
    if let key = item.service?.leika { index.add(key.digits, item: number, weight: .summary) }
    names.append((TextFolding.sortKey(item.name), number, line))
  }

  /// By name, equal names by what they are the name of.
  mutating func sortNames(_ references: [ContentReference]) {
    names.sort { ($0.key, references[$0.item]) < ($1.key, references[$1.item]) }
  }

  /// Names are sorted.
  consuming func packed(_ references: [ContentReference]) -> ContentStore.Language {
    while slots.count < references.count { slots.append(ContentStore.Slot()) }
    var sections: [(letter: String, items: [UInt16])] = []
    for name in names {
      let kind = references[name.item].kind
      guard kind == .service || kind == .page else { continue }
      let letter = TextFolding.initial(ofSortKey: name.key)
      if sections.last?.letter == letter {
        sections[sections.count - 1].items.append(UInt16(name.item))
      } else {
        sections.append((letter, [UInt16(name.item)]))
      }
    }
    return ContentStore.Language(
      slots: slots, index: index.build(), alphabet: names.map { UInt16($0.item) }, sections: sections)
  }
}

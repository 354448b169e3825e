// All content of a town, whole and checked: the files' bytes lie on a shelf, and an item is read anew when it is asked
// for, which takes microseconds. What is searched and listed is packed. So 5,000 services in 8 languages fit.

import Handover

/// The content of a town. It is a value: a changed one is built beside it and takes its place.
public struct ContentStore: Sendable {
  /// Where a file lies on the shelf.
  struct Slot: Sendable {
    var offset: UInt32 = 0
    var length: UInt32 = 0
  }

  /// What is packed of one language.
  struct Language: Sendable {
    /// By item; length 0: not there.
    var slots: [Slot]
    var index: SearchIndex
    /// All items by their names.
    var alphabet: [UInt16]
    /// Services and pages by their first letter.
    var sections: [(letter: String, items: [UInt16])]
  }

  public let town: Town
  /// Every item, in no order that means anything.
  public let references: [ContentReference]
  /// The forms that there are, with their texts.
  public let forms: FormLibrary
  /// What the town itself counted; nil: it publishes nothing.
  public let mostUsed: MostUsedTable?
  /// How many bytes the files have together.
  public let sourceBytes: Int
  private let numbers: [ContentReference: Int]
  private let shelf: KeptShelf
  private let languages: [Language]
  private let situationNumbers: [UInt16]
  private let members: [[UInt16]]

  init(
    town: Town, references: [ContentReference], numbers: [ContentReference: Int], forms: FormLibrary,
    mostUsed: MostUsedTable?, shelf: any ContentShelf, sourceBytes: Int, languages: [Language],
    situations: [UInt16], members: [[UInt16]]
  ) {
    self.town = town
    self.references = references
    self.numbers = numbers
    self.forms = forms
    self.mostUsed = mostUsed
    self.shelf = KeptShelf(shelf)
    self.sourceBytes = sourceBytes
    self.languages = languages
    situationNumbers = situations
    self.members = members
  }

  /// Whether there is such an item.
  public func contains(_ reference: ContentReference) -> Bool { numbers[reference] != nil }

  /// Whether there is such an item or form.
  public func contains(_ target: LinkTarget) -> Bool {
    switch target {
    case .item(let reference): numbers[reference] != nil
    case .form(let id): forms.form(id) != nil
    }
  }

  /// The item in `language`, or in the language that stands in for it; nil where there is no such item.
  public func item(_ reference: ContentReference, in language: String) -> ContentItem? {
    numbers[reference].flatMap { item($0, in: language) }
  }

  /// The name of an item or the title of a form in `language`; nil where there is none.
  public func name(of target: LinkTarget, in language: String) -> String? {
    switch target {
    case .item(let reference): item(reference, in: language)?.name
    case .form(let id): forms.form(id).flatMap { _ in formTitle(id, language) }
    }
  }

  private func formTitle(_ id: String, _ language: String) -> String? {
    let key = "\(id).form.title"
    for tag in town.fallback(language) {
      if let text = forms.texts.texts[tag]?[key] { return text }
    }
    return nil
  }

  /// Life situations in the town's order, as items of `language`.
  public func situations(in language: String) -> [ContentItem] {
    situationNumbers.compactMap { item(Int($0), in: language) }
  }

  /// What belongs to a situation of life, by the alphabet of `language`.
  public func items(inSituation id: String, language: String) -> [ContentReference] {
    guard let place = situationNumbers.firstIndex(where: { references[Int($0)].id == id }) else { return [] }
    let wanted = Set(members[place])
    return languages[index(of: language)].alphabet.filter(wanted.contains).map { references[Int($0)] }
  }

  /// The same by first letters, as in `alphabet(in:)`.
  public func alphabet(
    ofSituation id: String, in language: String
  ) -> [(letter: String, items: [ContentReference])] {
    guard let place = situationNumbers.firstIndex(where: { references[Int($0)].id == id }) else { return [] }
    let wanted = Set(members[place])
    let packed = languages[index(of: language)]
    var letters: [UInt16: String] = [:]
    for section in packed.sections {
      for item in section.items where wanted.contains(item) { letters[item] = section.letter }
    }
    var result: [(letter: String, items: [ContentReference])] = []
    for number in packed.alphabet where wanted.contains(number) {
      // The alphabet of all has no places: their letter is that of their name.
      let letter = letters[number] ?? self.letter(number, language)
      if result.last?.letter == letter {
        result[result.count - 1].items.append(references[Int(number)])
      } else {
        result.append((letter, [references[Int(number)]]))
      }
    }
    return result
  }

  private func letter(_ number: UInt16, _ language: String) -> String {
    TextFolding.initial(ofSortKey: TextFolding.sortKey(item(Int(number), in: language)?.name ?? ""))
  }

  /// All items of a kind by the alphabet of `language`.
  public func all(_ kind: ContentKind, in language: String) -> [ContentReference] {
    languages[index(of: language)].alphabet.map { references[Int($0)] }.filter { $0.kind == kind }
  }

  /// A to Z: services and pages by their first letter, in the order of `language`. Digits and signs come under `#`.
  public func alphabet(in language: String) -> [(letter: String, items: [ContentReference])] {
    languages[index(of: language)].sections.map { section in
      (section.letter, section.items.map { references[Int($0)] })
    }
  }

  /// Items that answer to `query`, the best first: words and beginnings of words, umlauts or not, parts of long words,
  /// and digits as letters of a telephone's keys. At most `limit`, and never more than `ContentLimit.hitsMax`.
  public func search(
    _ query: String, in language: String, limit: Int = ContentLimit.hitsMax
  ) -> [ContentReference] {
    let index = languages[index(of: language)].index
    // Among equals what can be applied for comes first: who looks for a dog rather has a new one.
    let hits = index.search(query, limit: ContentLimit.hitsMax).enumerated().map { place, hit in
      (hit.item, hit.score, hasForm: reading(hit.item, 0)?.item.service?.form != nil, place)
    }
    let sorted = hits.sorted { left, right in
      if left.1 != right.1 { return left.1 > right.1 }
      return left.hasForm == right.hasForm ? left.3 < right.3 : left.hasForm
    }
    return sorted.prefix(max(0, min(limit, ContentLimit.hitsMax))).map { references[$0.0] }
  }

  /// A language that is not the town's is answered in the leading one.
  private func index(of language: String) -> Int {
    let chain = town.fallback(language)
    return town.allLanguages.firstIndex(of: chain.first ?? town.leading) ?? 0
  }

  private func item(_ number: Int, in language: String) -> ContentItem? {
    guard let leading = reading(number, 0)?.item else { return nil }
    for tag in town.fallback(language) {
      guard let index = town.allLanguages.firstIndex(of: tag), index > 0 else { return leading }
      if let own = reading(number, index) { return own.merged(onto: leading) }
    }
    return leading
  }

  private func reading(_ number: Int, _ language: Int) -> ContentReading? {
    let slot = languages[language].slots[number]
    guard slot.length > 0 else { return nil }
    let bytes = shelf.bytes(from: Int(slot.offset), count: Int(slot.length))
    var ignored = ContentMistakes()
    var reader = ContentItemReader(
      references[number], language: town.allLanguages[language], leading: town.leading, wordsMax: nil)
    return reader.read(bytes, &ignored)
  }
}

// All content of a town in memory, whole and checked: the files' bytes lie in one row, and an item is read anew when it
// is asked for, which takes microseconds. So 5,000 services in 8 languages cost little more than their letters.

import Handover

/// The content of a town. It is a value: a changed one is built beside it and takes its place.
public struct ContentStore: Sendable {
  /// Where a file lies in the row of bytes.
  struct Slot: Sendable {
    var offset: UInt32 = 0
    var length: UInt32 = 0
  }

  public let town: Town
  /// Every item, in no order that means anything.
  public let references: [ContentReference]
  /// The forms that there are, with their texts.
  public let forms: FormLibrary
  private let numbers: [ContentReference: Int]
  private let blob: [UInt8]
  private let slots: [[Slot]]
  private let indexes: [SearchIndex]
  private let alphabets: [[UInt16]]
  private let situationNumbers: [UInt16]
  private let members: [[UInt16]]

  init(
    town: Town, references: [ContentReference], numbers: [ContentReference: Int], forms: FormLibrary,
    blob: [UInt8],
    slots: [[Slot]], indexes: [SearchIndex], alphabets: [[UInt16]], situations: [UInt16], members: [[UInt16]]
  ) {
    self.town = town
    self.references = references
    self.numbers = numbers
    self.forms = forms
    self.blob = blob
    self.slots = slots
    self.indexes = indexes
    self.alphabets = alphabets
    situationNumbers = situations
    self.members = members
  }

  /// How many bytes the files have together.
  public var sourceBytes: Int { blob.count }

  /// The item in `language`, or in the language that stands in for it; nil where there is no such item.
  public func item(_ reference: ContentReference, in language: String) -> ContentItem? {
    numbers[reference].flatMap { item($0, in: language) }
  }

  /// Life situations in the town's order, as items of `language`.
  public func situations(in language: String) -> [ContentItem] {
    situationNumbers.compactMap { item(Int($0), in: language) }
  }

  /// What belongs to a situation of life, by the alphabet of `language`.
  public func items(inSituation id: String, language: String) -> [ContentReference] {
    guard let place = situationNumbers.firstIndex(where: { references[Int($0)].id == id }) else { return [] }
    let wanted = Set(members[place])
    return alphabets[index(of: language)].filter(wanted.contains).map { references[Int($0)] }
  }

  /// A to Z: services and pages by their first letter, in the order of `language`. Digits and signs come under `#`.
  public func alphabet(in language: String) -> [(letter: String, items: [ContentReference])] {
    var sections: [(letter: String, items: [ContentReference])] = []
    for number in alphabets[index(of: language)] {
      let reference = references[Int(number)]
      guard reference.kind == .service || reference.kind == .page else { continue }
      let letter = TextFolding.initial(item(Int(number), in: language)?.name ?? "")
      if sections.last?.letter == letter {
        sections[sections.count - 1].items.append(reference)
      } else {
        sections.append((letter, [reference]))
      }
    }
    return sections
  }

  /// Items that answer to `query`, the best first: words and beginnings of words, umlauts or not, parts of long words,
  /// and digits as letters of a telephone's keys. At most `limit`, and never more than `ContentLimit.hitsMax`.
  public func search(
    _ query: String, in language: String, limit: Int = ContentLimit.hitsMax
  ) -> [ContentReference] {
    let index = index(of: language)
    let hits = indexes[index].search(query, limit: max(0, min(limit, ContentLimit.hitsMax)))
    return hits.map { references[$0] }
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
    let slot = slots[language][number]
    guard slot.length > 0 else { return nil }
    var ignored = ContentMistakes()
    var reader = ContentItemReader(
      references[number], language: town.allLanguages[language], leading: town.leading, wordsMax: nil)
    return reader.read(Array(blob[Int(slot.offset)..<Int(slot.offset + slot.length)]), &ignored)
  }
}

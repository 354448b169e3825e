// The end of a building: languages are compared and packed one after the other, then forms and links are followed, and
// either a store comes of it or the list of everything that is wrong.

extension ContentBuilder {
  /// All files of this language were given: it is compared with the leading one and packed. Languages are closed in the
  /// order of `languages`; a language that may lack files is packed at the end, when it is known what stands in.
  public mutating func close(_ language: String) {
    guard let town, let number = town.allLanguages.firstIndex(of: language), gathering[number] != nil else {
      return
    }
    for earlier in 0..<number where earlier < town.languages.count { closeLanguage(earlier, town) }
    closeLanguage(number, town)
  }

  private mutating func closeLanguage(_ number: Int, _ town: Town) {
    guard var own = gathering[number] else { return }
    gathering[number] = nil
    own.sortNames(references)
    if number == 0 {
      for outline in own.outlines { leadingOutlines[outline.item] = outline }
      leadingRefused = own.refused
      findSameKeys(town)
      let open = openLinks
      openLinks = open.filter { !isThere($0.target) }
    } else {
      compare(own, number, town)
    }
    findSameNames(own, number, town)
    own.outlines = []
    guard number < town.languages.count else {
      gathering[number] = own
      return
    }
    packed[number] = mistakes.isEmpty ? own.packed(references) : nil
  }

  /// The store, or everything that is wrong.
  public consuming func finish() -> Result<ContentStore, ContentRefusal> {
    guard let town else { return .failure(refusal) }
    for number in town.allLanguages.indices { closeLanguage(number, town) }
    let mostUsed = readMostUsed(town)
    followLinks(town)
    var forms = FormLibrary.empty
    switch FormLibrary.read(
      formFiles, languages: town.languages, partial: town.partialLanguages, wordsMax: town.wordsMax)
    {
    case .success(let library): forms = library
    case .failure(let refusal):
      for mistake in refusal.mistakes { mistakes.add(mistake) }
      mistakes.leftOut(refusal.untold)
    }
    compareKeys(forms, town)
    guard mistakes.isEmpty else { return .failure(refusal) }
    packPartial(town)
    let orders = self.orders
    let situations = references.indices.filter { references[$0].kind == .situation }
      .sorted { (orders[$0] ?? 0, references[$0].id) < (orders[$1] ?? 0, references[$1].id) }
    let members = situations.map { situation in
      memberships.filter { $0.situation == references[situation].id }.map { UInt16($0.item) }
    }
    return .success(
      ContentStore(
        town: town, references: references, numbers: numbers, forms: forms, mostUsed: mostUsed, shelf: shelf,
        sourceBytes: keptBytes, languages: packed.compactMap { $0 }, situations: situations.map(UInt16.init),
        members: members))
  }

  private mutating func readMostUsed(_ town: Town) -> MostUsedTable? {
    guard let bytes = mostUsedBytes else { return nil }
    var links: [OpenLink] = []
    let table = MostUsedTable.read(bytes, file: Self.mostUsedFile, town, &mistakes, links: &links)
    openLinks += links
    return table
  }

  private var refusal: ContentRefusal {
    ContentRefusal(mistakes: mistakes.sorted, untold: mistakes.untold)
  }

  /// An item that a partial language lacks is found there by the words of the language that stands in.
  private mutating func packPartial(_ town: Town) {
    let slots = town.allLanguages.indices.map { packed[$0]?.slots ?? gathering[$0]?.slots ?? [] }
    for (language, tag) in town.allLanguages.enumerated() {
      guard var own = gathering[language] else { continue }
      gathering[language] = nil
      for number in references.indices where !own.has(number) {
        for other in town.fallback(tag) {
          guard let index = town.allLanguages.firstIndex(of: other), number < slots[index].count,
            slots[index][number].length > 0
          else { continue }
          let slot = slots[index][number]
          var reader = ContentItemReader(
            references[number], language: other, leading: town.leading, wordsMax: nil)
          var ignored = ContentMistakes()
          let bytes = shelf.bytes(from: Int(slot.offset), count: Int(slot.length))
          if let reading = reader.read(bytes, &ignored) { own.enter(reading.item, number, line: 1) }
          break
        }
      }
      own.sortNames(references)
      packed[language] = own.packed(references)
    }
  }
}

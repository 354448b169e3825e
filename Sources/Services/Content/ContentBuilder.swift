// Makes a store of content out of files that somebody else has read: every file is checked as it comes, what lies
// between files at the end. It opens nothing, and what is wrong never stops it before it has told everything.

import Handover

/// Why no store came of the files.
public struct ContentRefusal: Error, Equatable, Sendable {
  /// By file and line, at most `ContentLimit.mistakesMax`.
  public var mistakes: [ContentMistake]
  /// How many more there are.
  public var untold: Int
}

/// What an item says in one language, for the comparison between languages.
struct ItemOutline {
  var item: Int
  var documents: Int
  var feeIDs: [String]
  var hasSummary: Bool
  var hasDuration: Bool
  var hasBody: Bool
  var lines: [String: Int]
}

public struct ContentBuilder {
  /// The file that says which town it is.
  public static let townFile = "town.toml"
  /// Folders of the content that others read: texts of screens, notices.
  public static let otherFolders = ["notices", "texts"]

  var mistakes = ContentMistakes()
  let town: Town?
  var references: [ContentReference] = []
  var numbers: [ContentReference: Int] = [:]
  var formIDs: Set<String> = []
  private var formFiles: [FormLibrary.File] = []
  private var blob: [UInt8] = []
  /// By language, then by item; length 0: not there.
  private var slots: [[ContentStore.Slot]]
  private var indexes: [SearchIndexBuilder]
  private var sortKeys: [[(key: String, item: Int)]]
  var outlines: [[ItemOutline]]
  var links: [(file: Int, language: Int, line: Int, target: LinkTarget)] = []
  var leikas: [(key: LeiKaKey, item: Int, line: Int)] = []
  var names: [[(name: String, item: Int, line: Int)]]
  private var fileCount = 0
  private var memberships: [(situation: String, item: Int)] = []
  private var orders: [Int: Int] = [:]

  /// Begins with the bytes of `town.toml`; nil where there is no such file.
  public init(town bytes: [UInt8]?) {
    if let bytes {
      town = Town.read(bytes, file: Self.townFile, &mistakes)
    } else {
      town = nil
      mistakes.add(
        Self.townFile, 1, "the file is missing", "write it with name, land and languages")
    }
    let count = town?.allLanguages.count ?? 0
    slots = Array(repeating: [], count: count)
    indexes = (0..<count).map { _ in SearchIndexBuilder() }
    sortKeys = Array(repeating: [], count: count)
    outlines = Array(repeating: [], count: count)
    names = Array(repeating: [], count: count)
  }

  /// A store out of all files at once, each a path from the content's folder and its bytes, in any order.
  public static func build(
    _ files: [(path: String, bytes: [UInt8])]
  ) -> Result<ContentStore, ContentRefusal> {
    var builder = ContentBuilder(town: files.first { $0.path == townFile }?.bytes)
    for file in files { builder.add(path: file.path, bytes: file.bytes) }
    return builder.finish()
  }

  /// Takes one file. Paths are `KIND/LANGUAGE/ID.md`, `forms/ID.toml` and `forms/ID.LANGUAGE.toml`; `town.toml` and the
  /// folders of others are passed over.
  public mutating func add(path: String, bytes: [UInt8]) {
    guard let town, path != Self.townFile else { return }
    fileCount += 1
    guard fileCount <= ContentLimit.filesMax, blob.count + bytes.count <= ContentLimit.totalBytesMax else {
      return mistakes.add(
        path, 1,
        "the content is larger than \(ContentLimit.filesMax) files or \(ContentLimit.totalBytesMax) bytes",
        "remove files")
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count > 1, Self.otherFolders.contains(String(parts[0])) { return }
    if parts.count == 2, parts[0] == "forms" {
      guard let checked = ContentFile.checked(bytes, file: path, &mistakes) else { return }
      formFiles.append(FormLibrary.File(name: path, text: String(decoding: checked, as: UTF8.self)))
      if let id = parts[1].hasSuffix(".toml") ? parts[1].dropLast(5) : nil, LinkTarget.isForm(id) {
        formIDs.insert(String(id))
      }
      return
    }
    guard parts.count == 3, let kind = ContentKind(folder: parts[0]) else {
      return mistakes.add(
        path, 1, "the file is no part of the content",
        "move it away, or to \(ContentKind.allCases.map(\.folder).joined(separator: "/LANGUAGE, "))/LANGUAGE")
    }
    guard let language = town.allLanguages.firstIndex(of: String(parts[1])) else {
      return mistakes.add(
        path, 1, "\(ContentText.quoted(parts[1])) is not among the languages of \(Self.townFile)",
        "add it there, or move the file")
    }
    guard let id = Self.identifier(parts[2], ending: ".md") else {
      return mistakes.add(
        path, 1, "the file's name is no identifier", "name it with a-z, 0-9 and -, and .md at its end")
    }
    take(ContentReference(kind: kind, id: id), language, path, bytes, town)
  }

  private static func identifier(_ name: Substring, ending: String) -> String? {
    guard name.hasSuffix(ending) else { return nil }
    let id = name.dropLast(ending.count)
    return ContentReference.isIdentifier(id) ? String(id) : nil
  }

  private mutating func take(
    _ reference: ContentReference, _ language: Int, _ path: String, _ bytes: [UInt8], _ town: Town
  ) {
    guard let checked = ContentFile.checked(bytes, file: path, &mistakes) else { return }
    let tag = town.allLanguages[language]
    var reader = ContentItemReader(
      reference, language: tag, leading: town.leading, wordsMax: town.wordsMax(tag))
    guard let reading = reader.read(checked, &mistakes), let number = number(reference, path) else { return }
    while slots[language].count <= number { slots[language].append(ContentStore.Slot()) }
    guard slots[language][number].length == 0 else {
      return mistakes.add(path, 1, "the file was given twice", "give it once")
    }
    slots[language][number] = ContentStore.Slot(
      offset: UInt32(blob.count), length: UInt32(checked.count))
    blob.append(contentsOf: checked)
    enter(reading, number, language)
    note(reading, number, language)
  }

  private mutating func number(_ reference: ContentReference, _ path: String) -> Int? {
    if let known = numbers[reference] { return known }
    guard references.count < ContentLimit.itemsMax else {
      mistakes.add(path, 1, "there are more than \(ContentLimit.itemsMax) items", "remove some")
      return nil
    }
    numbers[reference] = references.count
    references.append(reference)
    return references.count - 1
  }

  /// Into search and alphabet of `language`.
  private mutating func enter(_ reading: ContentReading, _ number: Int, _ language: Int) {
    let item = reading.item
    indexes[language].add(item.name, item: number, weight: .name)
    for word in item.searchWords { indexes[language].add(word, item: number, weight: .searchWord) }
    indexes[language].add(item.summary, item: number, weight: .summary)
    if let key = item.service?.leika { indexes[language].add(key.digits, item: number, weight: .summary) }
    sortKeys[language].append((TextFolding.sortKey(item.name), number))
  }

  /// What the comparison between files needs.
  private mutating func note(_ reading: ContentReading, _ number: Int, _ language: Int) {
    let item = reading.item
    for link in reading.links { links.append((number, language, link.line, link.target)) }
    let service = item.service
    let fees = language == 0 ? service?.fees.map(\.id) ?? [] : reading.feeLabels.map(\.id)
    outlines[language].append(
      ItemOutline(
        item: number, documents: service?.documents.count ?? 0, feeIDs: fees,
        hasSummary: !item.summary.isEmpty,
        hasDuration: !(service?.duration.isEmpty ?? true), hasBody: !item.blocks.isEmpty, lines: reading.lines
      ))
    if !item.name.isEmpty { names[language].append((item.name, number, reading.lines["name"] ?? 1)) }
    guard language == 0 else { return }
    if let key = service?.leika { leikas.append((key, number, reading.lines["leika"] ?? 1)) }
    for situation in item.situations { memberships.append((situation, number)) }
    if case .situation(let order) = item.detail { orders[number] = order }
  }

  /// The store, or everything that is wrong.
  public consuming func finish() -> Result<ContentStore, ContentRefusal> {
    guard let town else {
      return .failure(ContentRefusal(mistakes: mistakes.sorted, untold: mistakes.untold))
    }
    compareFiles(town)
    var forms = FormLibrary.empty
    switch FormLibrary.read(
      formFiles, languages: town.languages, partial: town.partialLanguages, wordsMax: town.wordsMax)
    {
    case .success(let library): forms = library
    case .failure(let refusal): for mistake in refusal.mistakes { mistakes.add(mistake) }
    }
    guard mistakes.isEmpty else {
      return .failure(ContentRefusal(mistakes: mistakes.sorted, untold: mistakes.untold))
    }
    for language in slots.indices {
      while slots[language].count < references.count { slots[language].append(ContentStore.Slot()) }
    }
    fillFromFallback(town)
    let orders = self.orders
    let situations = references.indices.filter { references[$0].kind == .situation }
      .sorted { (orders[$0] ?? 0, references[$0].id) < (orders[$1] ?? 0, references[$1].id) }
    let members = situations.map { situation in
      memberships.filter { $0.situation == references[situation].id }.map { UInt16($0.item) }
    }
    let alphabets = sortKeys.map { keys in
      keys.sorted { ($0.key, $0.item) < ($1.key, $1.item) }.map { UInt16($0.item) }
    }
    return .success(
      ContentStore(
        town: town, references: references, numbers: numbers, forms: forms, blob: blob,
        slots: slots,
        indexes: indexes.map { $0.build(itemCount: references.count) }, alphabets: alphabets,
        situations: situations.map(UInt16.init), members: members))
  }

  /// An item that a partial language lacks is found there by the words of the language that stands in.
  private mutating func fillFromFallback(_ town: Town) {
    for (language, tag) in town.allLanguages.enumerated() {
      for number in references.indices where slots[language][number].length == 0 {
        for other in town.fallback(tag) {
          guard let index = town.allLanguages.firstIndex(of: other), slots[index][number].length > 0 else {
            continue
          }
          let slot = slots[index][number]
          var reader = ContentItemReader(
            references[number], language: other, leading: town.leading, wordsMax: nil)
          var ignored = ContentMistakes()
          let bytes = Array(blob[Int(slot.offset)..<Int(slot.offset + slot.length)])
          if let reading = reader.read(bytes, &ignored) { enter(reading, number, language) }
          break
        }
      }
    }
  }
}

// Makes a store of content out of files that somebody else has read: every file is checked as it comes, what lies
// between files when a language or all of them are there. It opens nothing, and what is wrong never stops it before it
// has told everything.

import Handover

/// Why no store came of the files.
public struct ContentRefusal: Error, Equatable, Sendable {
  /// By file and line, at most `ContentLimit.mistakesMax`.
  public var mistakes: [ContentMistake]
  /// How many more there are.
  public var untold: Int
}

public struct ContentBuilder {
  /// The file that says which town it is.
  public static let townFile = "town.toml"
  /// What the town itself counted.
  public static let mostUsedFile = "most-used.toml"
  /// Folders of the content that others read: texts of screens, notices.
  public static let otherFolders = ["notices", "texts"]

  var mistakes = ContentMistakes()
  let town: Town?
  /// What is over on this day is told; nil: it is not asked, and a station that starts a day later says the same.
  let today: CivilDay?
  var references: [ContentReference] = []
  var numbers: [ContentReference: Int] = [:]
  var formIDs: Set<String> = []
  var formFiles: [FormLibrary.File] = []
  var mostUsedBytes: [UInt8]?
  var shelf: any ContentShelf
  var keptBytes = 0
  /// By language, what is being gathered; nil: packed in `packed`.
  var gathering: [LanguageGathering?]
  var packed: [ContentStore.Language?]
  /// What the leading language's files hold, by item, for the comparison with the others.
  var leadingOutlines: [Int: ItemOutline] = [:]
  /// Items whose leading file is there and could not be read.
  var leadingRefused: Set<Int> = []
  /// Links that lead to nothing that has come so far.
  var openLinks: [OpenLink] = []
  var memberships: [(situation: String, item: Int)] = []
  var orders: [Int: Int] = [:]
  private var fileCount = 0

  /// Begins with the bytes of `town.toml`; nil where there is no such file. The files' bytes go to `shelf`, which is
  /// empty. With `today` fees and opening hours that are over on that day are mistakes, too.
  public init(town bytes: [UInt8]?, shelf: any ContentShelf = MemoryShelf(), today: CivilDay? = nil) {
    self.shelf = shelf
    self.today = today
    if let bytes {
      town = Town.read(bytes, file: Self.townFile, &mistakes)
    } else {
      town = nil
      mistakes.add(
        Self.townFile, 1, "the file is missing", "write it with name, land and languages")
    }
    let count = town?.allLanguages.count ?? 0
    gathering = (0..<count).map { _ in LanguageGathering() }
    packed = Array(repeating: nil, count: count)
  }

  /// A store out of all files at once, each a path from the content's folder and its bytes, in any order.
  public static func build(
    _ files: [(path: String, bytes: [UInt8])], today: CivilDay? = nil
  ) -> Result<ContentStore, ContentRefusal> {
    var builder = ContentBuilder(town: files.first { $0.path == townFile }?.bytes, today: today)
    for file in files { builder.add(path: file.path, bytes: file.bytes) }
    return builder.finish()
  }

  /// The languages of the town, the leading one first; empty where `town.toml` is wrong.
  public var languages: [String] { town?.allLanguages ?? [] }

  /// The language of a file, as its path says: `services/de/x.md` is `de`; nil for files that belong to none. Who gives
  /// the files language by language, in the order of `languages`, and calls `close` in between, needs the least memory.
  public static func language(ofPath path: String) -> Substring? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && ContentKind(folder: parts[0]) != nil ? parts[1] : nil
  }

  /// Whether a file lies in the folders of others.
  public static func isOthers(_ path: String) -> Bool {
    otherFolders.contains { path.hasPrefix("\($0)/") }
  }

  /// What was found wrong before a file was read.
  public mutating func add(mistakes found: [ContentMistake]) {
    for mistake in found { mistakes.add(mistake) }
  }

  /// Takes one file. Paths are `KIND/LANGUAGE/ID.md`, `forms/ID.toml`, `forms/ID.LANGUAGE.toml` and `most-used.toml`;
  /// `town.toml` and the folders of others are passed over.
  public mutating func add(path: String, bytes: [UInt8]) {
    guard let town, path != Self.townFile else { return }
    fileCount += 1
    guard fileCount <= ContentLimit.filesMax, keptBytes + bytes.count <= ContentLimit.totalBytesMax else {
      return mistakes.add(
        path, 1,
        "the content is larger than \(ContentLimit.filesMax) files or \(ContentLimit.totalBytesMax) bytes",
        "remove files")
    }
    if path == Self.mostUsedFile {
      mostUsedBytes = bytes
      return
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
    precondition(gathering[language] != nil, "a file of a language that was closed")
    guard let number = number(reference, path) else { return }
    let tag = town.allLanguages[language]
    var reader = ContentItemReader(
      reference, language: tag, leading: town.leading, wordsMax: town.wordsMax(tag), today: today)
    guard let checked = ContentFile.checked(bytes, file: path, &mistakes),
      let reading = reader.read(checked, &mistakes)
    else {
      // It is wrong, and told; that its translation or a link's end were missing would be told in vain.
      gathering[language]?.refused.insert(number)
      return
    }
    guard gathering[language]?.has(number) == false else {
      return mistakes.add(path, 1, "the file was given twice", "give it once")
    }
    guard shelf.append(checked) else {
      return mistakes.add(
        path, 1, "the station has no room for the content", "free space in the station's state directory")
    }
    gathering[language]?.put(
      ContentStore.Slot(offset: UInt32(keptBytes), length: UInt32(checked.count)), number)
    keptBytes += checked.count
    gathering[language]?.enter(reading.item, number, line: reading.lines["name"] ?? 1)
    note(reading, number, language, path)
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

  /// What the comparison between files needs.
  private mutating func note(_ reading: ContentReading, _ number: Int, _ language: Int, _ path: String) {
    for link in reading.links where !isThere(link.target) {
      openLinks.append(OpenLink(path: path, line: link.line, target: link.target))
    }
    let item = reading.item
    let service = item.service
    let fees = language == 0 ? service?.fees.map(\.id) ?? [] : reading.feeLabels.map(\.id)
    gathering[language]?.outlines.append(
      ItemOutline(
        item: number, documents: service?.documents.count ?? 0, feeIDs: fees,
        labelledFees: Set(
          language == 0
            ? (service?.fees ?? []).filter { !$0.label.isEmpty }.map(\.id)
            : reading.feeLabels.filter { !$0.label.isEmpty }.map(\.id)),
        hasSummary: !item.summary.isEmpty,
        hasDuration: !(service?.duration.isEmpty ?? true), hasBody: !item.blocks.isEmpty,
        nameLine: reading.lines["name"] ?? 1, documentsLine: reading.lines["documents"] ?? 1,
        feeLine: reading.lines["fee"] ?? 1, leika: service?.leika,
        leikaLine: reading.lines["leika"] ?? 1, form: service?.form))
    guard language == 0 else { return }
    for situation in item.situations { memberships.append((situation, number)) }
    if case .situation(let order) = item.detail { orders[number] = order }
  }

  func isThere(_ target: LinkTarget) -> Bool {
    switch target {
    case .item(let reference): numbers[reference] != nil
    case .form(let id): formIDs.contains(id)
    }
  }
}

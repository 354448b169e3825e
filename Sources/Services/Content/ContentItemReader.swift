// Reads one file into an item: the head's keys by the kind, then the body. The leading language's file holds the facts
// (fees, keys, addresses, hours), a translation the texts alone; `merged` puts both together.

import Handover

/// An item as one file says it, with what the checks across files need.
struct ContentReading {
  var item: ContentItem
  /// Links and other references, each with its line.
  var links: [(target: LinkTarget, line: Int)] = []
  /// A translation's labels, by the fee's identifier.
  var feeLabels: [(id: String, label: String, line: Int)] = []
  /// The lines of keys that other files may be compared with.
  var lines: [String: Int] = [:]
}

struct ContentItemReader {
  let reference: ContentReference
  let language: String
  /// The language of the facts.
  let leading: String
  /// Most words of a sentence; nil: not asked, the text was checked before.
  let wordsMax: Int?
  /// What is over on this day is a mistake; nil: not asked.
  let today: CivilDay?
  var reading: ContentReading
  let file: String
  var isLeading: Bool { language == leading }

  init(
    _ reference: ContentReference, language: String, leading: String, wordsMax: Int?, today: CivilDay? = nil
  ) {
    self.reference = reference
    self.today = today
    self.language = language
    self.leading = leading
    self.wordsMax = wordsMax
    file = reference.file(in: language)
    let detail: ContentItem.Detail =
      switch reference.kind {
      case .page: .page
      case .service: .service(ServiceFacts())
      case .situation: .situation(order: 0)
      case .contact: .contact(ContactFacts())
      }
    reading = ContentReading(
      item: ContentItem(
        reference: reference, language: language, name: "", summary: "", searchWords: [], situations: [],
        blocks: [], detail: detail))
  }

  /// Reads checked bytes; nil only where there is no head at all.
  mutating func read(_ bytes: [UInt8], _ mistakes: inout ContentMistakes) -> ContentReading? {
    guard let parts = ContentFile.parts(bytes, file: file, &mistakes) else { return nil }
    var head = HeadReader(
      file: file, table: PlainTOMLReader.read(bytes, in: parts.head, line: 2, file: file, &mistakes))
    for entry in head.table.entries { reading.lines[entry.key] = entry.line }
    common(&head, &mistakes)
    switch reference.kind {
    case .page: break
    case .service: service(&head, &mistakes)
    case .situation: situation(&head, &mistakes)
    case .contact: contact(&head, &mistakes)
    }
    head.finish(
      facts: isLeading ? [] : Self.facts, leading: reference.file(in: leading), &mistakes)
    let body = MarkdownReader.read(
      Substring(decoding: bytes[parts.body], as: UTF8.self), line: parts.bodyLine, file: file,
      wantsWords: wordsMax != nil, &mistakes)
    reading.item.blocks = body.blocks
    reading.links += body.links
    for passage in body.passages { check(passage, &mistakes) }
    return reading
  }

  static let facts = [
    "leika", "contacts", "legal", "online", "form", "situations", "order", "address", "phone", "email",
    "website",
    "hours",
  ]

  // MARK: Keys

  private mutating func common(_ head: inout HeadReader, _ mistakes: inout ContentMistakes) {
    reading.item.name =
      head.text("name", isRequired: true, charactersMax: ContentLimit.nameCharactersMax, &mistakes) ?? ""
    reading.item.summary = sentence("summary", &head, &mistakes)
    reading.item.searchWords = head.texts("search", &mistakes).map(\.text)
    guard isLeading, reference.kind != .situation else { return }
    reading.item.situations = references("situations", .situation, &head, &mistakes)
  }

  private mutating func service(_ head: inout HeadReader, _ mistakes: inout ContentMistakes) {
    var facts = ServiceFacts()
    for document in head.texts("documents", &mistakes) {
      facts.documents.append(document.text)
      check(PlainLanguage.words([(document.line, document.text[...])]), &mistakes)
    }
    facts.duration = sentence("duration", &head, &mistakes)
    let fees = head.tables("fee", &mistakes)
    for table in fees { fee(table, &facts, &mistakes) }
    if isLeading { compareFees(fees, facts.fees, &mistakes) }
    if facts.fees.count > ContentLimit.feesMax {
      mistakes.add(file, head.line("fee"), "there are too many fees", "keep to \(ContentLimit.feesMax)")
    }
    if isLeading {
      leika(&facts, &head, &mistakes)
      facts.contacts = references("contacts", .contact, &head, &mistakes)
      facts.legal = head.texts("legal", &mistakes).map(\.text)
      facts.online = online("online", &head, &mistakes)
      if let form = head.text("form", &mistakes) {
        facts.form = form
        if LinkTarget.isForm(form) {
          reading.links.append((.form(form), head.line("form")))
        } else {
          mistakes.add(
            file, head.line("form"), "form is no identifier",
            "write the name of a file in forms, without .toml")
        }
      }
    }
    reading.item.detail = .service(facts)
  }

  private func leika(
    _ facts: inout ServiceFacts, _ head: inout HeadReader, _ mistakes: inout ContentMistakes
  ) {
    guard let entry = head.entry("leika") else { return }
    if case .text(let text) = entry.value, let key = LeiKaKey(text) {
      facts.leika = key
      return
    }
    let said: String
    if case .text(let text) = entry.value {
      said = ContentText.quoted(text)
    } else {
      said = entry.value.kindName
    }
    mistakes.add(
      file, entry.line, "\(said) is no LeiKa key", "write 14 digits that begin with 99, in quotes")
  }

  private mutating func fee(
    _ table: PlainTable, _ facts: inout ServiceFacts, _ mistakes: inout ContentMistakes
  ) {
    var head = HeadReader(file: file, table: table)
    let id = head.text("id", &mistakes) ?? "fee"
    let label = head.text("label", charactersMax: ContentLimit.nameCharactersMax, &mistakes) ?? ""
    guard isLeading else {
      if reading.feeLabels.contains(where: { $0.id == id }) {
        mistakes.add(file, table.line, "the fee \(id) stands twice", "remove one")
      }
      reading.feeLabels.append((id, label, table.line))
      return head.finish(
        facts: ["from", "until", "euro", "euro_max"], leading: reference.file(in: leading), &mistakes)
    }
    let hasDay = table["from"] != nil
    let from = head.day("from", &mistakes)
    if !hasDay {
      mistakes.add(
        file, table.line, "a fee does not say from which day it holds",
        "write from = 2026-01-01, the first day")
    }
    let until = head.day("until", &mistakes)
    let hasAmount = table["euro"] != nil
    let amount = head.euro("euro", &mistakes)
    if !hasAmount { mistakes.add(file, table.line, "a fee has no amount", "write euro = 10.00; 0 is free") }
    let most = head.euro("euro_max", &mistakes)
    if !ContentReference.isIdentifier(id) {
      mistakes.add(
        file, head.line("id"), "the fee's id has other letters than a-z, 0-9 and -", "write id = \"adult\"")
    }
    head.finish(&mistakes)
    guard let from, let amount else { return }
    if let until, until < from {
      mistakes.add(file, head.line("until"), "a fee ends before it begins", "write until after from")
    }
    if let most, most <= amount {
      mistakes.add(file, head.line("euro_max"), "euro_max is not more than euro", "write the larger amount")
    }
    if facts.fees.contains(where: { $0.id == id && $0.from == from }) {
      mistakes.add(
        file, table.line, "the fee \(id) begins twice on \(from)", "remove one, or give it an id of its own")
    }
    facts.fees.append(Fee(id: id, label: label, from: from, until: until, amount: amount, amountMax: most))
  }

  private mutating func situation(_ head: inout HeadReader, _ mistakes: inout ContentMistakes) {
    guard isLeading else { return }
    reading.item.detail = .situation(order: head.integer("order", in: 0...999, &mistakes) ?? 999)
  }

  // MARK: Parts

  private mutating func references(
    _ key: String, _ kind: ContentKind, _ head: inout HeadReader, _ mistakes: inout ContentMistakes
  ) -> [String] {
    var ids: [String] = []
    for word in head.texts(key, &mistakes) {
      if ids.contains(word.text) {
        mistakes.add(file, word.line, "\(ContentText.quoted(word.text)) stands twice in \(key)", "remove one")
      } else if ContentReference.isIdentifier(word.text) {
        ids.append(word.text)
        reading.links.append((.item(ContentReference(kind: kind, id: word.text)), word.line))
      } else {
        mistakes.add(
          file, word.line, "\(ContentText.quoted(word.text)) is no identifier",
          "write the name of a file in \(kind.folder), without .md")
      }
    }
    return ids
  }

  private func sentence(_ key: String, _ head: inout HeadReader, _ mistakes: inout ContentMistakes) -> String
  {
    guard let text = head.text(key, &mistakes) else { return "" }
    check(PlainLanguage.words([(head.line(key), text[...])]), &mistakes)
    return text
  }

  private func check(_ words: [PlainLanguage.Word], _ mistakes: inout ContentMistakes) {
    guard let wordsMax else { return }
    for long in PlainLanguage.longSentences(words, limit: wordsMax) {
      mistakes.add(
        file, long.line,
        "the sentence \"\(long.start) …\" has \(long.count) words, \(language) has \(wordsMax) at the most",
        "make two sentences of it")
    }
  }
}

extension ContentReading {
  /// This translation with the facts of the leading language's item.
  func merged(onto leading: ContentItem) -> ContentItem {
    var result = item
    result.situations = leading.situations
    if result.summary.isEmpty { result.summary = leading.summary }
    switch (leading.detail, item.detail) {
    case (.service(var facts), .service(let own)):
      if own.documents.count == facts.documents.count { facts.documents = own.documents }
      if !own.duration.isEmpty { facts.duration = own.duration }
      for index in facts.fees.indices {
        if let label = feeLabels.first(where: { $0.id == facts.fees[index].id })?.label, !label.isEmpty {
          facts.fees[index].label = label
        }
      }
      result.detail = .service(facts)
    default: result.detail = leading.detail
    }
    return result
  }
}

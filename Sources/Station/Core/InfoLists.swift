// What a place in the information shows, and where each choice leads: the menu and all lists. Only the entries of the part
// that is shown are read, so that 5,000 of them cost no more than six.

import Messages
import Services

/// What is shown, and where its choices lead.
struct InfoView: Sendable {
  var stage: InfoStage
  /// By the index of the choice.
  var targets: [InfoTarget]

  var list: InfoList? {
    if case .list(let list) = stage { return list }
    return nil
  }
}

enum InfoTarget: Equatable, Sendable {
  case place(InfoPlace)
  case item(ContentReference)
  case form(String)
  /// The list of what can be applied for.
  case forms
}

/// Makes views of one edition in one language at one minute. A value that knows no session.
struct InfoRenderer {
  /// Entries of a list that needs no going on.
  static let entriesWholeMax = InfoList.entriesMax + 1

  let store: ContentStore
  let language: String
  let texts: InfoTexts
  let now: LocalMinute
  /// Forms that can be filled in now.
  let forms: [String]
  /// Set where the place shows it.
  let mostUsed: MostUsed?
  let contactPage: ContentReference?
  let paper: ReceiptState?

  func view(_ step: InfoVisit.Step, isPageGone: Bool) -> InfoView {
    switch step.place {
    case .menu: return menu(step, isPageGone)
    case .situations:
      let situations = store.situations(in: language)
      return list(.key("info.situations"), step, count: situations.count) { index in
        (InfoEntry(.content(situations[index].name)), .place(.situation(situations[index].reference.id, [])))
      }
    case .situation(let id, let path): return situation(id, path, step)
    case .alphabet(let path):
      return groups(
        store.alphabet(in: language), path, step, title: .key("info.alphabet"),
        hint: nil, place: InfoPlace.alphabet)
    case .search(let isEmptyHanded):
      return InfoView(stage: .search(isEmptyHanded: isEmptyHanded), targets: [])
    case .results(let found):
      let found = found.filter(store.contains)
      return list(.key("info.results"), step, count: found.count) { entry(found[$0]) }
    case .mostUsed: return most(step)
    case .places:
      let places = store.all(.contact, in: language)
      return list(.key("info.places"), step, count: places.count) { place(places[$0]) }
    case .page(let reference): return page(reference, step)
    case .links(let reference):
      let links = links(of: reference)
      return list(.key("info.more_links"), step, count: links.count) { link(links[$0]) }
    }
  }

  // MARK: Menu

  private func menu(_ step: InfoVisit.Step, _ isPageGone: Bool) -> InfoView {
    var rows: [(InfoEntry, InfoTarget)] = []
    func add(_ key: String, _ target: InfoTarget) { rows.append((InfoEntry(.key(key)), target)) }
    if !store.situations(in: language).isEmpty { add("info.situations", .place(.situations)) }
    add("info.alphabet", .place(.alphabet([])))
    add("info.search", .place(.search(isEmptyHanded: false)))
    if mostUsed != nil { add("info.most_used", .place(.mostUsed)) }
    if store.references.contains(where: { $0.kind == .contact }) { add("info.places", .place(.places)) }
    if !forms.isEmpty { add("info.forms", .forms) }
    if let contactPage { add("info.contact", .item(contactPage)) }
    return InfoView(
      stage: .menu(
        InfoMenu(
          rows.map(\.0), focus: step.focus ?? 0, step: step.number,
          notice: isPageGone ? .key("info.page_gone") : nil)), targets: rows.map(\.1))
  }

  // MARK: Lists

  /// The part of a list that `step` shows; a part that is no longer there is the last one.
  private func list(
    _ title: Words, hint: Words? = nil, chart: [InfoBar]? = nil, _ step: InfoVisit.Step, count: Int,
    _ row: (Int) -> (InfoEntry, InfoTarget)
  ) -> InfoView {
    let isWhole = count <= Self.entriesWholeMax
    let size = isWhole ? Self.entriesWholeMax : InfoList.entriesMax
    let parts = max(1, (count + size - 1) / size)
    let part = min(step.part, parts - 1)
    let rows = (part * size..<min(count, (part + 1) * size)).map(row)
    return InfoView(
      stage: .list(
        InfoList(
          title: title, hint: rows.isEmpty ? .key("info.list_empty") : hint, entries: rows.map(\.0),
          chart: chart, part: part + 1, parts: parts, focus: step.focus ?? 0, step: step.number)),
      targets: rows.map(\.1))
  }

  func entry(_ reference: ContentReference) -> (InfoEntry, InfoTarget) {
    if reference.kind == .contact { return place(reference) }
    let name = store.item(reference, in: language)?.name ?? reference.id
    return (InfoEntry(.content(name)), .item(reference))
  }

  /// A place, and whether it is open now.
  private func place(_ reference: ContentReference) -> (InfoEntry, InfoTarget) {
    guard let item = store.item(reference, in: language) else {
      return (InfoEntry(.content(reference.id)), .item(reference))
    }
    let status = item.contact?.hours.map { hours($0).status }
    return (InfoEntry(.content(item.name), note: status), .item(reference))
  }

  func hours(_ hours: OpeningHours) -> InfoHours {
    InfoHours(hours: hours, holidays: store.town.holidays, now: now, texts: texts)
  }

  // MARK: A to Z

  /// A situation of life; with many entries it is walked like A to Z.
  private func situation(_ id: String, _ path: [Int], _ step: InfoVisit.Step) -> InfoView {
    let item = store.item(ContentReference(kind: .situation, id: id), in: language)
    let summary = item?.summary ?? ""
    return groups(
      store.alphabet(ofSituation: id, in: language), path, step, title: .content(item?.name ?? ""),
      hint: summary.isEmpty ? nil : .content(summary), place: { .situation(id, $0) })
  }

  /// A list, or where it is long, groups of letters; `path` is which group of each level was chosen.
  private func groups(
    _ sections: [(letter: String, items: [ContentReference])], _ path: [Int], _ step: InfoVisit.Step,
    title whole: Words, hint: Words?, place: ([Int]) -> InfoPlace
  ) -> InfoView {
    let alphabet = InfoAlphabet(sections.map { ($0.letter, $0.items.count) })
    func reference(_ place: Int) -> ContentReference {
      let section = alphabet.starts.lastIndex { $0 <= place } ?? 0
      return sections[section].items[place - alphabet.starts[section]]
    }
    let (range, node) = alphabet.follow(path)
    let label = label(range, alphabet) { name(reference($0)) }
    let title: Words = range.count == alphabet.count ? whole : label
    switch node {
    case .entries(let range):
      return list(title, hint: path.isEmpty ? hint : nil, step, count: range.count) {
        entry(reference(range.lowerBound + $0))
      }
    case .groups(let groups):
      return list(title, hint: .key("info.alphabet_hint"), step, count: groups.count) { index in
        let label = self.label(groups[index], alphabet) { name(reference($0)) }
        return (
          InfoEntry(label, note: .key("info.count", ["count": String(groups[index].count)])),
          .place(place(path + [index]))
        )
      }
    }
  }

  private func name(_ reference: ContentReference) -> String {
    store.item(reference, in: language)?.name ?? reference.id
  }

  /// "A bis C"; of a part of one letter what tells its first and last name from their neighbours.
  private func label(_ range: Range<Int>, _ alphabet: InfoAlphabet, _ name: (Int) -> String) -> Words {
    guard !range.isEmpty else { return .key("info.alphabet") }
    if let letters = alphabet.lettersOf(range) { return span(shown(letters.first), shown(letters.last)) }
    let last = range.upperBound - 1
    let before = range.lowerBound > 0 ? name(range.lowerBound - 1) : nil
    let after = last + 1 < alphabet.count ? name(last + 1) : nil
    return span(
      InfoAlphabet.prefix(name(range.lowerBound), unlike: before),
      InfoAlphabet.prefix(name(last), unlike: after))
  }

  private func shown(_ letter: String) -> String { letter == "#" ? "0-9" : letter }

  private func span(_ first: String, _ last: String) -> Words {
    first == last ? .content(first) : .key("info.letters", ["first": first, "last": last])
  }

  // MARK: Most used

  private func most(_ step: InfoVisit.Step) -> InfoView {
    let rows = mostUsed?.rows ?? []
    let hint: Words =
      switch mostUsed?.source {
      case .own: .key("info.counted_here")
      case .town(let title, let year): .key("info.counted_by_town", ["title": title, "year": String(year)])
      case nil: .key("info.list_empty")
      }
    let chosen = rows.filter { row in
      if case .form(let id)? = row.target { return forms.contains(id) }
      return row.target != nil
    }
    return list(
      .key("info.most_used"), hint: hint, chart: rows.map { InfoBar(.content($0.name), $0.count) }, step,
      count: chosen.count
    ) { index in
      let row = chosen[index]
      let note = Words.key("info.times", ["count": String(row.count)])
      switch row.target {
      case .item(let reference)?: return (InfoEntry(.content(row.name), note: note), .item(reference))
      case .form(let id)?: return (InfoEntry(.content(row.name), note: note), .form(id))
      case nil: return (InfoEntry(.content(row.name), note: note), .place(.menu))
      }
    }
  }
}

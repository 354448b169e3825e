// A page of the content as the screen shows it: its words, and for a service what it needs and costs today, how long it
// takes and where it is to be had; for a place its hours. What cannot be done here and now is not offered.

import Handover
import Messages
import Services

extension InfoRenderer {
  /// So many places of a service are told on its page; the others are links.
  private static let placesMax = 3

  func page(_ reference: ContentReference, _ step: InfoVisit.Step) -> InfoView {
    guard let item = store.item(reference, in: language) else {
      return InfoView(
        stage: .page(
          InfoPage(
            title: .key("info.alphabet"), blocks: [.paragraph(.key("info.page_gone"))], step: step.number)),
        targets: [])
    }
    var blocks: [InfoBlock] = item.summary.isEmpty ? [] : [.paragraph(.content(item.summary))]
    if let here = formHere(item) { blocks.append(.paragraph(here)) }
    if let facts = item.contact { blocks += self.blocks(facts) }
    if let facts = item.service { blocks += self.blocks(facts) }
    blocks += item.blocks.flatMap(self.blocks)
    if let legal = item.service?.legal, !legal.isEmpty {
      blocks.append(.facts([InfoFact(.key("info.legal"), .content(legal.joined(separator: ", ")))]))
    }
    var links = links(item).map(link)
    if links.count > InfoPage.linksMax {
      let more = InfoEntry(.key("info.more_links"), note: .key("info.count", ["count": String(links.count)]))
      links = links.prefix(InfoPage.linksMax - 1) + [(more, .place(.links(reference)))]
    }
    return InfoView(
      stage: .page(
        InfoPage(
          title: .content(item.name), blocks: blocks, links: links.map(\.0), apply: apply(item),
          online: (item.service?.online ?? item.contact?.website).map(Self.picture), paper: paper,
          focus: step.focus, step: step.number)), targets: links.map(\.1))
  }

  private func apply(_ item: ContentItem) -> Words? {
    guard let id = item.service?.form, forms.contains(id), let form = store.forms.form(id) else { return nil }
    if case .preparation = form.kind { return .key("info.prepare") }
    return .key("info.apply")
  }

  /// Whether its form can be filled in here and now. The page itself says so: the town's words stay true when it cannot.
  private func formHere(_ item: ContentItem) -> Words? {
    guard item.service?.form != nil else {
      let linked = item.blocks.flatMap(Self.spans).joined().compactMap(Self.form)
      return linked.isEmpty || linked.contains(where: forms.contains) ? nil : .key("info.forms_closed")
    }
    switch apply(item) {
    case .key("info.prepare", _)?: return .key("info.prepare_here")
    case _?: return .key("info.apply_here")
    case nil: break
    }
    let place = item.service?.contacts.lazy.compactMap { id in
      store.item(ContentReference(kind: .contact, id: id), in: language)?.name
    }.first
    return place.map { .key("info.form_closed_at", ["place": $0]) } ?? .key("info.form_closed")
  }

  private static func form(_ span: TextSpan) -> String? {
    if case .link(_, .form(let id)) = span { id } else { nil }
  }

  /// Its short form makes the smaller code, which more screens can show.
  private static func picture(_ address: OnlineAddress) -> QRPicture {
    let typed = "https://\(address.short)"
    let text = typed.utf8.count < address.address.utf8.count ? typed : address.address
    return QRCode.picture(text, .low, shown: address.short)
  }

  // MARK: Links

  func links(of reference: ContentReference) -> [LinkTarget] {
    store.item(reference, in: language).map(links) ?? []
  }

  /// Places of a service first, then what the text names, each once; forms only where they can be filled in now.
  private func links(_ item: ContentItem) -> [LinkTarget] {
    var links: [LinkTarget] = (item.service?.contacts ?? []).map {
      .item(ContentReference(kind: .contact, id: $0))
    }
    for spans in item.blocks.flatMap(Self.spans) {
      for case .link(_, let target) in spans { links.append(target) }
    }
    let own = item.service?.form.map { LinkTarget.form($0) }
    var seen: Set<LinkTarget> = [.item(item.reference)]
    return links.filter { target in
      if case .form(let id) = target, !forms.contains(id) || target == own { return false }
      return store.contains(target) && seen.insert(target).inserted
    }
  }

  private static func spans(_ block: TextBlock) -> [[TextSpan]] {
    switch block {
    case .heading(_, let spans), .paragraph(let spans): [spans]
    case .list(_, let items): items
    }
  }

  func link(_ target: LinkTarget) -> (InfoEntry, InfoTarget) {
    switch target {
    case .item(let reference): entry(reference)
    case .form(let id): (InfoEntry(.content(store.name(of: target, in: language) ?? id)), .form(id))
    }
  }

  // MARK: Words

  private func blocks(_ block: TextBlock) -> [InfoBlock] {
    switch block {
    case .heading(_, let spans): [.heading(words(spans))]
    case .paragraph(let spans): [.paragraph(words(spans))]
    case .list(let isNumbered, let items):
      items.enumerated().map { .item(number: isNumbered ? $0.offset + 1 : nil, words($0.element)) }
    }
  }

  private func words(_ spans: [TextSpan]) -> Words { .content(spans.map(\.words).joined()) }

  // MARK: A service

  private func blocks(_ facts: ServiceFacts) -> [InfoBlock] {
    var blocks: [InfoBlock] = []
    if !facts.documents.isEmpty {
      blocks.append(.heading(.key("info.documents")))
      blocks += facts.documents.map { .item(number: nil, .content($0)) }
    }
    let fees = fees(facts)
    // What only begins later is no price of today.
    let isToday = !facts.fees(on: now.day).isEmpty
    if !fees.isEmpty { blocks += [.heading(.key(isToday ? "info.fees" : "info.fee")), .facts(fees)] }
    if !facts.duration.isEmpty {
      blocks += [.heading(.key("info.duration")), .paragraph(.content(facts.duration))]
    }
    let places = facts.contacts.prefix(Self.placesMax).compactMap { id in
      store.item(ContentReference(kind: .contact, id: id), in: language)
    }
    if !places.isEmpty { blocks += [.heading(.key("info.where")), .facts(places.flatMap(told))] }
    return blocks
  }

  /// Each fee as it holds today, and below it its next change.
  private func fees(_ facts: ServiceFacts) -> [InfoFact] {
    let today = facts.fees(on: now.day)
    var ids: [String] = []
    for fee in facts.fees where !ids.contains(fee.id) { ids.append(fee.id) }
    return ids.flatMap { id -> [InfoFact] in
      let holds = today.first { $0.id == id }
      let next = facts.fees.filter { $0.id == id && $0.from > now.day }.min { $0.from < $1.from }
      guard let named = holds ?? next else { return [] }
      let label: Words = named.label.isEmpty ? .key("info.fee") : .content(named.label)
      var rows: [InfoFact] = []
      if let holds { rows.append(InfoFact(label, .content(texts.amount(holds)))) }
      if let next {
        let change = Words.key(
          "info.fee_from", ["date": texts.date(next.from), "amount": texts.amount(next)])
        rows.append(InfoFact(rows.isEmpty ? label : .content(""), change))
      }
      // An end that another amount follows at once is told by that amount.
      if let until = holds?.until, next.map({ $0.from > until + 1 }) ?? true {
        rows.append(InfoFact(.content(""), .key("info.fee_until", ["date": texts.date(until)])))
      }
      return rows
    }
  }

  /// A place where a service is to be had.
  private func told(_ item: ContentItem) -> [InfoFact] {
    var values: [Words] = []
    if let hours = item.contact?.hours { values.append(self.hours(hours).status) }
    if let address = item.contact?.address, !address.isEmpty {
      values.append(.content(address.joined(separator: ", ")))
    }
    if let phone = item.contact?.phone { values.append(.key("info.phone_number", ["phone": phone])) }
    if values.isEmpty { values.append(.content("")) }
    return values.enumerated().map {
      InfoFact($0.offset == 0 ? .content(item.name) : .content(""), $0.element)
    }
  }

  // MARK: A place

  private func blocks(_ facts: ContactFacts) -> [InfoBlock] {
    var blocks: [InfoBlock] = []
    let hours = facts.hours.map(self.hours)
    if let hours { blocks.append(.paragraph(hours.status)) }
    var rows: [InfoFact] = []
    for (index, line) in facts.address.enumerated() {
      rows.append(InfoFact(index == 0 ? .key("info.address") : .content(""), .content(line)))
    }
    if let phone = facts.phone { rows.append(InfoFact(.key("info.phone"), .content(phone))) }
    if let email = facts.email { rows.append(InfoFact(.key("info.email"), .content(email))) }
    if !rows.isEmpty { blocks.append(.facts(rows)) }
    if let hours {
      blocks += [.heading(.key("info.hours")), .facts(hours.week)]
      let exceptions = hours.exceptions
      if !exceptions.isEmpty { blocks += [.heading(.key("info.exceptions")), .facts(exceptions)] }
    }
    return blocks
  }
}

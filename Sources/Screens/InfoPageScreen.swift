// A page of the town: its words, sheet by sheet, then what can be done with it: apply here and now, go on to another
// page, take it along on paper or on the own phone.

import Messages
import Terminal

struct InfoPageScreen: ScreenPart {
  /// A longer name may be cut in the title's lines and stands in the body as well.
  private static let titleCharactersMax = 64

  private var shown: InfoPage
  private var choices: Choices
  private var error: Text?

  init(_ shown: InfoPage) {
    self.shown = shown
    let rows = Self.rows(shown)
    let back = shown.focus.flatMap { rows.firstIndex(of: .link($0)) }
    choices = Choices(focus: back ?? 0)
  }

  var screen: CitizenScreen { .infoPage(self) }
  var helpKey: String { "info.page_help" }

  private enum Row: Equatable {
    case apply
    case link(Int)
    case print
  }

  private static func rows(_ shown: InfoPage) -> [Row] {
    (shown.apply == nil ? [] : [.apply]) + shown.links.indices.prefix(InfoPage.linksMax).map { .link($0) }
      + (shown.paper == .open ? [.print] : [])
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    error = nil
    if key == .back || key == .erase { return .ask(.back) }
    let rows = Self.rows(shown)
    if rows.isEmpty { return key == .ok ? .ask(.back) : .stay }
    guard let index = choices.press(key, count: rows.count) else { return .stay }
    switch rows[index] {
    case .apply: return .ask(.info(.apply))
    case .link(let index): return .ask(.info(.choose(index)))
    case .print: return .ask(.info(.print))
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .info(.page(let page)) = stage, page.step == shown.step else { return false }
    let focused = choices.focus.flatMap { Self.rows(shown).indices.contains($0) ? Self.rows(shown)[$0] : nil }
    shown = page
    let rows = Self.rows(page)
    choices = Choices(
      focus: focused.flatMap(rows.firstIndex) ?? InfoFocus.inside(rows.count, count: rows.count))
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "info.title", context)
    page.title(Wording.words(shown.title))
    if case .content(let name) = shown.title, name.count > Self.titleCharactersMax {
      page.heading(.data(name))
    }
    for block in shown.blocks { add(block, to: &page) }
    if let online = shown.online { page.online(online) }
    let rows = Self.rows(shown)
    page.choices(rows.map(text), choices)
    page.status(paper.map { Text($0) }, error: error)
    page.keys(
      rows.isEmpty
        ? [.ok("key.back"), .end, .help, .language]
        : [.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }

  private func add(_ block: InfoBlock, to page: inout PageDraft) {
    switch block {
    case .heading(let words): page.heading(Wording.words(words))
    case .paragraph(let words): page.paragraph(Wording.words(words))
    case .item(let number, let words): page.item(number.map { "\($0)." } ?? "-", Wording.words(words))
    case .facts(let facts): page.facts(facts.map { Fact(Wording.words($0.label), Wording.words($0.value)) })
    }
  }

  private func text(_ row: Row) -> Text {
    switch row {
    case .apply: shown.apply.map(Wording.words) ?? Text("info.apply")
    case .link(let index): InfoFocus.line(shown.links[index])
    case .print: Text("info.print")
    }
  }

  /// What became of the page on paper.
  private var paper: String? {
    switch shown.paper {
    case .printing: "info.printing"
    case .printed: "info.printed"
    case .noPaper, .failed: "info.not_printed"
    case .open, .mailed, nil: nil
    }
  }
}

// A list of the information, part by part: six entries and the way on. A list that counts something shows it as bars,
// and says the same in its entries.

import Messages
import Terminal

struct InfoListScreen: ScreenPart {
  private var list: InfoList
  private var choices: Choices
  private var error: Text?

  init(_ list: InfoList) {
    self.list = list
    choices = Choices(focus: InfoFocus.inside(list.focus, count: Self.rows(list).count))
  }

  var screen: CitizenScreen { .infoList(self) }
  var helpKey: String { "info.list_help" }

  private enum Row: Equatable {
    case entry(Int)
    case next
    /// From the last part to the first.
    case first
  }

  private static func rows(_ list: InfoList) -> [Row] {
    let hasParts = list.parts > 1
    let most = hasParts ? InfoList.entriesMax : Choices.countMax
    let entries = list.entries.indices.prefix(most).map { Row.entry($0) }
    return hasParts ? entries + [list.part < list.parts ? .next : .first] : entries
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    error = nil
    let rows = Self.rows(list)
    if key == .back || key == .erase { return .ask(.back) }
    // A list without entries has one way out.
    if rows.isEmpty { return key == .ok ? .ask(.back) : .stay }
    guard let index = choices.press(key, count: rows.count) else { return .stay }
    switch rows[index] {
    case .entry(let index): return .ask(.info(.choose(index)))
    case .next, .first: return .ask(.info(.turn(1)))
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .info(.list(let list)) = stage, list.step == self.list.step, list.part == self.list.part
    else { return false }
    self.list = list
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "info.title", context)
    page.title(Wording.words(list.title))
    let rows = Self.rows(list)
    let bars = list.chart.map { Array($0.prefix(Chart.barsMax)) } ?? []
    if !bars.isEmpty {
      // What can be chosen has its bar in its own row; what was counted and has no page is drawn above.
      let names = list.entries.map(\.name)
      let others = bars.filter { !names.contains($0.label) }.map(Self.bar)
      let words = Wording.words(list.hint ?? list.title)
      if let chart = Chart(others, alternative: words, most: bars.map(\.value).max() ?? 0) {
        page.chart(chart)
      } else {
        page.label(words)
      }
    } else if let hint = list.hint {
      page.hintOrText(Wording.words(hint), isOnly: rows.isEmpty)
    }
    page.choices(rows.map(text), choices)
    for (index, row) in rows.enumerated() {
      guard case .entry(let entry) = row else { continue }
      page.bar(index, bars.first { $0.label == list.entries[entry].name }.map(Self.bar))
    }
    page.status(error: error)
    page.keys(
      rows.isEmpty
        ? [.ok("key.back"), .end, .help, .language]
        : [.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }

  private static func bar(_ bar: InfoBar) -> Chart.Bar { Chart.Bar(Wording.words(bar.label), bar.value) }

  private func text(_ row: Row) -> Text {
    switch row {
    case .entry(let index): InfoFocus.line(list.entries[index])
    case .next:
      Text("info.next_part", .number("part", list.part &+ 1), .number("parts", list.parts))
    case .first: Text("info.first_part")
    }
  }
}

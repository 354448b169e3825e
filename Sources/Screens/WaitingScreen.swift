// What waits under the number: kind and date only, no name. One of them is chosen, or all one after the other. What
// cannot be opened here is named, not offered (UX-12).

import Messages
import Terminal

struct WaitingScreen: ScreenPart {
  /// Rows on one part of a long list; one row stays for "more".
  static let rowsPerPart = Choices.countMax - 1

  private let sets: [WaitingSet]
  private var choices = Choices()
  private var part = 0
  private var error: Text?

  init(_ sets: [WaitingSet]) {
    self.sets = sets
  }

  private enum Row: Equatable {
    case set(Int)
    case all([Int])
    /// Its time here is over: the page that says where it is.
    case late(Int)
    case more
  }

  var screen: CitizenScreen { .waiting(self) }
  var helpKey: String { "waiting.help" }

  private var openable: [Int] { sets.indices.filter { sets[$0].canOpen } }

  /// The rows of the part that is shown.
  private var rows: [Row] {
    let all = allRows
    if all.count <= Choices.countMax { return all }
    let start = part * Self.rowsPerPart
    return all[start..<min(all.count, start + Self.rowsPerPart)] + [.more]
  }

  private var allRows: [Row] {
    var all = openable.map { Row.set($0) }
    if all.count > 1 { all.insert(.all(openable), at: 0) }
    return all + sets.indices.filter { sets[$0].obstacle == .late }.map { Row.late($0) }
  }

  private var partCount: Int {
    let count = allRows.count
    return count <= Choices.countMax ? 1 : (count + Self.rowsPerPart - 1) / Self.rowsPerPart
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    if rows.isEmpty { return key == .ok ? .ask(.end) : .stay }
    guard let index = choices.press(key, count: rows.count) else { return .stay }
    error = nil
    switch rows[index] {
    case .set(let set), .late(let set): return .ask(.choose([set]))
    case .all(let sets): return .ask(.choose(sets))
    case .more:
      part = (part + 1) % partCount
      choices = Choices()
      return .stay
    }
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "waiting.title", step: 3, context)
    if rows.isEmpty {
      page.question(Text("waiting.counter_only"))
      for set in sets { page.paragraph(Wording.documents(set.documents)) }
      page.counter()
      page.keys([.ok("key.done"), .back, .end, .help, .language])
      return page
    }
    page.question(Text("waiting.question"))
    page.choices(rows.map(text), choices)
    if part == partCount - 1 {
      for set in sets where !set.canOpen && set.obstacle != .late {
        let key = set.obstacle == .outOfService ? "waiting.blocked" : "waiting.counter"
        page.note(Text(key: key, arguments: [.text("documents", Wording.documents(set.documents))]))
      }
    }
    page.status(error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help])
    return page
  }

  private func text(_ row: Row) -> Text {
    switch row {
    case .all: Text("waiting.all")
    case .more: Text("waiting.more")
    case .late(let index):
      Text("waiting.late", .text("documents", Wording.documents(sets[index].documents)))
    case .set(let index):
      Text(
        "waiting.set",

        .text("documents", Wording.documents(sets[index].documents)),
        .text("until", Wording.shortDate(sets[index].until)))
    }
  }
}

// The ways into the information: by situation of life, from A to Z, by searching, and where and when. What this town
// does not have, the station does not list.

import Messages
import Terminal

struct InfoMenuScreen: ScreenPart {
  private var menu: InfoMenu
  private var choices: Choices
  private var error: Text?

  init(_ menu: InfoMenu) {
    self.menu = menu
    choices = Choices(focus: InfoFocus.inside(menu.focus, count: menu.entries.count))
  }

  var screen: CitizenScreen { .infoMenu(self) }
  var helpKey: String { "info.help" }

  private var count: Int { min(menu.entries.count, Choices.countMax) }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    error = nil
    if key == .back || key == .erase { return .ask(.back) }
    return choices.press(key, count: count).map { .ask(.info(.choose($0))) } ?? .stay
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .info(.menu(let menu)) = stage, menu.step == self.menu.step else { return false }
    self.menu = menu
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "info.title", context)
    page.question(Text("info.question"))
    page.choices(menu.entries.prefix(count).map(InfoFocus.line), choices)
    page.status(menu.notice.map(Wording.words), error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }
}

/// What lists of the information have in common.
enum InfoFocus {
  /// A focus from the station, on a choice that there is.
  static func inside(_ focus: Int, count: Int) -> Int {
    min(max(0, focus), max(0, min(count, Choices.countMax) - 1))
  }

  /// "Bürgeramt: jetzt geöffnet bis 16:00 Uhr".
  static func line(_ entry: InfoEntry) -> Text {
    guard let note = entry.note else { return Wording.words(entry.name) }
    return Text("info.entry", .text("name", Wording.words(entry.name)), .text("note", Wording.words(note)))
  }
}

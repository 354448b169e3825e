// The choice of a language, each in its own name, where more than two are offered. With two, the key switches at once.

import Messages
import Terminal

struct LanguageScreen: Equatable, Sendable {
  private let languages: [String]
  private var choices: Choices
  private(set) var isClosed = false

  init(_ languages: [String], current: String) {
    self.languages = Array(languages.prefix(Choices.countMax))
    choices = Choices(focus: self.languages.firstIndex(of: current))
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase {
      isClosed = true
      return .stay
    }
    guard let index = choices.press(key, count: languages.count) else { return .stay }
    isClosed = true
    return .ask(.language(languages[index]))
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "language.title", context)
    page.question(Text("language.question"))
    page.choices(languages.map { Text("language.\($0)") }, choices)
    page.hint(Text(key: "language.help", arguments: context.keyNames.arguments))
    page.keys([.back, .choose, .ok("key.continue"), .end])
    return page
  }
}

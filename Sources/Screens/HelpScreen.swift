// Help over any screen: what this screen is for and where a person can be found. It covers what is typed and keeps it.
// While a door is open it also carries the way out for a door that does not close.

import Messages
import Terminal

struct HelpScreen: Equatable, Sendable {
  private let helpKey: String
  private let isDoorOpen: Bool
  private var choices = Choices(focus: nil)
  private(set) var isClosed = false

  init(of screen: CitizenScreen, _ context: ScreenContext) {
    helpKey = screen.part.helpKey(context)
    if case .open = screen { isDoorOpen = true } else { isDoorOpen = false }
  }

  mutating func press(_ key: ScreenKey) -> ScreenAnswer {
    if !isDoorOpen {
      isClosed = key == .ok || key == .back || key == .erase
      return .stay
    }
    if key == .back || key == .erase {
      isClosed = true
      return .stay
    }
    guard let index = choices.press(key, count: 2) else { return .stay }
    isClosed = true
    return index == 0 ? .ask(.reportStuck) : .stay
  }

  func page(_ context: ScreenContext, notice: String?) -> PageDraft {
    var page = PageDraft(title: "help.title", context)
    page.paragraph(Text(key: helpKey, arguments: context.keyNames.arguments))
    if isDoorOpen {
      page.question(Text("open.stuck_question"))
      page.choices([Text("open.stuck_call"), Text("open.stuck_back")], choices)
      page.counter()
      page.status(notice.map { Text($0) })
      page.keys([.back, .choose, .ok("key.continue"), .language])
    } else {
      page.counter()
      page.hint(Text(key: "help.back", arguments: context.keyNames.arguments))
      page.status(notice.map { Text($0) })
      page.keys([.back, .end, .language])
    }
    return page
  }
}

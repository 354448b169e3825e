// "End" over an application with answers: asked once, since one key would throw all of them away. A second "End" ends.

import Messages
import Terminal

struct FormAbortScreen: Equatable, Sendable {
  private var choices = Choices()
  private(set) var isClosed = false

  /// True where an "End" would delete answers.
  static func guards(_ stage: Stage?) -> Bool {
    switch stage {
    case .form(.question), .form(.check), .form(.declaration): true
    default: false
    }
  }

  mutating func press(_ key: ScreenKey) -> ScreenAnswer {
    if key == .back || key == .erase {
      isClosed = true
      return .stay
    }
    guard let index = choices.press(key, count: 2) else { return .stay }
    isClosed = true
    return index == 1 ? .ask(.end) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "formabort.title", context)
    page.question(Text("formabort.question"))
    page.choices([Text("formabort.stay"), Text("formabort.end")], choices)
    page.status()
    page.keys([.back, .choose, .ok("key.continue"), .end, .language])
    return page
  }
}

// A list of the station's from which one entry is chosen, in parts where it is long: the last choice shows the next part,
// on the last part the one before. It knows the entries' places and not what they lead to.

import Messages
import Terminal

struct EntryList: Equatable, Sendable {
  private(set) var list: InfoList
  private var choices = Choices()

  enum Answer: Equatable {
    /// The key only moved the focus, or means nothing here.
    case stay
    /// Index of the entry.
    case choose(Int)
    /// +1 or -1.
    case turn(Int)
  }

  init(_ list: InfoList) {
    self.list = list
  }

  private var entries: [InfoEntry] { Array(list.entries.prefix(InfoList.entriesMax)) }
  private var hasParts: Bool { list.parts > 1 }
  private var isLast: Bool { list.part >= list.parts }

  mutating func press(_ key: ScreenKey) -> Answer {
    let count = entries.count
    guard let index = choices.press(key, count: count + (hasParts ? 1 : 0)) else { return .stay }
    return index < count ? .choose(index) : .turn(isLast ? -1 : 1)
  }

  /// The same list in another language, or another part of it.
  mutating func show(_ list: InfoList) {
    if list.part != self.list.part { choices = Choices() }
    self.list = list
  }

  /// Puts the entries on a page, with the number of the part above them.
  func draw(on page: inout PageDraft) {
    if hasParts {
      page.label(Text("list.part", .number("number", list.part), .number("of", list.parts)))
    }
    var texts = entries.map { entry in
      entry.note.map { Text("list.entry", .text("name", entry.name.text), .text("note", $0.text)) }
        ?? entry.name.text
    }
    if hasParts { texts.append(Text(isLast ? "list.before" : "list.more")) }
    page.choices(texts, choices)
  }
}

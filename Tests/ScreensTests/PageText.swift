// A page as lines of text, for tests that ask what is said and not where. Frames have their own tests.

import Terminal

@testable import Screens

/// What the flow's page says, in its language.
func rendered(_ flow: CitizenFlow) -> String {
  pageText(flow.page, texts(of: flow))
}

func texts(of flow: CitizenFlow) -> Texts {
  let language = flow.snapshot?.language ?? "de"
  return Texts(language: language, templates: TextFiles.all[language] ?? [:])
}

func pageText(_ page: Page, _ texts: Texts) -> String {
  func say(_ text: Text) -> String { texts.resolve(text) }
  func say(_ block: Block) -> [String] {
    switch block {
    case .facts(let facts): facts.map { "\(say($0.label)) \(say($0.value))" }
    case .wall(let wall): ["[wall] " + say(wall.alternative)] + wall.beside.flatMap(say)
    default: block.texts.map(say)
    }
  }
  var lines = [say(page.header.town) + " | " + say(page.header.clock)]
  lines.append(say(page.title) + (page.step.map { " | \($0.number)/\($0.of)" } ?? ""))
  lines += page.blocks.flatMap(say)
  for field in page.fields {
    switch field.kind {
    case .digits(let boxes):
      if case .shown(let digits) = boxes.entry {
        lines.append("\(digits.map(String.init).joined(separator: " │ "))")
      }
    case .date(let parts):
      lines.append(
        [parts.day, parts.month, parts.year].map { $0.map(String.init).joined() }.joined(separator: " / "))
    case .line(let line): lines.append(line.text)
    case .picker(let picker): lines.append(picker.line.text)
    }
  }
  for (index, choice) in page.choices.enumerated() {
    lines.append("\(page.focus == .choice(index) ? ">" : " ") \(choice.digit)  \(say(choice.text))")
  }
  lines += page.notes.map(say)
  if !page.languages.isEmpty { lines.append(page.languages.map(say).joined(separator: "   ")) }
  if let error = page.error {
    lines.append(texts.resolve(Text("terminal.error")) + " " + say(error))
  } else if let status = page.status {
    lines.append(say(status))
  }
  lines.append(
    page.keys.map { "[\($0.name)] \(say($0.text))" }.joined(separator: "  ")
      + (page.countdown.map { "  " + say($0.text) } ?? ""))
  return lines.joined(separator: "\n")
}

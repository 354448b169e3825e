// A page of the information on paper: its own words, nothing of the person who reads it. A printer that does not work is
// not offered, and a second press prints nothing.

import Messages
import Services

extension StationCore {
  mutating func printInfo(_ visit: InfoVisit) {
    guard case .page(let shown)? = visit.shown?.view.stage, shown.paper == .open, let key = visit.shown?.key
    else { return }
    var visit = visit
    let reference = "info-\(now)"
    visit.print = (reference, visit.top.number)
    visit.top.paper = .printing
    // Where the printer's fonts lack the letters of a language, the page comes in the first one.
    let frame = slipFrame()
    var printed = key
    printed.language = frame.language
    guard case .page(let page) = infoView(visit, printed).stage else { return }
    printSlip(.information(page, frame), reference: reference)
    go(.info(visit))
  }

  mutating func infoPrinted(_ reference: String, _ outcome: PrintOutcome) {
    guard case .info(var visit)? = session?.place, visit.print?.reference == reference else { return }
    if visit.print?.step == visit.top.number { visit.top.paper = outcome.state }
    visit.print = nil
    session?.place = .info(visit)
  }
}

extension SlipDocument {
  /// A page as it was on the screen, without what can be chosen there.
  static func information(_ page: InfoPage, _ frame: SlipFrame) -> SlipDocument {
    func say(_ words: Words) -> String {
      switch words {
      case .content(let text): text
      case .key(let key, let values): frame.say(key, values)
      }
    }
    var parts: [Part] = []
    for block in page.blocks {
      switch block {
      case .heading(let words): parts.append(.heading(say(words)))
      case .paragraph(let words): parts.append(.paragraph(say(words)))
      case .item(let number, let words):
        let row = say(words)
        switch (number, parts.last) {
        case (nil, .list(let rows)?): parts[parts.count - 1] = .list(rows + [row])
        case (nil, _): parts.append(.list([row]))
        case (let number?, .steps(let rows)?) where number > 1: parts[parts.count - 1] = .steps(rows + [row])
        case (_, _): parts.append(.steps([row]))
        }
      case .facts(let facts):
        parts.append(.facts(facts.map { SlipFact(say($0.label), say($0.value)) }))
      }
    }
    if let online = page.online {
      parts += [.heading(frame.say("info.online")), .paragraph(online.text)]
      if let code = try? QRCode.modules("https://\(online.text)") {
        parts.append(.code(code, caption: frame.say("slip.online_code")))
      }
    }
    return frame.document(say(page.title), parts + contactParts(frame))
  }
}

// What the demo's wall shows and what its keys do: a value, like the citizen's screens. It draws nothing and touches no
// door; what it asks for is done by DemoWallCommand.

import Messages
import Station
import Terminal

struct DemoWall: Screen {
  enum Input: Equatable {
    case key(Key)
    /// The doors as they truly are, and the boards that are silent.
    case doors([TrueDoor], silent: Set<Int>)
    /// What the station says of its compartments; empty: it does not answer.
    case station([CompartmentRow])
    /// What lies on the card reader.
    case reader(DemoCards?)
    /// What came of an act.
    case said(String?)
  }

  enum Request: Equatable {
    /// Commands of the boards' control socket, one after the other.
    case boards([String])
    /// Lays a card on the reader; nil takes it away.
    case lay(DemoCards?)
    case killStation
    case switchHands
    case leave(Leaving)
  }

  enum Leaving: Equatable { case toScreen, endDemo }

  let language: DeskLanguage
  let card: [String]
  var hasHands: Bool
  private(set) var selected = 1
  private var doors: [TrueDoor] = []
  private var silent: Set<Int> = []
  private var compartments: [CompartmentRow] = []
  private var lying: DemoCards?
  /// The part of the card that is shown, from 0; nil: the wall.
  private var shownPart: Int?
  private var message: String?
  private var hasChosen = false

  init(language: DeskLanguage, card: [String], hasHands: Bool) {
    self.language = language
    self.card = card
    self.hasHands = hasHands
  }

  private var door: TrueDoor? { doors.first { $0.compartment == selected } }
  private var board: Int { DemoTown.wire(selected).board }

  mutating func reduce(_ input: Input) -> [Request] {
    switch input {
    case .doors(let new, let silent):
      doors = new
      self.silent = silent
      // Until somebody chooses a door, the open one is in question.
      if !hasChosen, let open = new.first(where: \.isOpen) { selected = open.compartment }
    case .station(let rows): compartments = rows
    case .reader(let card): lying = card
    case .said(let text): message = text
    case .key(let key): return pressed(key)
    }
    return []
  }

  private mutating func pressed(_ key: Key) -> [Request] {
    message = nil
    if let part = shownPart {
      switch key {
      case .ok, .help: shownPart = part + 1 < parts.count ? part + 1 : nil
      case .back, .function(12): shownPart = nil
      default: break
      }
      return key == .end ? [.leave(.endDemo)] : []
    }
    switch key {
    case .left: choose(selected - 1)
    case .right: choose(selected + 1)
    case .up: choose(selected - DemoTown.columns)
    case .down: choose(selected + DemoTown.columns)
    case .ok, .back, .function(12): return [.leave(.toScreen)]
    case .end: return [.leave(.endDemo)]
    case .help: shownPart = 0
    case .digit(let digit):
      guard let choice = acts.first(where: { $0.digit == digit }) else { return [] }
      if case .switchHands = choice.request { hasHands.toggle() }
      if case .lay(let card) = choice.request { lying = card }
      message = choice.text
      return [choice.request]
    default: break
    }
    return []
  }

  private mutating func choose(_ compartment: Int) {
    guard (1...DemoTown.doors).contains(compartment) else { return }
    selected = compartment
    hasChosen = true
  }

  private struct Act {
    var digit: Int
    var text: String
    var request: Request
  }

  /// What can be done now, with the digit that does it.
  private var acts: [Act] { (door.map(doorActs) ?? []) + wallActs }

  private func doorActs(_ door: TrueDoor) -> [Act] {
    let (board, lock) = DemoTown.wire(selected)
    func hand(_ words: String...) -> Request { .boards(words.map { "\($0) \(board) \(lock)" }) }
    var acts: [Act] = []
    switch (door.isOpen, door.hasItem) {
    case (true, true):
      acts.append(
        Act(digit: 1, text: t("Nehmen, Tür schließen", "Take, shut the door"), request: hand("take", "close"))
      )
      acts.append(Act(digit: 2, text: t("Nur nehmen", "Take only"), request: hand("take")))
    case (true, false):
      acts.append(
        Act(
          digit: 1, text: t("Hineinlegen, Tür schließen", "Put in, shut the door"),
          request: hand("put", "close")))
      acts.append(Act(digit: 2, text: t("Nur hineinlegen", "Put in only"), request: hand("put")))
    case (false, _): break
    }
    acts.append(
      door.isOpen
        ? Act(digit: 3, text: t("Tür schließen", "Shut the door"), request: hand("close"))
        : Act(digit: 3, text: t("Tür aufbrechen", "Force the door open"), request: hand("open")))
    acts.append(
      door.isJammed
        ? Act(digit: 4, text: t("Schloss lösen", "Free the latch"), request: hand("unjam"))
        : Act(digit: 4, text: t("Schloss klemmen lassen", "Jam the latch"), request: hand("jam")))
    return acts
  }

  private var wallActs: [Act] {
    [
      silent.contains(board)
        ? Act(
          digit: 5, text: t("Platinen antworten lassen", "Let boards answer"),
          request: .boards(["fault none"]))
        : Act(
          digit: 5, text: t("Platine verstummen lassen", "Silence its board"),
          request: .boards(["fault no-answer=\(board)"])),
      Act(digit: 6, text: t("Station abschießen", "Kill the station") + " (kill -9)", request: .killStation),
      Act(
        digit: 7,
        text: hasHands
          ? t("Unsichtbare Hand wegnehmen", "Take the hand away")
          : t("Unsichtbare Hand holen", "Bring the hand"), request: .switchHands),
    ] + readerActs
  }

  private var readerActs: [Act] {
    switch lying {
    case nil:
      [
        Act(
          digit: 8, text: t("Ausweis auf den Leser", "ID card on the reader"), request: .lay(.identityCard)),
        Act(digit: 9, text: t("Reisepass auf den Leser", "Passport on the reader"), request: .lay(.passport)),
      ]
    case .identityCard:
      [Act(digit: 8, text: t("Ausweis vom Leser nehmen", "Take the ID card"), request: .lay(nil))]
    case .passport:
      [Act(digit: 9, text: t("Reisepass vom Leser nehmen", "Take the passport"), request: .lay(nil))]
    }
  }

  var page: Page { shownPart.map(cardPage) ?? wallPage }

  /// The card, page by page.
  private var parts: [[String]] { card.split(separator: DemoCard.divider).map(Array.init) }

  private var header: Header {
    Header(
      town: .data("DEMO"),
      clock: .data(
        hasHands
          ? t("unsichtbare Hand: nimmt und schließt", "invisible hand: takes and shuts")
          : t("keine unsichtbare Hand", "no invisible hand")))
  }

  private func cardPage(_ part: Int) -> Page {
    let isLast = part + 1 >= parts.count
    return Page(
      header: header,
      title: .data(
        part == 0
          ? t("Wer es gibt, und welche Karten", "People and cards")
          : t("Was es noch gibt", "What else there is")),
      blocks: parts.indices.contains(part) ? [.paragraph(Self.lines(parts[part]))] : [],
      keys: [
        KeyCap(.ok, .data(isLast ? t("Wand", "Wall") : t("Weiter", "More"))),
        KeyCap(.end, .data(t("Demo beenden", "End the demo"))),
      ])
  }

  private var wallPage: Page {
    let place = WallDrawing.Place(
      row: (selected - 1) / DemoTown.columns, column: (selected - 1) % DemoTown.columns)
    // Beside the doors, so that both fit on 24 rows.
    let choices = Block.paragraph(Self.lines(acts.map { "\($0.digit)  \($0.text)" }))
    let drawing = WallDrawing(
      rows: DemoTown.rows, columns: DemoTown.columns, target: place,
      labels: (1...DemoTown.doors).map(letter), alternative: .data(words), beside: [choices])
    let legend = t(
      ". leer  o Dokument  O offen  x gesperrt  k klemmt  ? unklar",
      ". empty  o document  O open  x out of service  k jammed  ? unclear")
    return Page(
      header: header, title: .data(t("Die Wand", "The wall")),
      blocks: [drawing.map { .wall($0) } ?? choices, .paragraph(.data(legend))],
      status: message.map { .data($0) },
      keys: [
        KeyCap(.ok, .data(t("Bildschirm", "Screen"))), KeyCap(.choose, .data(t("Fach", "Door"))),
        KeyCap(.help, .data(t("Karte", "Card"))), KeyCap(.end, .data(t("Demo beenden", "End the demo"))),
      ])
  }

  /// Lines below one another, as one text.
  private static func lines(_ lines: [String]) -> Text {
    Text(
      key: "demo.lines.\(lines.count)",
      arguments: lines.enumerated().map { .data("line\($0.offset)", $0.element) })
  }

  /// The templates behind `lines`.
  static let templates = Dictionary(
    uniqueKeysWithValues: (1...24).map { count in
      ("demo.lines.\(count)", (0..<count).map { "{line\($0)}" }.joined(separator: "\n"))
    })

  private func letter(_ compartment: Int) -> String {
    let door = doors.first { $0.compartment == compartment }
    let row = compartments.first { $0.compartment == compartment }
    if door?.isOpen == true { return door?.hasItem == true ? "Oo" : "O" }
    if row?.blocked != nil { return "x" }
    if door?.isJammed == true { return "k" }
    if door == nil || row?.content == "unclear" { return "?" }
    return door?.hasItem == true ? "o" : "."
  }

  /// The chosen door in a sentence: as it truly is, and as the station believes it to be.
  private var words: String {
    var truth = [t("Fach \(selected)", "Door \(selected)")]
    if let door {
      truth.append(door.isOpen ? t("offen", "open") : t("zu", "shut"))
      truth.append(door.hasItem ? t("mit Dokument", "with a document") : t("leer", "empty"))
      if door.isJammed { truth.append(t("Schloss klemmt", "latch jammed")) }
    }
    if silent.contains(board) { truth.append(t("Platine stumm", "board silent")) }
    return truth.joined(separator: ", ") + ". " + belief
  }

  private var belief: String {
    guard let row = compartments.first(where: { $0.compartment == selected }) else {
      return t("Die Station antwortet nicht.", "The station does not answer.")
    }
    let door =
      switch row.door {
      case "open": t("offen", "open")
      case "closed": t("zu", "shut")
      default: t("unbekannt", "unknown")
      }
    let content =
      switch row.content {
      case "holds": t("belegt", "loaded")
      case "empty": t("leer", "empty")
      case "unconfirmed": t("noch nie geprüft", "never looked at")
      default: t("unklar", "unclear")
      }
    let blocked = row.blocked == nil ? "" : t(", gesperrt", ", out of service")
    return "Station: \(door), \(content)\(blocked)."
  }

  private func t(_ german: String, _ english: String) -> String { language.text(german, english) }
}

// Builds the page of a citizen screen in the order in which it is said. It adds what every page has (town, clock, the
// countdown in words, the demo's key), so that a screen's file says only what is its own.

import Handover
import Messages
import Terminal

/// The names of keys that texts speak of ("Drücken Sie [OK]"), as they are printed on this device.
public struct KeyNames: Equatable, Sendable {
  public var ok: String
  public var back: String

  public init(ok: String = "OK", back: String = "←") {
    self.ok = ok
    self.back = back
  }

  /// Arguments for templates with `{ok}` and `{back}`.
  var arguments: [Text.Argument] { [.data("ok", "[\(ok)]"), .data("back", "[\(back)]")] }
}

struct PageDraft: Equatable, Sendable {
  /// Steps of a pickup: number, code, whose, open, take.
  static let steps = 5
  /// From so many seconds on a wait is announced in words.
  static let lastSeconds = 20

  private(set) var page: Page
  private let context: ScreenContext?

  init(title: String, step: Int? = nil, _ context: ScreenContext) {
    self.init(Text(title), step: step.map { Step($0, of: Self.steps) }, context)
  }

  /// A page whose title may be words of the town's content.
  init(_ title: Text, step: Step? = nil, _ context: ScreenContext) {
    self.context = context
    page = Page(
      header: Header(town: .data(context.welcome.town), clock: Wording.clock(context.snapshot.clock)),
      title: title, step: step)
    page.status = defaultStatus
  }

  /// A page without a station: its words are data.
  init(builtIn title: String) {
    context = nil
    page = Page(header: Header(town: .data(""), clock: .data("")), title: .data(title))
  }

  /// A title that is words of the town.
  mutating func title(_ text: Text) { page.title = text }

  // MARK: What is said

  mutating func question(_ text: Text) { page.blocks.append(.question(text)) }
  mutating func paragraph(_ text: Text) { page.blocks.append(.paragraph(text)) }
  mutating func good(_ text: Text) { page.blocks.append(.success(text)) }
  mutating func hint(_ text: Text) { page.blocks.append(.hint(text)) }
  /// A line that belongs to the next one.
  mutating func label(_ text: Text) { page.blocks.append(.label(text)) }
  mutating func facts(_ facts: [Fact]) { page.blocks.append(.facts(facts)) }
  mutating func bigDigits(_ digits: BigDigits) { page.blocks.append(.bigDigits(digits)) }
  mutating func code(_ code: QRDrawing) { page.blocks.append(.qr(code)) }
  /// The name of a part of a longer text.
  mutating func heading(_ text: Text) { page.blocks.append(.heading(text)) }
  /// An entry of a list, after its mark.
  mutating func item(_ mark: String, _ text: Text) { page.blocks.append(.item(mark, text)) }
  mutating func chart(_ chart: Chart) { page.blocks.append(.chart(chart)) }
  /// A sentence above choices; where there are none, it is what the page says.
  mutating func hintOrText(_ text: Text, isOnly: Bool) {
    if isOnly { paragraph(text) } else { hint(text) }
  }
  /// An address for the citizen's own device.
  mutating func online(_ picture: QRPicture) {
    page.blocks.append(.heading(Text("info.online")))
    let drawing = QRDrawing(
      side: picture.side, modules: picture.modules.utf8.map { $0 == 0x31 }, address: .data(picture.text),
      alternative: Text("info.online_code"))
    page.blocks.append(drawing.map { .qr($0) } ?? .paragraph(.data(picture.text)))
  }
  mutating func spacer() { page.blocks.append(.spacer) }
  /// Said below fields and choices.
  mutating func note(_ text: Text) { page.notes.append(text) }

  /// What still waits under the same number.
  mutating func moreWaiting(_ count: Int) {
    question(count == 1 ? Text("done.next_one") : Text("done.next_many", .number("count", count)))
  }

  /// Who can be asked, and by phone.
  mutating func counter() {
    guard let counter = context?.welcome.counter, !counter.phone.isEmpty else { return }
    paragraph(Text("counter.phone", .data("phone", counter.phone)))
  }

  /// Where the counter is and when it is open.
  mutating func counterWithHours() {
    guard let counter = context?.welcome.counter else { return }
    label(.data(counter.address.isEmpty ? counter.name : "\(counter.name), \(counter.address)"))
    for line in counter.hours { label(.data(line)) }
    self.counter()
  }

  // MARK: What is drawn

  /// The wall with the door, or only its number where the wall does not know it.
  mutating func wall(_ compartment: Int, beside: [Block]) {
    guard let wall = context?.welcome.wall else { return }
    let alternative = Wording.place(of: compartment, on: wall)
    let place = wall.compartments.first { $0.number == compartment }
    let drawing = place.flatMap { place in
      WallDrawing(
        rows: wall.rows, columns: wall.columns,
        target: WallDrawing.Place(row: place.row &- 1, column: place.column &- 1), label: String(compartment),
        alternative: alternative, beside: beside)
    }
    if let drawing {
      page.blocks.append(.wall(drawing))
    } else {
      page.blocks.append(.paragraph(alternative))
      page.blocks += beside
    }
  }

  /// The snapshot's timer in words and as a bar; nil where none runs.
  var countdownBlock: Block? {
    countdown("time.left").map(Block.countdown)
  }

  mutating func countdown() {
    if let block = countdownBlock { page.blocks.append(block) }
  }

  private func countdown(_ key: String) -> Countdown? {
    guard let context, let left = context.secondsLeft, let timer = context.snapshot.timer else { return nil }
    let total = max(1, min(timer.total, CitizenFlow.timerMillisecondsMax) / 1000)
    return Countdown(
      secondsLeft: left, secondsTotal: total, text: Text(key, .number("seconds", min(left, total))))
  }

  // MARK: What is chosen and typed

  /// `lastDigit`: the digit of the last choice, where it stands apart from the others.
  mutating func choices(_ texts: [Text], _ choices: Choices, lastDigit: Int? = nil) {
    page.choices = texts.enumerated().map { index, text in
      Choice(index == texts.count - 1 ? lastDigit ?? index + 1 : index + 1, text)
    }
    if let focus = choices.focus, focus < texts.count { page.focus = .choice(focus) }
  }

  /// The choice's number, drawn as a bar in its row.
  mutating func bar(_ index: Int, _ bar: Chart.Bar?) {
    if page.choices.indices.contains(index) { page.choices[index].bar = bar }
  }

  /// The line that is being typed, with its grid where it has one.
  mutating func picker(_ input: PickerInput, label: Text, isPersonal: Bool = true) {
    page.fields.append(input.field(label, isPersonal: isPersonal))
    page.focus = .field(page.fields.count - 1)
    if let text = input.note { note(text) }
  }

  mutating func field(_ label: String, _ kind: Field.Kind) {
    page.fields.append(Field(label: Text(label), kind: kind))
    page.focus = .field(page.fields.count - 1)
  }

  /// A field whose label is words of the town's content.
  mutating func field(_ field: Field) {
    page.fields.append(field)
    page.focus = .field(page.fields.count - 1)
  }

  /// The names of all languages, each in its own; only where there is a choice.
  mutating func languages() {
    guard let languages = context?.welcome.languages, languages.count > 1 else { return }
    page.languages = languages.map { Text("language.\($0)") }
  }

  /// Said when a digit had no place any more.
  static func fieldIsFull(_ context: ScreenContext) -> Text {
    Text(key: "status.full", arguments: context.keyNames.arguments)
  }

  // MARK: The last two lines

  /// The one line above the keys: what is wrong, or where things stand.
  mutating func status(_ text: Text? = nil, error: Text? = nil) {
    page.error = error
    if let text { page.status = text }
  }

  /// Said when the screen itself has nothing to say: that an answer is late, or that time is short.
  private var defaultStatus: Text? {
    guard let context else { return nil }
    if context.isWaiting { return Text("status.checking") }
    guard let timer = context.snapshot.timer, timer.kind != .idle, let left = context.secondsLeft else {
      return nil
    }
    let isDue = timer.kind == .warning || isDoorTime
    return isDue && left <= Self.lastSeconds ? Text("time.last", .number("seconds", left)) : nil
  }

  /// The door's time is announced; the time of a page that only tells is on its key line.
  private var isDoorTime: Bool {
    if case .open = context?.snapshot.stage { return true }
    return false
  }

  /// Near a door "closes" would be taken for the door.
  private var countdownKey: String {
    switch context?.snapshot.stage {
    case .opening, .notMoved, .askTaken, .leftOpen: "time.left"
    default: "time.closes"
    }
  }

  /// True when time is short enough to be announced.
  var isTimeShort: Bool { defaultStatus != nil }

  enum Cap: Equatable {
    case back, clear, choose, end, help, language, moreTime, stuck
    /// The arrows walk a letter picker.
    case walk
    /// The same where ← walks, too.
    case walkAll
    /// The digit 1 prints.
    case print
    /// The text key of what OK does.
    case ok(String)
    /// The same, as words.
    case okText(Text)
    /// The demo's wall; drawn in a demo only.
    case wall
  }

  mutating func keys(_ keys: [Cap]) {
    page.keys = keys.compactMap(cap)
    if context?.snapshot.timer?.kind == .stage && !isDoorTime { page.countdown = countdown(countdownKey) }
  }

  private func cap(_ key: Cap) -> KeyCap? {
    switch key {
    case .back: KeyCap(.back, Text("key.back"))
    case .clear: KeyCap(.clear, Text("key.clear"))
    case .choose: page.choices.count > 1 ? KeyCap(.choose, Text("key.choose")) : nil
    case .end: KeyCap(.end, Text("key.end"))
    case .walk: KeyCap(.walk, Text("key.choose"))
    case .walkAll: KeyCap(.walkAll, Text("key.choose"))
    case .help: KeyCap(.help, Text("key.help"))
    case .stuck: KeyCap(.help, Text("key.stuck"))
    case .print: KeyCap(.digit(1), Text("key.print"))
    case .ok(let text): KeyCap(.ok, Text(text))
    case .okText(let text): KeyCap(.ok, text)
    case .moreTime: (context?.moreTimeLeft ?? 0) > 0 ? KeyCap(.ok, Text("key.more_time")) : nil
    case .wall: context?.isDemo == true ? KeyCap(.function(12), Text("key.wall")) : nil
    case .language: languageCap
    }
  }

  /// With two languages the key says the other one in its own words, which is what its reader can read.
  private var languageCap: KeyCap? {
    guard let context else { return nil }
    let others = context.welcome.languages.filter { $0 != context.snapshot.language }
    switch others.count {
    case 0: return nil
    case 1: return KeyCap(.language, Text("language.\(others[0])"))
    default: return KeyCap(.language, Text("key.language"))
    }
  }
}

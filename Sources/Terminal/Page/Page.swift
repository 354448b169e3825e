// A page: everything that one screen says, as a value without places and without language. Renderers turn it into
// cells, lines and speech; they know no screen, and no screen knows them.

/// One screen, as meaning: what it says, what can be chosen or typed, and which keys lead on.
public struct Page: Equatable, Sendable {
  /// The town's name and the clock, the first line of every page.
  public var header: Header
  /// What this page is for; unique among the screens (AX-47); never personal.
  public var title: Text
  /// How far along the person is, or nil outside a sequence.
  public var step: Step?
  /// What is said, from top to bottom.
  public var blocks: [Block]
  /// What can be typed, below the blocks.
  public var fields: [Field]
  /// What can be chosen, below the fields; at most `Choice.countMax`.
  public var choices: [Choice]
  /// What is said below fields and choices, such as what happens after a wrong entry. Never left out.
  public var notes: [Text]
  /// The languages that can be chosen, each by its own name; those whose glyphs the terminal lacks are not drawn.
  public var languages: [Text]
  /// Where the cursor stands.
  public var focus: Focus
  /// What is wrong and how to put it right, without the word "Fehler:", which the renderers add.
  public var error: Text?
  /// What just happened, or where things stand. Never personal. The error takes its place while there is one.
  public var status: Text?
  /// The keys that do something here, in the order they are shown. The way out is always among them.
  public var keys: [KeyCap]
  /// The wait after which this page goes by itself, or nil.
  public var countdown: Countdown?

  /// A page; all but the header and the title may be empty.
  public init(
    header: Header, title: Text, step: Step? = nil, blocks: [Block] = [], fields: [Field] = [],
    choices: [Choice] = [], notes: [Text] = [], languages: [Text] = [], focus: Focus = .none,
    error: Text? = nil, status: Text? = nil, keys: [KeyCap] = [], countdown: Countdown? = nil
  ) {
    self.header = header
    self.title = title
    self.step = step
    self.blocks = blocks
    self.fields = fields
    self.choices = choices
    self.notes = notes
    self.languages = languages
    self.focus = focus
    self.error = error
    self.status = status
    self.keys = keys
    self.countdown = countdown
  }

  /// True when anything on the page is personal: it may not be left standing (AX-71).
  public var isPersonal: Bool {
    texts.contains { $0.privacy == .personal } || fields.contains { $0.isPersonal }
  }

  /// Every text of the page, in reading order.
  public var texts: [Text] {
    var all = [header.town, header.clock, title]
    all += blocks.flatMap(\.texts)
    all += fields.map(\.label)
    all += choices.map(\.text)
    all += notes + languages
    all += [error, status, countdown?.text].compactMap { $0 }
    return all + keys.map(\.text)
  }
}

/// The first line: whose station this is, and what time it is.
public struct Header: Equatable, Sendable {
  public var town: Text
  public var clock: Text

  public init(town: Text, clock: Text) {
    self.town = town
    self.clock = clock
  }
}

/// "Schritt 2 von 5".
public struct Step: Equatable, Sendable {
  /// From 1 to `of`.
  public var number: Int
  public var of: Int
  /// The text key with `{number}` and `{of}`: what is counted.
  public var key: String

  public init(_ number: Int, of: Int, key: String = "terminal.step") {
    self.number = number
    self.of = of
    self.key = key
  }

  /// The step in words.
  public var text: Text { Text(key, .number("number", number), .number("of", of)) }
}

/// One way to go on. There are no greyed choices: what is not possible is not there (UX-12).
public struct Choice: Equatable, Sendable {
  /// The most that a screen should offer at once (UX-1).
  public static let countMax = 7

  /// The digit that chooses it, 0 to 9.
  public var digit: Int
  public var text: Text
  /// The number in `text` as a bar, drawn where there is room; its label is then the choice's words.
  public var bar: Chart.Bar?

  public init(_ digit: Int, _ text: Text, bar: Chart.Bar? = nil) {
    self.digit = digit
    self.text = text
    self.bar = bar
  }
}

/// What the cursor is on.
public enum Focus: Equatable, Sendable {
  case none
  /// The choice with this index in `Page.choices`.
  case choice(Int)
  /// The field with this index in `Page.fields`; the place inside is the field's own.
  case field(Int)
}

/// A key that does something on this page, and what it does: `[OK] Weiter`.
public struct KeyCap: Equatable, Sendable {
  /// Which key; `KeyMap` knows what is printed on it.
  public enum Name: Equatable, Hashable, Sendable {
    case ok, back, clear, end, help, speak, language
    /// The arrows up and down together.
    case choose
    /// The arrows left and right together.
    case move
    /// The arrows that walk a letter picker: right, up and down.
    case walk
    /// All four, where the focus is not on the first cell.
    case walkAll
    /// A digit, 0 to 9.
    case digit(Int)
    /// A function key, 1 to 12.
    case function(Int)
  }

  public var name: Name
  /// What it does: one verb.
  public var text: Text

  public init(_ name: Name, _ text: Text) {
    self.name = name
    self.text = text
  }
}

/// A wait that the person can see: a number, and as a block also a bar. It steps once a second.
public struct Countdown: Equatable, Sendable {
  /// What is left, in seconds, from 0 to `secondsTotal`.
  public var secondsLeft: Int
  /// The whole wait, in seconds, at least 1.
  public var secondsTotal: Int
  /// The same in words, with the number in it: "Noch 52 s".
  public var text: Text

  public init(secondsLeft: Int, secondsTotal: Int, text: Text) {
    self.secondsTotal = max(1, secondsTotal)
    self.secondsLeft = min(max(0, secondsLeft), self.secondsTotal)
    self.text = text
  }
}

// What a citizen's screen is told of the town's information, and what it may ask there. All words are those of the
// content, in the session's language, or keys of the screen's own texts; nothing in here is personal.

/// A text of the station's own catalogue, or words of the town's content in the session's language.
public enum Words: Codable, Equatable, Hashable, Sendable {
  /// A key, and what stands in its places.
  case key(String, [String: String])
  case content(String)

  public static func key(_ key: String) -> Words { .key(key, [:]) }
}

public enum InfoRequest: Codable, Equatable, Sendable {
  /// To the first page of the information.
  case begin
  /// Index into what the stage lists: entries of a menu or list, links of a page.
  case choose(Int)
  /// To the next (+1) or previous (-1) part of a list.
  case turn(Int)
  /// To the page on which a search is typed.
  case beginSearch
  /// The secret part holds what was typed, UTF-8.
  case search
  /// To the form of the page that is shown.
  case apply
  /// The page that is shown, on paper.
  case print
}

/// Where a person stands in the information.
public enum InfoStage: Codable, Equatable, Sendable {
  /// The ways into the information.
  case menu(InfoMenu)
  case list(InfoList)
  /// A search is typed; `isEmptyHanded`: nothing was found for the last one.
  case search(isEmptyHanded: Bool)
  case page(InfoPage)
}

/// One line that can be chosen.
public struct InfoEntry: Codable, Equatable, Sendable {
  public var name: Words
  /// What is said beside it: "geöffnet bis 16 Uhr".
  public var note: Words?

  public init(_ name: Words, note: Words? = nil) {
    self.name = name
    self.note = note
  }
}

/// The first page of the information.
public struct InfoMenu: Codable, Equatable, Sendable {
  /// At most seven.
  public var entries: [InfoEntry]
  /// The entry on which the person stood last.
  public var focus: Int
  /// Where in this visit: the same number is the same place, shown anew.
  public var step: Int
  /// What the person must know before going on, such as a page that is gone; nil: nothing.
  public var notice: Words?

  public init(_ entries: [InfoEntry], focus: Int = 0, step: Int = 0, notice: Words? = nil) {
    self.entries = entries
    self.focus = focus
    self.step = step
    self.notice = notice
  }
}

public struct InfoList: Codable, Equatable, Sendable {
  public var title: Words
  /// A sentence above the list; nil: none.
  public var hint: Words?
  /// At most `InfoList.entriesMax` of them, or one more where the list has one part.
  public var entries: [InfoEntry]
  /// Values that are drawn as bars; nil: no chart.
  public var chart: [InfoBar]?
  /// From 1 to `parts`.
  public var part: Int
  public var parts: Int
  /// The entry on which the person stood last; one behind the last: going on in the list.
  public var focus: Int
  /// Where in this visit: the same number and part is the same place, shown anew.
  public var step: Int

  /// Of seven choices one is kept for going on in the list.
  public static let entriesMax = 6

  public init(
    title: Words, hint: Words? = nil, entries: [InfoEntry], chart: [InfoBar]? = nil, part: Int = 1,
    parts: Int = 1, focus: Int = 0, step: Int = 0
  ) {
    self.title = title
    self.hint = hint
    self.entries = entries
    self.chart = chart
    self.part = part
    self.parts = parts
    self.focus = focus
    self.step = step
  }
}

/// A bar of a chart.
public struct InfoBar: Codable, Equatable, Sendable {
  public var label: Words
  public var value: Int

  public init(_ label: Words, _ value: Int) {
    self.label = label
    self.value = value
  }
}

/// A page of the content as the screen shows it.
public struct InfoPage: Codable, Equatable, Sendable {
  public var title: Words
  public var blocks: [InfoBlock]
  /// Where the page leads, at most five; chosen by index.
  public var links: [InfoEntry]
  /// The page's form can be filled in here and now, under these words; nil: it cannot.
  public var apply: Words?
  /// The address for the citizen's own device.
  public var online: QRPicture?
  /// The page on paper: `open` where a printer is ready; nil: not offered.
  public var paper: ReceiptState?
  /// The link on which the person stood last; nil: none was chosen yet.
  public var focus: Int?
  /// Where in this visit: the same number is the same place, shown anew.
  public var step: Int

  /// More links than these are a list of their own.
  public static let linksMax = 5

  public init(
    title: Words, blocks: [InfoBlock], links: [InfoEntry] = [], apply: Words? = nil,
    online: QRPicture? = nil, paper: ReceiptState? = nil, focus: Int? = nil, step: Int = 0
  ) {
    self.title = title
    self.blocks = blocks
    self.links = links
    self.apply = apply
    self.online = online
    self.paper = paper
    self.focus = focus
    self.step = step
  }
}

public enum InfoBlock: Codable, Equatable, Sendable {
  case heading(Words)
  case paragraph(Words)
  /// A line of a list; a number where the list counts.
  case item(number: Int?, Words)
  case facts([InfoFact])
}

public struct InfoFact: Codable, Equatable, Sendable {
  public var label: Words
  public var value: Words

  public init(_ label: Words, _ value: Words) {
    self.label = label
    self.value = value
  }
}

/// A QR code (ISO/IEC 18004) and what it says for people.
public struct QRPicture: Codable, Equatable, Sendable {
  /// Modules on one side, without the quiet zone; 0: the code cannot be drawn, the text is all there is.
  public var side: Int
  /// `1` is dark; row by row, `side * side` characters.
  public var modules: String
  /// What a person types or reads instead: the short address.
  public var text: String

  public init(side: Int, modules: String, text: String) {
    self.side = side
    self.modules = modules
    self.text = text
  }
}

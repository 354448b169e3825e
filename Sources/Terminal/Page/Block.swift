// The blocks that a page is made of, and the drawn ones among them. A drawing cannot be made without a text that
// says the same (AX-14). Nothing here knows cells.

/// One thing that is said.
public enum Block: Equatable, Sendable {
  /// The one question or message of the page, set apart from the rest; repeated on every sheet.
  case question(Text)
  /// Ordinary text. A line feed in the template begins a new line.
  case paragraph(Text)
  /// What went well, in green; the words say it, too.
  case success(Text)
  /// An example or explanation below the question; not drawn at 40x12.
  case hint(Text)
  /// A line that stands directly above what it announces, such as the choices.
  case label(Text)
  /// The name of a part of a longer text; it stays with what follows.
  case heading(Text)
  /// An entry of a list, behind its mark: "-" or "2.".
  case item(String, Text)
  /// Labels and values in two columns.
  case facts([Fact])
  /// The locker wall with the door in question.
  case wall(WallDrawing)
  /// A wait, in words and as a bar.
  case countdown(Countdown)
  /// A number in large digits.
  case bigDigits(BigDigits)
  /// Values as bars.
  case chart(Chart)
  /// A short address, and beside it a QR code where the terminal can show one.
  case qr(QRDrawing)
  /// A free row.
  case spacer

  /// What follows belongs to it, without a free row between.
  var leadsOn: Bool {
    switch self {
    case .label, .heading: true
    default: false
    }
  }

  /// Every text of the block, in reading order.
  public var texts: [Text] {
    switch self {
    case .question(let text), .paragraph(let text), .success(let text), .hint(let text), .label(let text):
      [text]
    case .heading(let text), .item(_, let text): [text]
    case .facts(let facts): facts.flatMap { [$0.label, $0.value] }
    case .wall(let wall): [wall.alternative] + wall.beside.flatMap(\.texts)
    case .countdown(let countdown): [countdown.text]
    case .bigDigits(let digits): [digits.alternative]
    case .chart(let chart): [chart.alternative] + chart.bars.map(\.label)
    case .qr(let code): [code.address, code.alternative]
    case .spacer: []
    }
  }
}

/// A label and its value: "Vorgang  4827-1190". An empty label continues the row above.
public struct Fact: Equatable, Sendable {
  public var label: Text
  public var value: Text

  public init(_ label: Text, _ value: Text) {
    self.label = label
    self.value = value
  }
}

/// The wall of doors, as a grid, with the one door that matters.
public struct WallDrawing: Equatable, Sendable {
  /// A door of the wall, counted from 0 at the top left.
  public struct Place: Equatable, Sendable {
    public var row: Int
    public var column: Int

    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// The largest wall that can be drawn, in rows and in columns each.
  public static let sideMax = 100
  /// Walls with more doors are drawn in part: the doors around the target.
  public static let doorsWholeMax = 120

  public let rows: Int
  public let columns: Int
  /// The door that is open, or nil.
  public let target: Place?
  /// What stands on the doors, row by row: at most three characters each, empty for nothing. A citizen's page labels
  /// the target only, a technician's page every door with the letter of its state.
  public let labels: [String]
  /// Where the door is, in words: "Fach 23: 2. Reihe von oben, 7. von links." Shown above the drawing.
  public let alternative: Text
  /// What is said beside the drawing, or below it where there is no room.
  public let beside: [Block]

  /// A wall of doors. Nil when a side is outside `1...sideMax`, when the target is not on the wall, when there are
  /// labels but not one for each door, or when the alternative text is empty (AX-14).
  public init?(
    rows: Int, columns: Int, target: Place?, labels: [String], alternative: Text, beside: [Block] = []
  ) {
    guard (1...Self.sideMax).contains(rows), (1...Self.sideMax).contains(columns) else { return nil }
    guard labels.isEmpty || labels.count == rows * columns, !alternative.isEmpty else { return nil }
    if let target {
      guard (0..<rows).contains(target.row), (0..<columns).contains(target.column) else { return nil }
    }
    self.rows = rows
    self.columns = columns
    self.target = target
    self.labels = labels.map { String(CleanText.line($0).prefix(3)) }
    self.alternative = alternative
    self.beside = beside
  }

  /// A wall on which only the target has a label: the citizen's picture. Nil as above.
  public init?(
    rows: Int, columns: Int, target: Place, label: String, alternative: Text, beside: [Block] = []
  ) {
    guard (1...Self.sideMax).contains(rows), (1...Self.sideMax).contains(columns) else { return nil }
    guard (0..<rows).contains(target.row), (0..<columns).contains(target.column) else { return nil }
    var labels = Array(repeating: "", count: rows * columns)
    labels[target.row * columns + target.column] = label
    self.init(
      rows: rows, columns: columns, target: target, labels: labels, alternative: alternative, beside: beside)
  }

  /// What stands on a door of the wall.
  public func label(_ row: Int, _ column: Int) -> String {
    let index = row * columns + column
    return labels.indices.contains(index) ? labels[index] : ""
  }
}

/// A number in large digits, for a number that is called or shown.
public struct BigDigits: Equatable, Sendable {
  /// Digits, spaces, hyphens and colons, at most 12.
  public let digits: String
  /// The same in words.
  public let alternative: Text

  /// Nil when there are other characters or more than 12, or when the alternative text is empty (AX-14).
  public init?(_ digits: String, alternative: Text) {
    let isKnown = digits.utf8.allSatisfy { (48...57).contains($0) || $0 == 32 || $0 == 45 || $0 == 58 }
    guard isKnown, (1...12).contains(digits.utf8.count), !alternative.isEmpty else { return nil }
    self.digits = digits
    self.alternative = alternative
  }
}

/// Values as horizontal bars.
public struct Chart: Equatable, Sendable {
  /// One bar.
  public struct Bar: Equatable, Sendable {
    public var label: Text
    /// Not negative.
    public var value: Int

    public init(_ label: Text, _ value: Int) {
      self.label = label
      self.value = max(0, value)
    }
  }

  /// The most bars of one chart.
  public static let barsMax = 31

  public let bars: [Bar]
  /// What the chart shows, in words.
  public let alternative: Text
  /// What a whole bar stands for: the largest value, or a larger one that is shown elsewhere.
  public let most: Int

  /// Nil with no bars or more than `barsMax`, or when the alternative text is empty (AX-14).
  public init?(_ bars: [Bar], alternative: Text, most: Int = 0) {
    guard (1...Self.barsMax).contains(bars.count), !alternative.isEmpty else { return nil }
    self.bars = bars
    self.alternative = alternative
    self.most = max(most, bars.map(\.value).max() ?? 0)
  }
}

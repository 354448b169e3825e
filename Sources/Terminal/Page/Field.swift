// What can be typed on a page: digits in boxes, a date in three parts, one line of text. A field shows what a screen
// has been given; it edits nothing, and it says nothing about itself when it is printed.

/// Something to fill in.
public struct Field: Equatable, Sendable {
  /// How it is filled in.
  public enum Kind: Equatable, Sendable {
    case digits(DigitBoxes)
    case date(DateParts)
    case line(TextLine)
    /// A line with a grid of letters below it.
    case picker(LetterPicker)
  }

  /// What belongs in it, in words; drawn above the field unless the question says it already (`isLabelDrawn`).
  public var label: Text
  public var kind: Kind
  /// False when the page's question is this field's label: it is then spoken, not drawn twice.
  public var isLabelDrawn: Bool
  /// True when what is typed tells who is standing there.
  public var isPersonal: Bool

  public init(label: Text, kind: Kind, isLabelDrawn: Bool = false, isPersonal: Bool = true) {
    self.label = label
    self.kind = kind
    self.isLabelDrawn = isLabelDrawn
    self.isPersonal = isPersonal
  }
}

/// One box for each digit.
public struct DigitBoxes: Equatable, Sendable {
  /// The most boxes of one field.
  public static let countMax = 12

  /// What has been typed.
  public enum Entry: Equatable, Sendable {
    /// Digits 0 to 9, in order.
    case shown([UInt8])
    /// So many digits, each drawn as `*` (AX-11).
    case masked(Int)
  }

  /// The number of boxes, 1 to `countMax`.
  public let count: Int
  /// What stands in them, at most `count` digits.
  public let entry: Entry

  /// Counts and digits beyond their ranges are cut off.
  public init(count: Int, entry: Entry) {
    self.count = min(max(1, count), Self.countMax)
    self.entry =
      switch entry {
      case .shown(let digits): .shown(Array(digits.filter { $0 < 10 }.prefix(self.count)))
      case .masked(let number): .masked(min(max(0, number), self.count))
      }
  }

  /// How many boxes are filled.
  public var filled: Int {
    switch entry {
    case .shown(let digits): digits.count
    case .masked(let number): number
    }
  }
}

/// Day, month and year, each typed by itself (UX-9).
public struct DateParts: Equatable, Sendable {
  /// A part of the date, in the order of reading.
  public enum Part: Int, CaseIterable, Equatable, Sendable {
    case day, month, year

    /// How many digits it has.
    public var length: Int { self == .year ? 4 : 2 }
  }

  /// Digits 0 to 9 as typed, at most 2, 2 and 4.
  public let day: [UInt8]
  public let month: [UInt8]
  public let year: [UInt8]
  /// The part that is being typed.
  public let part: Part

  /// Digits beyond their ranges are cut off.
  public init(day: [UInt8], month: [UInt8], year: [UInt8], part: Part) {
    self.day = Array(day.filter { $0 < 10 }.prefix(2))
    self.month = Array(month.filter { $0 < 10 }.prefix(2))
    self.year = Array(year.filter { $0 < 10 }.prefix(4))
    self.part = part
  }

  /// What has been typed into a part.
  public func digits(of part: Part) -> [UInt8] {
    switch part {
    case .day: day
    case .month: month
    case .year: year
    }
  }
}

/// One line, for a telephone number, a name or a search. A line longer than the screen shows the part around the
/// cursor, with `…` where it goes on.
public struct TextLine: Equatable, Sendable {
  /// The longest line, in characters.
  public static let countMax = 400

  /// What has been typed, cleaned of control characters.
  public let text: String
  /// How many characters it can hold, 1 to `countMax`.
  public let count: Int
  /// Before which character the cursor stands, 0 to the length of the text.
  public let cursor: Int
  /// Which characters are typed here: none of them is a command while this line has the focus.
  public let typing: Typing

  /// Text beyond `count` is cut off; without a cursor it stands at the end.
  public init(_ text: String, count: Int, cursor: Int? = nil, typing: Typing = .digits) {
    self.typing = typing
    self.count = min(max(1, count), Self.countMax)
    self.text = String(CleanText.line(text).prefix(self.count))
    self.cursor = min(max(0, cursor ?? self.text.count), self.text.count)
  }
}

extension Page {
  /// What is typed on this page instead of being a command (`Key.letter`, `Key.character`).
  public var typing: Typing {
    guard case .field(let index) = focus, fields.indices.contains(index) else { return .digits }
    return switch fields[index].kind {
    case .line(let line): line.typing
    case .picker(let picker): picker.line.typing
    case .digits, .date: .digits
    }
  }
}

// What a person types stays out of logs, traces and failed assertions.
extension DigitBoxes: CustomStringConvertible, CustomReflectable {
  public var description: String { "DigitBoxes(\(filled) of \(count))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension DateParts: CustomStringConvertible, CustomReflectable {
  public var description: String { "DateParts(\(day.count), \(month.count), \(year.count))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension TextLine: CustomStringConvertible, CustomReflectable {
  public var description: String { "TextLine(\(text.count) of \(count))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

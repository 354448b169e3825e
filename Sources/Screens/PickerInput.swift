// The part of a screen that takes a line of text: from a full keyboard, from a keypad's digits, and from a grid of letters
// that is walked with the arrows. What is typed stays in wiping storage, as UTF-8, until the screen sends it. It knows
// no question and no stage.

import Messages
import Secrets
import Terminal

struct PickerInput: Equatable, Sendable {
  /// What a key led to.
  enum Answer: Equatable {
    case stay
    /// The line is said to be complete: UTF-8, perhaps nothing. It stays here, too, until it is wiped.
    case done(Secret)
    /// One step back; the line is left as it is.
    case back
  }

  /// What one request can carry; letters have up to three bytes.
  private static let bytesMax = Messages.Frame.secretBytesMax

  let alphabet: PickerAlphabet
  /// What the last cell says, and with it OK: "Weiter", "Suchen".
  var doneText: Text
  private var typed: TypedInput
  /// The focus begins on "done", so that an Enter too many takes no letter.
  private let beginsAtEnd: Bool
  private var focus = 0
  /// Why the last key did nothing, for the status line.
  private(set) var notice: Text?

  /// An empty line, or one with what was answered before.
  init(
    _ alphabet: PickerAlphabet, done: Text = Text("key.continue"), filled: Secret? = nil,
    beginsAtEnd: Bool = false
  ) {
    self.alphabet = alphabet
    self.beginsAtEnd = beginsAtEnd
    doneText = done
    typed = TypedInput(countMax: Self.bytesMax)
    focus = start
    if let filled { fill(filled) }
  }

  // MARK: What is typed

  /// What is typed, as UTF-8.
  var secret: Secret { typed.secret }
  var isEmpty: Bool { typed.isEmpty }
  /// Characters, not bytes.
  var count: Int { typed.secret.withSpan { span in span.indices.filter { span[$0] & 0xC0 != 0x80 }.count } }

  /// Replaces what is typed by an earlier answer; what the alphabet does not have is left out.
  mutating func fill(_ secret: Secret) {
    wipe()
    let text = secret.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
    for scalar in text.unicodeScalars { type(scalar) }
    notice = nil
    if isEmpty { focus = start }
  }

  /// Drops what is typed; its storage is overwritten.
  mutating func wipe() {
    typed.wipe()
    notice = nil
    focus = start
  }

  // MARK: Keys

  mutating func press(_ key: ScreenKey) -> Answer {
    notice = nil
    switch key {
    case .digit(let digit): type(Unicode.Scalar(Ascii.zero + min(9, digit)))
    case .letter(let letter): type(Unicode.Scalar(letter))
    case .character(let scalar): type(scalar)
    case .plus: type("+")
    case .erase where isEmpty, .back: return .back
    case .erase: removeLast()
    case .clear: wipe()
    case .right: move(.right)
    case .left:
      guard !leadsBack else { return .back }
      focus -= 1
      notice = Text("picker.leave")
    case .up: move(.up)
    case .down: move(.down)
    case .ok: return take()
    case .cell(let index):
      guard cells.indices.contains(index) else { return .stay }
      focus = index
      return take()
    }
    return .stay
  }

  private mutating func move(_ arrow: LetterPicker.Arrow) {
    if hasGrid { focus = picker.focus(after: arrow) }
  }

  /// OK: the cell with the focus; without a grid the line is complete.
  private mutating func take() -> Answer {
    guard hasGrid else { return .done(secret) }
    switch cells[focus] {
    case .character(let character):
      let place = focus
      for scalar in alphabet.picked(character, after: lastScalar) { type(scalar) }
      focus = place
    case .space:
      let place = focus
      type(" ")
      focus = place
    case .erase: removeLast()
    case .done: return .done(secret)
    }
    return .stay
  }

  /// After a character from a keyboard the focus is on "done": whoever types finds the end of the line under OK.
  private mutating func type(_ scalar: Unicode.Scalar) {
    switch alphabet.typed(scalar, isFirst: isEmpty) {
    case .skipped: break
    case .scalar(let scalar): append(scalar)
    case .unknown:
      guard let last = lastScalar, let joined = Self.join(last, scalar),
        case .scalar(let letter) = alphabet.typed(joined, isFirst: count == 1)
      else {
        notice = Text("picker.unknown")
        return
      }
      removeLast()
      append(letter)
    }
    if let done { focus = done }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    let bytes = UTF8.encode(scalar) ?? .init()
    guard count < alphabet.countMax, typed.count + bytes.count <= Self.bytesMax else {
      notice = Text("picker.full")
      return
    }
    for byte in bytes { _ = typed.append(byte) }
  }

  private mutating func removeLast() {
    guard !isEmpty else { return }
    while let byte = typed.byte(at: typed.count - 1), byte & 0xC0 == 0x80 { typed.removeLast() }
    typed.removeLast()
  }

  /// A letter and a mark that was typed behind it, as one letter: some keyboards and pasted texts have them apart.
  private static func join(_ letter: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    guard (0x300...0x36F).contains(mark.value) else { return nil }
    var scalars = String.UnicodeScalarView()
    scalars.append(letter)
    scalars.append(mark)
    guard let character = String(scalars).first, let glyph = Glyphs.glyph(for: character) else { return nil }
    return glyph == Glyphs.substitute ? nil : glyph
  }

  private var lastScalar: Unicode.Scalar? { text.unicodeScalars.last }

  // MARK: The page

  private var hasGrid: Bool { !alphabet.cells.isEmpty }

  private var cells: [LetterPicker.Cell] {
    guard hasGrid else { return [] }
    return alphabet.cells.map { .character($0) } + (alphabet.hasSpace ? [.space] : []) + [
      .erase, .done(doneText),
    ]
  }

  /// ← is one step back: on the first cell, and where nothing is typed and the focus is where it began.
  private var leadsBack: Bool { !hasGrid || focus == 0 || isEmpty && focus == start }
  /// Where the focus begins.
  private var start: Int { beginsAtEnd ? done ?? 0 : 0 }
  private var done: Int? { hasGrid ? cells.count - 1 : nil }

  private var picker: LetterPicker { LetterPicker(line: line, cells: cells, focus: focus) }

  /// The field for a page: a picker, or a line where a keypad has all that is typed.
  func field(_ label: Text, isPersonal: Bool = true) -> Field {
    Field(label: label, kind: hasGrid ? .picker(picker) : .line(line), isPersonal: isPersonal)
  }

  /// The keys of the page, in their order. OK says what it would do now, and ← too: it leads back from the first cell
  /// and from an empty line, which is one C away.
  var caps: [PageDraft.Cap] {
    guard hasGrid else { return [.back, .clear, .okText(doneText), .end, .help] }
    let isDone = focus == done
    return (leadsBack ? [.back, .walk] : [.walkAll]) + [
      isDone ? .okText(doneText) : .ok("key.take"), .clear, .end, .help,
    ]
  }

  /// What the page says below the field; only a search has something to explain.
  var note: Text? { alphabet == .search ? Text("picker.keypad") : nil }

  private var line: TextLine {
    if alphabet == .phone {
      return TextLine(NumberScreen.grouped(typed), count: NumberScreen.columnsMax)
    }
    let columns = alphabet.groupLength.map { (alphabet.countMax - 1) / $0 } ?? 0
    return TextLine(text, count: alphabet.countMax + columns, typing: hasGrid ? .text : .digits)
  }

  /// What is typed as it is shown: the only text that is made of it, for the page that is being typed.
  private var text: String {
    let text = typed.secret.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
    guard let length = alphabet.groupLength else { return text }
    var grouped = ""
    for (index, character) in text.enumerated() {
      if index > 0, index % length == 0 { grouped.append(" ") }
      grouped.append(character)
    }
    return grouped
  }
}

// Where the focus stands tells what is being typed.
extension PickerInput: CustomStringConvertible, CustomReflectable {
  var description: String { "PickerInput(\(count) of \(alphabet.countMax))" }
  var customMirror: Mirror { Mirror(self, children: []) }
}

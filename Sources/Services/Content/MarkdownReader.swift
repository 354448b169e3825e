// Reads the small part of Markdown in which pages are written: headings ## and ###, paragraphs, lists, **bold** and
// [links](service:id). Everything else that Markdown knows is refused by its name, so that no sign of it ever stands
// on a screen.

/// Blocks, the links among them with their lines, and the words for the check of plain language.
struct MarkdownText {
  var blocks: [TextBlock] = []
  var links: [(target: LinkTarget, line: Int)] = []
  /// The words of each block, or of each entry of a list, with their lines.
  var passages: [[PlainLanguage.Word]] = []
}

struct MarkdownReader {
  private let file: String
  private var text = MarkdownText()
  private var pending: [(line: Int, text: Substring)] = []
  private var kind = Kind.paragraph

  private enum Kind: Equatable {
    case paragraph
    case item(isNumbered: Bool)
  }

  /// Reads `source`, whose first line is line `line` of `file`.
  static func read(
    _ source: Substring, line: Int, file: String, wantsWords: Bool = true, _ mistakes: inout ContentMistakes
  ) -> MarkdownText {
    var reader = MarkdownReader(file: file)
    var number = line
    for raw in source.split(separator: "\n", omittingEmptySubsequences: false) {
      reader.take(raw, number, wantsWords, &mistakes)
      number += 1
    }
    reader.flush(wantsWords, &mistakes)
    if reader.text.blocks.count > ContentLimit.blocksMax {
      mistakes.add(
        file, line, "the page has \(reader.text.blocks.count) blocks",
        "keep to \(ContentLimit.blocksMax), or make two pages of it")
    }
    return reader.text
  }

  private init(file: String) { self.file = file }

  // MARK: Lines

  private mutating func take(
    _ raw: Substring, _ line: Int, _ wantsWords: Bool, _ mistakes: inout ContentMistakes
  ) {
    let content = Self.trimmed(raw)
    guard !content.isEmpty else { return flush(wantsWords, &mistakes) }
    let isIndented = raw.utf8.first == 0x20 || raw.utf8.first == 0x09
    if let item = Self.listItem(content) {
      if isIndented {
        mistakes.add(file, line, "a list stands in a list", "write one list, without blanks before it")
      }
      flush(wantsWords, &mistakes)
      kind = .item(isNumbered: item.isNumbered)
      pending = [(line, item.text)]
      return
    }
    if content.hasPrefix("#") {
      flush(wantsWords, &mistakes)
      return heading(content, line, wantsWords, &mistakes)
    }
    if let problem = Self.foreign(content) {
      mistakes.add(file, line, problem.what, problem.remedy)
      return
    }
    if case .item = kind, !pending.isEmpty, !isIndented {
      mistakes.add(
        file, line, "a line of a list begins without - or blanks",
        "put an empty line before it, or two blanks")
      flush(wantsWords, &mistakes)
    }
    pending.append((line, content))
  }

  private mutating func heading(
    _ content: Substring, _ line: Int, _ wantsWords: Bool, _ mistakes: inout ContentMistakes
  ) {
    let level = content.prefix { $0 == "#" }.count
    let rest = content.dropFirst(level)
    guard rest.first == " ", level == 2 || level == 3 else {
      let what = level == 1 ? "a page's first heading is its name" : "this is no heading of ## or ###"
      return mistakes.add(file, line, what, "write \"## Heading\" or \"### Heading\"")
    }
    let spans = self.spans([(line, Self.trimmed(rest))], &mistakes)
    text.blocks.append(.heading(level: level, spans))
    if wantsWords { text.passages.append(PlainLanguage.words([(line, Self.trimmed(rest))])) }
  }

  /// Ends the paragraph or entry that is being read.
  private mutating func flush(_ wantsWords: Bool, _ mistakes: inout ContentMistakes) {
    guard !pending.isEmpty else { return }
    let lines = pending
    pending = []
    let spans = self.spans(lines, &mistakes)
    if wantsWords { text.passages.append(PlainLanguage.words(lines)) }
    guard case .item(let isNumbered) = kind else { return text.blocks.append(.paragraph(spans)) }
    kind = .paragraph
    if case .list(isNumbered, let items) = text.blocks.last {
      text.blocks[text.blocks.count - 1] = .list(isNumbered: isNumbered, items: items + [spans])
    } else {
      text.blocks.append(.list(isNumbered: isNumbered, items: [spans]))
    }
  }

  private static func listItem(_ content: Substring) -> (isNumbered: Bool, text: Substring)? {
    if content.hasPrefix("- ") { return (false, trimmed(content.dropFirst(2))) }
    let digits = content.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.utf8.count <= 2 else { return nil }
    let rest = content[digits.endIndex...]
    guard rest.hasPrefix(". ") else { return nil }
    // `3. Oktober` at the start of a line is a list to Markdown, too: who writes it must join the lines.
    return (true, trimmed(rest.dropFirst(2)))
  }

  /// What Markdown has and pages have not.
  private static func foreign(_ content: Substring) -> (what: String, remedy: String)? {
    if content.hasPrefix(">") { return ("a quotation is not shown", "write a paragraph") }
    if content.hasPrefix("|") { return ("a table is not shown", "write a list") }
    if content.hasPrefix("```") || content.hasPrefix("~~~") {
      return ("a code block is not shown", "write a paragraph")
    }
    if content.hasPrefix("* ") || content.hasPrefix("+ ") {
      return ("a list begins with -", "write - before the entry")
    }
    if content.utf8.count >= 3, content.allSatisfy({ $0 == "-" || $0 == "=" || $0 == "*" }) {
      return ("a line is not drawn", "write a heading instead")
    }
    return nil
  }

  // MARK: Spans

  private mutating func spans(
    _ lines: [(line: Int, text: Substring)], _ mistakes: inout ContentMistakes
  ) -> [TextSpan] {
    var reader = SpanReader(file: file, lines: lines)
    let spans = reader.read(&mistakes)
    text.links += reader.links
    return spans
  }

  static func trimmed(_ text: Substring) -> Substring {
    var utf8 = text.utf8
    while let first = utf8.first, first == 0x20 || first == 0x09 || first == 0x0D { utf8 = utf8.dropFirst() }
    while let last = utf8.last, last == 0x20 || last == 0x09 || last == 0x0D { utf8 = utf8.dropLast() }
    return Substring(utf8)
  }
}

/// Reads bold and links within one block.
private struct SpanReader {
  private let file: String
  private let bytes: [UInt8]
  /// Where each line begins in `bytes`.
  private let starts: [(at: Int, line: Int)]
  private var at = 0
  private var spans: [TextSpan] = []
  private var plain: [UInt8] = []
  var links: [(target: LinkTarget, line: Int)] = []

  init(file: String, lines: [(line: Int, text: Substring)]) {
    self.file = file
    var bytes: [UInt8] = []
    var starts: [(at: Int, line: Int)] = []
    for (line, text) in lines {
      if !bytes.isEmpty { bytes.append(0x20) }
      starts.append((bytes.count, line))
      bytes.append(contentsOf: text.utf8)
    }
    self.bytes = bytes
    self.starts = starts
  }

  private var line: Int { starts.last { $0.at <= at }?.line ?? 1 }

  mutating func read(_ mistakes: inout ContentMistakes) -> [TextSpan] {
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\\") where at + 1 < bytes.count:
        plain.append(bytes[at + 1])
        at += 2
      case UInt8(ascii: "*"): bold(&mistakes)
      case UInt8(ascii: "["): link(&mistakes)
      case UInt8(ascii: "!") where at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "["):
        mistakes.add(file, line, "a picture is not shown", "say in words what it shows")
        at += 1
      case UInt8(ascii: "`"):
        mistakes.add(file, line, "a ` is not shown", "write the word without it")
        at += 1
      case UInt8(ascii: "<") where isTag:
        mistakes.add(file, line, "HTML is not shown", "write text without it")
        at += 1
      default:
        plain.append(bytes[at])
        at += 1
      }
    }
    endText()
    return spans
  }

  private var isTag: Bool {
    guard at + 1 < bytes.count else { return false }
    let next = bytes[at + 1]
    return next == UInt8(ascii: "/") || next == UInt8(ascii: "!")
      || (next | 0x20 >= 0x61 && next | 0x20 <= 0x7A)
  }

  private mutating func endText() {
    guard !plain.isEmpty else { return }
    spans.append(.text(String(decoding: plain, as: UTF8.self)))
    plain = []
  }

  private mutating func bold(_ mistakes: inout ContentMistakes) {
    guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "*") else {
      mistakes.add(file, line, "a single * is not shown", "write **bold**, or \\* for the sign")
      at += 1
      return
    }
    let start = at + 2
    guard let end = find([UInt8(ascii: "*"), UInt8(ascii: "*")], from: start), end > start else {
      mistakes.add(file, line, "** is not closed", "write **bold**")
      at += 2
      return
    }
    let inside = bytes[start..<end]
    if inside.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "`") }) {
      mistakes.add(file, line, "a link stands in bold words", "make it a link alone")
    }
    endText()
    spans.append(.bold(String(decoding: inside, as: UTF8.self)))
    at = end + 2
  }

  private mutating func link(_ mistakes: inout ContentMistakes) {
    let start = at + 1
    guard let middle = find([UInt8(ascii: "]"), UInt8(ascii: "(")], from: start),
      let end = find([UInt8(ascii: ")")], from: middle + 2)
    else {
      mistakes.add(file, line, "a [ begins no link", "write [words](service:id), or \\[ for the sign")
      at += 1
      return
    }
    let words = String(decoding: bytes[start..<middle], as: UTF8.self)
    let address = String(decoding: bytes[(middle + 2)..<end], as: UTF8.self)
    endText()
    if words.isEmpty || words.utf8.contains(UInt8(ascii: "*")) {
      mistakes.add(file, line, "the words of a link are missing or bold", "write [words](service:id)")
    }
    if let target = LinkTarget(address) {
      links.append((target, line))
      spans.append(.link(words, target))
    } else {
      mistakes.add(
        file, line, "a link leads to \(ContentText.quoted(address)), which is nothing in this kiosk",
        "write page:ID, service:ID, situation:ID, contact:ID or form:ID; other addresses belong under [online]"
      )
      spans.append(.text(words))
    }
    at = end + 1
  }

  private func find(_ sign: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= sign.count, start <= bytes.count - sign.count else { return nil }
    return (start...(bytes.count - sign.count)).first { index in
      sign.indices.allSatisfy { bytes[index + $0] == sign[$0] }
    }
  }
}

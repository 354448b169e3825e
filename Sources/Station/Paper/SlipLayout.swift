// Where everything on a slip stands: breaks lines and pages, keeps a QR code whole with its quiet zone. Lengths are
// thousandths of a point, counted downwards from the page's top until they become PDF.

struct SlipLayout {
  /// What does not fit on so many pages is left out, with a sign that something is.
  static let pagesMax = 6
  /// Of a label beside its value, hundredths of the width.
  private static let labelHundredthsMax = 42
  /// Of a QR code's module on paper, in eighths of a millimetre: not below half a millimetre, not above one.
  static let moduleEighths = 4...8

  private let paper: SlipPaper
  private var done: [PDFPage] = []
  private var page: PDFPage
  /// From the page's top to where the next line begins.
  private var y: Int
  /// The room above the next block, when there is one above it.
  private var isAtTop = true
  private var isFull = false

  static func pages(_ slip: SlipDocument) -> [PDFPage] {
    var layout = SlipLayout(slip.paper)
    layout.lines(slip.town, .regular, layout.size)
    layout.gap(2)
    layout.lines(slip.title, .bold, layout.size + 5)
    layout.rule()
    for part in slip.parts { layout.add(part) }
    return layout.finished()
  }

  private init(_ paper: SlipPaper) {
    self.paper = paper
    page = PDFPage(width: paper.width, height: paper.height)
    y = paper.margin
  }

  private var size: Int { paper.textSize }

  // MARK: Parts

  private mutating func add(_ part: SlipDocument.Part) {
    switch part {
    case .heading(let text):
      gap(8)
      // A heading does not stand alone at the foot of a page.
      keep((size + 1) * 1_300 + 3 * lineHeight(size))
      lines(text, .bold, size + 1)
    case .paragraph(let text):
      gap(4)
      lines(text, .regular, size)
    case .steps(let steps):
      for (index, step) in steps.enumerated() { item("\(index + 1).", step) }
    case .list(let items):
      for text in items { item("•", text) }
    case .facts(let facts): table(facts)
    case .emphasis(let fact):
      gap(6)
      keep(lineHeight(size) + lineHeight(size + 7))
      lines(fact.label, .regular, size)
      lines(fact.value, .bold, size + 7)
    case .code(let code, let caption): draw(code, caption)
    case .rule: rule()
    }
  }

  private mutating func item(_ mark: String, _ text: String) {
    gap(2)
    let indent = SlipFont.regular.width(WinAnsi.bytes("00. "), size: size)
    keep(lineHeight(size))
    write(WinAnsi.bytes(mark), .regular, size, x: paper.margin)
    for line in Self.broken(WinAnsi.bytes(text), .regular, size, width: paper.textWidth - indent) {
      keep(lineHeight(size))
      write(line, .regular, size, x: paper.margin + indent)
      y += lineHeight(size)
    }
  }

  private mutating func table(_ facts: [SlipFact]) {
    gap(4)
    let most = paper.textWidth * Self.labelHundredthsMax / 100
    let blank = size * 600
    let labels = facts.map { WinAnsi.bytes($0.label) }
    let widths = labels.map { SlipFont.regular.width($0, size: size) + blank }
    let column = widths.filter { $0 <= most }.max() ?? most
    for (index, fact) in facts.enumerated() {
      gap(2)
      let value = WinAnsi.bytes(fact.value)
      let isBeside =
        widths[index] <= column && !fact.value.contains("\n")
        && SlipFont.bold.width(value, size: size) <= paper.textWidth - column
      if isBeside {
        keep(lineHeight(size))
        write(labels[index], .regular, size, x: paper.margin)
        write(value, .bold, size, x: paper.margin + column)
        y += lineHeight(size)
      } else {
        keep(2 * lineHeight(size))
        lines(fact.label, .regular, size)
        lines(fact.value, .bold, size)
      }
    }
  }

  private mutating func draw(_ code: QRModules, _ caption: String) {
    let side = code.side + 2 * QRCode.quietModules
    let eighths = min(
      max(paper.codeEighths / side, Self.moduleEighths.lowerBound), Self.moduleEighths.upperBound)
    // Rounded up: half a millimetre is the least.
    let module = (eighths * 45_000 + 126) / 127
    guard side * module <= paper.textWidth else { return }
    gap(6)
    keep(side * module + 2 * lineHeight(size))
    let quiet = QRCode.quietModules * module
    guard !isFull else { return }
    page.squares(
      code.isDark, side: code.side, module: module, x: paper.margin + quiet, y: y + quiet)
    y += side * module
    isAtTop = false
    if !caption.isEmpty { lines(caption, .regular, size - 1) }
  }

  private mutating func rule() {
    gap(5)
    keep(1_000)
    guard !isFull else { return }
    page.line(x: paper.margin, y: y, length: paper.textWidth, thickness: 500)
    y += 1_000
  }

  // MARK: Lines

  private func lineHeight(_ size: Int) -> Int { size * 1_250 }

  /// Room above a block, in points; none at the top of a page.
  private mutating func gap(_ points: Int) { if !isAtTop { y += points * 1_000 } }

  /// Makes sure that `height` fits on the page that is being written.
  private mutating func keep(_ height: Int) {
    guard y + height > paper.height - paper.margin, !isAtTop else { return }
    turn()
  }

  private mutating func turn() {
    guard done.count < Self.pagesMax - 1 else {
      if !isFull {
        page.text(
          WinAnsi.bytes("[…]"), .regular, size: size, x: paper.margin, y: paper.height - paper.margin / 2)
      }
      isFull = true
      return
    }
    done.append(page)
    page = PDFPage(width: paper.width, height: paper.height)
    y = paper.margin
    isAtTop = true
  }

  private mutating func lines(_ text: String, _ font: SlipFont, _ size: Int) {
    for piece in text.split(separator: "\n", omittingEmptySubsequences: true) {
      for line in Self.broken(WinAnsi.bytes(String(piece)), font, size, width: paper.textWidth) {
        keep(lineHeight(size))
        write(line, font, size, x: paper.margin)
        y += lineHeight(size)
      }
    }
  }

  /// One line; the letters stand on a base line a size below the line's top.
  private mutating func write(_ line: [UInt8], _ font: SlipFont, _ size: Int, x: Int) {
    isAtTop = false
    guard !isFull, !line.isEmpty else { return }
    page.text(line, font, size: size, x: x, y: y + size * 1_000)
  }

  private mutating func finished() -> [PDFPage] {
    if paper.isRoll { page.height = min(paper.height, y + paper.margin) }
    done.append(page)
    return done
  }

  /// Words that fit into `width`, line by line; a word that is wider than a line is broken where it must be.
  static func broken(_ text: [UInt8], _ font: SlipFont, _ size: Int, width: Int) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    func fits(_ bytes: [UInt8]) -> Bool { font.width(bytes, size: size) <= width }
    for word in text.split(separator: 0x20) {
      let longer = line.isEmpty ? Array(word) : line + [0x20] + word
      if fits(longer) {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = []
      for byte in word {
        if !line.isEmpty, !fits(line + [byte]) {
          lines.append(line)
          line = []
        }
        line.append(byte)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}

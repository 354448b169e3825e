// Fields in cells: boxes for digits, three boxes for a date, a line. The cursor stands where the next character goes
// and is drawn as `_` in reverse, so that it is seen without a hardware cursor.

struct FieldPicture {
  let field: Field
  let isFocused: Bool
  let texts: Texts
  let width: Int
  /// One line instead of three, where rows are scarce.
  let isFlat: Bool
  /// Free rows between rows that can be touched.
  var hasAir = false
  /// Of a grid of letters only the row with the focus.
  var isStrip = false

  private static let here = Style(.plain, reverse: true, bold: true)

  /// The drawing, line by line; one of them holds the cursor when the field has the focus.
  var lines: [Run] {
    switch field.kind {
    case .digits(let boxes): digits(boxes)
    case .date(let date): parts(date)
    case .line(let line): text(line)
    case .picker(let picker):
      text(picker.line, isTyping: false)
        + PickerPicture(
          picker: picker, isFocused: isFocused, texts: texts, width: width, hasAir: hasAir, isStrip: isStrip
        ).lines
    }
  }

  private func cursorCell(_ glyph: Unicode.Scalar) -> Run {
    var run = Run(cells: [Cell(glyph, Self.here)])
    run.cursor = 0
    return run
  }

  private func digits(_ boxes: DigitBoxes) -> [Run] {
    let place = min(boxes.filled, boxes.count - 1)
    let isWide = boxes.count * 4 + 1 <= width
    var contents: [Run] = []
    for index in 0..<boxes.count {
      let glyph: Unicode.Scalar =
        switch boxes.entry {
        case .shown(let digits): index < digits.count ? Self.digit(digits[index]) : " "
        case .masked(let number): index < number ? "*" : " "
        }
      var cell = Run(cells: [Cell(glyph)])
      if isFocused && index == place { cell = cursorCell(glyph == " " ? "_" : glyph) }
      guard isWide else {
        contents.append(cell)
        continue
      }
      var content = Run(" ")
      content.append(cell)
      content.append(" ")
      contents.append(content)
    }
    return framed(contents)
  }

  private func framed(_ contents: [Run]) -> [Run] {
    let lines = BoxLines.boxes(contents)
    return isFlat ? [lines[1]] : lines
  }

  private func parts(_ date: DateParts) -> [Run] {
    var labels = Run()
    var boxes = [Run(), Run(), Run()]
    for part in DateParts.Part.allCases {
      let key =
        switch part {
        case .day: "terminal.day"
        case .month: "terminal.month"
        case .year: "terminal.year"
        }
      var label = Run(" ")
      label.append(texts.resolve(Text(key)))
      let lines = BoxLines.boxes([content(date.digits(of: part), of: part, isHere: date.part == part)])
      let isLast = part == .year
      let pitch = isLast ? lines[0].count : max(lines[0].count + 4, label.count + 2)
      label.pad(to: pitch)
      labels.append(label)
      for index in 0..<3 {
        var line = lines[index]
        line.pad(to: pitch)
        boxes[index].append(line)
      }
    }
    let all = isFlat ? [labels, boxes[1]] : [labels] + boxes
    return all.map { $0.indented(by: labels.count < width ? 1 : 0) }
  }

  private func content(_ digits: [UInt8], of part: DateParts.Part, isHere: Bool) -> Run {
    var content = Run(" ")
    let place = min(digits.count, part.length - 1)
    for index in 0..<part.length {
      let glyph = index < digits.count ? Self.digit(digits[index]) : " "
      if isFocused && isHere && index == place {
        content.append(cursorCell(glyph == " " ? "_" : glyph))
      } else {
        content.append(Run(cells: [Cell(glyph)]))
      }
    }
    content.append(" ")
    return content
  }

  /// `isTyping`: the cursor stands in the line. In a picker it stands in the grid, and the line only has its sign.
  private func text(_ line: TextLine, isTyping: Bool = true) -> [Run] {
    let shownMax = max(1, min(line.count + 1, width - 4))
    let characters = Run(line.text)
    // The part around the cursor, for a line that is longer than the screen is wide.
    let cursor = min(line.cursor, characters.count)
    let first = max(0, min(cursor - shownMax + 1, characters.count - shownMax + 1))
    var content = Run(" ")
    for index in first..<first + shownMax {
      let glyph: Unicode.Scalar = index < characters.count ? characters.cells[index].glyph : " "
      let isCut = index == first && first > 0 || index == first + shownMax - 1 && index + 1 < characters.count
      if isFocused && index == cursor {
        content.append(isTyping ? cursorCell(glyph == " " ? "_" : glyph) : Run("_"))
      } else {
        content.append(Run(cells: [Cell(isCut ? "…" : glyph)]))
      }
    }
    content.append(" ")
    return framed([content])
  }

  private static func digit(_ value: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(48 + min(9, value))
  }
}

// Typed or scanned text becomes the lines of a machine readable zone: blanks go, letters grow, a cut name line is
// filled up, and characters that look alike are set right where a field allows only one of them. Work is done in
// place in a Secret, so that no second copy of what was typed stays behind.

import Crypto
import Secrets

/// The lines of a zone, one after another, and their format. Characters are A to Z, 0 to 9 and `<`.
struct MRZText: Sendable {
  let layout: MRZLayout
  let text: Secret

  /// The longest input in bytes that is looked at: three lines with blanks between all characters.
  static let inputByteCountMax = 400

  /// Reads lines that end in CR, LF or both, or one line with all characters, and sets confusions right.
  init(typed input: Secret) throws(MRZFault) {
    guard input.count <= Self.inputByteCountMax else { throw .layout }
    let lines = try input.withSpan { (span) throws(MRZFault) in try Self.lines(of: span) }
    let layout = try Self.layout(of: lines)
    let whole = lines.count == 1
    let widths = whole ? [layout.byteCount] : [Int](repeating: layout.lineWidth, count: layout.lineCount)
    text = try input.withSpan { (span) throws(MRZFault) in
      unsafe try Secret(count: layout.byteCount) { (buffer) throws(MRZFault) in
        var position = 0
        for (number, line) in lines.enumerated() {
          let end = position + widths[number]
          // A line that is complete with its blanks was typed with a blank for each `<`.
          let blankIsFiller = line.spanning.count == widths[number]
          for (column, index) in line.spanning.enumerated() {
            if Self.isBlank(span[index]) && !blankIsFiller { continue }
            guard let character = Self.character(span[index]) else {
              throw .character(line: number + 1, column: column + 1)
            }
            guard position < end else { throw .lineLength(line: number + 1, expected: widths[number]) }
            unsafe buffer[position] = character
            position += 1
          }
          if position < end {
            guard !whole, Self.mayBeCut(line: number, of: layout) else {
              throw .lineLength(line: number + 1, expected: widths[number])
            }
            while position < end {
              unsafe buffer[position] = mrzFiller
              position += 1
            }
          }
        }
        unsafe MRZCorrection(layout: layout).correct(buffer)
      }
    }
    self.layout = layout
  }

  /// Takes the zone of a chip as it is: exactly a format's characters, nothing corrected.
  init(chip bytes: [UInt8]) throws(MRZFault) {
    guard let layout = MRZLayout.withByteCount(bytes.count) else { throw .layout }
    for (index, byte) in bytes.enumerated() {
      guard isMRZDigit(byte) || isMRZLetter(byte) || byte == mrzFiller else {
        throw .character(line: index / layout.lineWidth + 1, column: index % layout.lineWidth + 1)
      }
    }
    self.layout = layout
    text = Secret(bytes)
  }

  /// A line of the input: where it begins and ends, without the blanks around it, and how many are no blanks.
  struct Line {
    let spanning: Range<Int>
    let count: Int
  }

  static func lines(of span: Span<UInt8>) throws(MRZFault) -> [Line] {
    var lines: [Line] = []
    var begin: Int?
    var end = 0
    var count = 0
    func close() {
      if let first = begin { lines.append(Line(spanning: first..<end, count: count)) }
      begin = nil
      count = 0
    }
    for index in 0..<span.count {
      let byte = span[index]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        close()
      } else if !isBlank(byte) {
        if begin == nil { begin = index }
        end = index + 1
        count += 1
      }
    }
    close()
    return lines
  }

  /// The format that number and length of the lines speak for. The line that holds the number of a passport is never
  /// cut, so its length decides between the formats of two lines.
  private static func layout(of lines: [Line]) throws(MRZFault) -> MRZLayout {
    switch lines.count {
    case 1:
      if let layout = MRZLayout.withByteCount(lines[0].count) { return layout }
      if let layout = MRZLayout.withByteCount(lines[0].spanning.count) { return layout }
    case 2:
      for layout in [MRZLayout.td3, .td2] where lines[1].count == layout.lineWidth { return layout }
      for layout in [MRZLayout.td3, .td2] where lines[1].spanning.count == layout.lineWidth { return layout }
      if (40...48).contains(lines[1].count) { throw .lineLength(line: 2, expected: MRZLayout.td3.lineWidth) }
      if (33...39).contains(lines[1].count) { throw .lineLength(line: 2, expected: MRZLayout.td2.lineWidth) }
    case 3:
      if (20...40).contains(lines[1].count) { return .td1 }
    default: break
    }
    throw .layout
  }

  /// Lines that end in fillers, which people leave out: name lines, and the first line of a card.
  private static func mayBeCut(line: Int, of layout: MRZLayout) -> Bool {
    layout == .td1 ? line != 1 : line == 0
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  /// The zone's character for a typed one; nil if there is none.
  static func character(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
    case UInt8(ascii: " "), UInt8(ascii: "\t"): mrzFiller
    case _ where isMRZDigit(byte) || isMRZLetter(byte) || byte == mrzFiller: byte
    default: nil
    }
  }
}

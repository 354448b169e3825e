// One file of content as bytes: whether it is text at all, and where its head (TOML between two lines of +++) and its
// body (Markdown) lie.

enum ContentFile {
  /// `bytes` without a byte order mark and with line ends of one line feed each; nil where they are too many, not UTF-8, or hold control characters.
  static func checked(_ bytes: [UInt8], file: String, _ mistakes: inout ContentMistakes) -> [UInt8]? {
    guard bytes.count <= ContentLimit.fileBytesMax else {
      mistakes.add(
        file, 1, "the file has \(bytes.count) bytes",
        "keep to \(ContentLimit.fileBytesMax), or make two files of it")
      return nil
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let isPlain = !bytes.contains { $0 >= 0x80 || ($0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09) }
    if isPlain { return lineFeeds(bytes[...]) }
    guard let text = String(validating: bytes[start...], as: UTF8.self) else {
      mistakes.add(file, invalidLine(bytes), "the file is not UTF-8", "save it as UTF-8")
      return nil
    }
    var line = 1
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line += 1
      } else if scalar != "\r", scalar != "\t", !ContentText.isPrintable(scalar) {
        let code = String(scalar.value, radix: 16, uppercase: true)
        mistakes.add(file, line, "there is an invisible character (U+\(code))", "remove it")
        return nil
      }
    }
    return lineFeeds(bytes[start...])
  }

  /// Files of Windows end their lines with CR LF, which is one Character: nobody behind this point must know.
  private static func lineFeeds(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard bytes.contains(0x0D) else { return Array(bytes) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == 0x0D, rest.first == 0x0A { continue }
      // A CR alone ends no line: it is a blank, as wherever text is trimmed.
      result.append(byte == 0x0D ? 0x20 : byte)
    }
    return result
  }

  private static func invalidLine(_ bytes: [UInt8]) -> Int {
    var line = 1
    for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return 1
  }

  /// The ranges of head and body, with the line on which each begins; nil where there is no head.
  static func parts(
    _ bytes: [UInt8], file: String, _ mistakes: inout ContentMistakes
  ) -> (head: Range<Int>, body: Range<Int>, bodyLine: Int)? {
    var line = 1
    var at = 0
    var headStart: Int?
    while at <= bytes.count {
      let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
      var length = end - at
      while length > 0, [0x20, 0x0D, 0x09].contains(bytes[at + length - 1]) { length -= 1 }
      let isMark = length == 3 && bytes[at] == plus && bytes[at + 1] == plus && bytes[at + 2] == plus
      if let start = headStart {
        if isMark { return (start..<at, min(end + 1, bytes.count)..<bytes.count, line + 1) }
      } else if isMark {
        headStart = end + 1
      } else if length > 0 {
        break
      }
      if end == bytes.count { break }
      at = end + 1
      line += 1
    }
    if headStart == nil {
      mistakes.add(
        file, 1, "the file does not begin with a head", "begin it with a line +++, name = \"…\", a line +++")
    } else {
      mistakes.add(file, 1, "the head is not closed", "end it with a line +++")
    }
    return nil
  }

  private static var plus: UInt8 { UInt8(ascii: "+") }
}

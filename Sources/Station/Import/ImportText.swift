// From the bytes of a CSV file to UTF-8: with or without its mark, or from Windows-1252 as German offices export it. A
// file that is neither is refused with the place; nothing is guessed, because a guess would print wrong names.

/// Where and why a file is no text.
struct TextFault: Error, Equatable {
  /// From 1.
  var line: Int
  var fault: RowFault
}

/// `content` as UTF-8. Without the mark, a file that is not UTF-8 throughout is Windows-1252, unless it has
/// characters of several UTF-8 bytes too (then it was joined from two files) or a byte that no Windows-1252 text has.
func readText(_ content: ArraySlice<UInt8>, hasMark: Bool) -> Result<[UInt8], TextFault> {
  let remedy = "export it again as UTF-8 or as Windows-1252, in one of them throughout"
  func fault(_ index: Int, _ reason: String) -> Result<[UInt8], TextFault> {
    let before = content[..<index]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? content.startIndex
    let value = String(content[index], radix: 16, uppercase: true)
    return .failure(
      TextFault(
        line: before.count { $0 == UInt8(ascii: "\n") } + 1,
        fault: RowFault(
          "byte \(index - lineStart + 1) of the line (byte \(index - content.startIndex + 1) of the text,"
            + " 0x\(value)) \(reason), and nothing was imported", remedy)))
  }
  // The marks of UTF-16.
  if content.starts(with: [0xFF, 0xFE]) || content.starts(with: [0xFE, 0xFF]) {
    return fault(content.startIndex, "begins UTF-16 text")
  }
  var firstWrong: Int?
  var hasCharacterOfSeveralBytes = false
  var index = content.startIndex
  while index < content.endIndex {
    if content[index] < 0x80 {
      index += 1
    } else if let count = utf8Count(content, at: index) {
      hasCharacterOfSeveralBytes = true
      index += count
    } else {
      if firstWrong == nil { firstWrong = index }
      index += 1
    }
  }
  guard let firstWrong else { return .success(Array(content)) }
  if hasMark { return fault(firstWrong, "is not UTF-8, though the file begins with its mark") }
  if hasCharacterOfSeveralBytes { return fault(firstWrong, "is not UTF-8, though other lines are") }
  if let nowhere = content.firstIndex(where: { windows1252[$0] == nil && (0x80...0x9F).contains($0) }) {
    return fault(nowhere, "is neither UTF-8 nor Windows-1252")
  }
  var text: [UInt8] = []
  text.reserveCapacity(content.count + content.count / 8)
  for byte in content {
    if byte < 0x80 {
      text.append(byte)
    } else {
      text.append(contentsOf: Array(String(windows1252[byte] ?? Unicode.Scalar(byte)).utf8))
    }
  }
  return .success(text)
}

/// Where Windows-1252 differs from the first 256 characters of Unicode (Unicode's table CP1252.TXT); 81, 8D, 8F, 90
/// and 9D stand for nothing.
private let windows1252: [UInt8: Unicode.Scalar] = [
  0x80: "\u{20AC}", 0x82: "\u{201A}", 0x83: "\u{0192}", 0x84: "\u{201E}", 0x85: "\u{2026}",
  0x86: "\u{2020}", 0x87: "\u{2021}", 0x88: "\u{02C6}", 0x89: "\u{2030}", 0x8A: "\u{0160}",
  0x8B: "\u{2039}", 0x8C: "\u{0152}", 0x8E: "\u{017D}", 0x91: "\u{2018}", 0x92: "\u{2019}",
  0x93: "\u{201C}", 0x94: "\u{201D}", 0x95: "\u{2022}", 0x96: "\u{2013}", 0x97: "\u{2014}",
  0x98: "\u{02DC}", 0x99: "\u{2122}", 0x9A: "\u{0161}", 0x9B: "\u{203A}", 0x9C: "\u{0153}",
  0x9E: "\u{017E}", 0x9F: "\u{0178}",
]

/// How many bytes the well-formed character at `index` has (RFC 3629, section 4); nil: there is none.
private func utf8Count(_ bytes: ArraySlice<UInt8>, at index: Int) -> Int? {
  let first = bytes[index]
  let second: ClosedRange<UInt8>
  let count: Int
  switch first {
  case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
  case 0xE0: (count, second) = (3, 0xA0...0xBF)
  case 0xED: (count, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
  case 0xF0: (count, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
  case 0xF4: (count, second) = (4, 0x80...0x8F)
  default: return nil
  }
  guard index + count <= bytes.endIndex, second.contains(bytes[index + 1]) else { return nil }
  for next in bytes[(index + 2)..<(index + count)] where next & 0xC0 != 0x80 { return nil }
  return count
}

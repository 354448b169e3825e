// What a typed line means as keys, for `kiosk pickup --plain`: the same pages and the same keys as on the screen, one
// line at a time. It reads nothing and keeps nothing; what was typed is bytes, since it may be a code.

import Terminal

public enum PlainKeys {
  /// A line has at most so many bytes; a longer one is not understood.
  public static let lineBytesMax = 64
  /// On a page that takes text, which may be a whole sentence.
  public static let textBytesMax = 1_600

  /// The keys that `line` stands for on `page`; nil where it means nothing there. An empty line is OK.
  public static func keys(for line: [UInt8], on page: Page) -> [Key]? {
    guard line.count <= (page.typing == .text ? textBytesMax : lineBytesMax) else { return nil }
    let typed = trimmed(line)
    if page.typing == .text { return text(typed, on: page) }
    if typed.isEmpty { return [.ok] }
    if let key = word(typed, on: page) { return [key] }
    guard let field = page.fields.first else {
      guard typed.count == 1, let digit = digit(typed[0]) else { return nil }
      // On the screen a digit only moves the focus; here the end of the line confirms it.
      return [.digit(digit), .ok]
    }
    switch field.kind {
    case .date(let date): return self.date(typed, from: date.part)
    case .line where page.typing == .letters: return letters(typed)
    case .digits, .line, .picker: return number(typed)
    }
  }

  /// The line as it stands, and "done". Names may be words of ours, so only what is printed on keys is a command.
  private static func text(_ typed: [UInt8], on page: Page) -> [Key]? {
    let line = String(decoding: typed, as: UTF8.self)
    switch line.lowercased() {
    case "<", "←": return [.back]
    case "esc", "[esc]", "[x]": return [.end]
    case "?", "f1", "[f1]", "[?]": return [.help]
    default: break
    }
    let done = page.fields.compactMap { field -> Key? in
      guard case .picker(let picker) = field.kind else { return nil }
      return picker.cells.firstIndex { if case .done = $0 { true } else { false } }.map { .cell($0) }
    }.first
    if typed.isEmpty { return [done ?? .ok] }
    let keys = line.unicodeScalars.map { scalar -> Key in
      ("0"..."9").contains(scalar) ? .digit(Int(scalar.value) - 0x30) : .character(scalar)
    }
    return [.clear] + keys + [done ?? .ok]
  }

  /// Words for keys that have no digits, in German and English.
  private static func word(_ typed: [UInt8], on page: Page) -> Key? {
    guard !typed.contains(where: { digit($0) != nil }) else { return nil }
    switch String(decoding: typed, as: UTF8.self).lowercased() {
    case "<", "z", "b", "zurück", "zurueck", "back": return .back
    case "x", "ende", "end", "exit", "quit": return .end
    case "?", "h", "hilfe", "help": return .help
    case "*", "sprache", "language": return .language
    case "m", "mehr", "mehr zeit", "more", "more time":
      // "More time" is what OK does on a page that waits; elsewhere OK would do something else.
      return page.keys.contains { $0.name == .ok && $0.text == Text("key.more_time") } ? .ok : nil
    default: return nil
    }
  }

  /// A number as people write it: spaces and signs are left out, `+` is two zeros.
  private static func number(_ typed: [UInt8]) -> [Key]? {
    var keys: [Key] = [.clear]
    for (index, byte) in typed.enumerated() {
      switch byte {
      case UInt8(ascii: "+") where index == 0: keys += [.digit(0), .digit(0)]
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "."):
        continue
      default:
        guard let digit = digit(byte) else { return nil }
        keys.append(.digit(digit))
      }
    }
    return keys + [.ok]
  }

  /// Letters and digits of a passport; spaces are left out.
  private static func letters(_ typed: [UInt8]) -> [Key]? {
    var keys: [Key] = [.clear]
    for byte in typed where byte != UInt8(ascii: " ") {
      if let digit = digit(byte) {
        keys.append(.digit(digit))
      } else if Ascii.letters.contains(byte & 0xDF) {
        keys.append(.letter(byte & 0xDF))
      } else if byte == Ascii.filler {
        keys.append(.letter(byte))
      } else {
        return nil
      }
    }
    return keys + [.ok]
  }

  /// `17 3 1985`, `17.3.1985` or `17031985`; fewer groups go on from the part at which the page stands.
  private static func date(_ typed: [UInt8], from part: DateParts.Part) -> [Key]? {
    var groups = typed.split { " .-/".utf8.contains($0) }.map(Array.init)
    if groups.count == 1, groups[0].count == 8 {
      groups = [Array(groups[0][0..<2]), Array(groups[0][2..<4]), Array(groups[0][4..<8])]
    }
    guard !groups.isEmpty else { return nil }
    var keys: [Key] = []
    if groups.count == DateParts.Part.allCases.count {
      keys += [Key](repeating: .back, count: part.rawValue)
    } else if groups.count > DateParts.Part.allCases.count - part.rawValue {
      return nil
    }
    for group in groups {
      let digits = group.compactMap(digit)
      guard digits.count == group.count, digits.count <= DateParts.Part.year.length else { return nil }
      keys += [.clear] + digits.map { Key.digit($0) } + [.ok]
    }
    return keys
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
  }

  private static func trimmed(_ line: [UInt8]) -> [UInt8] {
    var slice = line[...]
    while let first = slice.first, first <= 0x20 { slice.removeFirst() }
    while let last = slice.last, last <= 0x20 { slice.removeLast() }
    return Array(slice)
  }
}

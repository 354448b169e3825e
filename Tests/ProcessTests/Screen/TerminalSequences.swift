// The control sequences of the emulator: what moves the cursor, erases, scrolls and switches modes. A sequence that is not
// here is a trespass.

extension TerminalEmulator {
  mutating func control(_ bytes: [UInt8]) {
    let final = Character(Unicode.Scalar(bytes[bytes.count - 1]))
    let words = String(decoding: bytes.dropLast(), as: UTF8.self)
    if words.hasPrefix("?") { return mode(words.dropFirst(), final) }
    if final == "t" {
      // The title is put aside and taken back with the alternate screen (xterm's own terminfo entry); never set.
      if words != "22;0;0" && words != "23;0;0" { trespass("CSI \(words) t") }
      return
    }
    guard words.allSatisfy({ $0.isNumber || $0 == ";" }) else { return trespass("CSI \(words) \(final)") }
    let numbers = words.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 1)
    switch final {
    case "m": break
    case "H":
      cursor = Place(row: first - 1, column: max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
      clamp()
    case "A": cursor.row -= first
    case "B": cursor.row += first
    case "C": cursor.column += first
    case "D": cursor.column -= first
    case "G": cursor.column = first - 1
    case "d": cursor.row = first - 1
    case "b": for _ in 0..<min(first, columns * rows) { put(last) }
    case "S": scroll(region, by: first)
    case "T": scroll(region, by: -first)
    case "L" where region.contains(cursor.row): scroll(cursor.row...region.upperBound, by: -first)
    case "M" where region.contains(cursor.row): scroll(cursor.row...region.upperBound, by: first)
    case "L", "M": break
    case "r":
      let bottom = min(rows, numbers.count > 1 && numbers[1] > 0 ? numbers[1] : rows) - 1
      if first - 1 < bottom { region = (first - 1)...bottom }
      cursor = Place()
    case "J", "K", "X", "@", "P": erase(final, numbers.first ?? 0)
    case "l" where words == "4": break
    default: trespass("CSI \(words) \(final)")
    }
    if "ABCDGdr".contains(final) { clamp() }
  }

  private mutating func erase(_ final: Character, _ number: Int) {
    let at = cursor
    let (columns, rows) = (columns, rows)
    let count = min(max(1, number), columns - at.column)
    let blank = [Unicode.Scalar](repeating: " ", count: columns)
    edit { page in
      switch (final, number) {
      case ("J", 0), ("K", 0):
        for column in at.column..<columns { page.rows[at.row][column] = " " }
        if final == "J" { for row in (at.row + 1)..<max(rows, at.row + 1) { page.rows[row] = blank } }
      case ("J", 1), ("K", 1):
        for column in 0...at.column { page.rows[at.row][column] = " " }
        if final == "J" { for row in 0..<at.row { page.rows[row] = blank } }
      case ("J", _): for row in 0..<rows { page.rows[row] = blank }
      case ("K", _): page.rows[at.row] = blank
      case ("X", _): for column in at.column..<(at.column + count) { page.rows[at.row][column] = " " }
      case ("@", _):
        page.rows[at.row].insert(contentsOf: blank.prefix(count), at: at.column)
        page.rows[at.row].removeLast(count)
      default:
        page.rows[at.row].removeSubrange(at.column..<(at.column + count))
        page.rows[at.row] += blank.prefix(count)
      }
    }
    willWrap = false
  }

  private mutating func mode(_ words: Substring, _ final: Character) {
    let numbers = words.split(separator: ";").map { Int($0) ?? -1 }
    guard final == "h" || final == "l", !numbers.isEmpty, Self.modesAllowed.isSuperset(of: numbers),
      final == "l" || !numbers.contains(2004)
    else { return trespass("CSI ?\(words) \(final)") }
    for number in numbers {
      if number == 1049 { switchScreen(final == "h") }
      if final == "h" { modes.insert(number) } else { modes.remove(number) }
    }
  }

  private mutating func switchScreen(_ toAlternate: Bool) {
    if toAlternate {
      wasAlternate = true
      saved = cursor
      alternate = Page(columns: columns, rows: rows)
    } else {
      cursor = saved
      clamp()
    }
  }
}

// The grid of a letter picker in cells. The focus is marked with `>`, in reverse, and with the cursor; every cell can be
// touched. The line above the grid is drawn by `FieldPicture`.

struct PickerPicture {
  let picker: LetterPicker
  let isFocused: Bool
  let texts: Texts
  let width: Int
  /// A free row between the rows, so that a finger does not hit two.
  let hasAir: Bool
  /// Only the row with the focus, where there is no room for all of them.
  let isStrip: Bool

  private static let cellWidths = 2...6

  var lines: [Run] {
    let length = picker.rows.map { isOfLetters($0) ? $0.count : 1 }.max() ?? 1
    let cellWidth = min(max(Self.cellWidths.lowerBound, width / length), Self.cellWidths.upperBound)
    var result: [Run] = []
    for row in picker.rows where !isStrip || row.contains(picker.focus) {
      if hasAir, !result.isEmpty { result.append(Run()) }
      var line = Run()
      for index in row {
        let cell = cell(index, width: cellWidth)
        if line.count > 0, line.count + cell.count > width {
          result.append(line)
          line = Run()
        }
        line.append(cell)
      }
      result.append(line)
    }
    return result
  }

  private func isOfLetters(_ row: Range<Int>) -> Bool {
    if case .character = picker.cells[row.lowerBound] { return true }
    return false
  }

  /// A cell with its mark right before what it says.
  private func cell(_ index: Int, width: Int) -> Run {
    let isHere = isFocused && index == picker.focus
    let words: String
    var blanks = 0
    switch picker.cells[index] {
    case .character(let character):
      words = String(character)
      blanks = max(0, width / 2 - 1)
    case .space: words = texts.resolve(Text("terminal.space"))
    case .erase: words = texts.resolve(Text("terminal.erase"))
    case .done(let text): words = texts.resolve(text)
    }
    var run = Run(repeating: " ", count: blanks)
    run.append(isHere ? ">" : " ")
    let place = run.count
    run.append(words)
    if case .character = picker.cells[index] { run.pad(to: width) } else { run.append(" ") }
    if isHere {
      run = run.reversed()
      run.cursor = min(place, run.count - 1)
    }
    return run.touchable(.cell(index))
  }
}

// Numbers as pictures: large digits, bars and the countdown's bar, all of full blocks, which every console font has.

enum Charts {
  /// Cells of the countdown's bar.
  static let countdownCells = 12

  /// A bar of `cells` cells, filled in proportion; anything above zero fills at least one.
  static func bar(_ value: Int, of total: Int, cells: Int) -> Run {
    let cells = max(0, cells)
    guard value > 0, total > 0, cells > 0 else { return Run(repeating: "░", count: cells) }
    let filled = min(cells, max(1, Int((Double(value) / Double(total) * Double(cells)).rounded(.down))))
    var run = Run(repeating: "█", count: filled)
    run.append(Run(repeating: "░", count: cells - filled))
    return run
  }

  /// The chart's bars: label, bar and number, in a width.
  static func lines(_ chart: Chart, texts: Texts, width: Int) -> [Run] {
    let most = max(1, chart.bars.map(\.value).max() ?? 1)
    let numberWidth = String(most).count
    let labels = chart.bars.map { Run.wrapped(texts.resolve($0.label), width: max(1, width / 3)) }
    let labelWidth = labels.joined().map(\.count).max() ?? 0
    let cells = max(0, min(40, width - labelWidth - numberWidth - 4))
    var result: [Run] = []
    for (bar, label) in zip(chart.bars, labels) {
      for (index, line) in label.enumerated() {
        var run = line
        if index == 0 {
          run.pad(to: labelWidth + 2)
          run.append(Self.bar(bar.value, of: most, cells: cells))
          run.append("  " + String(bar.value))
        }
        result.append(run)
      }
    }
    return result
  }

  /// Large digits, five rows high, or one bold line where they do not fit.
  static func lines(_ big: BigDigits, width: Int) -> [Run] {
    guard big.digits.utf8.count * 4 <= width else { return [Run(big.digits, Style(.accent, bold: true))] }
    var rows = Array(repeating: Run(), count: 5)
    for character in big.digits {
      let picture = pictures[character] ?? pictures[" ", default: []]
      for (index, line) in picture.enumerated() {
        rows[index].append(line.replacing("#"), Style(.accent))
      }
    }
    return rows
  }

  private static let pictures: [Character: [String]] = [
    "0": ["### ", "# # ", "# # ", "# # ", "### "], "1": [" #  ", "##  ", " #  ", " #  ", "### "],
    "2": ["### ", "  # ", "### ", "#   ", "### "], "3": ["### ", "  # ", "### ", "  # ", "### "],
    "4": ["# # ", "# # ", "### ", "  # ", "  # "], "5": ["### ", "#   ", "### ", "  # ", "### "],
    "6": ["### ", "#   ", "### ", "# # ", "### "], "7": ["### ", "  # ", "  # ", "  # ", "  # "],
    "8": ["### ", "# # ", "### ", "# # ", "### "], "9": ["### ", "# # ", "### ", "  # ", "### "],
    " ": ["    ", "    ", "    ", "    ", "    "], "-": ["    ", "    ", "### ", "    ", "    "],
    ":": ["    ", " #  ", "    ", " #  ", "    "],
  ]
}

extension String {
  fileprivate func replacing(_ mark: Character) -> String {
    String(map { $0 == mark ? "█" : $0 })
  }
}

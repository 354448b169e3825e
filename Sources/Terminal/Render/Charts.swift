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

  /// The chart's bars: label, bar and number, in a width; the lines of each bar by themselves. Labels take a third of
  /// the width where they fit into it, otherwise half; a longer label goes on below.
  static func bars(_ chart: Chart, texts: Texts, width: Int) -> [[Run]] {
    let most = max(1, chart.most)
    let numberWidth = String(most).count
    let words = chart.bars.map { texts.resolve($0.label) }
    let isShort = words.allSatisfy { Run($0).count <= width / 3 }
    let labels = words.map { Run.wrapped($0, width: max(1, isShort ? width / 3 : width / 2)) }
    let labelWidth = labels.joined().map(\.count).max() ?? 0
    let cells = max(0, min(40, width - labelWidth - numberWidth - 4))
    return zip(chart.bars, labels).map { bar, label in
      label.enumerated().map { index, line in
        guard index == 0 else { return line }
        var run = line
        run.pad(to: labelWidth + 2)
        run.append(Self.bar(bar.value, of: most, cells: cells))
        let number = Run(String(bar.value))
        run.pad(to: labelWidth + 4 + cells + numberWidth - number.count)
        run.append(number)
        return run
      }
    }
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

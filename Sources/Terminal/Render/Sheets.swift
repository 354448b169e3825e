// Sheets: a body that is too long is parted, never cut off ("Seite 1 von 3", AX-41). The question stands on each sheet.
// It parts sections that are already set in lines and knows nothing of what they say.

struct Sheets {
  private var parted: [[Run]] = []
  /// The sheet with the focus, from 0, or nil.
  private(set) var focusSheet: Int?

  /// The number of sheets, at least 1.
  var count: Int { max(1, parted.count) }

  /// The lines of a sheet, from 0.
  func lines(of sheet: Int) -> [Run] {
    parted.indices.contains(sheet) ? parted[sheet] : []
  }

  /// The rows that the sections take on one sheet.
  static func height(_ sections: [Section], hasGaps: Bool) -> Int {
    var height = 0
    for (index, section) in sections.enumerated() {
      height += section.lines.count + (index > 0 && section.hasGap && hasGaps ? 1 : 0)
    }
    return height
  }

  /// Parts sections into sheets of `rows` rows, at least 1. With more than one sheet the last row of each is kept
  /// free for its number, where there are at least two rows.
  init(sections: [Section], hasGaps: Bool, rows: Int) {
    if Self.height(sections, hasGaps: hasGaps) <= rows {
      var sheet: [Run] = []
      for section in sections {
        if section.hasGap, hasGaps, !sheet.isEmpty { sheet.append(Run()) }
        if section.focusLine != nil { focusSheet = 0 }
        sheet += section.lines
      }
      parted = [sheet]
      return
    }
    let capacity = max(1, rows - 1)
    var pinned: [Run] = sections.filter(\.isPinned).flatMap(\.lines)
    if hasGaps, !pinned.isEmpty { pinned.append(Run()) }
    // A question that leaves no room for anything else is shown once, like the rest.
    let isPinning = !pinned.isEmpty && pinned.count + 3 <= capacity
    let top = isPinning ? pinned : []
    var sheet = top
    for section in sections where !(isPinning && section.isPinned) {
      let gap = section.hasGap && hasGaps && sheet.count > top.count ? 1 : 0
      let isFitting = sheet.count + gap + section.lines.count <= capacity
      let isWhole = top.count + section.lines.count <= capacity
      if !isFitting, !section.isPartable || section.lines.count <= 3, isWhole, sheet.count > top.count {
        parted.append(sheet)
        sheet = top
      } else if gap > 0, sheet.count < capacity {
        sheet.append(Run())
      }
      for (index, line) in section.lines.enumerated() {
        if sheet.count >= capacity {
          parted.append(sheet)
          sheet = top
        }
        sheet.append(line)
        if section.focusLine == index { focusSheet = parted.count }
      }
    }
    if sheet.count > top.count || parted.isEmpty { parted.append(sheet) }
  }
}

// Charts as the most used services need them: seven bars with long names, down to 40x12.

import Testing

@testable import Terminal

@Suite("Charts")
struct ChartTests {
  static let names = [
    "Personalausweis beantragen", "Meldebescheinigung", "Wohnsitz anmelden oder ummelden",
    "Führungszeugnis beantragen", "Kfz-Zulassung und Feinstaubplakette", "Geburtsurkunde", "Hundesteuer",
  ]

  static let page = Page(
    header: Samples.header, title: .data("Am häufigsten gefragt"),
    blocks: Chart(
      names.enumerated().map { Chart.Bar(.data($0.element), 1_284 / ($0.offset * $0.offset + 1)) },
      alternative: .data("So oft wurde das im November geöffnet.")
    ).map { [.chart($0)] } ?? [],
    keys: Samples.choosing)

  @Test("Choices have their numbers as bars in their own rows, and the focus is on the first sheet")
  func choices() {
    var page = Self.page
    page.blocks = [.label(.data("So oft wurde das im November geöffnet."))]
    page.choices = Self.names.enumerated().map { index, name in
      let value = 1_284 / (index * index + 1)
      return Choice(
        index + 1, .data("\(name): \(value)-mal"), bar: Chart.Bar(.data(name), value))
    }
    page.focus = .choice(0)
    for (columns, rows) in [(60, 16), (80, 25), (120, 33), (40, 12)] {
      let frame = Samples.renderer.frame(of: page, columns: columns, rows: rows)
      GoldenFile.expect(frame.picture, "chart-choices.\(columns)x\(rows)")
      #expect(frame.focusSheet == 0 && frame.cursor != nil)
      #expect(frame.words.contains("█") == (columns >= 60))
      #expect(columns < 80 || frame.sheetCount == 1)
    }
  }

  @Test("A row of facts is not parted between sheets")
  func facts() {
    let page = Page(
      header: Samples.header, title: .data("Öffnungszeiten"),
      blocks: [
        .facts((0..<12).map { _ in Fact(.data("Montag"), .data("8:00 bis 12:00, 14:00 bis 18:00 Uhr")) })
      ], keys: Samples.choosing)
    let count = Samples.renderer.frame(of: page, columns: 40, rows: 12).sheetCount
    #expect(count > 2)
    for sheet in 0..<count {
      let words = Samples.renderer.frame(of: page, columns: 40, rows: 12, sheet: sheet).words
      #expect(words.split(separator: "Montag").count == words.split(separator: "18:00 Uhr").count, "\(words)")
    }
  }

  @Test("AX-41: seven bars with long labels; every word and every number is on a sheet, none is cut")
  func golden() {
    for (columns, rows) in Samples.sizes {
      let count = Samples.renderer.frame(of: Self.page, columns: columns, rows: rows).sheetCount
      var picture = ""
      var words = ""
      for sheet in 0..<count {
        let frame = Samples.renderer.frame(of: Self.page, columns: columns, rows: rows, sheet: sheet)
        picture += frame.picture
        words += frame.words + " "
      }
      GoldenFile.expect(picture, "chart.\(columns)x\(rows)")
      for name in Self.names {
        for word in name.split(separator: " ") { #expect(words.contains(word), "\(columns)x\(rows) \(word)") }
      }
      for number in [1_284, 642, 256, 128, 75, 49, 34] { #expect(words.contains(" \(number) ")) }
    }
  }
}

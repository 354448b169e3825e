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

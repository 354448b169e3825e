import Testing

@testable import Terminal

@Suite("Themes")
struct ThemeTests {
  @Test("AX-42: every ink of every theme has a contrast of 4.5 and more, of 7 in high contrast")
  func contrast() {
    for theme in Theme.all {
      let least = theme == .highContrast || theme == .monochrome ? 7.0 : 4.5
      for ink in Ink.allCases {
        #expect(Theme.contrast(theme.colour(ink), theme.groundColour(ink)) >= least, "\(theme.name) \(ink)")
      }
    }
  }

  @Test("Contrast is computed as WCAG does")
  func formula() {
    let black = Theme.RGB(red: 0, green: 0, blue: 0)
    let white = Theme.RGB(red: 255, green: 255, blue: 255)
    let grey = Theme.RGB(red: 119, green: 119, blue: 119)
    #expect(abs(Theme.contrast(black, white) - 21) < 0.001)
    #expect(abs(Theme.contrast(white, grey) - 4.478) < 0.001)
    #expect(Theme.contrast(grey, white) == Theme.contrast(white, grey))
  }

  @Test("Themes are found by their names")
  func names() {
    #expect(Theme.all.allSatisfy { Theme(named: $0.name) == $0 })
    #expect(Theme(named: "pink") == nil)
  }

  @Test(
    "AX-43: no colour says anything that the words and marks do not: all frames are complete in monochrome")
  func monochrome() {
    for (_, page) in Samples.all {
      let frame = Samples.renderer.frame(of: page, columns: 60, rows: 16)
      for row in 0..<16 {
        let inks = Set((0..<60).map { frame[row, $0].style.ink })
        if inks.contains(.error) { #expect(frame.text(row: row).contains("Fehler:")) }
      }
    }
  }
}

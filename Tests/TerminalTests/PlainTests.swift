import Foundation
import Testing

@testable import Terminal

@Suite("Plain lines, for line mode and speech")
struct PlainTests {
  let renderer = PlainRenderer(texts: Samples.texts, keyMap: .keypad)

  @Test("AX-02: every word on the screen is among the plain lines", arguments: Samples.all.map(\.name))
  func words(name: String) throws {
    let page = try #require(Samples.all.first { $0.name == name }).page
    let plain = Set(renderer.lines(of: page).flatMap { Self.words($0.text) })
    for (columns, rows) in Samples.sizes {
      let frame = Samples.renderer.frame(of: page, columns: columns, rows: rows)
      guard frame.sheetCount == 1 else { continue }
      let missing = Self.words(frame.words).filter { !plain.contains($0) }
      #expect(missing.isEmpty, "\(columns)x\(rows)")
    }
  }

  @Test("Title, step and error come first, then the question", arguments: [Samples.birthDate])
  func order(page: Page) {
    let lines = renderer.lines(of: page)
    #expect(lines.map(\.role).prefix(6) == [.header, .header, .title, .step, .error, .text])
    #expect(lines[4].text == "Fehler: Den 31. Februar gibt es nicht. Tag ändern.")
    #expect(lines.contains { $0.text == "[X] Ende" })
    #expect(lines.first { $0.text.hasPrefix("Tag") }?.text == "Tag 31")
  }

  @Test("AX-12: what is typed and what was handed over is marked as personal")
  func privacy() {
    let typed = renderer.lines(of: Samples.code).first { $0.text == "4 7 1" }
    #expect(typed?.privacy == .personal)
    let received = renderer.lines(of: Samples.done).first { $0.text.contains("Reisepass") }
    #expect(received?.privacy == .personal)
    #expect(renderer.lines(of: Samples.idle).allSatisfy { $0.privacy == .public })
  }

  @Test("A technician's wall is read row by row")
  func wall() throws {
    let wall = try #require(
      WallDrawing(
        rows: 2, columns: 2, target: nil, labels: [".", "o", "x", ""], alternative: Text("door.title")))
    var page = Samples.idle
    page.blocks = [.wall(wall)]
    let lines = renderer.lines(of: page).map(\.text)
    #expect(lines.contains(". o") && lines.contains("x -"))
  }

  /// Words without frames, marks, blocks and the cursor's sign, which carry no meaning of their own.
  private static func words(_ text: String) -> [String] {
    let drawn = Set("─│┌┐└┘├┤┬┴┼╆╅╄╃━┃┏┓┗┛┱┡█░_>")
    return String(text.map { drawn.contains($0) ? " " : $0 }).split(separator: " ")
      .map { String($0).trimmingCharacters(in: CharacterSet(charactersIn: ":.,")) }.filter { !$0.isEmpty }
  }
}

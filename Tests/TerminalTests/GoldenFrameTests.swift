import Testing

@testable import Terminal

@Suite("Frames as the design draws them")
struct GoldenFrameTests {
  @Test("AX-41: every kind of page at 40x12, 60x16, 80x25 and 120x33", arguments: Samples.all.map(\.name))
  func golden(name: String) throws {
    let page = try #require(Samples.all.first { $0.name == name }).page
    for (columns, rows) in Samples.sizes {
      let frame = Samples.renderer.frame(of: page, columns: columns, rows: rows)
      var picture = frame.picture
      for sheet in 1..<max(1, frame.sheetCount) where frame.sheetCount > 1 {
        picture += Samples.renderer.frame(of: page, columns: columns, rows: rows, sheet: sheet).picture
      }
      GoldenFile.expect(picture, "\(name).\(columns)x\(rows)")
    }
  }

  @Test("The 60x16 frames are the drawings of the design, cell by cell", arguments: Drawings.all.map(\.name))
  func drawings(name: String) throws {
    let page = try #require(Samples.all.first { $0.name == name }).page
    let drawing = try #require(Drawings.all.first { $0.name == name }).text
    let frame = Samples.renderer.frame(of: page, columns: 60, rows: 16)
    let rows = drawing.split(separator: "\n").map { line in
      var line = line.dropFirst().dropLast()
      while line.last == " " { line.removeLast() }
      return String(line)
    }
    #expect((0..<16).map { frame.text(row: $0) } == rows)
  }

  @Test("A wall of 48 doors is drawn whole, and one of 608 in part around the door")
  func walls() {
    for (columns, rows) in Samples.sizes.dropFirst() {
      let demo = Samples.renderer.frame(
        of: Samples.door(rows: 6, columns: 8, row: 4, column: 1, label: "34"), columns: columns, rows: rows)
      GoldenFile.expect(demo.picture, "wall-48.\(columns)x\(rows)")
      let large = Samples.renderer.frame(
        of: Samples.door(rows: 16, columns: 38, row: 7, column: 20, label: "287"), columns: columns,
        rows: rows)
      GoldenFile.expect(large.picture, "wall-608.\(columns)x\(rows)")
    }
    let corner = Samples.renderer.frame(
      of: Samples.door(rows: 3, columns: 10, row: 0, column: 0, label: "1"), columns: 60, rows: 16)
    GoldenFile.expect(corner.picture, "wall-corner.60x16")
  }
}

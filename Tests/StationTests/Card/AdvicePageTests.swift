// Every advice of the card stack has a page for the citizen: what happened and what to do, in every language. Screens may
// not know the card stack, so that their sources and the texts are read here.

import Foundation
import Identity
import Testing

@Suite struct AdvicePageTests {
  private func file(_ path: String) throws -> String {
    let here = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: here.appending(path: path), encoding: .utf8)
  }

  @Test("Each advice has its page in German and English, and no page is without advice")
  func pages() throws {
    let screen = try file("Sources/Screens/CardEndScreen.swift")
    let list = try #require(screen.range(of: "static let ways = ["))
    let end = try #require(screen[list.upperBound...].range(of: "]"))
    let ways = screen[list.upperBound..<end.lowerBound].split(separator: "\"").enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    #expect(Set(ways) == Set(CardAdvice.allCases.map(\.rawValue) + ["counter"]))
    for language in ["de", "en"] {
      let texts = try file("Content/texts/\(language).toml")
      for way in ways {
        let key = way.replacingOccurrences(of: "-", with: "_")
        #expect(texts.contains("\n\(key) = \"") && texts.contains("\n\(key)_do = \""), "\(language) \(way)")
      }
    }
  }
}

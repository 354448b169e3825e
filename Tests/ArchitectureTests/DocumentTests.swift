// docs/architecture.md and README.md against what is there: files that they name exist.

import Foundation
import Testing

@Suite("Documents")
struct DocumentTests {
  @Test("files that docs/architecture.md names are there")
  func files() throws {
    let text = try #require(SourceTree.file("docs/architecture.md")).text
    let names = text.matches(of: /`([A-Za-z-]+\/[A-Za-z+\/-]+\.swift)`/).map { String($0.1) }
    #expect(names.count > 20)
    for name in names {
      #expect(SourceTree.file("Sources/\(name)") != nil, "docs/architecture.md names \(name)")
    }
  }

  @Test("documents that README.md names are there")
  func documents() throws {
    let text = try #require(SourceTree.file("README.md")).text
    for match in text.matches(of: /`(docs\/[a-z]+\.md)`/) {
      #expect(SourceTree.file(String(match.1)) != nil, "README.md names \(match.1)")
    }
  }
}

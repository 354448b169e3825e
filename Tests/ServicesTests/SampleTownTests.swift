// The sample town as it lies in Content: it is in order, and every service that five towns report (docs/services.md)
// leads to something that opens.

import Foundation
import Services
import Testing

@Suite struct SampleTownTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func result() throws -> Result<ContentStore, ContentRefusal> { try Self.read.get() }

  /// Read once for all tests.
  private static let read = Swift.Result { try readTown() }

  private static func readTown() throws -> Result<ContentStore, ContentRefusal> {
    let folder = root.appendingPathComponent("Content")
    let found = try #require(FileManager.default.enumerator(atPath: folder.path))
    var files: [(path: String, bytes: [UInt8])] = []
    while let path = found.nextObject() as? String {
      guard path.hasSuffix(".md") || path.hasSuffix(".toml") else { continue }
      files.append((path, Array(try Data(contentsOf: folder.appendingPathComponent(path)))))
    }
    return ContentBuilder.build(files.sorted { $0.path < $1.path })
  }

  @Test("the sample town is in order")
  func inOrder() throws {
    if case .failure(let refusal) = try result() {
      for mistake in refusal.mistakes { Issue.record("Content/\(mistake)") }
    }
  }

  @Test("every row of docs/services.md leads to a page, a service or a form, in German and English")
  func services() throws {
    let store = try result().get()
    let text = try String(contentsOf: Self.root.appendingPathComponent("docs/services.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("`") }
    #expect(rows.count >= 70, "the table of docs/services.md has \(rows.count) rows")
    for row in rows {
      let targets = row.matches(of: /`([a-z]+):([a-z0-9-]+)`/)
      #expect(!targets.isEmpty, "\(row) leads nowhere")
      for target in targets {
        if target.1 == "form" {
          #expect(store.forms.form(String(target.2)) != nil, "\(row)")
          continue
        }
        let kind = try #require(ContentKind(rawValue: String(target.1)), "\(row)")
        let reference = ContentReference(kind: kind, id: String(target.2))
        for language in ["de", "en"] {
          let item = try #require(store.item(reference, in: language), "\(reference) of \(row)")
          #expect(item.language == language)
          #expect(!item.name.isEmpty && (!item.blocks.isEmpty || kind == .contact), "\(reference) is empty")
        }
      }
    }
  }

  @Test("fees of the sample town change on their day")
  func fees() throws {
    let store = try result().get()
    let card = ContentReference(kind: .service, id: "personalausweis")
    let facts = try #require(store.item(card, in: "de")?.service)
    #expect(facts.fees(on: civil(2026, 2, 6)).map(\.amount.cents).prefix(2) == [3700, 2280])
    #expect(facts.fees(on: civil(2026, 2, 7)).map(\.amount.cents).prefix(2) == [4600, 2760])
  }

  @Test(
    "what people look for is found first",
    arguments: [
      ("ausweis", "de", "service:personalausweis"), ("Umzug", "de", "service:wohnsitz-anmelden"),
      ("Auto abmelden", "de", "service:kfz-abmelden"), ("heiraten", "de", "service:eheschliessung"),
      ("dog", "en", "service:hundesteuer"), ("Schlagloch", "de", "service:mangel-melden"),
      ("birth certificate", "en", "service:urkunden"), ("WBS", "de", "service:wohnberechtigungsschein"),
    ])
  func search(query: String, language: String, expected: String) throws {
    let hits = try result().get().search(query, in: language, limit: 5).map(\.description)
    #expect(hits.contains(expected), "\(query): \(hits)")
  }
}

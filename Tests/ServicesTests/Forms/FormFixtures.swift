// The shipped forms, the schema, and short ways to fill in a form.

import Foundation
import Handover
import Testing

@testable import Services

enum FormFixtures {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let today = CivilDay(year: 2026, month: 11, day: 22)!

  static func schema() throws -> SchemaCheck {
    try SchemaCheck(file: root.appendingPathComponent("docs/schema/application.schema.json"))
  }

  static func shippedFiles() throws -> [FormLibrary.File] {
    let folder = root.appendingPathComponent("Content/forms")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      FormLibrary.File(
        name: name, text: try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
    }
  }

  static func library() throws -> FormLibrary {
    try FormLibrary.read(try shippedFiles(), languages: ["de", "en"]).get()
  }

  /// What is wrong with these files, as it is told.
  static func told(_ files: [FormLibrary.File], _ languages: [String] = ["de", "en"], partial: [String] = [])
    -> [String]
  {
    switch FormLibrary.read(files, languages: languages, partial: partial) {
    case .success: []
    case .failure(let refusal): refusal.mistakes.map(\.description)
    }
  }

  static func shipped(_ id: String) throws -> Form {
    try #require(try library().form(id))
  }

  static func run(_ id: String) throws -> FormRun {
    FormRun(form: try shipped(id), day: today, reference: "4827-1190")
  }

  /// Mistakes of a form with this text, as `x.toml`, without those of its texts.
  static func mistakes(_ text: String) -> [String] {
    var reader = FormReader(text, file: "x.toml")
    reader.check()
    return reader.mistakes.map(\.description)
  }

  static let head =
    "id = \"x\"\nversion = 1\nkind = \"application\"\ndestination = \"town\"\nidentification = \"none\"\n"
}

extension FormRun {
  /// Several inputs, and the effects of all of them.
  mutating func reduce(_ inputs: [Input]) -> [Effect] { inputs.flatMap { reduce($0) } }
}

// What is fuzzed: each reader of what a town writes, with what it promises beside not to trap.

import Handover
@testable import Services

enum FuzzTarget: String, CaseIterable {
  /// The part of TOML in which content is written.
  case toml
  /// A page: head and Markdown.
  case page
  /// A service or a contact with its keys.
  case entry
  /// Opening hours.
  case hours
  /// A form and its texts.
  case form
  /// A town of several files, cut by lines that name a file: `@@ PATH`.
  case town
  /// What a citizen types into the search.
  case search

  func run(_ bytes: [UInt8]) {
    switch self {
    case .toml: Self.toml(bytes)
    case .page: Self.item(bytes, .page)
    case .entry:
      Self.item(bytes, .service)
      Self.item(bytes, .contact)
    case .hours: Self.hours(bytes)
    case .form: Self.town([("forms/form.toml", bytes)] + Self.formTexts(bytes))
    case .town: Self.town(Self.files(bytes))
    case .search: Self.search(bytes)
    }
  }

  private static func toml(_ bytes: [UInt8]) {
    var mistakes = ContentMistakes()
    let table = PlainTOMLReader.read(bytes, file: "fuzz.toml", &mistakes)
    precondition(
      mistakes.sorted.allSatisfy { $0.line >= 1 && !$0.remedy.isEmpty }, "a mistake without a place")
    precondition(table.entries.count <= bytes.count, "more keys than bytes")
  }

  private static func item(_ bytes: [UInt8], _ kind: ContentKind) {
    for language in ["de", "en"] {
      var mistakes = ContentMistakes()
      guard let checked = ContentFile.checked(bytes, file: "fuzz.md", &mistakes) else { continue }
      var reader = ContentItemReader(
        ContentReference(kind: kind, id: "fuzz"), language: language, leading: "de", wordsMax: 12)
      _ = reader.read(checked, &mistakes)
    }
  }

  private static func hours(_ bytes: [UInt8]) {
    guard let hours = try? OpeningHours(String(decoding: bytes, as: UTF8.self)) else { return }
    let calendar = HolidayCalendar(land: .northRhineWestphalia)
    for day in [730_000, 739_999, 740_119, 740_120] {
      let moment = LocalMinute(day: CivilDay(number: day), minute: 720)
      // It is open exactly when a span of this day or of the day before says so.
      let spans = hours.spans(on: moment.day, holidays: calendar)
      let late = hours.spans(on: moment.day + -1, holidays: calendar)
      let isOpen =
        spans.contains { $0.start <= 720 && 720 < $0.end } || late.contains { 720 + 1440 < $0.end }
      if case .open = hours.status(at: moment, holidays: calendar) {
        precondition(isOpen, "open without a span")
      } else {
        precondition(!isOpen, "closed within a span")
      }
    }
    _ = hours.ordinaryWeek
  }

  private static func formTexts(_ bytes: [UInt8]) -> [(path: String, bytes: [UInt8])] {
    let parts = bytes.split(separator: 0x00, maxSplits: 1)
    return ["form.de", "common.de"].map { ("forms/\($0).toml", Array(parts.last ?? [])) }
  }

  private static func files(_ bytes: [UInt8]) -> [(path: String, bytes: [UInt8])] {
    var files: [(path: String, bytes: [UInt8])] = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: "@@ ".utf8) {
        files.append((String(decoding: line.dropFirst(3), as: UTF8.self), []))
      } else if !files.isEmpty {
        files[files.count - 1].bytes += line + [0x0A]
      }
    }
    return files
  }

  private static func town(_ files: [(path: String, bytes: [UInt8])]) {
    var files = files
    if !files.contains(where: { $0.path == ContentBuilder.townFile }) {
      files.append(
        (ContentBuilder.townFile, Array("name = \"Stadt\"\nland = \"NW\"\nlanguages = [\"de\"]\n".utf8)))
    }
    switch ContentBuilder.build(files) {
    case .failure(let refusal):
      precondition(!refusal.mistakes.isEmpty, "refused without a mistake")
    case .success(let store):
      for language in store.town.allLanguages {
        for reference in store.references {
          precondition(store.item(reference, in: language) != nil, "an item that cannot be read")
        }
        _ = store.alphabet(in: language)
        _ = store.situations(in: language)
      }
      for form in store.forms.forms {
        precondition(!form.fields.isEmpty && form.fields.count <= Form.fieldsMax, "a form without questions")
      }
    }
  }

  func prepare() {
    if self == .search { precondition(!Self.store.references.isEmpty, "the sample town is empty") }
  }

  private static let store: ContentStore = {
    let files = Self.files(FuzzTarget.sampleTown)
    guard case .success(let store) = ContentBuilder.build(files) else {
      fatalError("no seeds: run this where Content/ is")
    }
    return store
  }()

  private static func search(_ bytes: [UInt8]) {
    let hits = store.search(String(decoding: bytes, as: UTF8.self), in: "de")
    precondition(hits.count <= ContentLimit.hitsMax, "too many hits")
  }
}

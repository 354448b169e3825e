// How long a search waits in a large town: 5,000 services in 8 languages, made by a seed, and what the content costs in
// memory. The words are put together from syllables, so that there are as many different ones as in real towns.

import Services

enum ContentSearch {
  static let services = 5_000
  static let languages = ["de", "en", "tr", "uk", "ru", "pl", "ar", "ro"]

  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    var chance = SeededChance(state: 5)
    let before = ResidentMemory.anonymousMegabytes
    let store = try build(&chance)
    let after = ResidentMemory.anonymousMegabytes
    var samples = Samples()
    var scans = Samples()
    for number in 0..<options.count(4_000, quick: 400) {
      if number.isMultiple(of: 200) { try Interruption.check() }
      let language = languages[number % languages.count]
      let query = query(number, language, &chance)
      let start = Clock.nanoseconds
      let hits = store.search(query, in: language)
      samples.add(Clock.milliseconds(since: start))
      guard hits.count <= ContentLimit.hitsMax else { throw BenchProblem("a search gave too many hits") }
      if number.isMultiple(of: 500) { scans.add(try scan(store, language)) }
    }
    return [
      Row(
        name: "search.p99", value: samples.percentile(99), unit: "ms", reference: scans.median,
        against:
          "reading the names of one service in a hundred, times a hundred: what a search without an index "
          + "would do; \(samples.count) searches in \(services) services of \(languages.count) languages",
        aim: .valueAtMost(16)),
      Row(
        name: "search.memory", value: after - before, unit: "MB",
        reference: Double(store.sourceBytes) / 1_000_000,
        against: "anonymous; the bytes of the content's own files, which are in it", aim: .none),
    ]
  }

  private static func build(_ chance: inout SeededChance) throws(BenchProblem) -> ContentStore {
    let tags = languages.map { "\"\($0)\"" }.joined(separator: ", ")
    var builder = ContentBuilder(
      town: Array("name = \"Großstadt\"\nland = \"NW\"\nlanguages = [\(tags)]\n".utf8))
    for number in 0..<services {
      try Interruption.check()
      for (index, language) in languages.enumerated() {
        builder.add(
          path: "services/\(language)/service-\(number).md",
          bytes: Array(file(number, language, isLeading: index == 0, &chance).utf8))
      }
    }
    switch builder.finish() {
    case .success(let store): return store
    case .failure(let refusal):
      throw BenchProblem("the generated content is wrong: \(refusal.mistakes.first?.description ?? "")")
    }
  }

  static func file(
    _ number: Int, _ language: String, isLeading: Bool, _ chance: inout SeededChance
  ) -> String {
    var text = "+++\nname = \"\(words(3, language, &chance)) \(number)\"\n"
    if isLeading { text += "leika = \"99\(900_000_000_000 + number)\"\n" }
    text += "summary = \"\(words(8, language, &chance)).\"\n"
    text += "documents = [\"\(words(2, language, &chance))\", \"\(words(3, language, &chance))\"]\n"
    text += "duration = \"\(words(3, language, &chance)).\"\n"
    text += "search = [\"\(words(1, language, &chance))\", \"\(words(1, language, &chance))\"]\n"
    text += "[[fee]]\nid = \"adult\"\nlabel = \"\(words(2, language, &chance))\"\n"
    if isLeading { text += "from = 2026-01-01\neuro = 10.00\n" }
    text += "+++\n\n## \(words(2, language, &chance))\n"
    for _ in 0..<3 { text += "\(words(8, language, &chance)).\n" }
    return text
  }

  private static func words(_ count: Int, _ language: String, _ chance: inout SeededChance) -> String {
    (0..<count).map { _ in word(language, &chance) }.joined(separator: " ")
  }

  private static func word(_ language: String, _ chance: inout SeededChance) -> String {
    let syllables =
      switch language {
      case "uk", "ru": ["до", "ку", "мен", "та", "ре", "єст", "по", "да", "ток", "жит", "ло", "ва"]
      case "ar": ["مد", "ين", "وث", "يق", "سج", "لا", "طل", "بر", "خص", "مع", "تم", "ها"]
      default:
        [
          "an", "mel", "dung", "aus", "weis", "steu", "er", "kar", "te", "über", "prüf", "amt", "haus",
          "schein",
        ]
      }
    return (0..<Int.random(in: 2...4, using: &chance))
      .map { _ in syllables[Int.random(in: 0..<syllables.count, using: &chance)] }.joined()
  }

  /// Beginnings of one letter and more, several words, digits of a telephone, nonsense.
  private static func query(_ number: Int, _ language: String, _ chance: inout SeededChance) -> String {
    switch number % 5 {
    case 0: String(word(language, &chance).prefix(1))
    case 1: String(word(language, &chance).prefix(4))
    case 2: "\(word(language, &chance)) \(word(language, &chance)) \(word(language, &chance).prefix(2))"
    case 3: String(Int.random(in: 2...9_999_999, using: &chance))
    default: "\(word(language, &chance))ueaeoeue"
    }
  }

  /// Milliseconds to read one item in a hundred, times a hundred.
  private static func scan(_ store: ContentStore, _ language: String) throws(BenchProblem) -> Double {
    let start = Clock.nanoseconds
    var letters = 0
    for index in stride(from: 0, to: store.references.count, by: 100) {
      letters += store.item(store.references[index], in: language)?.name.utf8.count ?? 0
    }
    guard letters > 0 else { throw BenchProblem("no item could be read") }
    return Clock.milliseconds(since: start) * 100
  }
}

/// What this process holds that no file backs.
private enum ResidentMemory {
  /// Megabytes of 1,000,000 bytes, from /proc/self/smaps_rollup; 0 where it cannot be read.
  static var anonymousMegabytes: Double {
    let text = String(decoding: readFile("/proc/self/smaps_rollup") ?? [], as: UTF8.self)
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Anonymous:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { return 0 }
    return kilobytes * 1024 / 1_000_000
  }
}

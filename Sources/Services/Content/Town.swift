// `town.toml`: which town it is, in which Land, which languages it writes and which of them must be complete.

/// What holds for all content of a town.
public struct Town: Equatable, Sendable {
  public var name: String
  public var holidays: HolidayCalendar
  /// The leading language first, then those that must be complete.
  public var languages: [String]
  /// Languages that may lack texts, which then come from `fallback`.
  public var partialLanguages: [String]
  /// Most words of a sentence, for languages that differ from `PlainLanguage.sentenceWordsMax`.
  public var sentenceWordsMax: [String: Int]

  /// The language whose files hold the facts.
  public var leading: String { languages[0] }
  public var allLanguages: [String] { languages + partialLanguages }

  /// The languages in which a text of `language` is looked for, in this order: itself, its base (`de` for
  /// `de-leicht`), the leading one.
  public func fallback(_ language: String) -> [String] {
    var chain: [String] = []
    for tag in [language, LanguageTag.base(of: language), leading]
    where allLanguages.contains(tag) && !chain.contains(tag) { chain.append(tag) }
    return chain
  }

  public func wordsMax(_ language: String) -> Int {
    sentenceWordsMax[language] ?? PlainLanguage.sentenceWordsMax(language)
  }

  /// Reads `town.toml`; nil where something in it is wrong, which `mistakes` then tells.
  static func read(_ bytes: [UInt8], file: String, _ mistakes: inout ContentMistakes) -> Town? {
    var own = ContentMistakes()
    guard let checked = ContentFile.checked(bytes, file: file, &own) else {
      own.sorted.forEach { mistakes.add($0) }
      return nil
    }
    var head = HeadReader(file: file, table: PlainTOMLReader.read(checked, file: file, &own))
    let name = head.text("name", isRequired: true, charactersMax: ContentLimit.nameCharactersMax, &own)
    let land = land(&head, &own)
    let required = languages("languages", &head, &own)
    let partial = languages("partial_languages", &head, &own)
    if required.isEmpty, head.table["languages"] == nil {
      own.add(file, 1, "languages is missing", "write languages = [\"de\", \"en\"], the leading one first")
    } else if required.isEmpty {
      own.add(file, head.line("languages"), "there is no language", "write languages = [\"de\"]")
    }
    for tag in partial where required.contains(tag) {
      own.add(
        file, head.line("partial_languages"), "\(tag) is among languages, too",
        "remove it from one of the two")
    }
    if required.count + partial.count > ContentLimit.languagesMax {
      own.add(
        file, head.line("languages"), "there are too many languages", "keep to \(ContentLimit.languagesMax)")
    }
    var local: [Holiday] = []
    for word in head.texts("local_holidays", &own) {
      if let holiday = Holiday(rawValue: word.text) {
        local.append(holiday)
      } else {
        let names = Holiday.allCases.map(\.rawValue)
        let remedy =
          ContentText.nearest(word.text, in: names).map { "did you mean \($0)?" }
          ?? "write one of \(names.joined(separator: ", "))"
        own.add(file, word.line, "\(ContentText.quoted(word.text)) is no holiday", remedy)
      }
    }
    var words: [String: Int] = [:]
    if let table = head.table("sentence_words_max", &own) {
      var limits = HeadReader(file: file, table: table)
      for tag in required + partial {
        if let limit = limits.integer(tag, in: 5...40, &own) { words[tag] = limit }
      }
      limits.finish(&own)
    }
    head.finish(&own)
    own.sorted.forEach { mistakes.add($0) }
    guard own.isEmpty, let name, let land else { return nil }
    return Town(
      name: name, holidays: HolidayCalendar(land: land, local: local), languages: required,
      partialLanguages: partial, sentenceWordsMax: words)
  }

  private static func land(_ head: inout HeadReader, _ mistakes: inout ContentMistakes) -> Land? {
    guard let text = head.text("land", isRequired: true, &mistakes) else { return nil }
    if let land = Land(rawValue: text) { return land }
    mistakes.add(
      head.file, head.line("land"), "\(ContentText.quoted(text)) is no Land",
      "write one of \(Land.allCases.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  private static func languages(
    _ key: String, _ head: inout HeadReader, _ mistakes: inout ContentMistakes
  ) -> [String] {
    var tags: [String] = []
    for word in head.texts(key, &mistakes) {
      if !LanguageTag.isTag(word.text) {
        mistakes.add(
          head.file, word.line, "\(ContentText.quoted(word.text)) is no language",
          "write a tag such as de, en or de-leicht")
      } else if tags.contains(word.text) {
        mistakes.add(head.file, word.line, "\(word.text) stands twice", "remove one")
      } else {
        tags.append(word.text)
      }
    }
    return tags
  }
}

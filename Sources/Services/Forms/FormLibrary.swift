// All forms of a town with their texts in all languages, read from the texts of their files; who reads the files is the
// caller. Either everything is right, or every mistake is told and nothing is taken over.

/// The forms by name, and the texts of the forms.
public struct FormLibrary: Equatable, Sendable {
  /// One file: `NAME.toml` is a form, `NAME.LANGUAGE.toml` its texts, `common.LANGUAGE.toml` the texts of all forms.
  public struct File: Equatable, Sendable {
    public var name: String
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The name of the texts that all forms share.
  public static let commonName = "common"

  /// In the order of their names.
  public let forms: [Form]
  /// Keys are `NAME.form.title`, `NAME.FIELD.question`, `NAME.FIELD.options.OPTION`, `common.mistake.missing` and so on.
  public let texts: TextCatalog

  /// The form of that name.
  public func form(_ id: String) -> Form? { forms.first { $0.id == id } }

  /// `forms` by their titles, as people look for them; the first of `languages` that has a title gives it.
  public func sorted(_ forms: [Form], in languages: [String]) -> [Form] {
    let named = forms.map { form in
      let title = languages.lazy.compactMap { texts.texts[$0]?["\(form.id).form.title"] }.first
      return (key: TextFolding.sortKey(title ?? form.id), form: form)
    }
    return named.sorted { $0.key < $1.key }.map(\.form)
  }

  /// Reads `files`. The first of `languages` leads, and every form must speak all of them; of `partial` languages what is
  /// there must be right, and the leading one stands in for the rest. No sentence of a language has more words than
  /// `wordsMax`. No files at all are a town without forms.
  public static func read(
    _ files: [File], languages: [String], partial: [String] = [],
    wordsMax: (String) -> Int = PlainLanguage.sentenceWordsMax
  ) -> Result<FormLibrary, ContentRefusal> {
    var mistakes = ContentMistakes()
    var forms: [Form] = []
    var texts: [String: [String: String]] = [:]
    let all = languages + partial
    let sorted = files.sorted { $0.name < $1.name }
    let byName = Dictionary(sorted.map { (baseName($0.name), $0) }) { first, _ in first }
    // As the editor sees it, with the folder in which the forms lie.
    let folder = sorted.first.map { $0.name.dropLast(baseName($0.name).count) } ?? ""
    func take(_ name: String, _ language: String, _ read: FormTexts) {
      for mistake in read.mistakes { mistakes.add(mistake) }
      for (key, text) in read.texts { texts[language, default: [:]]["\(name).\(key)"] = text }
    }
    for file in sorted {
      let parts = nameParts(file.name)
      if parts.count == 2, all.contains(parts[1]) {
        if parts[0] != commonName, byName["\(parts[0]).toml"] == nil {
          mistakes.add(
            file.name, 1, "there is no form \(parts[0])", "add \(folder)\(parts[0]).toml, or remove it")
        }
        continue
      }
      guard parts.count == 1, parts[0] != commonName else {
        mistakes.add(
          file.name, 1, "the file is neither a form nor the texts of a language that is offered",
          "rename it to \(folder)NAME.toml or \(folder)NAME.\(languages.first ?? "de").toml, or remove it")
        continue
      }
      var reader = FormReader(file.text, file: file.name)
      reader.check()
      for mistake in reader.mistakes { mistakes.add(mistake) }
      guard let form = reader.form else { continue }
      forms.append(form)
      for language in all {
        let isPartial = !languages.contains(language)
        let wanted = "\(parts[0]).\(language).toml"
        if let own = byName[wanted] {
          take(
            form.id, language,
            FormTexts(
              own, of: form, language, isPartial: isPartial, wordsMax: wordsMax(language),
              unread: reader.unread))
        } else if !isPartial {
          mistakes.add(file.name, 1, "the form has no texts in \(language)", "write \(folder)\(wanted)")
        }
      }
    }
    for language in all where !files.isEmpty {
      let isPartial = !languages.contains(language)
      let wanted = "\(commonName).\(language).toml"
      if let own = byName[wanted] {
        take(
          commonName, language,
          FormTexts(common: own, language, isPartial: isPartial, wordsMax: wordsMax(language)))
      } else if !isPartial {
        mistakes.add(
          "\(folder)\(wanted)", 1, "the texts that all forms share are missing", "write \(folder)\(wanted)")
      }
    }
    guard mistakes.isEmpty else {
      return .failure(ContentRefusal(mistakes: mistakes.sorted, untold: mistakes.untold))
    }
    return .success(FormLibrary(forms: forms, texts: TextCatalog(languages: all, texts: texts)))
  }

  /// What a town without forms has.
  public static let empty = FormLibrary(forms: [], texts: TextCatalog(languages: [], texts: [:]))

  /// Without its folder.
  private static func baseName(_ name: String) -> String {
    name.split(separator: "/").last.map(String.init) ?? ""
  }

  /// `a/dog-tax.de.toml` is `dog-tax` and `de`.
  private static func nameParts(_ name: String) -> [String] {
    guard name.hasSuffix(".toml") else { return [] }
    return baseName(name).dropLast(5).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }
}

/// The texts of one form, or of all, in one language.
struct FormTexts {
  private(set) var texts: [String: String] = [:]
  private(set) var mistakes: [ContentMistake] = []
  private let file: String
  private let isPartial: Bool
  private let language: String
  private let wordsMax: Int
  /// Keys, with all below them, that nothing is said about: what they belong to could not be read, and that was told.
  private let unread: Set<String>

  /// Of a partial language nothing is missing.
  init(
    _ file: FormLibrary.File, of form: Form, _ language: String, isPartial: Bool, wordsMax: Int,
    unread: Set<String> = []
  ) {
    self.unread = unread
    self.file = file.name
    self.isPartial = isPartial
    self.language = language
    self.wordsMax = wordsMax
    let needed = Dictionary(uniqueKeysWithValues: Set(form.textKeys).map { ($0, [String]()) })
    read(file, needed, form.textKeys, optional: Set(form.optionalTextKeys))
  }

  init(common file: FormLibrary.File, _ language: String, isPartial: Bool, wordsMax: Int) {
    unread = []
    self.file = file.name
    self.isPartial = isPartial
    self.language = language
    self.wordsMax = wordsMax
    var needed: [String: [String]] = [:]
    for sample in AnswerMistake.samples {
      needed["mistake.\(sample.key)"] = sample.arguments.keys.sorted()
    }
    read(file, needed, needed.keys.sorted(), optional: [])
  }

  /// `needed` has the places that each text may use.
  private mutating func read(
    _ file: FormLibrary.File, _ needed: [String: [String]], _ order: [String], optional: Set<String>
  ) {
    let toml = FormTables(file.text, file: file.name)
    mistakes = toml.mistakes.sorted
    for table in toml.tables {
      if table.isElement {
        note(table.line, "[[\(table.name)]] is no table of texts", "write [\(table.name)]")
      }
      for entry in table.entries {
        let key = table.name.isEmpty ? entry.key : "\(table.name).\(entry.key)"
        guard needed[key] != nil || optional.contains(key) else {
          if isUnread(key) || unread.contains(FormReader.nameless) { continue }
          note(entry.line, "\(key) is no text that is asked for", "remove it, or correct its name")
          continue
        }
        guard case .text(let text) = entry.value, !AnswerText.trimmed(text).isEmpty else {
          note(entry.line, "\(key) is empty or \(entry.value.kindName)", "write \(entry.key) = \"…\"")
          continue
        }
        do {
          let allowed = needed[key] ?? []
          for place in try TextTemplate(text).placeNames where !allowed.contains(place) {
            note(
              entry.line, "{\(place)} is no place of \(key)",
              allowed.isEmpty ? "remove it" : "use \(allowed.map { "{\($0)}" }.joined(separator: " "))")
          }
        } catch { note(entry.line, "\(key) \(error)", "write places as {name}") }
        checkSentences(text, entry.line)
        let charactersMax = Self.charactersMax(key)
        if text.utf8.count > charactersMax, text.count > charactersMax {
          note(entry.line, "\(key) has \(text.count) characters", "keep to \(charactersMax)")
        }
        texts[key] = text
      }
    }
    for key in order
    where !isPartial && texts[key] == nil && !isUnread(key)
      && !mistakes.contains(where: { $0.what.hasPrefix("\(key) ") })
    {
      note(
        1, "the text \(key) is missing",
        "write it below [\(key.split(separator: ".").dropLast().joined(separator: "."))]")
    }
    mistakes.sort()
  }

  private func isUnread(_ key: String) -> Bool {
    unread.contains { key == $0 || key.hasPrefix("\($0).") }
  }

  /// What fits on a page of 40 by 12 beside the answer, or on pages that can be turned.
  private static func charactersMax(_ key: String) -> Int {
    switch key.split(separator: ".").last {
    case "label"?: 60
    case "title"?: ContentLimit.nameCharactersMax
    case "summary"?, "next"?, "declaration"?, "hand_over"?: ContentLimit.textCharactersMax
    case "question"?, "why"?, "hint"?: 200
    default: key.contains(".options.") ? 80 : ContentLimit.nameCharactersMax * 2
    }
  }

  /// AX-64. Options and labels are no sentences, and short enough for the same rule.
  private mutating func checkSentences(_ text: String, _ line: Int) {
    for long in PlainLanguage.longSentences(PlainLanguage.words([(line, text[...])]), limit: wordsMax) {
      note(
        line,
        "the sentence \(ContentText.quoted("\(long.start) …")) has \(long.count) words, \(language) has \(wordsMax) at the most",
        "make two sentences of it")
    }
  }

  private mutating func note(_ line: Int, _ what: String, _ remedy: String) {
    mistakes.append(ContentMistake(file: file, line: line, what: what, remedy: remedy))
  }
}

// All texts in all languages, as values. It knows no file and no screen: Configuration reads the files, the
// renderer fills the templates.

/// Texts by language and key. The first language leads: it says which keys there are and which places they
/// have.
public struct TextCatalog: Equatable, Sendable {
  /// Language tags such as `de`; the first one leads.
  public let languages: [String]
  /// Language tag to key to template.
  public let texts: [String: [String: String]]
  /// Keys that every language must have, whatever the leading one has.
  private let needed: [String]

  /// A catalogue of `texts`; a language without texts has none. `needed` are keys that somebody will ask for.
  public init(languages: [String], texts: [String: [String: String]], needed: [String] = []) {
    self.languages = languages
    self.texts = texts
    self.needed = needed
  }

  /// The template of `key` in `language`, else in the leading language; nil for a key that there is not.
  public func template(_ key: String, in language: String) -> String? {
    texts[language]?[key] ?? languages.first.flatMap { texts[$0]?[key] }
  }

  /// The keys of the leading language in alphabetical order.
  public var keys: [String] { languages.first.flatMap { texts[$0]?.keys.sorted() } ?? [] }

  /// Where the languages differ and what they lack, by language and key; none if every language says everything.
  public var mistakes: [TextMistake] {
    guard let leading = languages.first else { return [] }
    let model = texts[leading] ?? [:]
    let needed = Set(needed)
    var found: [TextMistake] = []
    for language in languages {
      let own = texts[language] ?? [:]
      for key in Set(model.keys).union(own.keys).union(needed).sorted() {
        var problem = Self.problem(own[key], comparedWith: model[key], leading: leading)
        if needed.contains(key), model[key] == nil {
          // Who has the text is right; it is the leading language that lacks it.
          problem = own[key] == nil ? .notWritten : nil
        }
        guard let problem else { continue }
        found.append(TextMistake(language: language, key: key, problem: problem))
      }
    }
    return found
  }

  private static func problem(_ own: String?, comparedWith model: String?, leading: String) -> TextMistake
    .Problem?
  {
    guard let own else { return .missing }
    guard let model else { return .unknown(leading: leading) }
    do {
      let places = try TextTemplate(own).placeNames
      guard let expected = try? TextTemplate(model).placeNames, expected != places else { return nil }
      return .otherPlaces(own: places, expected: expected, leading: leading)
    } catch {
      return .malformed(error)
    }
  }
}

/// Something that is wrong with one text of one language.
public struct TextMistake: Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// The leading language has this text, this one has not.
    case missing
    /// The program shows this text, and neither this language nor the leading one has it.
    case notWritten
    /// This language has a text that the leading one has not.
    case unknown(leading: String)
    case otherPlaces(own: [String], expected: [String], leading: String)
    case malformed(TextTemplateError)
  }

  public var language: String
  public var key: String
  public var problem: Problem

  public init(language: String, key: String, problem: Problem) {
    self.language = language
    self.key = key
    self.problem = problem
  }

  /// What is wrong, as the end of a sentence that the key begins.
  public var words: String {
    switch problem {
    case .missing: "is missing in this language"
    case .notWritten: "is missing, and the program shows it"
    case .unknown(let leading): "is not a text of \(leading)"
    case .otherPlaces(let own, let expected, let leading):
      "has \(Self.list(own)), \(leading) has \(Self.list(expected))"
    case .malformed(let error): error.description
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch problem {
    case .missing, .notWritten:
      if key.hasPrefix("\(TextKeys.languageSection).") {
        "write the language's name in its own words"
      } else {
        problem == .missing ? "translate it" : "write it; the texts that came with the program have it"
      }
    case .unknown(let leading): "add it to \(leading), or remove it here"
    case .otherPlaces: "use the same places in every language"
    case .malformed: "write places as {name}"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "no places" : names.map { "{\($0)}" }.joined(separator: " ")
  }
}
